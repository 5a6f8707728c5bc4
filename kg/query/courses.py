"""Courses as the graph holds them: the events of each with their reports, states and claims, and its steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.errors import UnknownName
from kg.identity import assembled_graph
from kg.ontology import CORE, local_name
from kg.query.naming import matches
from kg.query.reports import Filled, Reports, full_day
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue

_CORE = {
    name: NamedNode(CORE[name])
    for name in (
        *("reportOf", "stateOf", "on", "report", "claimOf", "claimRole", "qualifier", "claimant", "onBehalfOf"),
        *("inCourse", "stepKind", "event", "firstDay", "lastDay", "copyOf"),
    )
}


# one pass over each property, and not three looks for each course
_OUTLINES = """SELECT ?course ?label ?first ?last WHERE {{ GRAPH {graph} {{
  {{ SELECT ?course WHERE {{ ?course {type} {class_} }} }}
  OPTIONAL {{ SELECT ?course ?label WHERE {{ ?course {label} ?label }} }}
  OPTIONAL {{ SELECT ?course ?first WHERE {{ ?course {firstDay} ?first }} }}
  OPTIONAL {{ SELECT ?course ?last WHERE {{ ?course {lastDay} ?last }} }}
}} }}"""


class State(NamedTuple):
    """A status that a happening had from a day on, and the reports that say so."""

    on: date
    status: str
    reports: tuple[str, ...]


class Claim(NamedTuple):
    """A value of a happening as one report tells it; `who` tells it in that report."""

    role: str
    value: str
    report: str
    who: str


class Step(NamedTuple):
    """A step of a course: its day, what it is (a concept), and the happening that it is."""

    on: date
    kind: str
    happening: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of all documents."""

    iri: str
    class_: str
    status: str
    filled: tuple[Filled, ...]
    reports: tuple[str, ...]
    states: tuple[State, ...]
    claims: tuple[Claim, ...]

    def of(self, role: str) -> tuple[Filled, ...]:
        """Return what fills a role."""
        return tuple(f for f in self.filled if f.role == role)


@dataclass(frozen=True, slots=True)
class Course:
    """A course with its happenings, in the order of their IRIs, and its steps, in that of their days."""

    iri: str
    label: str
    first: date | None
    last: date | None
    happenings: tuple[Happening, ...]
    steps: tuple[Step, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports of all its happenings."""
        return tuple(report for happening in self.happenings for report in happening.reports)


class Courses(Reports):
    """Reads courses from a graph.

    Args:
        catalogue: of the graph.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self._graph = NamedNode(assembled_graph(self.ontology.base))
        self._part_of = NamedNode(self.ontology.term("partOf"))

    # -- the assembled layer ----------------------------------------------------------------

    @cached_property
    def outlines(self) -> tuple[tuple[str, str, date | None, date | None], ...]:
        """The IRI, label, first and last day of each course, by first day and label."""
        class_ = NamedNode(self.ontology.term("Course"))
        asked = _OUTLINES.format(graph=self._graph, type=t.TYPE, class_=class_, label=t.LABEL, **_CORE)
        rows = self.store.raw.query(asked)
        assert isinstance(rows, QuerySolutions)
        found: dict[str, tuple[str, str, date | None, date | None]] = {}
        for node, *said in rows:
            label, first, last = (one.value if one else "" for one in said)
            outline = node.value, label or local_name(node.value), full_day(first), full_day(last)
            found[node.value] = min(outline, found.get(node.value, outline), key=lambda one: one[1])
        return tuple(sorted(found.values(), key=lambda one: (one[2] or date.max, one[1], one[0])))

    def _outline(self, node: str) -> tuple[str, date | None, date | None]:
        label = self._one(node, t.LABEL) or local_name(node)
        return label, self._day(node, "firstDay"), self._day(node, "lastDay")

    def find(self, name: str) -> list[str]:
        """Return the courses that a name means (their own, or names of their parties), those of most events first.

        Raises:
            UnknownName: none has the name; the message tells the nearest.
        """
        labels = {iri: label for iri, label, *_ in self.outlines}
        if name in labels:
            return [name]
        parties = {iri: sorted(self.parties(iri)) for iri in labels}
        records = [(iri, (label, *parties[iri], " ".join((label, *parties[iri])))) for iri, label in labels.items()]
        found: list[str] = next((some for some in matches(name, records) if some), [])
        if not found:
            known = {
                given
                for label, names in zip(labels.values(), parties.values(), strict=True)
                for given in (label, *names)
            }
            raise UnknownName(self.ontology.label(self.ontology.term("Course")), name, sorted(known))
        size = {iri: len(self._subjects(self._part_of, NamedNode(iri))) for iri in found}
        return sorted(found, key=lambda iri: (-size[iri], labels[iri], iri))

    def between(self, since: str | None, until: str | None) -> list[str]:
        """Return the courses of which some day can lie between two days; all where none is given."""
        return [
            iri
            for iri, _, first, last in self.outlines
            if (since is None or (last is not None and last.isoformat() >= since))
            and (until is None or (first is not None and first.isoformat() <= until))
        ]

    def parties(self, course: str) -> set[str]:
        """Return the names of all parties of a course."""
        found = {thing for one in self._subjects(self._part_of, NamedNode(course)) for thing in self._things(one)}
        return {name for thing in found for name in self._names(thing)}

    def _names(self, thing: str) -> tuple[str, ...]:
        known = self.catalogue.entity(thing)
        return known.names if known else ()

    def course(self, iri: str) -> Course:
        """Return a course."""
        label, first, last = self._outline(iri)
        happenings = tuple(map(self.happening, self._subjects(self._part_of, NamedNode(iri))))
        return Course(iri, label, first, last, happenings, tuple(sorted(self._steps(iri))))

    def happening(self, iri: str) -> Happening:
        """Return an event of all documents."""
        filled = []
        class_ = status = ""
        for quad in self.store.raw.quads_for_pattern(NamedNode(iri), None, None, self._graph):
            if quad.predicate == t.TYPE:
                class_ = t.value(quad.object)
            elif quad.predicate == self._status:
                status = t.value(quad.object)
            elif quad.predicate.value in self.ontology.roles:
                value, role = t.value(quad.object), quad.predicate.value
                if isinstance(quad.object, Literal):
                    filled.append(Filled(role, value, value, quad.object.datatype.value))
                else:
                    thing = self.catalogue.entity(value)
                    filled.append(Filled(role, value, thing.label if thing else self.ontology.label(value)))
        return Happening(
            iri,
            class_,
            status,
            tuple(sorted(filled)),
            tuple(self._subjects(_CORE["reportOf"], NamedNode(iri))),
            tuple(sorted(self._states(iri))),
            tuple(sorted(self._claims(iri))),
        )

    def _things(self, happening: str) -> Iterator[str]:
        for quad in self.store.raw.quads_for_pattern(NamedNode(happening), None, None, self._graph):
            if self.is_party_role(quad.predicate.value) and self.catalogue.entity(t.value(quad.object)):
                yield t.value(quad.object)

    def is_party_role(self, role: str) -> bool:
        """Tell whether who fills a role acts, or is acted upon."""
        return role in self.ontology.roles and any(
            self.ontology.is_a(role, str(core)) for core in (CORE.actor, CORE.target)
        )

    def _states(self, happening: str) -> Iterator[State]:
        for node in self._subjects(_CORE["stateOf"], NamedNode(happening)):
            on = self._day(node, "on")
            if on is not None:
                status = self._one(node, self._status) or ""
                yield State(on, status, tuple(self._all(node, _CORE["report"])))

    def _claims(self, happening: str) -> Iterator[Claim]:
        for node in self._subjects(_CORE["claimOf"], NamedNode(happening)):
            claimant, group = (self._label(self._one(node, _CORE[end])) for end in ("claimant", "onBehalfOf"))
            report = self._one(node, _CORE["report"]) or ""
            who = f"{claimant} ({group})" if claimant and group else claimant or group
            yield Claim(
                role=self._one(node, _CORE["claimRole"]) or "",
                value=self._one(node, t.VALUE) or "",
                report=report,
                who=who or self.source(report).by,
            )

    def _steps(self, course: str) -> Iterator[Step]:
        for node in self._subjects(_CORE["inCourse"], NamedNode(course)):
            on = self._day(node, "on")
            kind, happening = (self._one(node, _CORE[name]) for name in ("stepKind", "event"))
            if on is not None and kind and happening:
                yield Step(on, kind, happening)

    def original(self, document: str) -> str:
        """Return the document of which a document is a copy, else itself."""
        return self._one(document, _CORE["copyOf"]) or document

    def _subjects(self, predicate: NamedNode, value: NamedNode) -> list[str]:
        quads = self.store.raw.quads_for_pattern(None, predicate, value, self._graph)
        return sorted(q.subject.value for q in quads if isinstance(q.subject, NamedNode))

    def _all(self, node: str, predicate: NamedNode) -> list[str]:
        quads = self.store.raw.quads_for_pattern(NamedNode(node), predicate, None, self._graph)
        return sorted(t.value(q.object) for q in quads)

    def _one(self, node: str, predicate: NamedNode) -> str | None:
        return next(iter(self._all(node, predicate)), None)

    def _day(self, node: str, name: str) -> date | None:
        return full_day(self._one(node, _CORE[name]) or "")

    def _label(self, thing: str | None) -> str:
        known = self.catalogue.entity(thing or "")
        return known.label if known else ""
