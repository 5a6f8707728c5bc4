"""What stands behind a node or an edge: the nodes of single documents that carry the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode

from kg.identity import assembled_graph, node_iri, slug
from kg.store import terms as t
from kg.store.graph import GraphStore
from kg.store.readings import Page
from kg.store.shortcuts import shortcuts_of


def carriers(store: GraphStore, iri: str) -> Iterator[str]:
    """Yield the nodes whose evidence is that of a node.

    Of a node of one document, itself. Of a thing of all documents, its mentions; of one that was never
    read by itself, the events, relations and statements it takes part in. Of an office in all documents,
    those of single documents.
    """
    if _has_evidence(store, iri):
        yield iri
        return
    found = _mentions(store, iri)
    if found:
        read = (mention for mention in found if _has_evidence(store, mention))
        first = next(read, None)
        yield from _around(store, found) if first is None else chain([first], read)
        return
    member, organization, role = (_assembled(store, iri, p) for p in (t.MEMBER, t.ORGANIZATION, t.OFFICE))
    if member and organization and role:
        yield from _offices(store, member, organization, role.rpartition("/")[2])
    else:
        yield from _around(store, [iri])


def edge_carriers(store: GraphStore, subject: str, predicate: str, target: str) -> Iterator[str]:
    """Yield the nodes whose evidence is that of an edge, be it of one document or of all."""
    if not (_entities(store, subject) and _entities(store, target)):
        yield from carriers(store, subject)
        return
    pairs = _pairs(store, subject, target)
    yield from dict.fromkeys(node for page, a, b in pairs for node in _between(store, page, a, predicate, b))


def _between(store: GraphStore, page: Page, subject: str, predicate: str, target: str) -> Iterator[str]:
    """Yield the relations, offices and events of a document from which an edge between two entities follows."""
    for node in page.subjects(t.SUBJECT, NamedNode(subject)):
        if page.one(node, t.PREDICATE) == predicate and page.one(node, t.OBJECT) == target:
            yield node.value
    for node in page.subjects(t.MEMBER, NamedNode(subject)):
        if page.one(node, t.TYPE) == predicate and page.one(node, t.ORGANIZATION) == target:
            yield node.value
    if any(shortcut.property == predicate for shortcut in store.ontology.shortcuts):
        edge = page.key(subject), predicate, page.key(target)
        for event in page.events(evidence=False):
            if edge in shortcuts_of(event, store.ontology):
                yield node_iri(page.iri, "event", event.key)


def _offices(store: GraphStore, member: str, organization: str, title: str) -> Iterator[str]:
    for page, a, b in _pairs(store, member, organization):
        for node in page.subjects(t.MEMBER, NamedNode(a)):
            role = page.one(node, t.OFFICE) or ""
            if page.one(node, t.ORGANIZATION) == b and role == node_iri(page.iri, "role", slug(title)):
                yield node.value


def _pairs(store: GraphStore, left: str, right: str) -> Iterator[tuple[Page, str, str]]:
    """Yield the mentions of two things that stand in one document, with its page."""
    lefts, rights = _entities(store, left), _entities(store, right)
    for iri in sorted(lefts.keys() & rights.keys()):
        page = Page(store.raw, store.terms, iri)
        for a in lefts[iri]:
            for b in rights[iri]:
                yield page, a, b


def _entities(store: GraphStore, iri: str) -> dict[str, list[str]]:
    """Return the mentions of a thing, or a mention itself, by document; nothing for what is neither."""
    found: dict[str, list[str]] = {}
    for node in _mentions(store, iri) or [iri]:
        document, _, name = node.partition("#")
        if name.startswith("entity-"):
            found.setdefault(document, []).append(node)
    return found


def _around(store: GraphStore, mentions: Iterable[str]) -> Iterator[str]:
    """Yield the nodes with evidence in whose triples the mentions stand."""
    for mention in mentions:
        near = {
            quad.subject.value
            for quad in store.raw.quads_for_pattern(None, None, NamedNode(mention))
            if isinstance(quad.subject, NamedNode)
        }
        yield from sorted(iri for iri in near if _has_evidence(store, iri))


def _mentions(store: GraphStore, iri: str) -> list[str]:
    graph = NamedNode(assembled_graph(store.ontology.base))
    quads = store.raw.quads_for_pattern(None, t.MENTION_OF, NamedNode(iri), graph)
    return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def _assembled(store: GraphStore, iri: str, predicate: NamedNode) -> str:
    graph = NamedNode(assembled_graph(store.ontology.base))
    return next(
        (
            q.object.value
            for q in store.raw.quads_for_pattern(NamedNode(iri), predicate, None, graph)
            if isinstance(q.object, NamedNode)
        ),
        "",
    )


def _has_evidence(store: GraphStore, iri: str) -> bool:
    return any(True for _ in store.raw.quads_for_pattern(NamedNode(iri), store.terms.evidence, None))
