"""What may fill the roles of an event, each with the features by which it is decided whether it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.annotations import Figure, TimeExpression
from kg.extract.counts import Counts
from kg.extract.decisions.discourse import Discourse
from kg.extract.decisions.measures import Measures
from kg.extract.decisions.outsiders import Outsiders, Slot
from kg.extract.decisions.story import FAR, Row, Story
from kg.extract.entities import Entity
from kg.extract.events import Found, Number, find_words
from kg.extract.matter import Matter
from kg.extract.merge import Happening
from kg.extract.times import compared, of_calling_off, of_return
from kg.frames import UNITS, RoleRule

_LEAST_PEOPLE = 3
_COMPARED = ("rules", "share", "path", "tokens", "apart", "phrases")  # features of which it matters who has the best


@dataclass(eq=False, slots=True)
class Candidate:
    """Something that may fill a role of an event. `places` are the tokens that name it."""

    happening: Happening
    role: str
    found: tuple[tuple[str, Found], ...]  # roles and fillers: a span of time fills two
    row: Row
    places: tuple[tuple[int, int], ...] = ()

    def fill(self) -> None:
        """Give the event what it may be given."""
        for role, filler in self.found:
            fillers = self.happening.roles.setdefault(role, [])
            if filler not in fillers:
                fillers.append(filler)


class Fillers:
    """Lists the candidates of a document, by the kind of decision.

    Args:
        story: the events of the document.
        asked: those of them whose roles are to be filled.
        matter: what the article is about.
        complete: what the rules take from the whole article for an event's role.
    """

    def __init__(
        self,
        story: Story,
        asked: Sequence[Happening],
        matter: Matter,
        complete: dict[int, dict[str, list[Found]]],
    ) -> None:
        self.story = story
        self.asked = asked
        self.context = story.context
        self.doc = story.doc
        self.matter = matter
        self.complete = complete
        self.discourse = Discourse(self.context)
        self.measures = Measures(story)
        self.ontology = self.context.language.ontology
        self._counts = Counts(self.doc, self.context.language, self.context.entities)
        weights = {id(e): self.context.weight(e) for e in self.context.entities.all}
        self._weights = weights
        self._sides: dict[int, list[float]] = {}
        for entity in self.context.entities.all:
            self._sides.setdefault(self.context.side(entity), []).append(weights[id(entity)])
        self._told_of = {id(h): [slot for m in h.mentions for slot in m.slots] for h in story.happenings}
        self._outsiders = Outsiders(self.context, self._told_of)
        self._said = {key: Counter(_key(f) for _, f, _ in slots) for key, slots in self._told_of.items()}
        self._said_at_all = Counter[object]()
        for own in self._said.values():
            self._said_at_all.update(own)
        self._proposed: Counter[int] = Counter()
        for (_, entity_id), n in story.proposed.items():
            self._proposed[entity_id] += n
        self._pairs: dict[tuple[int, int], Row] = {}

    def _elsewhere(self, happening: Happening, key: object) -> int:
        """Return how often the rules propose something for other events."""
        return self._said_at_all[key] - self._said[id(happening)][key]

    def _roles(self, kind: str) -> Iterator[tuple[Happening, RoleRule]]:
        for happening in self.asked:
            for rule in happening.frame.roles:
                if self.ontology.roles[rule.role].kind == kind:
                    yield happening, rule

    # -- agents and places --------------------------------------------------------------------

    def entities(self) -> list[Candidate]:
        """Return every entity of a fitting class for every role that an entity fills."""
        own = {id(e): self._entity(e) for e in self.context.entities.all}
        found: list[Candidate] = []
        for happening, rule in self._roles("entity"):
            group = [
                Candidate(
                    happening,
                    rule.role,
                    ((rule.role, e),),
                    self._pair(happening, rule.role, e, own[id(e)]),
                    tuple(e.spans),
                )
                for e in self.context.entities.all
                if e.type in rule.fill and not self._outsiders.has(happening, rule.role, e)
            ]
            _compare(group)
            found += group
        return found

    def _entity(self, entity: Entity) -> Row:
        """Return what is true of an entity, whatever it may fill."""
        context = self.context
        own = context.presence[id(entity)]
        rivals = self._sides[context.side(entity)]
        weight, total = self._weights[id(entity)], sum(rivals)
        found: Row = {
            f"class={entity.type}": 1,
            "named": entity.named,
            "known": entity.known,
            "identity": entity.identity is not None,
            "mentions": len(own.named),
            "meant": len(own.meant),
            "share": weight / total if total else 0,
            "rank": sum(w > weight for w in rivals),
            "first": min(FAR, min((context.sentence[i] for i in own.named), default=FAR)),
            "lower": entity.label.islower(),
            "words": len(entity.label.split()),
            "onlooker": context.entities.onlooker(entity),
            "speaks": sum(map(self._in_speech, own.named)) / max(1, len(own.named)),
        }
        if own.named:
            found[f"first.case={self.context.case(own.named[0])}"] = 1
        return found

    def _in_speech(self, i: int) -> bool:
        """Tell whether a name stands there as who says something, or who is told it."""
        token = self.doc[i]
        speech = (token.head.lemma_.lower(),) in self.context.language.english.stance
        return speech and token.dep_ in {"nsubj", "dobj", "dative"}

    def _pair(self, happening: Happening, role: str, entity: Entity, row: Row) -> Row:
        story = self.story
        filled, proposed = story.filled.get(role, 0), story.proposed.get((role, id(entity)), 0)
        return {
            **self._both(happening, entity, row),
            f"role={role}": 1,
            "elsewhere": proposed / max(1, filled),
            "elsewhere.other": self._proposed[id(entity)] - proposed,
            "others": filled,
            "complete": entity in self.complete[id(happening)].get(role, ()),
            **_slots(self._told_of[id(happening)], role, entity),
        }

    def _both(self, happening: Happening, entity: Entity, row: Row) -> Row:
        """Return what is true of an event and an entity, whatever role the one may fill of the other."""
        found = self._pairs.get((id(happening), id(entity)))
        if found is None:
            own = self.context.presence[id(entity)]
            found = self._pairs[id(happening), id(entity)] = {
                **self.story.event(happening),
                **row,
                **self.story.near(happening, (*own.named, *own.meant), frozenset(own.named)),
                **self.discourse.lead(happening, entity),
                **self.discourse.around(entity, self.complete[id(happening)]),
            }
        return found

    # -- times --------------------------------------------------------------------------------

    def times(self) -> list[Candidate]:
        """Return every time expression for every event that has a time."""
        term = self.ontology.term
        days, start, end = term("date"), term("startDate"), term("endDate")
        english = self.context.language.english
        roles = {"days": (days, days), "span": (start, end), "start": (start, start), "end": (end, end)}
        found: list[Candidate] = []
        for happening in self.asked:
            own = {r.role for r in happening.frame.roles}
            if not own & {days, start}:
                continue
            group = []
            for when in self.doc._.kg_dates:
                if when.start in self.context.spent:
                    continue
                if compared(self.doc[when.start : when.end].root) or of_return(when, self.doc):
                    continue
                if any(of_calling_off(when, m.trigger.head, english) for m in happening.mentions):
                    continue
                a, b = (r if r in own else days for r in roles[when.kind])
                fills = ((a, when.values[0]), *((b, v) for v in when.values[1:]))
                group.append(Candidate(happening, days, fills, self._time(happening, when), ((when.start, when.end),)))
            _compare(group)
            found += group
        return found

    def _time(self, happening: Happening, when: TimeExpression) -> Row:
        story = self.story
        told = [f for r, f, _ in self._told_of[id(happening)] if isinstance(f, str) and self._is_time(r)]
        at, own = self.measures.when(when)
        fits = sum(f in when.values for f in told)
        return {
            **story.event(happening),
            **own,
            "rules": fits,
            "rules.rival": len(told) - fits,
            "rules.elsewhere": sum(self._elsewhere(happening, value) for value in set(when.values)),
            **story.near(happening, (at,), frozenset({at})),
            **story.nearer(happening, at),
        }

    def _is_time(self, role: str) -> bool:
        return self.ontology.roles[role].kind == "date"

    # -- numbers ------------------------------------------------------------------------------

    def numbers(self) -> list[Candidate]:
        """Return every figure of a fitting unit for every role that a number fills."""
        dated = {i for d in self.doc._.kg_dates for i in range(d.start, d.end)}
        figures = [f for f in self.doc._.kg_figures if dated.isdisjoint(range(f.start, f.end))]
        repeated = Counter(f.value for f in figures)
        found: list[Candidate] = []
        for happening, rule in self._roles("number"):
            group = [
                Candidate(
                    happening,
                    rule.role,
                    ((rule.role, Number(f.value, f.bound)),),
                    self._number(happening, rule.role, f) | {"repeated": repeated[f.value], "fits": fits},
                    ((f.start, f.end),),
                )
                for f in figures
                if ((fits := self._counts.fits(happening.frame, rule, f)) or _of_unit(rule, f))
                and not (self._counts.sizes(f) or self._counts.is_age(f) or self._counts.wanted(happening.frame, f))
            ]
            _compare(group)
            found += group
        return found

    def _number(self, happening: Happening, role: str, figure: Figure) -> Row:
        story, value = self.story, figure.value
        at, own = self.measures.figure(figure)
        told = [f.value for r, f, _ in self._told_of[id(happening)] if r == role and isinstance(f, Number)]
        fits = sum(v == value for v in told)
        return {
            **story.event(happening),
            f"role={role}": 1,
            **own,
            "rules": fits,
            "rules.rival": len(told) - fits,
            "rules.elsewhere": self._elsewhere(happening, value),
            **story.near(happening, (at,), frozenset({at})),
            **story.nearer(happening, at),
        }

    # -- concepts -----------------------------------------------------------------------------

    def concepts(self) -> list[Candidate]:
        """Return every concept that the article's words name for every role that takes one from the article."""
        named = self.matter.named()
        weights: Counter[str] = Counter()
        places: dict[str, list[tuple[int, int, bool]]] = {}
        for concept, start, end, governed, weight in named:
            weights[concept] += weight
            places.setdefault(concept, []).append((start, end, governed))
        found: list[Candidate] = []
        for happening, rule in self._roles("concept"):
            if any(rule.role == role for role, _, _ in happening.frame.outcome):
                continue
            scheme = {c for r in self.ontology.roles[rule.role].ranges for c in self.ontology.concepts(r)}
            group = [
                Candidate(
                    happening,
                    rule.role,
                    ((rule.role, concept),),
                    self._concept(happening, rule.role, concept, weights, places[concept]),
                    tuple((a, b) for a, b, _ in places[concept]),
                )
                for concept in places
                if concept in scheme
            ]
            _compare(group)
            found += group
        return found

    def told(self) -> list[Candidate]:
        """Return every concept that a frame's own phrases tell of its events, such as how a ballot went."""
        found: list[Candidate] = []
        for happening in self.asked:
            roles = dict.fromkeys(role for role, _, _ in happening.frame.outcome)
            for role in roles:
                concepts = {c: phrases for r, c, phrases in happening.frame.outcome if r == role}
                group = [
                    Candidate(happening, role, ((role, c),), self._told(happening, role, c, tuple(p)))
                    for c, p in sorted(concepts.items())
                ]
                _compare(group)
                found += group
        return found

    def _told(self, happening: Happening, role: str, concept: str, phrases: Sequence[str]) -> Row:
        """Return which of the phrases stand in an event's sentences, and how near to its triggers."""
        told = self._told_of[id(happening)]
        row: Row = {**self.story.event(happening), f"concept={concept}": 1, **_slots(told, role, concept)}
        nearest, count = FAR, 0
        for mention in happening.mentions:
            sentence = mention.trigger.head.sent
            within = slice(sentence.start, sentence.end)
            forms = (self.context.lowers[within], self.context.lemmas[within])
            for words in map(str.split, phrases):
                for k in islice(find_words(forms, words), 1):
                    count += 1
                    nearest = min(nearest, abs(sentence.start + k - mention.trigger.head.i))
                    row[f"phrase={' '.join(words)}"] = 1
            figures = [
                f for f in self.doc._.kg_figures if sentence.start <= f.start < sentence.end and f.unit == "percent"
            ]
            values = [f.value for f in figures]
            row["percent"] = max([row.get("percent", 0), *values])
            row["percent.least"] = min([row.get("percent.least", 100), *values])
        return row | {"phrases": count, "nearest": nearest}

    def _concept(
        self, happening: Happening, role: str, concept: str, weights: Counter[str], places: list[tuple[int, int, bool]]
    ) -> Row:
        story, sentence = self.story, self.context.sentence
        starts = tuple(a for a, _, _ in places)
        return {
            **story.event(happening),
            f"concept={concept}": 1,
            "weight": weights[concept],
            "share": weights[concept] / sum(weights.values()),
            "rank": sum(w > weights[concept] for w in weights.values()),
            "others": len(weights),
            "mentions": len(places),
            "governed": sum(g for _, _, g in places),
            "first": min(FAR, min(sentence[a] for a in starts)),
            "complete": concept in self.complete[id(happening)].get(role, ()),
            "rules.elsewhere": self._elsewhere(happening, concept),
            **_slots(self._told_of[id(happening)], role, concept),
            **story.near(happening, starts, frozenset(starts)),
        }


def _of_unit(rule: RoleRule, figure: Figure) -> bool:
    """Tell whether a figure's unit is the one that a role counts in."""
    if rule.unit == "people":
        return not figure.unit and figure.value == int(figure.value) and figure.value >= _LEAST_PEOPLE
    return figure.unit in UNITS[rule.unit]


def _slots(told: Iterable[Slot], role: str, filler: Found) -> Row:
    """Return how the rules propose a filler, and whether they propose another; `told`: what they propose at all."""
    found: Row = {"rules": 0, "rules.rival": 0, "rules.other": 0}
    for r, f, slot in told:
        if r == role:
            found["rules" if f == filler else "rules.rival"] += 1
            found[f"slot={slot}" if f == filler else f"rival={slot}"] = 1
        elif f == filler:
            found["rules.other"] += 1
    return found


def _key(found: Found) -> object:
    """Return that by which two fillers that are the same are known."""
    return found.value if isinstance(found, Number) else found if isinstance(found, str) else None


def _compare(group: Sequence[Candidate]) -> None:
    """Tell of each candidate for a role how it stands beside the best of the others."""
    for name in _COMPARED:
        values = [c.row[name] for c in group if name in c.row]
        if not values:
            continue
        least, most = min(values), max(values)
        for candidate in group:
            value = candidate.row[name]
            candidate.row[f"{name}.over"] = value - least
            candidate.row[f"{name}.under"] = most - value
