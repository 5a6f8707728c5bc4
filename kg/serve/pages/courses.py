"""The page of a course of events: one sentence that tells it, its steps, and the table with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.frames import load_table
from kg.query.course_table import CourseTable
from kg.query.describing import describe
from kg.query.timeline import caption
from kg.serve.pages.pictures import Line, Moment, line, looks
from kg.serve.pages.places import Places, happenings, places_of
from kg.serve.pages.records import Group, Named, Property, Value

if TYPE_CHECKING:
    from kg.query.course_table import CourseRow
    from kg.query.courses import Course as CourseOfEvents
    from kg.query.courses import Happening
    from kg.query.records import CourseRecord
    from kg.serve.pages.room import Room

EVENTS, PARTIES, CELL = 100, 3, 6  # events that are shown; parties of a side in the sentence; parts of a cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of the table of the course: a heading, what it says, how that was reckoned, and from which words."""

    label: str
    text: str
    computed: bool
    note: str
    values: tuple[Value, ...]
    more: int


@dataclass(frozen=True, slots=True)
class CoursePage:
    """What the page of a course shows."""

    record: CourseRecord
    sentence: str
    sides: tuple[Group, ...]
    line: Line | None
    places: Places | None
    steps: tuple[Value, ...]
    events: Property
    cells: tuple[Cell, ...]
    articles: tuple[Named, ...]


class Course:
    """Reads what a graph says of a course.

    Args:
        room: of the graph.
        record: the course.
    """

    def __init__(self, room: Room, record: CourseRecord) -> None:
        self._room = room
        self._record = record
        self._course = room.courses.course(record.iri)

    def page(self) -> CoursePage:
        """Return the page."""
        told = describe(self._room.catalogue, self._record, limit=3)
        steps = tuple(
            self._room.told(
                Named(step.event, self._room.href(step.event_iri), step.kind),
                step.evidence,
                who=step.status,
                day=step.on.isoformat(),
            )
            for step in told.steps
        )
        events = tuple(
            Value(
                named=Named(part.event.label, self._room.href(part.event.iri), part.event.status),
                belief=part.event.belief,
                documents=part.event.documents,
                sources=part.event.sources,
                references=tuple(map(self._room.reference, part.evidence)),
                more=max(0, part.event.documents - len({row.document for row in part.evidence})),
                day=part.event.date or "",
            )
            for part in told.events[:EVENTS]
        )
        label = self._room.word(self._room.ontology.term("Event"))
        return CoursePage(
            record=self._record,
            sentence=Sentence(self._room, self._record, self._course).text(),
            sides=tuple(self._sides()),
            line=line(self._room, self._moments()),
            places=places_of(self._room, happenings(self._room, (one.iri for one in self._course.happenings))),
            steps=steps,
            events=Property(label, events, "events", "", max(0, len(told.events) - EVENTS)),
            cells=tuple(self._cells()),
            articles=tuple(self._articles()),
        )

    def _sides(self) -> Iterator[Group]:
        for label, counts in zip(self._side_labels(), sides(self._room, self._course), strict=True):
            members = tuple(self._room.named(iri, count=counts[iri]) for iri in ranked(counts))
            if members:
                yield Group(label, members, len(members))

    def _side_labels(self) -> tuple[str, str]:
        first = sorted(self._room.word(class_) for class_ in self._room.ontology.course_parties)
        return ", ".join(first), self._room.word(self._room.ontology.term("Organization"))

    def _moments(self) -> Iterator[Moment]:
        """Yield the steps, then those states that are none."""
        room, look = self._room, looks(self._room)
        by_iri = {one.iri: one for one in self._course.happenings}
        kinds = {step.concept: step.statuses for step in room.ontology.steps}
        taken = set()
        for step in self._course.steps:
            one = by_iri[step.happening]
            statuses = kinds.get(step.kind, frozenset())
            taken |= {(one.iri, status) for status in statuses}
            status = next((s.status for s in one.states if s.status in statuses), one.status)
            yield self._moment(step.on, room.word(step.kind), one, look.get(status, "possible"))
        for one in self._course.happenings:
            for state in one.states:
                if (one.iri, state.status) not in taken:
                    yield self._moment(state.on, room.word(state.status), one, look.get(state.status, "possible"))

    def _moment(self, on: date, what: str, one: Happening, look: str) -> Moment:
        return Moment(on, on, what, look, caption(self._room.courses, one))

    # -- the table ----------------------------------------------------------------------------

    def _cells(self) -> Iterator[Cell]:
        columns = load_table(self._room.ontology)
        table = CourseTable(self._room.courses, [self._record.iri], columns)
        row = table[0]
        for column in table.table:
            cell = row.cell(column.name)
            if cell.value is not None:
                values = tuple(self._parts(row, column.name))
                more = max(0, len(cell.traces) - CELL)
                yield Cell(column.label, str(cell.value), cell.computed, cell.note, values, more)

    def _parts(self, row: CourseRow, column: str) -> Iterator[Value]:
        for trace in row.cell(column).traces[:CELL]:
            source = row.source(trace)
            rows = self._room.courses.evidence(trace.node, trace.filled) if "#" in trace.node else []
            named = Named(trace.text, self._room.href(trace.node), source.title or source.identifier)
            yield self._room.told(named, rows[:3], who=trace.who, day=str(source.published or ""))

    def _articles(self) -> Iterator[Named]:
        sources = {s.iri: s for s in map(self._room.courses.source, self._course.reports)}
        for source in sorted(sources.values(), key=lambda s: (str(s.published or "~"), s.identifier)):
            note = ", ".join(filter(None, (source.source, str(source.published or ""))))
            yield Named(source.title or source.identifier, self._room.href(source.iri), note)


class Sentence:
    """Tells a course in one sentence of the ontology's labels: who, against whom, over what, what, when, how it stands.

    Args:
        room: of the graph.
        record: the course.
        course: its events and steps.
    """

    def __init__(self, room: Room, record: CourseRecord, course: CourseOfEvents) -> None:
        self._room = room
        self._record = record
        self._course = course

    def text(self) -> str:
        """Return the sentence."""
        one, other = sides(self._room, self._course)
        first, second = one or other, other if one else Counter[str]()
        who = self._names(first) or self._record.label
        verb = "stands" if len(first) == 1 else "stand"
        against = f" against {self._names(second)}" if second else ""
        begin = f"In this {self._record.class_label}, {who} {verb}{against}{self._reasons()}"
        return "; ".join(filter(None, (begin, f"told are {self._kinds()}{self._days()}", self._standing()))) + "."

    def _names(self, counts: Counter[str]) -> str:
        names = [self._room.catalogue.label(iri) for iri in ranked(counts)]
        return _listed([*names[:PARTIES], *([f"{len(names) - PARTIES} more"] if len(names) > PARTIES else [])])

    def _reasons(self) -> str:
        role = self._room.ontology.term("reason")
        counts = Counter(filled.label for one in self._course.happenings for filled in one.of(role))
        reasons = sorted(counts, key=lambda label: (-counts[label], label))
        return f" over {_listed(reasons)}" if reasons else ""

    def _kinds(self) -> str:
        counts = Counter(self._room.word(one.class_) for one in self._course.happenings)
        kinds = sorted(counts, key=lambda label: (-counts[label], label))
        return _listed([label if counts[label] == 1 else f"{label} ({counts[label]} times)" for label in kinds])

    def _days(self) -> str:
        first, last = (written(day) for day in (self._course.first, self._course.last))
        if first and last and first != last:
            return f", from {first} to {last}"
        return f", on {first or last}" if first or last else ""

    def _standing(self) -> str:
        if not self._course.steps:
            statuses = Counter(self._room.word(one.status) for one in self._course.happenings)
            return (
                f"{self._room.word(self._room.ontology.term('status'))}: {_listed(sorted(statuses))}"
                if statuses
                else ""
            )
        last = self._course.steps[-1]
        by_iri = {one.iri: one for one in self._course.happenings}
        status = self._room.word(by_iri[last.happening].status)
        return f"the last step known is “{self._room.word(last.kind)}”, on {written(last.on)} ({status})"


def sides(room: Room, course: CourseOfEvents) -> tuple[Counter[str], Counter[str]]:
    """Return the parties of a course's two sides, each with the number of its events."""
    found: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for one in course.happenings:
        parties = {f.value for f in one.filled if room.courses.is_party_role(f.role)}
        for iri in parties:
            thing = room.catalogue.entity(iri)
            if thing is not None:
                found[not room.ontology.supers(thing.class_) & room.ontology.course_parties][iri] += 1
    return found


def ranked(counts: Counter[str]) -> list[str]:
    """Return things, those of most events first."""
    return sorted(counts, key=lambda iri: (-counts[iri], iri))


def written(day: date | None) -> str:
    """Return a day as people write it.

    Examples:
        >>> written(date(2012, 3, 1))
        '1 March 2012'
    """
    return f"{day.day} {day:%B} {day.year}" if day else ""


def _listed(names: Iterable[str]) -> str:
    *most, last = list(names) or [""]
    return f"{', '.join(most)} and {last}" if most else last
