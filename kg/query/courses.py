"""Courses as the graph holds them: the events of each with their reports, states and claims, and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode
from rdflib import XSD

from kg.errors import UnknownName
from kg.identity import assembled_graph, node_iri
from kg.ontology import CORE, local_name
from kg.query.naming import matches
from kg.query.records import EvidenceRow
from kg.store import evidence_of
from kg.store import terms as t
from kg.store.readings import Page

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue

_CORE = {
    name: NamedNode(CORE[name])
    for name in (
        *("reportOf", "stateOf", "on", "report", "claimOf", "claimRole", "qualifier", "claimant", "onBehalfOf"),
        *("inCourse", "stepKind", "event", "firstDay", "lastDay", "copyOf"),
    )
}


class Source(NamedTuple):
    """A document, as far as a table tells of it; `fields` is what its record held besides."""

    iri: str
    identifier: str
    title: str
    source: str
    published: date | None
    url: str
    fields: tuple[tuple[str, str], ...]

    @property
    def by(self) -> str:
        """By whom it is told where nobody speaks: the paper, or the article itself."""
        return self.source or self.title or self.identifier


class Filled(NamedTuple):
    """What fills a role of a happening. `value` is an IRI or what the literal says."""

    role: str
    value: str
    label: str
    datatype: str = ""


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


class Courses:
    """Reads courses from a graph."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.store = catalogue.store
        self.ontology = catalogue.ontology
        self._graph = NamedNode(assembled_graph(self.ontology.base))
        self._status = NamedNode(self.ontology.term("status"))
        self._part_of = NamedNode(self.ontology.term("partOf"))
        self._sources: dict[str, Source] = {}
        self._told: dict[str, tuple[Filled, ...]] = {}
        self._speech: dict[str, list[tuple[int, int, str]]] = {}
        self._evidence: dict[tuple[str, Filled | None], list[EvidenceRow]] = {}

    # -- the assembled layer ----------------------------------------------------------------

    @cached_property
    def outlines(self) -> tuple[tuple[str, str, date | None, date | None], ...]:
        """The IRI, label, first and last day of each course, by first day and label."""
        class_ = NamedNode(self.ontology.term("Course"))
        found = []
        for node in self._subjects(t.TYPE, class_):
            label = self._one(node, t.LABEL) or local_name(node)
            found.append((node, label, self._day(node, "firstDay"), self._day(node, "lastDay")))
        return tuple(sorted(found, key=lambda one: (one[2] or date.max, one[1], one[0])))

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
        return {name for thing in found for name in self.catalogue.entities[thing].names}

    def course(self, iri: str) -> Course:
        """Return a course."""
        _, label, first, last = next(one for one in self.outlines if one[0] == iri)
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
                    thing = self.catalogue.entities.get(value)
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
            if self.is_party_role(quad.predicate.value) and t.value(quad.object) in self.catalogue.entities:
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
        known = self.catalogue.entities.get(thing or "")
        return known.label if known else ""

    # -- the read layer ---------------------------------------------------------------------

    def page(self, node: str) -> Page:
        """Return the document of a node."""
        return Page(self.store.raw, self.store.terms, node.partition("#")[0])

    def source(self, node: str) -> Source:
        """Return the document of a node, as far as a table tells of it."""
        iri = node.partition("#")[0]
        if iri not in self._sources:
            page = self.page(iri)
            fields = [NamedNode(node) for node in page.all(page.graph, t.FIELD)]
            self._sources[iri] = Source(
                iri=iri,
                identifier=page.need(page.graph, t.IDENTIFIER),
                title=page.need(page.graph, t.TITLE),
                source=page.need(page.graph, t.SOURCE),
                published=full_day(page.need(page.graph, t.PUBLISHED)),
                url=page.need(page.graph, t.URL),
                fields=tuple((page.need(f, t.LABEL), value) for f in fields for value in page.all(f, t.VALUE)),
            )
        return self._sources[iri]

    def told(self, report: str) -> tuple[Filled, ...]:
        """Return what fills the roles of an event as one document tells it: the thing, with its mention as label."""
        if report not in self._told:
            found = []
            for quad in self.page(report).quads(NamedNode(report), None):
                if quad.predicate.value in self.ontology.roles:
                    value = t.value(quad.object)
                    datatype = quad.object.datatype.value if isinstance(quad.object, Literal) else ""
                    thing = self.catalogue.thing_of.get(value, value)
                    found.append(Filled(quad.predicate.value, thing, value, datatype))
            self._told[report] = tuple(sorted(found))
        return self._told[report]

    def status(self, report: str) -> str:
        """Return the status of an event as one document tells it."""
        return self.page(report).need(NamedNode(report), self._status)

    def statements(self, report: str, stances: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the statements about an event of one document: node, speaker and words."""
        page, names, wanted = self.page(report), self.store.terms, set(stances)
        for node in page.subjects(names.about, NamedNode(report)):
            if page.need(node, names.stance) in wanted:
                speaker = self.catalogue.label(page, page.need(node, names.speaker))
                yield node.value, speaker, page.need(node, names.text)

    def speaker(self, rows: Iterable[EvidenceRow], role: str) -> str:
        """Return who says the words that fill a role in pieces of evidence; "" where nobody is quoted.

        The narrowest piece of speech around them tells, as in the claims of the assembled layer.
        """
        for row in rows:
            starts = [start for start, _, marked in row.marks if marked == role]
            said = [
                (end - start, mention)
                for start, end, mention in self._speeches(row.node)
                if any(start <= place < end for place in starts)
            ]
            if said:
                return self.catalogue.label(self.page(row.node), min(said)[1])
        return ""

    def _speeches(self, node: str) -> list[tuple[int, int, str]]:
        """Return where somebody speaks in the document of a node, and the mention that does."""
        page = self.page(node)
        if page.iri not in self._speech:
            self._speech[page.iri] = [
                (piece.start, piece.end, node_iri(page.iri, "entity", statement.speaker))
                for statement in page.statements()
                for piece in statement.evidence
            ]
        return self._speech[page.iri]

    def evidence(self, report: str, filled: Filled | None = None) -> list[EvidenceRow]:
        """Return the words behind an event of one document, or behind what fills a role of it there."""
        if (report, filled) not in self._evidence:
            self._evidence[report, filled] = self._read(report, filled)
        return self._evidence[report, filled]

    def _read(self, report: str, filled: Filled | None) -> list[EvidenceRow]:
        what = report if filled is None else (report, filled.role, filled.label)
        rows = [
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
            for row in evidence_of(self.store, what, distinct=True)
        ]
        return rows if filled is None else self._showing(rows, filled)

    def _showing(self, rows: list[EvidenceRow], filled: Filled) -> list[EvidenceRow]:
        """Return those rows in which the very filler is marked; all where none is."""
        names = {filled.value, filled.label}
        if not filled.datatype:
            page = self.page(filled.label)
            names = {*page.all(NamedNode(filled.label), t.LABEL), *page.all(NamedNode(filled.label), t.ALT_LABEL)}

        def shows(row: EvidenceRow) -> bool:
            words = [row.sentence[a - row.start : b - row.start] for a, b, role in row.marks if role == filled.role]
            return any(word in names or word.replace(",", "").strip(" %.") in names for word in words)

        return [row for row in rows if shows(row)] or rows


def full_day(lexical: str) -> date | None:
    """Return a day; None where a part of it is unknown."""
    try:
        return date.fromisoformat(lexical) if len(lexical) == len("2022-12-19") else None
    except ValueError:
        return None


def is_day(filled: Filled) -> bool:
    """Tell whether a literal is a whole day."""
    return filled.datatype == str(XSD.date) and full_day(filled.value) is not None
