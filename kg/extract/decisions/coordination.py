"""Names that are coordinated fill a role together: one that a decision is sure of speaks for those beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extract.decisions.context import Context
from kg.extract.decisions.fillers import Candidate
from kg.extract.decisions.story import Probabilities
from kg.extract.entities import Entity

_SHARED = 0.7  # how much of its surest companion's probability counts for a name
_JOINS, _BESIDES = frozenset({",", "and", "&", "or"}), frozenset({"the", "in", "at"})
_LONGEST = 8  # names from a name to the first of its list


class Coordination:
    """The lists of names in a document: "in Ruse, Varna and Plovdiv".

    Args:
        context: where each entity is spoken of.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._beside: dict[int, set[tuple[int, int]]] = {}  # of each entity: companions, and in which sentence
        for entity in context.entities.all:
            for i in context.presence[id(entity)].named:
                self._list(entity, i)
        self._rows()

    def _list(self, entity: Entity, i: int) -> None:
        """Note those of an entity's class, or of its side, that stand before it in its list."""
        heads, at = self.context.heads, self.context.entities.at
        for _ in range(_LONGEST):
            if heads[i] == i or self.context.doc[i].dep_ != "conj":
                return
            i = heads[i]
            if i in at:
                self._note(entity, at[i], i)

    def _rows(self) -> None:
        """Note those that only a comma or "and" parts, whichever words the parser takes them for companions of."""
        named = sorted((*span, n) for n, e in enumerate(self.context.entities.all) if e.named for span in e.spans)
        row: list[Entity] = []
        for n, (start, end, number) in enumerate(named):
            entity = self.context.entities.all[number]
            for other in row:
                self._note(entity, other, start)
            follows = named[n + 1][0] if n + 1 < len(named) else end
            between = self.context.lowers[end:follows]
            listed = any(w in _JOINS for w in between) and all(w in _JOINS or w in _BESIDES for w in between)
            row = [*row[-_LONGEST:], entity] if listed else []

    def _note(self, entity: Entity, other: Entity, i: int) -> None:
        if other is not entity and self._alike(entity, other):
            sentence = self.context.sentence[i]
            self._beside.setdefault(id(entity), set()).add((id(other), sentence))
            self._beside.setdefault(id(other), set()).add((id(entity), sentence))

    def _alike(self, one: Entity, other: Entity) -> bool:
        side = self.context.side(one)
        return one.type == other.type or (side >= 0 and side == self.context.side(other))

    def shared(self, candidates: Sequence[Candidate], sure: Probabilities) -> Probabilities:
        """Return the probabilities of fillers where those in one list, in a sentence of the event, speak for another.

        Args:
            candidates: entities that may fill roles.
            sure: for each the probability that it does, taken by itself.
        """
        if not self._beside:
            return sure
        place = {(id(c.happening), c.role, id(c.found[0][1])): n for n, c in enumerate(candidates)}
        sentences: dict[int, set[int]] = {}
        found = np.array(sure, dtype=np.float64)
        for n, candidate in enumerate(candidates):
            beside = self._beside.get(id(candidate.found[0][1]))
            if not beside:
                continue
            own = sentences.get(id(candidate.happening))
            if own is None:
                heads = (m.trigger.head.i for m in candidate.happening.mentions)
                own = sentences[id(candidate.happening)] = {self.context.sentence[i] for i in heads}
            for other, sentence in beside:
                at = place.get((id(candidate.happening), candidate.role, other)) if sentence in own else None
                if at is not None and sure[at] > sure[n]:
                    found[n] = max(found[n], _SHARED * sure[at] + (1 - _SHARED) * sure[n])
        return found
