"""Courses: which events are parts of one longer thing, as strikes are of a dispute.

Each course has two sides: those whose course it is (`Ontology.course_parties`), and the organisations they deal with.
Who of the two acts and who is acted upon does not matter, so that an offer belongs to the strike it answers.

- Events that name one of each side are in one course where they have such a pair in common and no more than `APART`
  days lie between one and the next. An event that names several pairs holds them together.
- Every other event (one side is missing, or has a name that does not tell who it is: "the council", "drivers") goes
  with those events of its own documents that name a party which it names too; where none does, with all of them, unless
  it names another organisation on the other side. Where these are in several courses, it goes with the one that has the
  event nearest in time, and of those as near with the one of which its documents tell most; where that leaves a choice,
  nothing is guessed.
- In a document in which no event names both sides, all are one course, where any names somebody whose course it may be.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from kg.assemble.ledger import Groups, Ledger, key_of, packed, reach
from kg.assemble.standing import Standing
from kg.assemble.traits import span_of
from kg.identity import short_hash, slug
from kg.ontology import CORE, Ontology, Step, local_name

if TYPE_CHECKING:
    from kg.assemble.account import Changes

APART = 400  # days between two events of one pair that are parts of one course
UNDATED = -1
FAR = date.max.toordinal()  # days to an event without a day


class Sides(NamedTuple):
    """An event as a part of a course: its day, its parties on each side, those with names that tell, its documents.

    `steps` are those that it is: the day, and what step.
    """

    day: int
    ours: tuple[str, ...]
    others: tuple[str, ...]
    named: tuple[str, ...]
    docs: tuple[str, ...]
    steps: tuple[tuple[int, str], ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of one side and the other, by names that tell who they are."""
        if not (self.ours and self.others):
            return []
        named = set(self.named)
        return list(product([one for one in self.ours if one in named], [one for one in self.others if one in named]))

    @property
    def parties(self) -> set[str]:
        """Both sides."""
        return {*self.ours, *self.others}


class Courses:
    """The courses of all happenings; none in a domain that has no name for them.

    Args:
        ledger: where they are kept.
        ontology: the domain.
    """

    def __init__(self, ledger: Ledger, ontology: Ontology) -> None:
        self._ledger = ledger
        self._ontology = ontology
        self._begins, self._ends = ({ontology.term(n) for n in ("date", other)} for other in ("startDate", "endDate"))
        self._party_roles = {role for role in ontology.roles if self._is_party_role(role)}
        self._read: dict[str, Sides] = {}
        self._fitting: dict[tuple[str, str], list[Step]] = {}
        self._ours: dict[str, bool] = {}
        self._others: dict[str, bool] = {}

    def sides(self, standing: Standing, classes: dict[str, str], *, day: int, docs: Iterable[str]) -> Sides:
        """Return a happening as a part of a course; `classes` are those of its things."""
        parties = self.parties(standing)
        ours = {thing for thing in parties if self._is_ours(classes.get(thing, ""))}
        others = {thing for thing in parties - ours if self._is_other(classes.get(thing, ""))}
        return Sides(
            day,
            tuple(sorted(ours)),
            tuple(sorted(others)),
            tuple(sorted((ours | others) & standing.named)),
            tuple(sorted(set(docs))),
            tuple(sorted(set(self._steps(standing)))),
        )

    def parties(self, standing: Standing) -> set[str]:
        """Return the things that act in a happening or are acted upon, whatever their class."""
        return {thing for role, thing in standing.things if role in self._party_roles}

    def _steps(self, standing: Standing) -> Iterator[tuple[int, str]]:
        """Yield the steps that a happening is: the day, what step."""
        concepts = {iri for _, iri in standing.concepts}
        first, last = self._own_days(standing)
        reached: list[tuple[date | None, str]] = [(state.on, state.status) for state in standing.states]
        for told, status in reached or [(None, standing.status)]:
            steps = self._steps_of(standing.type, status)
            fitting = [step for step in steps if step.outcome is None or step.outcome in concepts]
            for step in [step for step in fitting if step.outcome is not None] or fitting:
                own = {"first": first, "last": last}.get(step.day)
                day = own or told or first
                if day is not None:
                    yield day.toordinal(), step.concept

    def _steps_of(self, type_: str, status: str) -> list[Step]:
        """Return the steps that an event of a class with a status can be."""
        if (type_, status) not in self._fitting:
            self._fitting[type_, status] = [
                step
                for step in self._ontology.steps
                if status in step.statuses and any(self._ontology.is_a(type_, event) for event in step.events)
            ]
        return self._fitting[type_, status]

    def _own_days(self, standing: Standing) -> tuple[date | None, date | None]:
        """Return the first and the last day of a happening that are told as days."""
        days = [
            (role, span[0])
            for role, value in standing.values
            if (span := span_of(value.lexical)) is not None and span[0] == span[1]
        ]
        first = min((day for role, day in days if role in self._begins), default=None)
        return first, max((day for role, day in days if role in self._ends), default=None)

    def _is_party_role(self, role: str) -> bool:
        return any(self._ontology.is_a(role, str(core)) for core in (CORE.actor, CORE.target))

    def _is_ours(self, class_: str) -> bool:
        if class_ not in self._ours:
            self._ours[class_] = any(self._ontology.is_a(class_, above) for above in self._ontology.course_parties)
        return self._ours[class_]

    def _is_other(self, class_: str) -> bool:
        if class_ not in self._others:
            self._others[class_] = bool(class_) and self._ontology.is_a(class_, str(CORE.Organization))
        return self._others[class_]

    # -- keeping ----------------------------------------------------------------------------

    def drop(self, happenings: Collection[str], changes: Changes) -> set[str]:
        """Take out happenings; return those that shared a pair with them."""
        was = "SELECT course FROM happening WHERE iri IN ({})"
        changes.courses |= {course for (course,) in self._ledger.rows(was, happenings) if course}
        beside = set(self._beside(happenings)) - set(happenings)
        self._ledger.change("DELETE FROM pair WHERE happening IN ({})", happenings)
        self._ledger.change("DELETE FROM party WHERE happening IN ({})", happenings)
        self._ledger.change("DELETE FROM happening WHERE iri IN ({})", happenings)
        return beside

    def having(self, things: Iterable[str]) -> set[str]:
        """Return the happenings in which things take part."""
        return {one for (one,) in self._ledger.rows("SELECT happening FROM party WHERE thing IN ({})", things)}

    def put(self, happenings: Iterable[tuple[str, Sides, Iterable[str]]]) -> None:
        """Take in happenings, each with all its parties: those on no side may come to be on one, by another class."""
        rows, pairs, parties = [], [], []
        for iri, sides, things in happenings:
            rows.append((iri, packed(sides)))
            pairs += [(key_of(" ".join(pair)), sides.day, iri) for pair in sides.pairs]
            parties += [(thing, iri) for thing in things]
        sql = self._ledger.sql
        sql.executemany("INSERT INTO happening (iri, said) VALUES (?, ?)", sorted(rows))
        sql.executemany("INSERT OR IGNORE INTO pair VALUES (?, ?, ?)", sorted(pairs))
        sql.executemany("INSERT INTO party VALUES (?, ?)", sorted(parties))

    def said(self, happenings: Iterable[str]) -> dict[str, Sides]:
        """Return happenings as parts of courses."""
        rows = self._ledger.rows("SELECT iri, said FROM happening WHERE iri IN ({})", happenings)
        return {iri: _sides(said) for iri, said in rows}

    def _beside(self, happenings: Collection[str]) -> Iterator[str]:
        """Yield the happenings that share a pair with some, however far from them in time."""
        keys = {key for (key,) in self._ledger.rows("SELECT key FROM pair WHERE happening IN ({})", happenings)}
        return (one for (one,) in self._ledger.rows("SELECT DISTINCT happening FROM pair WHERE key IN ({})", keys))

    # -- placing ----------------------------------------------------------------------------

    def place(self, touched: Collection[str], docs: Collection[str]) -> tuple[set[str], set[str]]:
        """Place happenings in courses again; return the courses that changed, and the happenings that moved.

        Args:
            touched: happenings that are new or shared a pair with those that are gone.
            docs: the documents in which anything changed.
        """
        if not self._ontology.course_parties:
            return set(), set()
        self._read = {}
        changed, moved = self._place_named(touched)
        here = {*docs, *(doc for said in self._known({*touched, *moved}).values() for doc in said.docs)}
        changed_beside, moved_beside = self._place_rest(here)
        self._read = {}
        return changed | changed_beside, moved | moved_beside

    def _known(self, happenings: Collection[str]) -> dict[str, Sides]:
        """Return the same as `said`, of what was read since the placing began without reading it again."""
        self._read |= self.said(one for one in happenings if one not in self._read)
        return {one: self._read[one] for one in happenings if one in self._read}

    def _place_named(self, touched: Collection[str]) -> tuple[set[str], set[str]]:
        """Place the happenings that name both sides."""
        seeds = {one for one, said in self._known(touched).items() if said.pairs}
        reached = reach(seeds, self._beside)
        said = self._known(reached)
        before = dict(self._ledger.rows("SELECT iri, course FROM happening WHERE iri IN ({})", reached))
        changed: set[str] = set()
        moved: dict[str, str] = {}
        for course, members in self._joined(said):
            for one in members:
                if before[one] != course:
                    changed.update(name for name in (before[one], course) if name)
                    moved[one] = course
        self._move(moved)
        return changed, set(moved)

    def _move(self, courses: Mapping[str, str | None]) -> None:
        """Note of which courses happenings are parts now."""
        rows = ((course, one) for one, course in sorted(courses.items()))
        self._ledger.sql.executemany("UPDATE happening SET course = ? WHERE iri = ?", rows)

    def _joined(self, said: dict[str, Sides]) -> list[tuple[str, list[str]]]:
        """Return the courses of happenings that name both sides; `said` holds all that share pairs."""
        eras: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for one, sides in said.items():
            for pair in sides.pairs:
                eras[pair].append((sides.day, one))
        groups: Groups[str] = Groups()
        for found in eras.values():
            found.sort()
            dated = [(day, one) for day, one in found if day != UNDATED]
            for (day, one), (then, other) in pairwise(dated):
                if then - day <= APART:
                    groups.link(one, other)
            for day, one in found:
                groups.top(one)
                if day == UNDATED and dated:
                    groups.link(one, dated[0][1])
            undated = [one for day, one in found if day == UNDATED]
            for one in undated[1:]:
                groups.link(undated[0], one)
        courses = []
        taken: set[str] = set()
        for members in sorted(groups.all(), key=lambda group: (min(said[one].day for one in group), group)):
            pairs = sorted({pair for one in members for pair in said[one].pairs})
            iri = self._iri(*(party for pair in pairs for party in pair))
            if iri in taken:  # the same parties at another time
                iri = self._iri(*(party for pair in pairs for party in pair), members[0])
            taken.add(iri)
            courses.append((iri, members))
        return courses

    def _iri(self, *content: str) -> str:
        class_ = slug(local_name(self._ontology.term("Course")))
        return f"{self._ontology.base}{class_}/{short_hash(*content)}"

    def _place_rest(self, docs: Collection[str]) -> tuple[set[str], set[str]]:
        """Place the happenings of documents that do not name both sides, beside those of their documents that do."""
        ledger = self._ledger
        of_docs = "FROM report JOIN doc ON report.doc = doc.id WHERE doc.iri IN ({})"
        nodes = f"SELECT DISTINCT report.happening, doc.iri {of_docs}"
        here = {one for one, _ in ledger.rows(nodes, docs) if one}
        rest = {one: said for one, said in self._known(here).items() if not said.pairs}
        around: dict[str, set[str]] = defaultdict(set)
        for one, doc in ledger.rows(nodes, {doc for said in rest.values() for doc in said.docs}):
            around[doc].add(one)
        near = self._known({one for ones in around.values() for one in ones})
        placed = dict(ledger.rows("SELECT iri, course FROM happening WHERE iri IN ({})", near))
        changed: set[str] = set()
        moved: dict[str, str | None] = {}
        for one, said in sorted(rest.items()):
            there = {other: near[other] for doc in said.docs for other in around[doc]}
            course = self._of_rest(said, there, placed)
            if course != placed[one]:
                changed.update(name for name in (placed[one], course) if name)
                moved[one] = course
        self._move(moved)
        return changed, set(moved)

    def _of_rest(self, said: Sides, there: Mapping[str, Sides], placed: Mapping[str, str | None]) -> str | None:
        """Return the course of a happening that does not name both sides; `there` is all that its documents tell."""
        beside = {other: course for other, sides in there.items() if sides.pairs and (course := placed[other])}
        named = set(said.named)
        found = {course for other, course in beside.items() if there[other].parties & (named or said.parties)}
        if not found and not named & set(said.others):
            found = set(beside.values())
        if found:
            days = [(there[other].day, course) for other, course in beside.items() if course in found]
            return _nearest(said.day, days)
        ours = said.ours if beside else any(sides.ours for sides in there.values())
        return self._iri(said.docs[0]) if ours else None


def _nearest(day: int, beside: Collection[tuple[int, str]]) -> str | None:
    """Return the course that is nearest in time to a day, of those as near the one with most events; None if two are.

    Args:
        day: of the event that is to be placed.
        beside: the days and the courses of the events that it may go with.
    """
    number = Counter(course for _, course in beside)
    apart = dict.fromkeys(number, FAR)
    for then, course in beside:
        if UNDATED not in (then, day):
            apart[course] = min(apart[course], abs(then - day))
    ranks = {course: (apart[course], -number[course]) for course in number}
    best = min(ranks.values())
    nearest = [course for course, rank in ranks.items() if rank == best]
    return nearest[0] if len(nearest) == 1 else None


def _sides(line: str) -> Sides:
    day, *parts, steps = json.loads(line)
    ours, others, named, docs = (tuple(part) for part in parts)
    return Sides(day, ours, others, named, docs, tuple((when, kind) for when, kind in steps))
