"""Answers as the engine gives them, made of what came and was changed on the way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)


def solutions(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> QuerySolutions:
    """Return rows of terms, None where a cell is empty, as what a query gives."""
    bindings = [{n: _said(term) for n, term in zip(names, row, strict=True) if term is not None} for row in rows]
    text = json.dumps({"head": {"vars": list(names)}, "results": {"bindings": bindings}}, ensure_ascii=False)
    found = parse_query_results(text.encode(), format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return found


def truth(value: bool) -> QueryBoolean:
    """Return a truth value as what an ASK gives."""
    found = parse_query_results(json.dumps({"head": {}, "boolean": value}).encode(), format=QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found


def _said(term: NamedNode | BlankNode | Literal | Triple) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value} | kind
    return {"type": "bnode", "value": str(term).removeprefix("_:")}
