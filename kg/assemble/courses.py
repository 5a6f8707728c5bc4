"""Courses: which events, of one document or of several, are parts of one longer thing, as strikes are of a dispute.

Each course has two sides: those whose course it is (`Ontology.course_parties`), and the organisations they deal
with. Who of the two acts and who is acted upon does not matter, so that an offer belongs to the strike it answers.

- Events that name one of each side are in one course where they have such a pair in common, in whatever
  document. An event that names several pairs holds them together.
- Every other event (one side is missing, or has a name that does not tell who it is: "the council", "drivers")
  goes with those events of its own document that name a party which it names too; where it names none by a name
  that tells, with those that have a nameless one in common with it, else with all. It does so only when these are
  in one course: where there are two to choose from, nothing is guessed.
- What then is left and names somebody whose course it may be is a course of its document alone.

Time is not looked at: two conflicts of the same parties, years apart, are one course.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from kg.assemble.edges import filler_keys
from kg.assemble.things import Thing
from kg.identity import document_iri, node_iri, short_hash, slug
from kg.model import Reading
from kg.ontology import CORE, Ontology, local_name

NAMED = 3  # parties of each side that stand in a label

Pair = tuple[str, str]


class Course(NamedTuple):
    """A course of events; `events` are their IRIs, sorted."""

    iri: str
    label: str
    events: tuple[str, ...]


class Courses:
    """Gathers the events of all documents and tells which belong together; nothing in a domain without courses."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._parties: dict[str, dict[str, frozenset[str]]] = {}
        self._named: set[str] = set()

    def add(self, reading: Reading, names: Mapping[str, str]) -> None:
        """Add the events of one document. `names` gives the IRI of each entity's key."""
        if not self._ontology.course_parties:
            return
        document = document_iri(self._ontology.base, reading.document.id)
        self._named.update(names[entity.key] for entity in reading.entities if entity.identity is not None)
        self._parties[document] = {
            node_iri(document, "event", event.key): frozenset(
                names[key]
                for role in ("actor", "target")
                for key in filler_keys(event, str(CORE[role]), self._ontology)
            )
            for event in reading.events
        }

    def find(self, things: Mapping[str, Thing]) -> list[Course]:
        """Return the courses, sorted by IRI. `things` are those of all documents by IRI."""
        classes = {iri: thing.type for iri, thing in things.items()}
        ours = {iri for iri in classes if self._is_any(classes[iri], self._ontology.course_parties)}
        others = {iri for iri in classes if self._is_any(classes[iri], (str(CORE.Organization),))} - ours
        sorting = _Sorting(self._named)
        told = {
            document: [_Told(iri, parties & ours, parties & others) for iri, parties in events.items()]
            for document, events in self._parties.items()
        }
        for events in told.values():
            sorting.join_named(events)
        for document, events in told.items():
            sorting.join_rest(document, events)
        return sorted(self._course(pairs, events, things) for pairs, events in sorting.courses())

    def _is_any(self, iri: str, classes: Iterable[str]) -> bool:
        return any(self._ontology.is_a(iri, above) for above in classes)

    def _course(self, pairs: Iterable[Pair], events: Iterable[_Told], things: Mapping[str, Thing]) -> Course:
        class_ = slug(local_name(self._ontology.term("Course")))
        counts = Counter(party for event in events for party in event.parties)
        sides = (_names(side, counts, things) for side in zip(*pairs, strict=True))
        return Course(
            iri=f"{self._ontology.base}{class_}/{short_hash(*(party for pair in sorted(pairs) for party in pair))}",
            label=" – ".join(filter(None, sides)),
            events=tuple(sorted(event.iri for event in events)),
        )


def _names(side: Iterable[str], counts: Counter[str], things: Mapping[str, Thing]) -> str:
    """Return the names of those of a side that most events name."""
    known = sorted((-counts[iri], things[iri].label, iri) for iri in set(side) if iri in things)
    labels = list(dict.fromkeys(label for _, label, _ in known))
    return ", ".join([*labels[:NAMED], *(["…"] if len(labels) > NAMED else [])])


class _Told(NamedTuple):
    """An event, those of its parties whose course it may be, and the organisations on the other side."""

    iri: str
    ours: frozenset[str]
    others: frozenset[str]

    @property
    def parties(self) -> frozenset[str]:
        return self.ours | self.others


class _Sorting:
    """Sorts events into courses. A course is a set of pairs that events hold together (union-find)."""

    def __init__(self, named: set[str]) -> None:
        self._named = named
        self._above: dict[Pair, Pair] = {}
        self._placed: dict[_Told, Pair] = {}

    def join_named(self, events: Iterable[_Told]) -> None:
        """Place the events that name both sides by names that tell who they are."""
        for event in events:
            self._join(event, product(event.ours & self._named, event.others & self._named))

    def join_rest(self, document: str, events: list[_Told]) -> None:
        """Place the other events of a document, once those of all documents that name both sides are placed.

        Events are looked at all together, each beside those that were placed before any of them: so their order
        does not count.
        """
        rest = [event for event in events if event not in self._placed]
        for two_sided in (True, False):
            near = [event for event in events if event in self._placed]
            for event in rest:
                if bool(event.ours and event.others) is two_sided:
                    found = self._beside(event, near)
                    if len(found) == 1:
                        self._placed[event] = found.pop()
                    elif two_sided or not found:
                        # the document stands for the other side that it does not name
                        self._join(event, product(event.ours, event.others or {document}))

    def courses(self) -> Iterator[tuple[list[Pair], list[_Told]]]:
        """Yield the pairs and the events of each course."""
        pairs: dict[Pair, list[Pair]] = {}
        events: dict[Pair, list[_Told]] = {}
        for pair in self._above:
            pairs.setdefault(self._top(pair), []).append(pair)
        for event, pair in self._placed.items():
            events.setdefault(self._top(pair), []).append(event)
        for top, found in pairs.items():
            yield found, events[top]

    def _beside(self, event: _Told, near: Iterable[_Told]) -> set[Pair]:
        """Return the courses of the events of a document with which another one belongs."""
        named = event.parties & self._named
        shared = [other for other in near if other.parties & (named or event.parties)]
        return {self._top(self._placed[other]) for other in (shared if shared or named else near)}

    def _join(self, event: _Told, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            self._above.setdefault(pair, pair)
            self._above[self._top(pair)] = self._top(self._placed.setdefault(event, pair))

    def _top(self, pair: Pair) -> Pair:
        while self._above[pair] != pair:
            self._above[pair] = self._above[self._above[pair]]
            pair = self._above[pair]
        return pair
