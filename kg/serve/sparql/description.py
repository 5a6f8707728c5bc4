"""The job that describes the endpoint, as SPARQL 1.1 Service Description has it.

Source: https://www.w3.org/TR/sparql11-service-description/
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.identity import assembled_graph, ontology_graph
from kg.pipeline.graph import Graph
from kg.serve.jobs import Answer
from kg.serve.sparql import negotiation
from kg.serve.sparql.graphs import READ
from kg.serve.sparql.results import Bounds, write_triples
from kg.store import terms as t

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
SIMPLE = ox.NamedNode("http://www.w3.org/ns/entailment/Simple")
NAMES = {
    negotiation.JSON: "SPARQL_Results_JSON",
    negotiation.XML: "SPARQL_Results_XML",
    negotiation.CSV: "SPARQL_Results_CSV",
    negotiation.TSV: "SPARQL_Results_TSV",
    negotiation.TURTLE: "Turtle",
    negotiation.NTRIPLES: "N-Triples",
    negotiation.RDFXML: "RDF_XML",
    negotiation.JSONLD: "JSON-LD",
    negotiation.TRIG: "TriG",
    negotiation.NQUADS: "N-Quads",
}


def description_job(
    graph: Graph, *, endpoint: str, writable: bool, federated: bool, accept: str | None, bounds: Bounds
) -> Answer:
    """Answer with what the endpoint can do, as RDF.

    Args:
        graph: what it serves.
        endpoint: its address.
        writable: whether those who have the token may update.
        federated: whether SERVICE may call other servers.
        accept: the client's Accept header.
        bounds: how large the answer may be.

    Raises:
        RequestRefused: 406 where no format fits.
    """
    form = negotiation.choose(accept, negotiation.GRAPHS)
    triples = _triples(graph, endpoint, writable=writable, federated=federated)
    prefixes = {"sd": SD, "formats": FORMATS, **graph.ontology.prefixes}
    return Answer(write_triples(triples, form, bounds, prefixes), form.media_type)


def _triples(graph: Graph, endpoint: str, *, writable: bool, federated: bool) -> Iterator[ox.Triple]:
    def say(subject: ox.NamedNode, name: str, target: ox.NamedNode) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(SD + name), target)

    def a(subject: ox.NamedNode, name: str) -> ox.Triple:
        return ox.Triple(subject, t.TYPE, ox.NamedNode(SD + name))

    service, dataset, default = (ox.NamedNode(f"{endpoint}#{name}") for name in ("service", "dataset", "default"))
    yield a(service, "Service")
    yield say(service, "endpoint", ox.NamedNode(endpoint))
    for language in ("SPARQL11Query", *(["SPARQL11Update"] if writable else [])):
        yield say(service, "supportedLanguage", ox.NamedNode(SD + language))
    for feature in ("UnionDefaultGraph", *(["BasicFederatedQuery"] if federated else [])):
        yield say(service, "feature", ox.NamedNode(SD + feature))
    for form in (*negotiation.ROWS, *negotiation.GRAPHS):
        yield say(service, "resultFormat", ox.NamedNode(FORMATS + NAMES[form]))
    for form in READ.values() if writable else ():
        yield say(service, "inputFormat", ox.NamedNode(FORMATS + NAMES[form]))
    yield say(service, "defaultEntailmentRegime", SIMPLE)
    yield say(service, "defaultDataset", dataset)
    yield a(dataset, "Dataset")
    yield say(dataset, "defaultGraph", default)
    yield a(default, "Graph")
    for name in (assembled_graph(graph.ontology.base), ontology_graph(graph.ontology.base)):
        if graph.store.raw.contains_named_graph(ox.NamedNode(name)):
            described = ox.NamedNode(f"{endpoint}#{name.rpartition('/')[2]}")
            yield say(dataset, "namedGraph", described)
            yield a(described, "NamedGraph")
            yield say(described, "name", ox.NamedNode(name))
