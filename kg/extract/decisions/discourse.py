"""How an article leads up to an event: who was named last, whose sentence it is, in whose phrase a name stands."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping

from spacy.tokens import Token

from kg.extract.decisions.context import Context
from kg.extract.decisions.story import FAR, Row
from kg.extract.entities import Entity
from kg.extract.merge import Happening
from kg.ontology import local_name

_BACK = 8  # entities named before a trigger that are looked at
_SCAN = 50  # places where entities are spoken of, among which these are looked for
_NAMED = 12  # mentions of an entity whose phrases are looked at
_UP = 4  # edges from a name up to the noun phrase that it belongs to
_WITHIN = frozenset("poss compound nmod amod appos conj".split())
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class Discourse:
    """The order in which a document speaks of its entities, and which of them share a phrase.

    Args:
        context: where each entity is spoken of.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.doc = context.doc
        self._paragraph: list[int] = []
        n = 0
        for token in self.doc:
            self._paragraph.append(n)
            n += token.is_space and "\n" in token.text
        self._spoken: dict[int, Entity] = {}
        self._places: dict[int, list[int]] = {}
        self._told: dict[int, tuple[set[int], set[int]]] = {}  # the paragraphs, and the sentences with it as subject
        for entity in context.entities.all:
            own = context.presence[id(entity)]
            places = self._places[id(entity)] = sorted((*own.named, *own.meant))
            subjects = {context.sentence[i] for i in places if self.doc[i].dep_ in _SUBJECTS}
            self._told[id(entity)] = ({self._paragraph[i] for i in places}, subjects)
            self._spoken.update(dict.fromkeys(places, entity))
        self._order = sorted(self._spoken)
        self._before: dict[int, dict[int, tuple[int, int]]] = {}
        self._leads: dict[tuple[int, int], Row] = {}
        self._around = {id(e): self._phrases(e) for e in context.entities.all}

    def lead(self, happening: Happening, entity: Entity) -> Row:
        """Return how an entity stands in what leads up to an event's mentions."""
        key = (id(happening), id(entity))
        if key not in self._leads:
            self._leads[key] = self._lead(happening, entity)
        return self._leads[key]

    def _lead(self, happening: Happening, entity: Entity) -> Row:
        sentence, places = self.context.sentence, self._places[id(entity)]
        paragraphs, subjects = self._told[id(entity)]
        found: Row = {"back": _BACK, "back.alike": _BACK, "since": FAR, "until": FAR}
        for n, mention in enumerate(happening.mentions):
            i = mention.trigger.head.i
            here, k = sentence[i], bisect_left(places, i)
            side, alike = self._recent(i).get(id(entity), (_BACK, _BACK))
            found["back"], found["back.alike"] = min(found["back"], side), min(found["back.alike"], alike)
            if k:
                found["since"] = min(found["since"], here - sentence[places[k - 1]])
            if k < len(places):
                found["until"] = min(found["until"], sentence[places[k]] - here)
            if not n:
                found["back.first"] = side
            if self._paragraph[i] in paragraphs:
                found["paragraph"] = 1
            if here in subjects:
                found["subject"] = 1
            if here - 1 in subjects:
                found["subject.before"] = 1
        return found

    def _recent(self, i: int) -> dict[int, tuple[int, int]]:
        """Return for the entities spoken of last before a token how many of their side, their class came later."""
        found = self._before.get(i)
        if found is not None:
            return found
        found = self._before[i] = {}
        sides: Counter[int] = Counter()
        types: Counter[str] = Counter()
        end = bisect_left(self._order, i)
        for at in reversed(self._order[max(0, end - _SCAN) : end]):
            entity = self._spoken[at]
            if id(entity) not in found:
                side = self.context.side(entity)
                found[id(entity)] = (sides[side], types[entity.type])
                sides[side] += 1
                types[entity.type] += 1
                if len(found) >= _BACK:
                    break
        return found

    # -- phrases ------------------------------------------------------------------------------

    def _phrases(self, entity: Entity) -> list[Entity]:
        """Return the entities in whose noun phrases one is named: the drivers of "drivers at Y", of "Y's drivers"."""
        found: dict[int, Entity] = {}
        for i in self.context.presence[id(entity)].named[:_NAMED]:
            for head in _phrase(self.doc[i]):
                other = self.context.entities.at.get(head)
                if other is not None and other is not entity:
                    found[id(other)] = other
        return list(found.values())

    def around(self, entity: Entity, fillers: Mapping[str, Collection[object]]) -> Row:
        """Return in what phrases an entity is named.

        Args:
            entity: that which may fill a role.
            fillers: what the rules take for the roles of the event.
        """
        found: Row = {}
        for other in self._around[id(entity)]:
            found[f"via={other.type}"] = 1
            for role, own in fillers.items():
                if other in own:
                    found[f"via.role={local_name(role)}"] = 1
        return found


def _phrase(token: Token) -> list[int]:
    """Return the nouns above a name in whose phrase it stands, from the inside out."""
    found: list[int] = []
    at = token
    for _ in range(_UP):
        head = at.head
        if at.dep_ in _WITHIN and head.pos_ in _NOUNS:
            at = head
        elif at.dep_ == "pobj" and head.dep_ in {"prep", "agent"}:
            up = head.head
            if up.dep_ in {"acl", "relcl"}:  # "workers employed at Y"
                up = up.head
            if up.pos_ not in _NOUNS:
                break
            at = up
        else:
            break
        found.append(at.i)
    return found
