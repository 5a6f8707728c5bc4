"""The events of a document as its decisions see them: what is true of an event, and how near to it something stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kg.extract.decisions.context import Context
from kg.extract.entities import Entity
from kg.extract.events import Found, Mention
from kg.extract.merge import Happening
from kg.extract.paths import clause_root
from kg.ontology import local_name

Row = dict[str, float]
Probabilities = NDArray[np.float64]

FAR = 30  # sentences beyond which further away makes no difference
NO_PATH = 12  # edges between two words that no short path joins
_LONG_AGO = 400  # days
_DAY = re.compile(r"\d{4}(-\d\d){0,2}$")
_INSIDE = frozenset("conj appos pobj prep poss compound amod nmod".split())


class Story:
    """What the decisions on one document share.

    Args:
        context: where each entity is spoken of.
        happenings: the candidates for events, with what the rules fill.
    """

    def __init__(self, context: Context, happenings: Sequence[Happening]) -> None:
        self.context = context
        self.doc = context.doc
        self.published: date | None = self.doc._.kg_published
        self.happenings = happenings
        self.order = {id(h): n for n, h in enumerate(happenings)}
        self.heads = sorted({m.trigger.head.i for h in happenings for m in h.mentions})
        self._events: dict[int, Row] = {}
        self._gaps: dict[int, list[int]] = {}
        self._roots: dict[int, int] = {}
        self._phrases: dict[int, tuple[list[int], list[str]]] = {}
        self.proposed: dict[tuple[str, int], int] = {}
        self.filled: dict[str, int] = {}
        for happening in happenings:
            for role, fillers in happening.roles.items():
                own = [f for f in fillers if isinstance(f, Entity)]
                self.filled[role] = self.filled.get(role, 0) + bool(own)
                for entity in own:
                    self.proposed[role, id(entity)] = self.proposed.get((role, id(entity)), 0) + 1

    def event(self, happening: Happening) -> Row:
        """Return what is true of an event, whatever is asked about it."""
        found = self._events.get(id(happening))
        if found is None:
            found = self._events[id(happening)] = self._event(happening)
        return found

    def _event(self, happening: Happening) -> Row:
        first, count = happening.mentions[0], len(happening.mentions)
        sentences = {self.context.sentence[m.trigger.head.i] for m in happening.mentions}
        return {
            f"event={happening.frame.name}": 1,
            f"event.status={happening.status}": 1,
            "event.mentions": count,
            "event.verbal": sum(m.trigger.verbal for m in happening.mentions) / count,
            "event.weak": happening.weak,
            "event.first": min(FAR, min(sentences)),
            "event.headline": 0 in sentences,
            "event.definite": first.definite,
            "event.indefinite": first.indefinite,
            **self._beside(happening),
        }

    def _beside(self, happening: Happening) -> Row:
        """Return how an event stands beside those of its class: which is the main one, what is told of this alone."""
        alike = [h for h in self.happenings if h.frame is happening.frame]
        main = max(alike, key=lambda h: (len(h.mentions), -h.mentions[0].trigger.head.i))
        own, theirs = _told(happening), _told(main)
        found: Row = {
            "event.alike": len(alike),
            "event.main": main is happening,
            "event.behind": len(main.mentions) - len(happening.mentions),
            "event.apart": 0 if main is happening else len(own - theirs),
            "event.shared": 0 if main is happening else len(own & theirs),
        }
        for role, filler in own:
            name = f"event.own={local_name(role)}"
            found[name] = found.get(name, 0) + 1
            if isinstance(filler, str) and self.published is not None and _DAY.match(filler):
                found["event.past"] = max(found.get("event.past", 0), _days_before(filler, self.published))
        return found

    def root(self, i: int) -> int:
        """Return the verb of the clause that a token stands in."""
        if i not in self._roots:
            self._roots[i] = clause_root(self.doc[i]).i
        return self._roots[i]

    def near(self, happening: Happening, places: Iterable[int], named: frozenset[int]) -> Row:
        """Return how near to an event's mentions something at `places` stands, and how the nearest two are joined."""
        sentence = self.context.sentence
        best: tuple[float, int, Mention, int] | None = None
        together, apart, tokens = 0, FAR, 300
        for mention in happening.mentions:
            at = mention.trigger.head.i
            here = sentence[at]
            for i in places:
                gap, away = abs(sentence[i] - here), abs(at - i)
                if gap < apart:
                    apart = gap
                if away < tokens:
                    tokens = away
                if gap:
                    continue
                together += 1
                steps = self.context.distance(at, i, NO_PATH)
                cost = steps + 0.05 * away + (0 if i in named else 0.5)
                if best is None or (cost, i) < best[:2]:
                    best = (cost, i, mention, steps)
        found: Row = {"apart": apart, "together": together, "tokens": tokens, "path": NO_PATH}
        return found if best is None else found | self._joined(best[1], best[2], best[3], named)

    def _joined(self, i: int, mention: Mention, steps: int, named: frozenset[int]) -> Row:
        """Return how a word and a trigger of one sentence stand to each other."""
        head = mention.trigger.head.i
        low, high = (i, head) if i < head else (head, i)
        above, edges = self._phrase(i)
        attached = head in above
        return {
            "path": steps,
            "tokens": high - low,
            "before": i < head,
            "byname": i in named,
            "clause": self.root(i) == self.root(head),
            "between": sum(1 for h in self.heads if low < h < high),
            "attached": attached,
            "near.weak": mention.trigger.weak,
            "near.verbal": mention.trigger.verbal,
            f"case={self.context.case(i)}": 1,
            f"head.case={self.context.case(head)}": 1,
            f"governor={edges[above.index(head) + 1 if attached else -1]}": 1,
        }

    def _phrase(self, i: int) -> tuple[list[int], list[str]]:
        """Return the words above one in its phrase, and the edges above it and them."""
        found = self._phrases.get(i)
        if found is None:
            at, above = self.doc[i], list[int]()
            edges = [at.dep_]
            while at.dep_ in _INSIDE and at.head.i != at.i:
                at = at.head
                above.append(at.i)
                edges.append(at.dep_)
            found = self._phrases[i] = above, edges
        return found

    def nearer(self, happening: Happening, place: int) -> Row:
        """Return how many other events stand nearer to a place in the text."""
        gaps = self._gaps.get(place)
        if gaps is None:
            gaps = self._gaps[place] = [min(self._gap(m, place) for m in h.mentions) for h in self.happenings]
        ours = gaps[self.order[id(happening)]]
        others = [h for h, gap in zip(self.happenings, gaps, strict=True) if gap < ours]
        return {"nearer": len(others), "nearer.alike": sum(h.frame is happening.frame for h in others)}

    def _gap(self, mention: Mention, place: int) -> int:
        at = mention.trigger.head.i
        if self.context.sentence[at] != self.context.sentence[place]:
            return 20 + min(100, abs(at - place))
        return self.context.distance(at, place, NO_PATH) + abs(at - place) // 8


def _told(happening: Happening) -> set[tuple[str, Found]]:
    """Return what the rules propose for an event's roles from its own sentences."""
    return {(role, filler) for mention in happening.mentions for role, filler, _ in mention.slots}


def _days_before(when: str, published: date) -> float:
    """Return how many days before the day of writing something lies, as far as that makes a difference."""
    year, month, day = (int(part) for part in (when + "-01-01")[:10].split("-"))
    return min(_LONG_AGO, max(0, (published - date(year, month, day)).days))
