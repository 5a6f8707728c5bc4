"""Looks for what does not fit in the read layer, and for what a killed command left in the folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.identity import assembled_graph, document_digest, ontology_graph
from kg.store import terms as t
from kg.store.evidence import misplaced
from kg.store.graph import GraphStore
from kg.store.quads import LONE_SURROGATE, document_iri
from kg.store.readings import Page

ONCE = {"an identifier": t.IDENTIFIER, "a text": t.BODY, "a digest": t.DIGEST, "a version": t.VERSION}
LOST = "\ufffd"  # what half a surrogate pair becomes in the graph
SHOWN = 3


def strays(store: GraphStore) -> Iterator[str]:
    """Yield what stands in the store and belongs to no layer."""
    base = store.ontology.base
    layers = {assembled_graph(base), ontology_graph(base)}
    for graph in sorted(store.raw.named_graphs(), key=str):
        if not isinstance(graph, NamedNode) or not graph.value.startswith((f"{base}document/", *layers)):
            yield f"the graph {graph} is that of no document and no layer"
    outside = sum(1 for _ in store.raw.quads_for_pattern(None, None, None, DefaultGraph()))
    if outside:
        yield f"{outside:,} triples stand in no named graph"


def damaged_indexes(store: GraphStore, graphs: Iterable[NamedNode]) -> Iterator[str]:
    """Yield where the indexes of the quads do not say the same. Each is read, and with it what is on disk.

    Raises:
        OSError, RuntimeError: the disk holds something else than was written.
    """
    raw = store.raw
    everything = sum(1 for _ in raw)
    predicates = {quad.predicate for quad in raw.quads_for_pattern(None, None, None)}
    by_predicate = sum(1 for predicate in predicates for _ in raw.quads_for_pattern(None, predicate, None))
    by_graph = 0
    shared: set[NamedNode] = set()
    for graph in graphs:
        quads = list(raw.quads_for_pattern(None, None, None, graph))
        by_graph += len(quads)
        objects = {quad.object for quad in quads}
        # pyoxigraph 0.5 also gives neighbours of numbers whose last byte is 255, such as 1023
        found = sum(quad.object == one for one in objects for quad in raw.quads_for_pattern(None, None, one, graph))
        unknown = sum(1 for one in objects if next(iter(raw.quads_for_pattern(None, None, one)), None) is None)
        if found != len(quads) or unknown:
            yield f"the indexes of {graph.value} tell of {len(quads):,} triples, and of {found:,} by their objects"
        named = {quad.predicate for quad in quads}
        found = sum(1 for predicate in named for _ in raw.quads_for_pattern(None, predicate, None, graph))
        if found != len(quads):
            yield f"the indexes of {graph.value} tell of {len(quads):,} triples, and of {found:,} by their predicates"
        unknown = sum(1 for one in {quad.subject for quad in quads} if not any(raw.quads_for_pattern(one, None, None)))
        if unknown:
            yield f"the indexes of {graph.value} do not know {unknown:,} of its subjects"
        shared |= {one for one in objects if isinstance(one, NamedNode) and not one.value.startswith(graph.value)}
    for one in shared:
        for _ in raw.quads_for_pattern(None, None, one):
            pass
    if not everything == by_predicate == by_graph:
        told = f"{everything:,} quads, {by_predicate:,} by their predicates, {by_graph:,} by their graphs"
        yield f"the indexes of the quads tell of {told}"


def faults_of(store: GraphStore, graph: NamedNode) -> Iterator[str]:
    """Yield what is wrong with the graph of a document."""
    page = Page(store.raw, store.terms, graph.value)
    quads = list(store.raw.quads_for_pattern(None, None, None, graph))
    said = Counter(quad.predicate for quad in quads if quad.subject == graph)
    wrong = [f"has not {name} but {said[predicate]}" for name, predicate in ONCE.items() if said[predicate] != 1]
    if wrong:
        yield ", ".join(wrong)
        return
    yield from _identity(store, page)
    yield from _nodes(graph.value, quads)
    yield from misplaced(page)


def _identity(store: GraphStore, page: Page) -> Iterator[str]:
    try:
        document = page.document()
    except ValueError as error:
        yield f"its day of publication is none: {error}"
        return
    if document_iri(store.ontology, document.id) != page.iri and not LONE_SURROGATE.search(document.id):
        yield f"says that its identifier is {document.id!r}"
    told = [document.original, document.id, document.title, document.source, document.url, *sum(document.extra, ())]
    whole = not any(LOST in text for text in told if text)
    if whole and page.need(page.graph, t.DIGEST) != document_digest(document):
        yield "its text or metadata are not those that were read: its digest is another"


def _nodes(iri: str, quads: list[Quad]) -> Iterator[str]:
    """Yield which nodes of a document stand elsewhere, are spoken of and not described, or described for nothing."""
    own = f"{iri}#"
    subjects = {t.value(quad.subject) for quad in quads}
    objects = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)}
    outside = {subject for subject in subjects if subject != iri and not subject.startswith(own)}
    placed = {t.value(quad.subject) for quad in quads if quad.predicate == t.EXACT}
    for wrong, nodes in (
        ("speaks of what is not its own", outside),
        ("speaks of what it does not describe", {node for node in objects if node.startswith(own)} - subjects),
        ("has evidence of nothing", placed - objects),
    ):
        if nodes:
            some = ", ".join(node.removeprefix(own) for node in sorted(nodes)[:SHOWN])
            yield f"{wrong}: {some}{f' and {len(nodes) - SHOWN:,} more' if len(nodes) > SHOWN else ''}"
