"""Answers as text: tables for people, the standards' formats for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.rows import Rows, align
from kg.query.sparql import ntriples

if TYPE_CHECKING:
    from rdflib import Graph

RESULTS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ROW_FORMATS = ("table", *RESULTS)
GRAPH_FORMATS = tuple(GRAPHS)


def render(result: Rows | bool | Graph, *, format: str | None = None) -> str:  # noqa: A002 - the option's name
    r"""Return an answer as text that ends with a line break.

    Args:
        result: what `kg.query.run` returned.
        format: of a SELECT or ASK table, csv, tsv, json or xml (the SPARQL 1.1 result formats); of a
            CONSTRUCT or DESCRIBE turtle, ntriples or jsonld. The first of each where none is named. The csv is the
            standard's, so its cells are never altered: a spreadsheet may take one for a formula.

    Raises:
        UsageError: the format does not exist or does not fit the kind of query.

    Examples:
        >>> render(True, format="csv")
        'true\n'
    """
    if isinstance(result, Rows | bool):
        format = _fitting(format, ROW_FORMATS, "ASK" if isinstance(result, bool) else "SELECT")  # noqa: A001
        text = _table(result) if format == "table" else _standard(result, RESULTS[format])
    else:
        format = _fitting(format, GRAPH_FORMATS, "CONSTRUCT or DESCRIBE")  # noqa: A001
        text = _triples(result, GRAPHS[format])
    return text if text.endswith("\n") or not text else text + "\n"


def write(result: Rows | bool | Graph, out: IO[str], *, format: str | None = None) -> int:  # noqa: A002
    """Write an answer to a text stream; a table for a terminal is drawn in colour and fitted to its width.

    Args:
        result: what `kg.query.run` returned.
        out: opened with `newline=""` and UTF-8 where it is a file.
        format: as of `render`.

    Returns:
        How many cells were cut, as only those of a table for a terminal are.

    Raises:
        UsageError: the format does not exist or does not fit the kind of query.
    """
    if isinstance(result, Rows) and format in (None, "table") and out.isatty():
        from kg.query.terminal import draw

        return draw(result, out)
    out.write(render(result, format=format))
    return 0


def _fitting(format: str | None, fitting: Sequence[str], kind: str) -> str:  # noqa: A002
    if format is None:
        return fitting[0]
    if format not in fitting:
        known = format in (*ROW_FORMATS, *GRAPH_FORMATS)
        what = f"the format {format} does not fit" if known else f"there is no format {format!r} for"
        raise UsageError(f"{what} the answer of {kind}; formats: {', '.join(fitting)}")
    return format


def _table(result: Rows | bool) -> str:
    if isinstance(result, bool):
        return str(result).lower()
    return align(result.columns, list(result.cells()))


def _standard(result: Rows | bool, format: ox.QueryResultsFormat) -> str:  # noqa: A002
    if isinstance(result, bool):
        serialised = b'{"head":{},"boolean":%s}' % str(result).lower().encode()
    else:
        serialised = result.serialised
    parsed = ox.parse_query_results(serialised, format=ox.QueryResultsFormat.JSON)
    return (parsed.serialize(format=format) or b"").decode()


def _triples(graph: Graph, format: ox.RdfFormat) -> str:  # noqa: A002
    source = graph.serialize(format="nt", encoding="utf-8")
    quads = list(ox.parse(source, format=ox.RdfFormat.N_TRIPLES))
    lines = b"\n".join(ntriples([q.triple for q in quads]))
    prefixes = {p: str(n) for p, n in sorted(graph.namespaces()) if str(n).encode() in lines}
    triples = (q.triple for q in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    return (ox.serialize(triples, format=format, prefixes=prefixes) or b"").decode()
