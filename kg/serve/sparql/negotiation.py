"""Which format a client gets: what it accepts, of what there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import RequestRefused

_RANGE = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*((?:;[^,]*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of answers: the Content-Type, the types by which clients ask for it, and the engine's name of it."""

    media_type: str
    asked_as: tuple[str, ...]
    engine: ox.QueryResultsFormat | ox.RdfFormat


JSON = Format(
    "application/sparql-results+json",
    ("application/sparql-results+json", "application/json"),
    ox.QueryResultsFormat.JSON,
)
XML = Format(
    "application/sparql-results+xml",
    ("application/sparql-results+xml", "application/xml", "text/xml"),
    ox.QueryResultsFormat.XML,
)
CSV = Format("text/csv; charset=utf-8", ("text/csv",), ox.QueryResultsFormat.CSV)
TSV = Format("text/tab-separated-values; charset=utf-8", ("text/tab-separated-values",), ox.QueryResultsFormat.TSV)
TURTLE = Format("text/turtle; charset=utf-8", ("text/turtle", "application/x-turtle"), ox.RdfFormat.TURTLE)
NTRIPLES = Format("application/n-triples", ("application/n-triples", "text/plain"), ox.RdfFormat.N_TRIPLES)
NQUADS = Format("application/n-quads", ("application/n-quads", "text/x-nquads"), ox.RdfFormat.N_QUADS)
TRIG = Format("application/trig", ("application/trig", "application/x-trig"), ox.RdfFormat.TRIG)
JSONLD = Format("application/ld+json", ("application/ld+json", "application/json"), ox.RdfFormat.JSON_LD)
RDFXML = Format("application/rdf+xml", ("application/rdf+xml", "application/xml", "text/xml"), ox.RdfFormat.RDF_XML)

ROWS = (JSON, XML, CSV, TSV)
TRUTHS = (JSON, XML)
GRAPHS = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG, NQUADS)


def quality(accept: str | None, media_type: str) -> float:
    """Return how much a client wants a type, 0 to 1: the q value of the most specific range that holds it.

    Without an Accept header, or with one that holds no media range, anything is wanted.

    Examples:
        >>> quality("text/*;q=0.5, text/csv", "text/csv"), quality("text/*;q=0.5", "text/turtle"), quality(None, "a/b")
        (1.0, 0.5, 1.0)
    """
    kind, _, subtype = media_type.partition("/")
    found: list[tuple[int, float]] = []
    ranges = [match for part in (accept or "").split(",") if (match := _RANGE.fullmatch(part))]
    for match in ranges:
        first, second = match[1].lower(), match[2].lower()
        if (first, second) in ((kind, subtype), (kind, "*"), ("*", "*")):
            weight = _QUALITY.search(match[3])
            found.append(((first != "*") + (second != "*"), float(weight[1]) if weight else 1.0))
    if not ranges:
        return 1.0
    return max(found)[1] if found else 0.0


def choose(accept: str | None, formats: Sequence[Format]) -> Format:
    """Return the format that a client likes best; of several the first.

    Raises:
        RequestRefused: 406, where none fits.

    Examples:
        >>> choose("text/csv;q=0.5, application/xml", ROWS).media_type
        'application/sparql-results+xml'
    """
    wanted = [max(quality(accept, name) for name in one.asked_as) for one in formats]
    best = max(wanted)
    if best == 0:
        names = ", ".join(one.asked_as[0] for one in formats)
        raise RequestRefused(406, f"the answer can be had as {names}; the Accept header names none of them")
    return formats[wanted.index(best)]


def wants_page(accept: str | None) -> bool:
    """Return whether a client, such as a browser, would rather have a page than data."""
    if accept is None or "text/html" not in accept.lower():
        return False
    types = [name for one in (*ROWS, *GRAPHS) for name in one.asked_as]
    return quality(accept, "text/html") > max(quality(accept, name) for name in types)
