"""Answers of the engine as bytes: whole, or not at all where they are too large."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import RequestRefused
from kg.serve.sparql.negotiation import CSV, RDFXML, XML, Format
from kg.store.table import defuse

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAMEABLE = re.compile(r"[^\W\d][\w.-]*\Z")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large an answer may be: rows (or triples), and bytes of its body."""

    rows: int
    size: int

    def too_many(self) -> RequestRefused:
        """Return the error of a result with too many rows or triples."""
        return RequestRefused(403, f"the result has more than {self.rows:,} rows; ask for fewer with LIMIT or FILTER")

    def too_large(self) -> RequestRefused:
        """Return the error of a result with too many bytes."""
        line = f"the result has more than {self.size:,} bytes; ask for fewer rows or columns, with LIMIT or FILTER"
        return RequestRefused(403, line)


class _Bounded(io.BytesIO):
    """Takes no more than so many bytes."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__()
        self._bounds = bounds

    def write(self, data: object, /) -> int:
        written = super().write(data)  # type: ignore[arg-type]  # whatever the engine gives
        if self.tell() > self._bounds.size:
            raise self._bounds.too_large()
        return written


def write_rows(found: ox.QuerySolutions, form: Format, bounds: Bounds) -> bytes:
    """Return the rows of a SELECT.

    Raises:
        RequestRefused: 403 for too many rows or bytes, 406 where the format cannot hold the result.
    """
    if form is CSV:
        return _write_csv(found, bounds)
    assert isinstance(form.engine, ox.QueryResultsFormat)
    out = _Bounded(bounds)
    found.serialize(out, form.engine)
    body = out.getvalue()
    if _rows_at_most(body, form) > bounds.rows:
        again = ox.parse_query_results(body, format=form.engine)
        assert isinstance(again, ox.QuerySolutions)
        if sum(1 for _ in again) > bounds.rows:
            raise bounds.too_many()
    return _checked(body, form)


def write_truth(found: ox.QueryBoolean, form: Format) -> bytes:
    """Return the answer of an ASK."""
    assert isinstance(form.engine, ox.QueryResultsFormat)
    return found.serialize(format=form.engine) or b""


def write_triples(found: Iterable[ox.Triple], form: Format, bounds: Bounds, prefixes: Mapping[str, str]) -> bytes:
    """Return the triples of a CONSTRUCT, DESCRIBE or graph, each once.

    Raises:
        RequestRefused: 403 for too many triples or bytes, 406 where the format cannot hold the result.
    """
    assert isinstance(form.engine, ox.RdfFormat)
    triples: dict[ox.Triple, None] = {}
    for triple in found:
        triples[triple] = None
        if len(triples) > bounds.rows:
            raise bounds.too_many()
    if form is RDFXML:
        _check_names(triples)
    used = {predicate.value for predicate in {triple.predicate for triple in triples}}
    used |= {o.value for o in {triple.object for triple in triples} if isinstance(o, ox.NamedNode)}
    declared = {p: ns for p, ns in prefixes.items() if any(iri.startswith(ns) for iri in used)}
    out = _Bounded(bounds)
    ox.serialize(triples, out, form.engine, prefixes=declared)
    return _checked(out.getvalue(), form)


def cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """Return what stands in a cell of CSV.

    Text that a spreadsheet would take for a formula has an apostrophe before it; a number has none.

    Examples:
        >>> cell(ox.Literal("=1+1")), cell(ox.Literal(-5)), cell(ox.Literal("-5"))
        ("'=1+1", '-5', "'-5")
    """
    if term is None:
        return ""
    if not isinstance(term, ox.Literal):
        return defuse(term.value if isinstance(term, ox.NamedNode) else str(term))
    text = term.datatype == _STRING or term.language or not _NUMBER.fullmatch(term.value)
    return defuse(term.value) if text else term.value


_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


def _write_csv(found: ox.QuerySolutions, bounds: Bounds) -> bytes:
    out = _Bounded(bounds)
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    variables = list(found.variables)
    if not variables:
        text.write("\r\n")
    else:
        writer.writerow(variable.value for variable in variables)
    for number, solution in enumerate(found, 1):
        if number > bounds.rows:
            raise bounds.too_many()
        writer.writerow(cell(solution[variable]) for variable in variables)
    text.flush()
    return out.getvalue()


def _rows_at_most(body: bytes, form: Format) -> int:
    """Return a number that is not below that of rows, by what stands between or before them."""
    if form.engine == ox.QueryResultsFormat.JSON:
        return body.count(b"},{") + 1
    return body.count(b"<result>" if form is XML else b"\n")


def _check_names(triples: Iterable[ox.Triple]) -> None:
    for predicate in {triple.predicate.value for triple in triples}:
        if not _NAMEABLE.search(predicate):
            raise RequestRefused(406, f"RDF/XML has no way to write the property <{predicate}>; ask for text/turtle")


def _checked(body: bytes, form: Format) -> bytes:
    if form not in (XML, RDFXML):
        return body
    if _CONTROLS.search(body):
        raise RequestRefused(406, "the result holds control characters, which XML cannot; ask for another format")
    return body.replace(b"\r", b"&#13;")  # a bare one would be read as a line feed
