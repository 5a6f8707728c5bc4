"""The page of an event: its roles with their references, what is told in different ways, and how its status went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from kg.query.describing import describe
from kg.query.reports import full_day
from kg.serve.pages.pictures import Line, Moment, line, looks
from kg.serve.pages.places import Places, happenings, places_of
from kg.serve.pages.records import Group, Named, Property, Row, Value
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.query.records import ClaimRecord, EventRecord, EvidenceRow, ReportRecord, Said
    from kg.serve.pages.room import Room

REPORTS = 100  # that are read for a page
SAID, BESIDE = 30, 8  # rows that are shown of what is said, and of the other events


@dataclass(frozen=True, slots=True)
class Dissent:
    """Values of one role that contradict each other, beside each other, each with who says so."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """What the page of an event shows."""

    record: EventRecord
    course: Named | None
    roles: tuple[Property, ...]
    states: tuple[Value, ...]
    dissents: tuple[Dissent, ...]
    line: Line | None
    reports: tuple[Row, ...]
    said: tuple[Value, ...]
    beside: Group | None
    places: Places | None
    more_reports: int
    more_said: int


class Event:
    """Reads what a graph says of an event.

    Args:
        room: of the graph.
        record: the event.
    """

    def __init__(self, room: Room, record: EventRecord) -> None:
        self._room = room
        self._record = record
        self._reports = record.reports[:REPORTS]

    def page(self) -> EventPage:
        """Return the page."""
        told = describe(self._room.catalogue, replace(self._record, reports=self._reports), limit=5)
        states = tuple(self._state(s.on, s.status, s.evidence) for s in sorted(told.states, key=lambda s: s.on))
        part_of = self._record.part_of
        return EventPage(
            record=self._record,
            course=self._room.named(part_of.iri, note=part_of.class_label) if part_of else None,
            roles=tuple(self._roles()),
            states=states,
            dissents=tuple(self._dissents(told.claims)),
            line=line(self._room, self._moments()),
            reports=tuple(map(self._report, self._reports)),
            said=tuple(map(self._statement, told.statements[:SAID])),
            beside=self._beside(),
            places=places_of(self._room, happenings(self._room, [self._record.iri])),
            more_reports=max(0, len(self._record.reports) - REPORTS),
            more_said=max(0, len(told.statements) - SAID),
        )

    def _roles(self) -> Iterator[Property]:
        for role in dict.fromkeys(f.role for f in self._record.roles):
            values = []
            for filler in self._record.fillers(role):
                target = filler.iri or filler.label
                rows = self._read(role, target)
                thing = filler.iri is not None and filler.iri.startswith(self._room.assembled.things)
                href = self._room.href(target) if thing else None
                values.append(self._room.told(Named(filler.label, href, filler.qualifier or ""), rows))
            comment = self._room.ontology.comment(role)
            anchor = f"role-{self._room.ontology.shorten(role).replace(':', '-')}"
            yield Property(self._room.word(role), tuple(values), anchor, comment, term=self._room.href(role) or "")

    def _read(self, role: str, target: str) -> list[EvidenceRow]:
        """Return the words from which it was read that something fills a role: those that name it, where any do."""
        courses = self._room.courses
        rows: dict[tuple[str, int, int], EvidenceRow] = {}
        for report in self._reports:
            for told in courses.told(report.iri):
                if (told.role, told.value) == (role, target):
                    rows |= {(row.document, row.start, row.end): row for row in courses.evidence(report.iri, told)}
        return list(rows.values()) or self._room.evidence((self._record.iri, role, target))

    def _state(self, on: date, status: str, evidence: Iterable[EvidenceRow]) -> Value:
        return self._room.told(Named(status), evidence, day=on.isoformat())

    def _dissents(self, claims: Iterable[ClaimRecord]) -> Iterator[Dissent]:
        by_role: dict[str, list[ClaimRecord]] = {}
        for claim in claims:
            by_role.setdefault(claim.role_label, []).append(claim)
        for label, found in by_role.items():
            yield Dissent(label, tuple(map(self._claim, found)))

    def _claim(self, claim: ClaimRecord) -> Value:
        who = " / ".join(filter(None, (claim.speaker, claim.organization)))
        source = Named(claim.where, self._room.href(claim.report))
        return self._room.told(
            Named(claim.value, source.href, source.text), claim.evidence, who=who, day=str(claim.on or "")
        )

    def _moments(self) -> Iterator[Moment]:
        """Yield the days on which the event took or takes place, and those from which its states held."""
        look, assembled, label = looks(self._room), self._room.assembled, self._record.label
        status = assembled.one(self._record.iri, assembled.names.status) or ""
        for role, day in self._days():
            yield Moment(day, day, role, look.get(status, "possible"), label)
        for node in assembled.subjects(t.STATE_OF, self._record.iri):
            on, state = full_day(assembled.one(node, t.ON) or ""), assembled.one(node, assembled.names.status) or ""
            if on is not None:
                yield Moment(on, on, self._room.word(state), look.get(state, "possible"), label)

    def _days(self) -> Iterator[tuple[str, date]]:
        for filler in self._record.roles:
            day = full_day(filler.label) if self._room.look(filler.role) == "date" else None
            if day is not None:
                yield filler.role_label, day

    def _report(self, report: ReportRecord) -> Row:
        copy = Named(report.copy_of, self._room.document(report.copy_of)) if report.copy_of else Named("")
        return Row(
            Named(report.title or report.document, self._room.href(report.iri)),
            (Named(str(report.published or "")), Named(report.source or ""), Named(report.status), copy),
        )

    def _statement(self, said: Said) -> Value:
        return self._room.told(
            Named(said.text, self._room.href(said.iri), said.stance), said.evidence, who=said.speaker
        )

    def _beside(self) -> Group | None:
        """Return the other events of the same course."""
        if self._record.part_of is None:
            return None
        catalogue = self._room.catalogue
        others = [iri for iri in self._room.assembled.members(self._record.part_of.iri) if iri != self._record.iri]
        found = [one for iri in others[:BESIDE] if (one := self._room.assembled.happening(iri)) is not None]
        shown = tuple(
            Named(catalogue.caption(one), self._room.href(one.iri), self._room.word(one.event.status)) for one in found
        )
        return Group(self._record.part_of.class_label, shown, len(others)) if others else None
