"""Makes one event of the mentions of one happening, and fills what the article leaves to the reader.

Two mentions tell of one happening when their class is the same and neither their days nor their parties nor what is
said of their status contradict each other. What no sentence fills is taken from the story: its parties and its matter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.extract.entities import Entities, Entity
from kg.extract.events import Found, Mention, Number
from kg.frames import Frame, Language, RoleRule

_ORDER = {"cancelled": 5, "denied": 4, "occurred": 3, "planned": 2, "possible": 1}
_YEAR = re.compile(r"\d{4}")
_OPEN = frozenset({"planned", "possible", "cancelled"})


@dataclass(eq=False, slots=True)
class Happening:
    """One event of the document: its mentions, its status, its roles."""

    frame: Frame
    status: str
    mentions: list[Mention] = field(default_factory=list)
    roles: dict[str, list[Found]] = field(default_factory=dict)
    confidence: float | None = None  # as a model has it; None where rules alone read

    @property
    def certainty(self) -> float:
        """The probability that a model gives it; by the rules alone a constant, higher where words tell the status."""
        if self.confidence is not None:
            return self.confidence
        return (0.8 if any(m.said for m in self.mentions) else 0.6) - (0.2 if self.weak else 0.0)

    @property
    def weak(self) -> bool:
        """Tell whether only weak triggers name it."""
        return all(m.trigger.weak for m in self.mentions)


Choose = Callable[[Sequence[Happening], Mention], Happening | None]  # of those of its class, the one that it is of


class Merger:
    """Merges the mentions of one document.

    Args:
        language: the domain's frames and parties.
        entities: the entities of the document.
    """

    def __init__(self, language: Language, entities: Entities, *, published: date | None = None) -> None:
        self.published = published
        self.language = language
        self.entities = entities
        term = language.ontology.term
        self.dates = tuple(term(n) for n in ("date", "startDate", "endDate"))
        self.actor, self.target, self.reason, self.place = (term(n) for n in ("actor", "target", "reason", "place"))
        self.group = term("Group")
        self.numbers = {r.iri for r in language.ontology.roles.values() if r.kind == "number"}

    def merge(self, mentions: list[Mention], matter: list[str]) -> list[Happening]:
        """Return the document's events, in the order of their first mention.

        Args:
            mentions: the mentions of events, in the order of the text.
            matter: the concepts that the article is about.
        """
        happenings = self.gather(mentions)
        happenings = [h for h in happenings if self.believes(h, happenings)]
        self.complete(happenings, matter)
        return happenings

    def gather(self, mentions: Sequence[Mention], choose: Choose | None = None) -> list[Happening]:
        """Return one happening for all mentions that can be of one, in the order of their first mention.

        Sure mentions come together first, and what loose triggers name goes with them where it fits.

        Args:
            mentions: in the order of the text.
            choose: finds the happening that a mention is of among those of its class, of which there is at least one;
                None for the rules.
        """
        happenings: list[Happening] = []
        for mention in sorted(mentions, key=lambda m: m.trigger.loose):
            same = [h for h in happenings if h.frame.event == mention.frame.event]
            chosen = (choose or self.fitting)(same, mention) if same else None
            if chosen is None:
                chosen = Happening(mention.frame, mention.status)
                happenings.append(chosen)
            self._add(chosen, mention)
        for happening in happenings:
            happening.mentions.sort(key=lambda m: m.trigger.head.i)
            happening.status = self._by_date(happening)
        return sorted(happenings, key=lambda h: h.mentions[0].trigger.head.i)

    # -- which mentions are one ---------------------------------------------------------------

    def fitting(self, same: Sequence[Happening], mention: Mention) -> Happening | None:
        """Return the happening that a mention can be of and has most in common with; the last of equals."""
        fits = [n for n, h in enumerate(same) if self.compatible(h, mention)]
        return same[max(fits, key=lambda n: (self._shared(same[n], mention), n))] if fits else None

    def _add(self, happening: Happening, mention: Mention) -> None:
        happening.mentions.append(mention)
        happening.status = self._status(happening)
        for role, fillers in mention.roles.items():
            own = happening.roles.setdefault(role, [])
            own.extend(f for f in fillers if f not in own)

    def _status(self, happening: Happening) -> str:
        said = [m.status for m in happening.mentions if m.said]
        if not said:
            return happening.mentions[0].status
        counts = Counter(said)
        if "cancelled" in said and "occurred" not in counts:
            return "cancelled"
        if "occurred" not in counts and any(not m.said and m.trigger.verbal for m in happening.mentions):
            return "occurred"
        return max(counts, key=lambda s: (counts[s], _ORDER[s]))

    def _by_date(self, happening: Happening) -> str:
        """What lies wholly before the day of writing is no plan any more; what lies after it has not occurred."""
        days = [str(d) for d in self._days(happening.roles) if len(str(d)) == 10]
        if not days or self.published is None:
            return happening.status
        today = self.published.isoformat()
        if happening.status == "occurred" and min(days) > today:
            return "planned"
        if happening.status == "planned" and max(days) < today:
            return "occurred"
        return happening.status

    def compatible(self, happening: Happening, mention: Mention) -> bool:
        """Tell whether by the rules a mention can be of a happening."""
        theirs, ours = self._days(happening.roles), self._days(mention.roles)
        statuses = {happening.status, mention.status}
        differ = len(statuses) > 1 and not statuses <= _OPEN
        if self._past(ours) != self._past(theirs) and (ours or mention.roles.get(self.actor)):
            return False
        if theirs and ours:
            if not theirs & ours and (differ or not any(fits(str(x), str(y)) for x in theirs for y in ours)):
                return False
        elif (ours and mention.indefinite) or (
            differ and not mention.definite and mention.said and any(_asserts(m) for m in happening.mentions)
        ):
            return False
        if any(self._contrasts(m, mention) for m in happening.mentions):
            return False
        a = {f for f in happening.roles.get(self.actor, []) if isinstance(f, Entity) and f.type != self.group}
        b = {f for f in mention.roles.get(self.actor, []) if isinstance(f, Entity) and f.type != self.group}
        return not a or not b or bool(a & b)

    def _contrasts(self, one: Mention, other: Mention) -> bool:
        """Tell whether a sentence says one thing of one group and another of another: "guards left, nurses will"."""
        if one.trigger.head.sent.start != other.trigger.head.sent.start or one.status == other.status:
            return False
        a, b = one.roles.get(self.actor, []), other.roles.get(self.actor, [])
        return bool(a) and bool(b) and not any(f in b for f in a)

    def _past(self, days: set[Found]) -> bool:
        """Tell whether days lie in a year before the story: background."""
        years = {int(m.group()) for d in days if (m := re.match(r"\d{4}", str(d)))}
        now = self.published.year if self.published else 9999
        return bool(years) and max(years) < now - 1 if self.published else any(_YEAR.fullmatch(str(d)) for d in days)

    def _days(self, roles: dict[str, list[Found]]) -> set[Found]:
        return {v for d in self.dates for v in roles.get(d, [])}

    def _shared(self, happening: Happening, mention: Mention) -> int:
        return sum(
            len(set(map(_key, happening.roles.get(r, []))) & set(map(_key, v))) for r, v in mention.roles.items()
        ) * 2 + (happening.status == mention.status)

    # -- which are believed -------------------------------------------------------------------

    def believes(self, happening: Happening, happenings: Sequence[Happening]) -> bool:
        """Tell whether the rules alone take a happening for an event: of weak triggers, with parties or numbers."""
        own = {r for m in happening.mentions for r, v in m.roles.items() if v}
        if not happening.frame.needs <= own:
            return False
        if not happening.weak:
            return True
        if any(not h.weak for h in happenings if h.frame is happening.frame):
            return bool(own & {self.actor, *self.numbers})
        return bool(own & self.numbers) or (self.actor in own and len(own - {self.reason}) >= 2)

    # -- what the story fills -----------------------------------------------------------------

    def complete(self, happenings: list[Happening], matter: list[str]) -> None:
        """Fill from the whole article what no sentence of an event does: the parties of the story, and its matter."""
        chiefs = [self.chief(types) for types in self.language.parties.values()]
        trade = self._chief_trade()
        for happening in happenings:
            roles = {r.role: r for r in happening.frame.roles}
            groups = [f for f in happening.roles.get(self.actor, []) if isinstance(f, Entity) and f.type == self.group]
            strangers = bool(groups) and trade is not None and trade not in groups
            for role in (self.actor, self.target):
                rule = roles.get(role)
                if rule is None:
                    continue
                present = [f for f in happening.roles.get(role, []) if isinstance(f, Entity) and f.type != self.group]
                for chief in chiefs:
                    fitting = [e for e in chief if e.type in rule.fill]
                    if fitting and not strangers and not any(self._same_side(p, fitting[0]) for p in present):
                        self._extend(happening, role, fitting)
            rule = roles.get(self.actor)
            if (
                rule is not None
                and self._wants_trade(rule)
                and trade is not None
                and not groups
                and happening is self._story(happenings)
            ):
                happening.roles.setdefault(self.actor, []).append(trade)
            rule = roles.get(self.reason)
            if rule is not None and "article" in rule.slots and not happening.roles.get(self.reason):
                happening.roles[self.reason] = list(matter)

    def _extend(self, happening: Happening, role: str, found: list[Entity]) -> None:
        own = happening.roles.setdefault(role, [])
        own.extend(f for f in found if f not in own)

    def _wants_trade(self, rule: RoleRule) -> bool:
        """Tell whether a workforce does such things beside its union: where only their side can fill the role."""
        theirs = [s for s in self.language.parties.values() if self.group not in s]
        return self.group in rule.fill and not any(s & rule.fill for s in theirs)

    def _story(self, happenings: list[Happening]) -> Happening | None:
        """The event that the article is about: the one told of most, the first of equals."""
        return max(happenings, key=lambda h: (len(h.mentions), -happenings.index(h)), default=None)

    def _chief_trade(self) -> Entity | None:
        trades = [e for e in self.entities.all if e.type == self.group and e.named]
        return max(trades, key=self._weight, default=None)

    def _same_side(self, a: Entity, b: Entity) -> bool:
        return any(a.type in side and b.type in side for side in self.language.parties.values())

    def chief(self, types: frozenset[str]) -> list[Entity]:
        """Return the entity of these classes that the story is most about, or none."""
        named = [e for e in self.entities.all if e.type in types and e.named and e.type != self.group]
        named = [e for e in named if not self.entities.onlooker(e)]
        groups = [e for e in self.entities.all if e.type in types and e.named and e.type == self.group]
        if not named:
            return [max(groups, key=self._weight)] if groups else []
        return [max(named, key=self._weight)]

    def _weight(self, entity: Entity) -> tuple[float, int]:
        early = sum(1 for s, _ in entity.spans if s < 80)
        return (len(entity.spans) + 0.5 * early, -entity.first)


def _asserts(mention: Mention) -> bool:
    """Tell whether a mention itself says whether it happened, and does not only speak of it."""
    return mention.said or (mention.trigger.verbal and mention.trigger.head.tag_ in {"VBD", "VBN", "VBZ", "VBP"})


def fits(a: str, b: str) -> bool:
    """Tell whether two dates are one, or one is the other with a part left out: a month of a day, no year."""
    short, long = sorted((a, b), key=len)
    return long.startswith(short) or (short[:1] == "-" and long.endswith(short.lstrip("-")))


def _key(found: Found) -> object:
    return (found.value,) if isinstance(found, Number) else found
