"""Questions as a command line puts them: SPARQL, a file of it, or the name of a prepared query."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from kg.errors import QueryError, StoreError, UsageError
from kg.query import KnowledgeGraph, Rows, list_queries, run

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.query.prepared import PreparedQuery
    from kg.store import Place


def answer(
    graph: KnowledgeGraph,
    query: str | None = None,
    *,
    file: Path | None = None,
    params: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Rows | bool | Graph:
    """Answer a query.

    Args:
        graph: what is asked.
        query: SPARQL, or the name of a prepared query.
        file: holds SPARQL instead; "-" is standard input.
        params: the parameters of a prepared query, as written.
        limit: keep so many rows at most.

    Raises:
        QueryError: the query is not SPARQL, or is refused.
        UnknownName: no prepared query has the name.
        UsageError: a parameter is unknown, missing or wrong; not one of `query` and `file` is given;
            or `query` names a file.
    """
    if (query is None) == (file is None):
        raise UsageError(
            "give SPARQL, the name of a prepared query, or -f FILE, and one of them; --list shows the names"
        )
    if file is not None:
        if params:
            raise UsageError("only prepared queries take parameters")
        found = run(graph.store.raw, _text(file), ontology=graph.ontology, name=str(file))
    else:
        _refuse_file(query or "", graph)
        found = graph.query(query or "", **(params or {}))
    if limit is not None and isinstance(found, Rows):
        return _first(found, limit, graph)
    return found


def _refuse_file(query: str, graph: KnowledgeGraph) -> None:
    try:
        named = Path(query).is_file()
    except OSError:  # longer than a path can be
        return
    if named and query not in {prepared.name for prepared in list_queries(graph.ontology)}:
        raise UsageError(
            f"{query} is a file, and neither SPARQL nor a prepared query; to ask it, write -f {quote(query)}"
        )


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: not UTF-8 (byte {error.start}); a query is text") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}; name a file that holds SPARQL") from None


def _first(rows: Rows, limit: int, graph: KnowledgeGraph) -> Rows:
    said = json.loads(rows.serialised)
    said["results"]["bindings"] = said["results"]["bindings"][:limit]
    return Rows(json.dumps(said, ensure_ascii=False).encode(), shorten=graph.ontology.shorten)


def prepared_queries(graph: Place) -> list[PreparedQuery]:
    """Return the prepared queries of the domain of a graph; of the default domain where there is no graph.

    Raises:
        OntologyError: the first lines of a file are not what they should be.
    """
    from kg.ontology import load
    from kg.store import open_read

    try:
        with open_read(graph) as store:
            return list_queries(store.ontology)
    except StoreError:
        return list_queries(load())
