"""All that the graph says of one thing, event, course or report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.identity import node_iri
from kg.query.identifying import identifications
from kg.query.records import (
    ClaimRecord,
    CourseRecord,
    Description,
    EntityRecord,
    EventRecord,
    EvidenceRow,
    Link,
    Part,
    Record,
    ReportRecord,
    Said,
    StateRecord,
    StepRecord,
)
from kg.store import evidence_of
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue
    from kg.store import GraphStore

NO_DAY = date.max


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


def describe(catalogue: Catalogue, record: Record, *, limit: int = 3) -> Description:
    """Return the description of a thing, an event, a course or a report.

    Args:
        catalogue: of the graph.
        record: what is described.
        limit: how many pieces of evidence a fact has at most, each with another sentence.
    """
    teller = _Teller(catalogue, limit)
    if isinstance(record, EventRecord):
        return teller.event(record)
    if isinstance(record, CourseRecord):
        return teller.course(record)
    if isinstance(record, ReportRecord):
        return Description(
            record, statements=tuple(teller.statements_about(record.iri)), evidence=teller.evidence(record.iri)
        )
    return teller.thing(record)


class _Teller:
    def __init__(self, catalogue: Catalogue, limit: int) -> None:
        self.catalogue = catalogue
        self.store = catalogue.store
        self.ontology = catalogue.ontology
        self.assembled = catalogue.assembled
        self.limit = limit

    def evidence(self, what: str | tuple[str, str, str]) -> tuple[EvidenceRow, ...]:
        return tuple(evidence(self.store, what, limit=self.limit, distinct=True)) if self.limit else ()

    # -- a thing ----------------------------------------------------------------------------

    def thing(self, record: EntityRecord) -> Description:
        from kg.query.prominence import prominence

        links = list(self.links(record))
        return Description(
            record,
            prominence=prominence(self.catalogue, record.iri),
            offices=tuple(self.offices(record)),
            outgoing=tuple(link for subject, link in links if subject == record.iri),
            incoming=tuple(link for subject, link in links if subject != record.iri),
            events=tuple(self.events(record)),
            statements=tuple(
                said for mention in self.assembled.mentions(record.iri) for said in self.statements_of(mention)
            ),
            identity=tuple(identifications(self.catalogue, record.iri)),
        )

    def links(self, thing: EntityRecord) -> Iterator[tuple[str, Link]]:
        """Yield the edges from and to a thing, with their subjects."""
        node = NamedNode(thing.iri)
        edges = {
            (t.value(quad.subject), quad.predicate.value, t.value(quad.object))
            for quad in (*self.assembled.quads(thing.iri), *self.assembled.quads(None, None, node))
        }
        for s, p, o in sorted(edges, key=lambda edge: (edge[0] != thing.iri, edge)):
            ends = self.catalogue.entity(s), self.catalogue.entity(o)
            if ends[0] is not None and ends[1] is not None:
                yield s, self.link(ends[0], p, ends[1], thing, self.assembled.edge(s, p, o), evidence=(s, p, o))

    def offices(self, thing: EntityRecord) -> Iterator[Link]:
        posts = {s for end in (t.MEMBER, t.ORGANIZATION) for s in self.assembled.subjects(end, thing.iri)}
        for post in sorted(post for post in posts if "#" not in post):
            holder, body = (
                self.catalogue.entity(self.assembled.one(post, end) or "") for end in (t.MEMBER, t.ORGANIZATION)
            )
            if holder is not None and body is not None:
                kind = self.assembled.one(post, t.TYPE) or ""
                title = self.assembled.one(self.assembled.one(post, t.OFFICE) or post, t.LABEL)
                yield self.link(holder, kind, body, thing, post, evidence=post, title=title)

    def link(
        self,
        subject: EntityRecord,
        predicate: str,
        target: EntityRecord,
        thing: EntityRecord,
        node: str,
        *,
        evidence: str | tuple[str, str, str],
        title: str | None = None,
    ) -> Link:
        """Return an edge; `node` tells on what it rests."""
        named = t.OFFICE_CLASS.value if title is not None else predicate
        belief, documents, sources = (self.assembled.one(node, p) or "0" for p in (t.BELIEF, t.DOCUMENTS, t.SOURCES))
        return Link(
            subject=subject.label,
            predicate=predicate,
            predicate_label=self.catalogue.word(named).lower() if title is not None else self.catalogue.word(named),
            object=target.label,
            other=target.iri if subject.iri == thing.iri else subject.iri,
            title=title,
            evidence=self.evidence(evidence),
            belief=float(belief),
            documents=int(documents),
            sources=int(sources),
        )

    def events(self, thing: EntityRecord) -> Iterator[Part]:
        node = NamedNode(thing.iri)
        found = {t.value(quad.subject) for quad in self.assembled.quads(None, None, node)}
        parts = []
        for event in (self.catalogue.event(iri) for iri in sorted(found)):
            if event is not None:
                roles = tuple(dict.fromkeys(f.role_label for f in event.roles if f.iri == thing.iri))
                parts.append((event, roles))
        for event, roles in sorted(parts, key=lambda part: (part[0].date or "~", part[0].label, part[0].iri)):
            yield Part(event, roles, self.evidence(event.iri))

    # -- an event, a course -------------------------------------------------------------------

    def event(self, record: EventRecord) -> Description:
        return Description(
            record,
            states=tuple(self.states(record)),
            claims=tuple(self.claims(record)),
            statements=tuple(said for report in record.reports for said in self.statements_about(report.iri)),
            evidence=self.evidence(record.iri),
        )

    def states(self, record: EventRecord) -> Iterator[StateRecord]:
        """Yield how the status of an event went on."""
        where = {report.iri: report.where for report in record.reports}
        status = self.assembled.names.status
        for node in self.assembled.subjects(t.STATE_OF, record.iri):
            day = self.assembled.one(node, t.ON)
            reports = tuple(where[r] for r in self.assembled.all(node, t.REPORT) if r in where)
            if day is not None:
                label = self.catalogue.word(self.assembled.one(node, status) or "")
                yield StateRecord(date.fromisoformat(day), label, reports, self.evidence(node))

    def claims(self, record: EventRecord) -> Iterator[ClaimRecord]:
        """Yield what is told in different ways, by role, value and day."""
        reports = {report.iri: report for report in record.reports}
        found = []
        for node in self.assembled.subjects(t.CLAIM_OF, record.iri):
            role, value, qualifier, speaker, body, report, day = (
                self.assembled.one(node, p)
                for p in (t.CLAIM_ROLE, t.VALUE, t.FIGURE_QUALIFIER, t.CLAIMANT, t.ON_BEHALF_OF, t.REPORT, t.ON)
            )
            told = reports.get(report or "")
            if role is None or value is None or told is None:
                continue
            concept = value in self.ontology
            said = self.catalogue.word(value) if concept else value
            found.append(
                ClaimRecord(
                    role=role,
                    role_label=self.catalogue.word(role),
                    value=f"{self.catalogue.word(qualifier)} {said}" if qualifier else said,
                    speaker=self.catalogue.label(speaker) if speaker else None,
                    organization=self.catalogue.label(body) if body else None,
                    document=told.document,
                    title=told.title,
                    on=date.fromisoformat(day) if day else told.published,
                    report=told.iri,
                    evidence=self.evidence((told.iri, role, value))[:1],
                )
            )
        yield from sorted(found, key=lambda claim: (claim.role_label, claim.on or NO_DAY, claim.value, claim.document))

    def course(self, record: CourseRecord) -> Description:
        members = self.assembled.members(record.iri)
        events = [event for iri in members if (event := self.catalogue.event(iri)) is not None]
        ranked = sorted(events, key=lambda event: (self._began(event), event.label, event.iri))
        parts = tuple(Part(event, (), self.evidence(event.iri)) for event in ranked)
        return Description(record, steps=tuple(self.steps(record)), events=parts)

    def steps(self, record: CourseRecord) -> Iterator[StepRecord]:
        """Yield the steps of a course in the order of their days, each with what was said of it then."""
        found = []
        for node in self.assembled.subjects(t.IN_COURSE, record.iri):
            day, kind, happening = (self.assembled.one(node, p) for p in (t.ON, t.STEP_KIND, t.STEP_EVENT))
            event = self.catalogue.event(happening or "")
            if day and kind and event is not None:
                found.append((day, self.catalogue.word(kind), event, kind))
        for day, label, event, kind in sorted(found, key=lambda step: (step[0], step[1], step[2].label, step[2].iri)):
            state, status = self._state(event, kind, day)
            told = self.evidence(state)
            yield StepRecord(date.fromisoformat(day), label, event.label, event.iri, status, event.sources, told)

    def _state(self, event: EventRecord, kind: str, day: str) -> tuple[str, str]:
        """Return the state of an event that makes it a step, and its status; the event where it has none such."""
        statuses = {status for step in self.ontology.steps if step.concept == kind for status in step.statuses}
        states = []
        for node in self.assembled.subjects(t.STATE_OF, event.iri):
            status = self.assembled.one(node, self.assembled.names.status)
            on = self.assembled.one(node, t.ON) or ""
            if status in statuses:
                states.append((on != day, on, node, self.catalogue.word(status or "")))
        return min(states)[2:] if states else (event.iri, event.status)

    def _began(self, event: EventRecord) -> str:
        """Return the first day of an event of which the year is known, else that of its first article."""
        days = [day for day in event.days if not day.startswith("--")]
        told = [report.published.isoformat() for report in event.reports if report.published]
        return min(days or told or ["~"])

    # -- what is said -------------------------------------------------------------------------

    def statements_of(self, speaker: str) -> Iterator[Said]:
        """Yield what a mention says."""
        yield from self._statements(speaker, self.store.terms.speaker)

    def statements_about(self, report: str) -> Iterator[Said]:
        """Yield what is said about an event of one document."""
        yield from self._statements(report, self.store.terms.about)

    def _statements(self, node: str, predicate: NamedNode) -> Iterator[Said]:
        page = self.catalogue.page(node)
        wanted = {subject.value for subject in page.subjects(predicate, NamedNode(node))}
        for statement in page.statements() if wanted else ():
            iri = node_iri(page.iri, "statement", statement.key)
            if iri in wanted:
                about = node_iri(page.iri, "event", statement.about) if statement.about else ""
                told = self.catalogue.report(about) if about else None
                yield Said(
                    iri=iri,
                    speaker=self.catalogue.label(node_iri(page.iri, "entity", statement.speaker)),
                    stance=self.catalogue.word(statement.stance),
                    text=statement.text,
                    about=told.label if told else None,
                    evidence=self.evidence(iri),
                )
