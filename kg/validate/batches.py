"""Cuts a store into parts that can be judged on their own.

A document's graph refers to nothing outside itself, so any number of documents makes a part. Of the assembled
layer, a part is some of its subjects with the classes of what they refer to, and the events that are part of them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.ontology import Ontology
from kg.quad_source import QuadSource

Triple = tuple[Node, Node, Node]
TRIPLES = 20_000  # of a part: large enough to hide what a run of the validator costs, small enough for memory
TYPE = ox.NamedNode(str(RDF.type))


@dataclass(slots=True)
class Batch:
    """Some named graphs, apart and (with the ontology) together.

    `subjects` are the nodes to judge; all when None.
    """

    together: Graph
    graphs: dict[str, Graph] = field(default_factory=dict)
    subjects: frozenset[Node] | None = None


def batches(store: QuadSource, ontology: Ontology) -> Iterator[Batch]:
    """Yield the read layer and then the assembled layer in parts, in the order of the graphs' IRIs."""
    assembled, terms = f"{ontology.base}graph/assembled", f"{ontology.base}graph/ontology"
    names = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode))
    yield from _documents(store, [n for n in names if n not in (assembled, terms)], ontology)
    if assembled in names:
        yield from _assembled(store, ox.NamedNode(assembled), ontology)


def _documents(store: QuadSource, names: Iterable[str], ontology: Ontology) -> Iterator[Batch]:
    batch = Batch(with_ontology(ontology))
    size = 0
    for name in names:
        graph = Graph(identifier=URIRef(name))
        triples = list(_triples(store.quads_for_pattern(None, None, None, ox.NamedNode(name))))
        for triple in triples:
            graph.add(triple)
            batch.together.add(triple)
        batch.graphs[name] = graph
        size += len(triples)
        if size >= TRIPLES:
            yield batch
            batch, size = Batch(with_ontology(ontology)), 0
    if batch.graphs:
        yield batch


def _assembled(store: QuadSource, name: ox.NamedNode, ontology: Ontology) -> Iterator[Batch]:
    part_of = ox.NamedNode(ontology.term("partOf"))
    quads = store.quads_for_pattern(None, None, None, name)  # grouped by subject: the order of the store's index
    while part := list(islice(quads, TRIPLES)):
        subjects = {q.subject for q in part}
        inside = [q for s in subjects for q in store.quads_for_pattern(s, None, None, name)]
        nodes = {q.object for q in inside if isinstance(q.object, ox.NamedNode)} - subjects
        types = [q for n in nodes for q in store.quads_for_pattern(n, TYPE, None, name)]
        events = [q for s in subjects for q in store.quads_for_pattern(None, part_of, s, name)]
        graph = Graph(identifier=URIRef(name.value))
        for triple in _triples(inside):
            graph.add(triple)
        batch = Batch(with_ontology(ontology), {name.value: graph}, frozenset(graph.subjects()))
        for triple in (*graph, *_triples(types), *_triples(events)):
            batch.together.add(triple)
        yield batch


def with_ontology(ontology: Ontology) -> Graph:
    """Return a new graph that holds the ontology, whose classes and concepts the shapes ask for."""
    graph = Graph()
    for triple in ontology.graph:
        graph.add(triple)
    return graph


def _triples(quads: Iterable[ox.Quad]) -> Iterator[Triple]:
    for quad in quads:
        yield node(quad.subject), node(quad.predicate), node(quad.object)


def node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """Return a term as rdflib has it, a literal with the very characters that are stored."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    return BNode(term.value if isinstance(term, ox.BlankNode) else str(term))


@contextmanager
def without_warnings() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal that is not of its datatype: the shapes tell it."""
    log = logging.getLogger("rdflib.term")
    before = log.disabled
    log.disabled = True
    try:
        yield
    finally:
        log.disabled = before
