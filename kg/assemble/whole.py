"""The whole account at once, of documents that are all at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.assemble.account import Account
from kg.assemble.items import Judged, Resolver
from kg.assemble.ledger import Ledger
from kg.assemble.outlining import outline_of
from kg.assemble.writing import whole
from kg.identity import assembled_graph
from kg.model import Reading
from kg.ontology import Ontology
from kg.outlines import dump


def assembled_quads(
    readings: Iterable[Reading],
    ontology: Ontology,
    *,
    resolver: Resolver,
    countries: Mapping[str, str] | None = None,
    judged: Judged | None = None,
) -> Iterator[Quad]:
    """Yield the assembled layer of readings, whatever their order.

    Args:
        readings: one for each document.
        ontology: the domain.
        resolver: tells which things are one.
        countries: the country of each thing that a gazetteer knows, by identity.
        judged: what people said of them.
    """
    graph = NamedNode(assembled_graph(ontology.base))
    with Ledger(None, "") as ledger:
        for reading in readings:
            outline = outline_of(reading, ontology, countries or {})
            ledger.put(outline.iri, "", dump(outline))
        account = Account(ledger, ontology, resolver, judged)
        for part in whole(account):
            for quad in parse("\n".join(part.lines).encode(), RdfFormat.N_TRIPLES, lenient=True):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)
