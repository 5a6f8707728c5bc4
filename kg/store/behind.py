"""What stands behind a node or an edge: the nodes of single documents that carry the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import NamedNode

from kg.identity import node_iri, slug
from kg.store import terms as t
from kg.store.account import Assembled
from kg.store.graph import GraphStore
from kg.store.readings import Page
from kg.store.shortcuts import shortcuts_of


def carriers(store: GraphStore, iri: str) -> Iterator[str]:
    """Yield the nodes whose evidence is that of a node.

    Of a node of one document, itself. Of an event of all documents, its reports; of a course, those of its
    events. Of a thing of all documents, its mentions; of one that was never read by itself, the events,
    relations and statements it takes part in. Of an office or an edge in all documents, those of single documents.
    """
    if _has_evidence(store, iri):
        yield iri
        return
    assembled = Assembled(store.raw, store.ontology)
    reports = _reports(assembled, iri)
    if reports:
        yield from reports
        return
    found = assembled.mentions(iri)
    if found:
        read = (mention for mention in found if _has_evidence(store, mention))
        first = next(read, None)
        yield from _around(store, found) if first is None else chain([first], read)
        return
    yield from _of_edge(store, assembled, iri)


def _reports(assembled: Assembled, iri: str) -> list[str]:
    """Return the reports of an event, of those of a course, or those that a state, a claim or a step rests on."""
    found = assembled.reports(iri)
    if not found:
        happenings = [*assembled.members(iri), *assembled.all(iri, t.STEP_EVENT)]
        found = [report for one in dict.fromkeys(happenings) for report in assembled.reports(one)]
    return found or assembled.all(iri, t.REPORT)


def _of_edge(store: GraphStore, assembled: Assembled, iri: str) -> Iterator[str]:
    edge = [assembled.one(iri, p) for p in (t.SUBJECT, t.PREDICATE, t.OBJECT)]
    office = [assembled.one(iri, p) for p in (t.MEMBER, t.ORGANIZATION, t.OFFICE)]
    if all(edge):
        yield from edge_carriers(store, *map(str, edge))
    elif all(office):
        member, organization, role = map(str, office)
        yield from _offices(store, member, organization, role.rpartition("/")[2])
    else:
        yield from _around(store, [iri])


def edge_carriers(store: GraphStore, subject: str, predicate: str, target: str) -> Iterator[str]:
    """Yield the nodes whose evidence is that of an edge, be it of one document or of all.

    Of an edge from an event of all documents, the reports that tell it. Of the short form of an event, the
    reports of the events behind it, but for those that tell the contrary.
    """
    assembled = Assembled(store.raw, store.ontology)
    reports = assembled.reports(subject)
    if reports:
        yield from [r for r in reports if _tells(store, assembled, r, predicate, target)] or reports
        return
    if not (_entities(assembled, subject) and _entities(assembled, target)):
        yield from carriers(store, subject)
        return
    if _is_shortcut(store, predicate) and subject.startswith(assembled.things) and target.startswith(assembled.things):
        yield from _behind_shortcut(store, assembled, subject, predicate, target)
        return
    pairs = _pairs(store, assembled, subject, target)
    yield from dict.fromkeys(node for page, a, b in pairs for node in _between(store, page, a, predicate, b))


def _tells(store: GraphStore, assembled: Assembled, report: str, predicate: str, target: str) -> bool:
    """Tell whether a report has something in a role: a thing of all documents, by any mention of it, or a concept."""
    page = Page(store.raw, store.terms, report.partition("#")[0])
    there = page.all(NamedNode(report), NamedNode(predicate))
    return target in there or any(assembled.one(value, t.MENTION_OF) == target for value in there if "#" in value)


def _is_shortcut(store: GraphStore, predicate: str) -> bool:
    return any(shortcut.property == predicate for shortcut in store.ontology.shortcuts)


def _behind_shortcut(
    store: GraphStore, assembled: Assembled, subject: str, predicate: str, target: str
) -> Iterator[str]:
    edge = subject, predicate, target
    both = assembled.having(assembled.parties("actor"), subject) & assembled.having(assembled.parties("target"), target)
    statuses = {s for shortcut in store.ontology.shortcuts if shortcut.property == predicate for s in shortcut.statuses}
    for iri in sorted(both):
        happening = assembled.happening(iri)
        if happening is not None and edge in shortcuts_of(happening.event, store.ontology):
            reports = assembled.reports(iri)
            fitting = [r for r in reports if _status(store, r) in statuses] or reports
            yield from [r for r in fitting if _names_both(store, assembled, r, subject, target)] or fitting


def _names_both(store: GraphStore, assembled: Assembled, report: str, actor: str, target: str) -> bool:
    return all(
        any(_tells(store, assembled, report, role.value, thing) for role in assembled.parties(core))
        for core, thing in (("actor", actor), ("target", target))
    )


def _status(store: GraphStore, report: str) -> str | None:
    page = Page(store.raw, store.terms, report.partition("#")[0])
    return page.one(NamedNode(report), store.terms.status)


def _between(store: GraphStore, page: Page, subject: str, predicate: str, target: str) -> Iterator[str]:
    """Yield the relations, offices and events of a document from which an edge between two entities follows."""
    for node in page.subjects(t.SUBJECT, NamedNode(subject)):
        if page.one(node, t.PREDICATE) == predicate and page.one(node, t.OBJECT) == target:
            yield node.value
    for node in page.subjects(t.MEMBER, NamedNode(subject)):
        if page.one(node, t.TYPE) == predicate and page.one(node, t.ORGANIZATION) == target:
            yield node.value
    if _is_shortcut(store, predicate):
        edge = page.key(subject), predicate, page.key(target)
        for event in page.events(evidence=False):
            if edge in shortcuts_of(event, store.ontology):
                yield node_iri(page.iri, "event", event.key)


def _offices(store: GraphStore, member: str, organization: str, title: str) -> Iterator[str]:
    assembled = Assembled(store.raw, store.ontology)
    for page, a, b in _pairs(store, assembled, member, organization):
        for node in page.subjects(t.MEMBER, NamedNode(a)):
            role = page.one(node, t.OFFICE) or ""
            if page.one(node, t.ORGANIZATION) == b and role == node_iri(page.iri, "role", slug(title)):
                yield node.value


def _pairs(store: GraphStore, assembled: Assembled, left: str, right: str) -> Iterator[tuple[Page, str, str]]:
    """Yield the mentions of two things that stand in one document, with its page."""
    lefts, rights = _entities(assembled, left), _entities(assembled, right)
    for iri in sorted(lefts.keys() & rights.keys()):
        page = Page(store.raw, store.terms, iri)
        for a in lefts[iri]:
            for b in rights[iri]:
                yield page, a, b


def _entities(assembled: Assembled, iri: str) -> dict[str, list[str]]:
    """Return the mentions of a thing, or a mention itself, by document; nothing for what is neither."""
    found: dict[str, list[str]] = {}
    for node in assembled.mentions(iri) or [iri]:
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


def _has_evidence(store: GraphStore, iri: str) -> bool:
    return any(True for _ in store.raw.quads_for_pattern(NamedNode(iri), store.terms.evidence, None))
