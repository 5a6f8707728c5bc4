"""All that the graph says of one thing or one event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.identity import assembled_graph, node_iri
from kg.query.records import Description, EntityRecord, EventRecord, EvidenceRow, Link, Part, Said
from kg.store import evidence_of
from kg.store import terms as t
from kg.store.readings import Page

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue
    from kg.store import GraphStore


def evidence(
    store: GraphStore, what: str | tuple[str, str, str], *, limit: int | None = None, distinct: bool = False
) -> list[EvidenceRow]:
    """Return the evidence of a node, or of an edge, by date, document and place in the text.

    Args:
        store: the graph.
        what: the IRI of a node, or subject, predicate and object of an edge.
        limit: how many pieces at most.
        distinct: give each sentence of a document once, though several things were read from it.
    """
    return [
        EvidenceRow(
            sentence=row.exact,
            document=row.identifier,
            title=row.title,
            source=row.source,
            published=row.published,
            start=row.start,
            end=row.end,
            rule=row.rule,
            confidence=row.confidence,
            marks=tuple((mark.start, mark.end, mark.role or "") for mark in row.marks),
            node=row.node,
        )
        for row in evidence_of(store, what, limit=limit, distinct=distinct)
    ]


def describe(catalogue: Catalogue, record: EntityRecord | EventRecord, *, limit: int = 3) -> Description:
    """Return the description of a thing or an event.

    Args:
        catalogue: of the graph.
        record: what is described.
        limit: how many pieces of evidence a fact has at most, each with another sentence.
    """
    teller = _Teller(catalogue, limit)
    if isinstance(record, EventRecord):
        return Description(
            record,
            statements=tuple(teller.statements(record.iri.partition("#")[0], about=record.iri)),
            evidence=teller.evidence(record.iri),
        )
    links = list(teller.links(record))
    return Description(
        record,
        offices=tuple(teller.offices(record)),
        outgoing=tuple(link for subject, link in links if subject == record.iri),
        incoming=tuple(link for subject, link in links if subject != record.iri),
        events=tuple(teller.events(record)),
        statements=tuple(
            said
            for mention in catalogue.mentions[record.iri]
            for said in teller.statements(mention.partition("#")[0], speaker=mention)
        ),
    )


class _Teller:
    def __init__(self, catalogue: Catalogue, limit: int) -> None:
        self.catalogue = catalogue
        self.store = catalogue.store
        self.ontology = catalogue.ontology
        self.graph = NamedNode(assembled_graph(self.ontology.base))
        self.limit = limit

    def evidence(self, what: str | tuple[str, str, str]) -> tuple[EvidenceRow, ...]:
        return tuple(evidence(self.store, what, limit=self.limit, distinct=True))

    def page(self, document: str) -> Page:
        return Page(self.store.raw, self.store.terms, document)

    def triples(self, subject: str | None, target: str | None) -> list[tuple[str, str, str]]:
        """Return the edges of the assembled layer from, or to, a thing, sorted."""
        ends = (NamedNode(x) if x else None for x in (subject, target))
        first, last = ends
        quads = self.store.raw.quads_for_pattern(first, None, last, self.graph)
        return sorted((q.subject.value, q.predicate.value, q.object.value) for q in quads)  # type: ignore[union-attr]

    def links(self, thing: EntityRecord) -> Iterator[tuple[str, Link]]:
        names = self.catalogue.entities
        for s, p, o in (*self.triples(thing.iri, None), *self.triples(None, thing.iri)):
            if s in names and o in names:
                other = o if s == thing.iri else s
                label = self.ontology.label(p)
                yield s, Link(names[s].label, p, label, names[o].label, other, None, self.evidence((s, p, o)))

    def offices(self, thing: EntityRecord) -> Iterator[Link]:
        names = self.catalogue.entities
        ends = (t.MEMBER.value, t.ORGANIZATION.value)
        posts = {s for s, p, _ in self.triples(None, thing.iri) if p in ends}
        for post in sorted(posts):
            of = {p: o for _, p, o in self.triples(post, None)}
            holder, body = (of.get(end, "") for end in ends)
            if holder in names and body in names:
                kind = of.get(t.TYPE.value, "")
                role = {p: o for _, p, o in self.triples(of.get(t.OFFICE.value, post), None)}
                title = role.get(t.LABEL.value)
                other = body if holder == thing.iri else holder
                label = self.ontology.label(t.OFFICE_CLASS.value).lower()
                yield Link(names[holder].label, kind, label, names[body].label, other, title, self.evidence(post))

    def events(self, thing: EntityRecord) -> Iterator[Part]:
        documents = dict.fromkeys(m.partition("#")[0] for m in self.catalogue.mentions[thing.iri])
        parts = []
        for event in (e for d in documents for e in self.catalogue.events_of(self.page(d))):
            roles = tuple(dict.fromkeys(f.role_label for f in event.roles if f.iri == thing.iri))
            if roles:
                parts.append((event, roles))
        for event, roles in sorted(parts, key=lambda part: (part[0].date or "~", part[0].label, part[0].iri)):
            yield Part(event, roles, self.evidence(event.iri))

    def statements(self, document: str, *, speaker: str | None = None, about: str | None = None) -> Iterator[Said]:
        page = self.page(document)
        labels = {event.iri: event.label for event in self.catalogue.events_of(page)}
        for statement in page.statements():
            iri = node_iri(document, "statement", statement.key)
            mention = node_iri(document, "entity", statement.speaker)
            event = node_iri(document, "event", statement.about) if statement.about else ""
            if speaker in (None, mention) and about in (None, event):
                yield Said(
                    iri=iri,
                    speaker=self.catalogue.label(page, mention),
                    stance=self.ontology.label(statement.stance),
                    text=statement.text,
                    about=labels.get(event),
                    evidence=self.evidence(iri),
                )
