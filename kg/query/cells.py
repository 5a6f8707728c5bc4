"""The cells of a table of courses: what each column takes from a course, and where it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from kg.query.days import Span, spans
from kg.query.reports import Filled
from kg.query.terms import clean

if TYPE_CHECKING:
    from kg.frames import Column
    from kg.query.courses import Course, Courses, Happening

Content = str | int | Decimal | date | None
BETWEEN = "; "


class Trace(NamedTuple):
    """Where a part of a cell was read: in a report or statement (`node`), and which words fill a role in it.

    `text` is the part, `who` tells it. A trace to a document as a whole has its IRI as node.
    """

    text: str
    who: str
    node: str
    filled: Filled | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with its traces; `computed` is True of what no article tells, and `note` says how it was reckoned."""

    value: Content = None
    traces: tuple[Trace, ...] = ()
    note: str = ""
    computed: bool = False


class Figure(NamedTuple):
    """A number of an event as somebody tells it."""

    value: Decimal
    trace: Trace


class Cells:
    """Makes the cells of courses.

    Args:
        courses: reads them.
    """

    def __init__(self, courses: Courses) -> None:
        self._courses = courses
        self._ontology = courses.ontology
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._takes: dict[str, Callable[[Course, Column], Cell]] = {
            "name": self._name,
            "articles": self._articles,
            "sources": self._sources,
            "titles": self._titles,
            "parties": self._fillers,
            "fillers": self._fillers,
            "lowest": self._extreme,
            "highest": self._extreme,
            "latest": self._latest,
            "first_day": self._end,
            "last_day": self._end,
            "days": self._days,
            "lowest_by_days": self._by_days,
            "highest_by_days": self._by_days,
            "told": self._told,
            "said": self._said,
            "status": self._status,
            "last_step": self._last_step,
            "field": self._field,
        }

    def row(self, course: Course, columns: Iterable[Column]) -> dict[str, Cell]:
        """Return the cells of a course by the names of their columns."""
        self._spans.clear()
        found: dict[str, Cell] = {}
        for column in columns:
            if column.take == "teller":
                traces = found[column.of].traces
                found[column.name] = Cell(_joined(trace.who for trace in traces), traces)
            else:
                cell = self._takes[column.take](course, column)
                found[column.name] = replace(cell, computed=column.computed) if cell.value is not None else cell
        return found

    # -- which events -----------------------------------------------------------------------

    def _events(self, course: Course, column: Column) -> list[Happening]:
        is_a = self._ontology.is_a
        return [
            one
            for one in course.happenings
            if (not column.events or any(is_a(one.class_, above) for above in column.events))
            and (not column.statuses or one.status in column.statuses)
        ]

    def _when(self, happening: Happening) -> date:
        """Return the first day of an event: named, else that of the first article on it."""
        named = [span.first or span.last for span in self._spans_of(happening)]
        return min((day for day in named if day), default=happening.states[0].on if happening.states else date.max)

    def _spans_of(self, happening: Happening) -> tuple[Span, ...]:
        if happening.iri not in self._spans:
            self._spans[happening.iri] = tuple(spans(self._courses, happening))
        return self._spans[happening.iri]

    # -- the whole --------------------------------------------------------------------------

    def _name(self, course: Course, column: Column) -> Cell:
        return Cell(course.label, tuple(trace for _, trace in self._parties(course, course.happenings)))

    def _documents(self, course: Course) -> dict[str, Trace]:
        """Return the documents of a course by IRI, each with the first report that it gives."""
        found: dict[str, Trace] = {}
        for report in sorted(course.reports):
            source = self._courses.source(report)
            found.setdefault(source.iri, Trace(source.title or source.identifier, source.by, report))
        return found

    def _articles(self, course: Course, column: Column) -> Cell:
        found = self._documents(course)
        return Cell(len(found), tuple(found.values()))

    def _sources(self, course: Course, column: Column) -> Cell:
        kept: dict[str, Trace] = {}
        for iri, trace in self._documents(course).items():
            original = self._courses.original(iri)
            if iri == original or original not in kept:
                kept[original] = trace
        return Cell(len(kept), tuple(kept.values()))

    def _titles(self, course: Course, column: Column) -> Cell:
        lines = []
        for trace in self._documents(course).values():
            source = self._courses.source(trace.node)
            day = source.published.isoformat() if source.published else ""
            told = ", ".join(filter(None, (source.source, day)))
            lines.append(
                ((source.published or date.max, trace.text), f"{trace.text} ({told})" if told else trace.text, trace)
            )
        lines.sort(key=lambda line: line[0])
        return Cell(_joined(line for _, line, _ in lines), tuple(trace for *_, trace in lines))

    def _field(self, course: Course, column: Column) -> Cell:
        traces = []
        for trace in self._documents(course).values():
            source = self._courses.source(trace.node)
            traces += [Trace(value, source.by, source.iri) for name, value in source.fields if name == column.field]
        return Cell(_joined(trace.text for trace in traces), tuple(traces))

    # -- what fills roles -------------------------------------------------------------------

    def _parties(self, course: Course, happenings: Iterable[Happening]) -> Iterator[tuple[Filled, Trace]]:
        for happening in happenings:
            for filled in happening.filled:
                if self._courses.is_party_role(filled.role):
                    for trace in self._traces(happening, filled):
                        yield filled, trace

    def _traces(self, happening: Happening, filled: Filled) -> Iterator[Trace]:
        """Yield where it was read what fills a role: all reports where none says so, as when a person wrote it."""
        found = [
            Trace(filled.label, self._courses.source(report).by, report, told)
            for report in happening.reports
            for told in self._courses.told(report)
            if (told.role, told.value) == (filled.role, filled.value)
        ]
        yield from found or (Trace(filled.label, "", report) for report in happening.reports)

    def _fillers(self, course: Course, column: Column) -> Cell:
        events = self._events(course, column)
        found = [
            (filled, trace)
            for one in events
            for filled in one.filled
            if self._wanted(filled, column)
            for trace in self._traces(one, filled)
        ]
        counts = Counter(filled.label for filled, _ in found)
        ranked = sorted(counts, key=lambda label: (-counts[label], label))
        return Cell(_joined(ranked), tuple(trace for _, trace in found))

    def _wanted(self, filled: Filled, column: Column) -> bool:
        if column.take == "fillers":
            return filled.role in column.roles
        thing = self._courses.catalogue.entity(filled.value)
        if thing is None or not self._courses.is_party_role(filled.role):
            return False
        above = self._ontology.supers(thing.class_)
        return bool(above & column.classes) and not above & column.without

    # -- numbers ----------------------------------------------------------------------------

    def figures(self, happening: Happening, role: str) -> list[Figure]:
        """Return the numbers that fill a role, each with who tells it."""
        found = []
        for filled in happening.of(role):
            value = _number(filled.value)
            if value is None:
                continue
            for trace in self._traces(happening, filled):
                whos = [
                    claim.who
                    for claim in happening.claims
                    if (claim.role, claim.value, claim.report) == (role, filled.value, trace.node)
                ]
                found += [Figure(value, trace._replace(who=who)) for who in whos or [self._teller(trace)]]
        return found

    def _teller(self, trace: Trace) -> str:
        if trace.filled is None:
            return trace.who
        rows = self._courses.evidence(trace.node, trace.filled)
        return self._courses.speaker(rows, trace.filled.role) or trace.who

    def _extreme(self, course: Course, column: Column) -> Cell:
        found = [f for one in self._events(course, column) for role in column.roles for f in self.figures(one, role)]
        return _most(found, lowest=column.take == "lowest")

    def _latest(self, course: Course, column: Column) -> Cell:
        for one in sorted(self._events(course, column), key=lambda one: (self._when(one), one.iri), reverse=True):
            found = [f for role in column.roles for f in self.figures(one, role)]
            if found:
                return _most(found, lowest=False)
        return Cell()

    # -- days -------------------------------------------------------------------------------

    def _end(self, course: Course, column: Column) -> Cell:
        first = column.take == "first_day"
        if not column.events:
            day = course.first if first else course.last
            reports = {step.happening for step in course.steps if step.on == day}
            return Cell(day, tuple(t for one in course.happenings if one.iri in reports for t in self._reports(one)))
        days: list[tuple[date, Span]] = []
        for one in self._events(course, column):
            for span in self._spans_of(one):
                day = (span.first or span.last) if first else (span.last or span.first)
                if day is not None:
                    days.append((day, span))
        if not days:
            return Cell()
        end = (min if first else max)(day for day, _ in days)
        return Cell(end, tuple(trace for day, span in days if day == end for trace in self._of_span(span)))

    def _of_span(self, span: Span) -> Iterator[Trace]:
        for filled in span.filled:
            yield Trace(filled.value, self._courses.source(span.report).by, span.report, filled)

    def _days_of(self, happening: Happening, column: Column) -> dict[date, tuple[Trace, ...]]:
        found: dict[date, tuple[Trace, ...]] = {}
        for span in self._spans_of(happening):
            for day in sorted(span.days(column.weekdays)):
                found[day] = (*found.get(day, ()), *self._of_span(span))
        return found

    def _days(self, course: Course, column: Column) -> Cell:
        found: dict[date, tuple[Trace, ...]] = {}
        for one in self._events(course, column):
            for day, traces in self._days_of(one, column).items():
                found[day] = (*found.get(day, ()), *traces)
        if not found:
            return Cell()
        traces = tuple(dict.fromkeys(trace for traces in found.values() for trace in traces))
        return Cell(len(found), traces, f"{column.note}: {_listed(found)}")

    def _by_days(self, course: Course, column: Column) -> Cell:
        """Add up a number over days. Where two events took place on one day, only the larger number counts."""
        lowest = column.take == "lowest_by_days"
        counts: dict[date, Decimal] = {}
        traces: dict[Trace, None] = {}
        left = 0
        for one in self._events(course, column):
            figures = [f for role in column.roles for f in self.figures(one, role)]
            days = self._days_of(one, column)
            if not figures or not days:
                left += 1
                continue
            value = (min if lowest else max)(f.value for f in figures)
            for day, behind in days.items():
                counts[day] = max(value, counts.get(day, value))
                traces |= dict.fromkeys(behind)
            traces |= dict.fromkeys(f.trace for f in figures if f.value == value)
        if not counts:
            return Cell()
        how = " + ".join(f"{n} × {_plain(value)}" for value, n in sorted(Counter(counts.values()).items()))
        rest = f"; left out, for want of days or of a number: {left}" if left else ""
        return Cell(_plain(sum(counts.values(), Decimal())), tuple(traces), f"{column.note}: {how}{rest}")

    # -- events, statements, steps ----------------------------------------------------------

    def _reports(self, happening: Happening, only: Iterable[str] | None = None) -> Iterator[Trace]:
        label = f"{self._ontology.label(happening.class_)}, {self._ontology.label(happening.status)}"
        for report in happening.reports if only is None else only:
            yield Trace(label, self._courses.source(report).by, report)

    def _told(self, course: Course, column: Column) -> Cell:
        lines: dict[str, tuple[Trace, ...]] = {}
        for one in sorted(self._events(course, column), key=lambda one: (self._when(one), one.iri)):
            when = self._when(one)
            day = when.isoformat() if when != date.max else ""
            kinds = [self._ontology.label(one.class_)] if len(column.events) != 1 else []
            said = [self._phrase(filled) for role in column.roles for filled in one.of(role)]
            status = [] if one.status == self._ontology.term("occurred") else [self._ontology.label(one.status)]
            line = " ".join(filter(None, (day, ", ".join([*kinds, *said, *status]))))
            traces = [t for role in column.roles for f in one.of(role) for t in self._traces(one, f)]
            line = line or self._ontology.label(one.class_)
            lines[line] = (*lines.get(line, ()), *(t._replace(text=line) for t in traces or self._reports(one)))
        return Cell(_joined(lines), tuple(trace for traces in lines.values() for trace in traces))

    def _phrase(self, filled: Filled) -> str:
        return f"{self._ontology.label(filled.role)} {filled.value}" if filled.datatype else filled.label

    def _said(self, course: Course, column: Column) -> Cell:
        traces = []
        for report in course.reports:
            for node, speaker, words in self._courses.statements(report, column.stances):
                traces.append(Trace(f"{speaker}: {words}", speaker, node))
        traces.sort(key=lambda trace: (self._courses.source(trace.node).published or date.max, trace.node))
        return Cell(_joined(trace.text for trace in traces), tuple(traces))

    def _status(self, course: Course, column: Column) -> Cell:
        dated = [one for one in self._events(course, column) if one.states]
        if not dated:
            return Cell()
        last = max(dated, key=lambda one: (one.states[-1].on, one.iri))
        return Cell(self._ontology.label(last.status), tuple(self._reports(last, last.states[-1].reports)))

    def _last_step(self, course: Course, column: Column) -> Cell:
        if not course.steps:
            return Cell()
        telling = [step for step in course.steps if step.kind in column.steps] or course.steps
        day = max(step.on for step in telling)
        last = [step for step in telling if step.on == day]
        statuses = {step.concept: step.statuses for step in self._ontology.steps}
        by_iri = {one.iri: one for one in course.happenings}
        traces: list[Trace] = []
        for step in last:
            one, label = by_iri[step.happening], self._ontology.label(step.kind)
            right = [r for r in one.reports if self._courses.status(r) in statuses.get(step.kind, ())]
            traces += [trace._replace(text=label) for trace in self._reports(one, right or one.reports)]
        return Cell(_joined(self._ontology.label(step.kind) for step in last), tuple(traces))


def _most(figures: list[Figure], *, lowest: bool) -> Cell:
    if not figures:
        return Cell()
    value = (min if lowest else max)(f.value for f in figures)
    return Cell(_plain(value), tuple(dict.fromkeys(f.trace for f in figures if f.value == value)))


def _number(lexical: str) -> Decimal | None:
    try:
        found = Decimal(lexical)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _joined(parts: Iterable[str]) -> str | None:
    """Return different parts of a cell in one line; None where there is none."""
    lines = (" ".join(clean(" ".join(part.split())).split()) for part in parts)
    return BETWEEN.join(dict.fromkeys(filter(None, lines))) or None


def _listed(days: Iterable[date]) -> str:
    """Return days as text, those that follow one another as a span."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and (day - found[-1][-1]).days == 1:
            found[-1].append(day)
        else:
            found.append([day])
    return ", ".join(f"{run[0]}/{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in found)
