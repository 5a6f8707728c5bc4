"""The terms as quads, so that a query can climb the classes and read the labels."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import BNode, Graph
from rdflib.compare import to_canonical_graph

from kg.identity import ontology_graph
from kg.ontology import Ontology


def ontology_quads(ontology: Ontology) -> Iterator[Quad]:
    """Yield the triples of `core.ttl` and `domain.ttl` in the graph `BASE graph/ontology`.

    A blank node gets an IRI made from what is said of it.
    """
    graph = NamedNode(ontology_graph(ontology.base))
    for quad in parse(_without_blanks(ontology.graph, graph.value), RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _without_blanks(terms: Graph, base: str) -> str:
    if not any(isinstance(node, BNode) for node in terms.all_nodes()):
        return terms.serialize(format="nt")
    return to_canonical_graph(terms).skolemize(authority=base, basepath="#node-").serialize(format="nt")
