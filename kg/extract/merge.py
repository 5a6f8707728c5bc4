"""Makes one event of the mentions of one happening, and fills what the article leaves to the reader.

Two mentions tell of one happening when their class is the same and neither their days nor their parties nor what is
said of their status contradict each other. What no sentence fills is taken from the story: its parties and its matter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.extract.entities import Entities, Entity
from kg.extract.events import Found, Mention, Number
from kg.frames import Frame, Language

_ORDER = {"cancelled": 5, "denied": 4, "occurred": 3, "planned": 2, "possible": 1}
_OPEN = frozenset({"planned", "possible", "cancelled"})


@dataclass(eq=False, slots=True)
class Happening:
    """One event of the document: its mentions, its status, its roles."""

    frame: Frame
    status: str
    mentions: list[Mention] = field(default_factory=list)
    roles: dict[str, list[Found]] = field(default_factory=dict)
    inherited: set[str] = field(default_factory=set)

    @property
    def weak(self) -> bool:
        """Tell whether only weak triggers name it."""
        return all(m.trigger.weak for m in self.mentions)


class Merger:
    """Merges the mentions of one document.

    Args:
        language: the domain's frames and parties.
        entities: the entities of the document.
    """

    def __init__(self, language: Language, entities: Entities) -> None:
        self.language = language
        self.entities = entities
        term = language.ontology.term
        self.dates = tuple(term(n) for n in ("date", "startDate", "endDate"))
        self.actor, self.target, self.reason, self.place = (term(n) for n in ("actor", "target", "reason", "place"))
        self.group = term("Group")

    def merge(self, mentions: list[Mention]) -> list[Happening]:
        """Return the document's events, in the order of their first mention."""
        happenings: list[Happening] = []
        for mention in mentions:
            self._add(happenings, mention)
        happenings = [h for h in happenings if self._believed(h, happenings)]
        self._complete(happenings)
        return happenings

    # -- which mentions are one ---------------------------------------------------------------

    def _add(self, happenings: list[Happening], mention: Mention) -> None:
        same = [h for h in happenings if h.frame is mention.frame]
        fits = [h for h in same if self._compatible(h, mention)]
        if fits:
            happening = max(fits, key=lambda h: (self._shared(h, mention), happenings.index(h)))
        else:
            happening = Happening(mention.frame, mention.status)
            happenings.append(happening)
        happening.mentions.append(mention)
        happening.status = self._status(happening)
        for role, fillers in mention.roles.items():
            own = happening.roles.setdefault(role, [])
            own.extend(f for f in fillers if f not in own)

    def _status(self, happening: Happening) -> str:
        said = [m.status for m in happening.mentions if m.said]
        if not said:
            return happening.mentions[0].status
        if "cancelled" in said:
            return "cancelled"
        counts = Counter(said)
        if "occurred" not in counts and any(not m.said and m.trigger.verbal for m in happening.mentions):
            return "occurred"
        return max(counts, key=lambda s: (counts[s], _ORDER[s]))

    def _compatible(self, happening: Happening, mention: Mention) -> bool:
        theirs, ours = self._days(happening.roles), self._days(mention.roles)
        if theirs and ours:
            if not theirs & ours:
                return False
        elif not mention.definite and mention.said and happening.status != mention.status and any(m.said for m in happening.mentions):
            pair = {happening.status, mention.status}
            if not pair <= _OPEN and "denied" not in pair:
                return False
            if "denied" in pair:
                return False
        for role in (self.actor,):
            a = {f for f in happening.roles.get(role, []) if isinstance(f, Entity) and f.type != self.group}
            b = {f for f in mention.roles.get(role, []) if isinstance(f, Entity) and f.type != self.group}
            if a and b and not a & b:
                return False
        return True

    def _days(self, roles: dict[str, list[Found]]) -> set[Found]:
        return {v for d in self.dates for v in roles.get(d, [])}

    def _shared(self, happening: Happening, mention: Mention) -> int:
        return sum(len(set(map(_key, happening.roles.get(r, []))) & set(map(_key, v))) for r, v in mention.roles.items()) * 2 + (
            happening.status == mention.status
        )

    # -- which are believed -------------------------------------------------------------------

    def _believed(self, happening: Happening, happenings: list[Happening]) -> bool:
        if not happening.weak:
            return True
        frame = happening.frame
        if any(not h.weak for h in happenings if h.frame is frame):
            return bool(happening.roles.get(self.actor))
        filled = [r for r, v in happening.roles.items() if v and r != self.reason]
        return self.actor in filled and len(filled) >= 2

    # -- what the story fills -----------------------------------------------------------------

    def _complete(self, happenings: list[Happening]) -> None:
        parties = {name: self.chief(types) for name, types in self.language.parties.items()}
        matter = self._matter(happenings)
        for happening in happenings:
            roles = {r.role: r for r in happening.frame.roles}
            for role in (self.actor, self.target):
                rule = roles.get(role)
                if rule is None:
                    continue
                present = [f for f in happening.roles.get(role, []) if isinstance(f, Entity)]
                for chiefs in parties.values():
                    fitting = [e for e in chiefs if e.type in rule.fill]
                    if fitting and not any(self._same_side(p, fitting[0]) for p in present):
                        happening.roles.setdefault(role, []).extend(fitting)
                        happening.inherited.add(role)
            rule = roles.get(self.reason)
            if rule is not None and not happening.roles.get(self.reason):
                happening.roles[self.reason] = list(matter)
                happening.inherited.add(self.reason)

    def _same_side(self, a: Entity, b: Entity) -> bool:
        return any(a.type in side and b.type in side for side in self.language.parties.values())

    def chief(self, types: frozenset[str]) -> list[Entity]:
        """Return the entity of these classes that the story is most about, or none."""
        named = [e for e in self.entities.all if e.type in types and e.named and e.type != self.group]
        groups = [e for e in self.entities.all if e.type in types and e.named and e.type == self.group]
        if not named:
            return [max(groups, key=self._weight)] if groups else []
        return [max(named, key=self._weight)]

    def _weight(self, entity: Entity) -> tuple[float, int]:
        early = sum(1 for s, _ in entity.spans if s < 80)
        return (len(entity.spans) + 0.5 * early, -entity.first)

    def _matter(self, happenings: list[Happening]) -> list[Found]:
        counts: Counter[str] = Counter()
        for happening in happenings:
            counts.update(str(r) for r in happening.roles.get(self.reason, []))
        return [c for c, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:3]]


def _key(found: Found) -> object:
    return (found.value,) if isinstance(found, Number) else found
