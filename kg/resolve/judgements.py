"""People's judgements: what they hold of pairs of things, for the resolver, and of facts, for the assembler.

Pure: whoever calls it reads the file and hands over what documents say. The latest judgement on the same thing wins,
by time, then by identifier; one that was withdrawn counts as never made; the order of the lines does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kg.identity import short_hash
from kg.model import Entity, Reading
from kg.ontology import Ontology
from kg.resolve.finding import find_entity
from kg.resolve.judged import Judged, Unmatched, judged
from kg.resolve.records import Judgement, Thing, Verdict

Mention = tuple[str, str]
"""The identifier of a document and the key of one of its entities."""

PAIRED = frozenset({Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE})


class Link(NamedTuple):
    """What somebody holds of two things: each mention of the one and each of the other are it, or are not."""

    left: tuple[Mention, ...]
    right: tuple[Mention, ...]
    verdict: Verdict
    author: str
    time: str
    id: str


class Judgements:
    """All judgements on a graph.

    Args:
        lines: in any order; one may come twice.
        ontology: the domain.
    """

    def __init__(self, lines: Iterable[Judgement], ontology: Ontology) -> None:
        self.ontology = ontology
        self.all = tuple(sorted({line.id: line for line in lines}.values(), key=lambda line: line.order))

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The identifiers of the judgements that were taken back, by a withdrawal that still holds."""
        by: dict[str, list[str]] = {}
        for line in self.all:
            if line.withdraws is not None:
                by.setdefault(line.withdraws, []).append(line.id)
        gone: dict[str, bool] = {}
        for line in self.all:
            waiting = [line.id]
            while waiting:  # a withdrawal may be withdrawn, and so on
                current = waiting[-1]
                above = by.get(current, [])
                open_ = [one for one in above if one not in gone]
                if open_:
                    waiting += open_
                else:
                    gone[current] = any(not gone[one] for one in above)
                    waiting.pop()
        return frozenset(one for one, is_gone in gone.items() if is_gone)

    @cached_property
    def live(self) -> tuple[Judgement, ...]:
        """Those that count, the earliest first."""
        return tuple(line for line in self.all if line.withdraws is None and line.id not in self.withdrawn)

    # -- facts ------------------------------------------------------------------------------

    def touches(self, document: str) -> bool:
        """Tell whether facts of a document were judged, so that its evidence is needed to apply this."""
        return document in self._facts

    @cached_property
    def documents(self) -> frozenset[str]:
        """The documents of which something was judged, whether or not they are in the graph."""
        named = {document for line in self.live for thing in line.things for document, _ in thing.mentions}
        return frozenset(named | self._facts.keys())

    def apply(self, reading: Reading) -> Reading:
        """Return a reading as judged: what was rejected gone, what was corrected right."""
        return self.judge(reading).reading

    def judge(self, reading: Reading) -> Judged:
        """Return a reading as judged, with what people hold of each of its facts.

        Args:
            reading: with its evidence, if `touches` says that facts of the document were judged.
        """
        own = self._facts.get(reading.document.id, ())
        things, lost = self._corrected(reading)
        if not own and not things and not lost:
            return Judged(reading)
        found = judged(reading, own, self.ontology, things=things)
        return Judged(
            found.reading, found.accepted, found.corrected, found.unsure, found.rejected, (*found.unmatched, *lost)
        )

    @cached_property
    def _facts(self) -> Mapping[str, Sequence[Judgement]]:
        found: dict[str, list[Judgement]] = {}
        for line in self.live:
            if line.fact is not None:
                found.setdefault(line.fact.document, []).append(line)
        return found

    def _corrected(self, reading: Reading) -> tuple[dict[str, list[Judgement]], list[Unmatched]]:
        """Return the corrections of a document's entities by key, and those of entities that it has no more."""
        found: dict[str, list[Judgement]] = {}
        lost: list[Unmatched] = []
        for line in self._things.get(reading.document.id, ()):
            keys = _keys(line.things[0], reading.document.id, reading.entities)
            if not keys:
                lost.append(Unmatched(line, "the entity"))
            for key in keys:
                found.setdefault(key, []).append(line)
        unique = {key: sorted(set(lines), key=lambda line: line.order) for key, lines in found.items()}
        return unique, lost

    @cached_property
    def _things(self) -> Mapping[str, Sequence[Judgement]]:
        by_document: dict[str, list[Judgement]] = {}
        for line in self.live:
            if line.verdict == Verdict.CORRECT and line.things:
                for document in dict.fromkeys(document for document, _ in line.things[0].mentions):
                    by_document.setdefault(document, []).append(line)
        return by_document

    def stamp(self, document: str) -> str:
        """Return what stands for the judgements on facts and things of a document, "" where there are none."""
        lines = {line.id for of in (self._facts, self._things) for line in of.get(document, ())}
        return short_hash(*sorted(lines)) if lines else ""

    # -- identities -------------------------------------------------------------------------

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The documents whose entities `opinions` needs."""
        pairs = (line for line in self.live if line.verdict in PAIRED)
        return frozenset(document for line in pairs for thing in line.things for document, _ in thing.mentions)

    def opinions(self, entities: Mapping[str, Sequence[Entity]]) -> Opinions:
        """Return what people hold of pairs of mentions.

        Args:
            entities: those of each document of `mentioned` that is in the graph, by its identifier.
        """
        links: dict[frozenset[tuple[Mention, ...]], Link] = {}
        lost: list[Unmatched] = []
        for line in self.live:
            if line.verdict not in PAIRED or len(line.things) != 2:
                continue
            left, right = (_mentions(thing, entities) for thing in line.things)
            left = tuple(mention for mention in left if mention not in right)
            if left and right:
                links.pop(frozenset((left, right)), None)
                links[frozenset((left, right))] = Link(left, right, line.verdict, line.author, line.time, line.id)
            else:
                lost.append(Unmatched(line, "a thing of the two" if left or right else "the two things"))
        return Opinions(tuple(links.values()), tuple(lost))


@dataclass(frozen=True)
class Opinions:
    """What people hold of pairs of mentions. `links` are in their order: of two on one pair, the later counts."""

    links: tuple[Link, ...]
    unmatched: tuple[Unmatched, ...] = ()

    def on_pair(self, one: Mention, other: Mention) -> Link | None:
        """Return the latest link that holds of two mentions, None where nobody has an opinion."""
        sides = self._sides
        common = dict(sides.get(one, ()))
        both = [n for n, side in sides.get(other, ()) if common.get(n, side) != side]
        return self.links[max(both)] if both else None

    def between(self, ours: Iterable[Mention], theirs: Iterable[Mention]) -> bool:
        """Tell whether somebody has an opinion on any of some mentions and any of others."""
        if not self.links:
            return False
        here, there = ({place for one in side for place in self._sides.get(one, ())} for side in (ours, theirs))
        return any((n, 1 - side) in there for n, side in here)

    @cached_property
    def _sides(self) -> Mapping[Mention, list[tuple[int, int]]]:
        found: dict[Mention, list[tuple[int, int]]] = {}
        for n, link in enumerate(self.links):
            for side, mentions in enumerate((link.left, link.right)):
                for mention in mentions:
                    found.setdefault(mention, []).append((n, side))
        return found


def _mentions(thing: Thing, entities: Mapping[str, Sequence[Entity]]) -> tuple[Mention, ...]:
    documents = dict.fromkeys(document for document, _ in thing.mentions)
    return tuple((d, key) for d in documents for key in _keys(thing, d, entities.get(d, ())))


def _keys(thing: Thing, document: str, entities: Sequence[Entity]) -> list[str]:
    """Return the keys that the mentions of a thing in one document have now, sorted."""
    found = [
        find_entity(thing.names, thing.type, entities, key=key) for named, key in thing.mentions if named == document
    ]
    return sorted({entity.key for entity in found if entity is not None})
