"""Reads event mentions: a trigger, its status, and what fills its roles in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.annotations import Figure, TimeExpression
from kg.extract.coreference import Coreference
from kg.extract.counts import Counts
from kg.extract.entities import Entity
from kg.extract.factuality import status_of
from kg.extract.matter import Matter
from kg.extract.paths import clause_root, distance, follow, with_conjuncts
from kg.extract.times import goes_on, of_calling_off, of_return, of_saying, same_clause
from kg.extract.triggers import Trigger
from kg.extract.untold import is_told
from kg.frames import Frame, Language, RoleRule
from kg.ontology import Ontology

_NEXT = 3  # sentences in which more may be told of an event without naming it again
_OTHER = frozenset(
    ("a an another second third fourth further more new fresh earlier previous last separate similar").split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that fills a role, with the core concept of how exact it is."""

    value: float
    bound: str


Found = Entity | Number | str  # an entity, a number, a concept's IRI or an ISO date


@dataclass(eq=False, slots=True)
class Mention:
    """One mention of an event."""

    trigger: Trigger
    status: str
    said: bool  # the text has words for the status
    roles: dict[str, list[Found]] = field(default_factory=dict)
    marks: list[tuple[str, int, int]] = field(default_factory=list)  # role, tokens
    slots: list[tuple[str, Found, str]] = field(default_factory=list)  # role, filler, the slot that proposed it
    definite: bool = False
    indefinite: bool = False  # "a second strike", "two more stoppages": another than those told of before

    @property
    def frame(self) -> Frame:
        """The frame that read it."""
        return self.trigger.frame

    def fill(self, role: str, filler: Found, start: int, end: int, slot: str = "clause") -> None:
        """Add a filler and mark its tokens."""
        fillers = self.roles.setdefault(role, [])
        self.slots.append((role, filler, slot))
        if filler not in fillers:
            fillers.append(filler)
            self.marks.append((role, start, end))


class EventReader:
    """Reads the event mentions of one document.

    Args:
        doc: a document that went through the whole pipeline.
        language: frames and templates of the domain.
        coreference: the entities of the same document, and what stands for them.
        matter: what the article is about.
    """

    def __init__(self, doc: Doc, language: Language, coreference: Coreference, matter: Matter) -> None:
        self.doc = doc
        self.language = language
        self.coreference = coreference
        self.entities = coreference.entities
        self.ontology: Ontology = language.ontology
        self.matter = matter
        self.counts = Counts(doc, language, self.entities)
        self.spent: set[int] = set()  # tokens at which dates begin that are of what is no event
        self._taken: set[int] = set()  # tokens at which figures and dates begin that have been given to an event
        self.kinds = {r.iri: r.kind for r in self.ontology.roles.values()}

    def read(self, triggers: Iterable[Trigger]) -> list[Mention]:
        """Return a mention for each trigger, with what its own sentence fills.

        What a sentence shares out among its mentions, those of loose triggers get by themselves: they take nothing
        away from the others.
        """
        mentions = [self._mention(t) for t in triggers]
        for mention in mentions:
            for rule in mention.frame.roles:
                if self.kinds[rule.role] == "entity":
                    self._entities(mention, rule)
        by_sentence: dict[tuple[int, bool], list[Mention]] = {}
        for mention in mentions:
            by_sentence.setdefault((mention.trigger.head.sent.start, mention.trigger.loose), []).append(mention)
        for group in by_sentence.values():
            self._shared(group)
            for mention in group:
                self._tells(mention)
        untold = [m for m in mentions if not is_told(m.trigger)]
        self.spent = {start for m in untold for role, start, _ in m.marks if self.kinds.get(role) == "date"}
        mentions = [m for m in mentions if m not in untold]
        self._told_on(mentions)
        return mentions

    def _mention(self, trigger: Trigger) -> Mention:
        status, said = status_of(trigger.head, self.language.english)
        if trigger.frame.status:
            status = trigger.frame.status
        determiners = {c.lower_ for c in trigger.head.children if c.dep_ in {"det", "poss"}}
        definite = not trigger.verbal and bool(determiners & {"the", "this", "that", "these", "their", "its", "those"})
        others = {c.lower_ for c in trigger.head.children if c.dep_ in {"det", "amod", "nummod"}}
        indefinite = not trigger.verbal and bool(others & _OTHER)
        mention = Mention(trigger, status, said, definite=definite, indefinite=indefinite)
        mention.marks.append(("", trigger.start, trigger.end))
        return mention

    # -- entities ---------------------------------------------------------------------------

    def _entities(self, mention: Mention, rule: RoleRule) -> None:
        for slot in rule.slots:
            if slot in {"clause", "sentence", "article"}:
                continue
            filled = False
            for path in self.language.slots[slot]:
                for token in follow(mention.trigger.head, path):
                    for entity in self.fitting(token, rule.fill):
                        mention.fill(rule.role, entity, token.i, token.i + 1, slot)
                        filled = True
                if filled and not rule.both:
                    return

    def fitting(self, token: Token, fill: frozenset[str]) -> Iterator[Entity]:
        """Yield the entities of these classes that a phrase names: its head's, and those that it belongs to."""
        entity = self.coreference.refers(token)
        if entity is None and self.ontology.term("Group") in fill:
            entity = self.coreference.nouns.group_at(token)
        if entity is not None and entity.type in fill:
            yield entity
        if entity is not None and entity.type != self.ontology.term("Group"):
            return
        for part in _belonging(token):
            inner = self.coreference.refers(part) if part.dep_ != "compound" else self.entities.at.get(part.i)
            if inner is not None and inner.type in fill and inner is not entity:
                yield inner
            elif inner is None and part.pos_ == "NOUN" and part.dep_ in {"pobj", "conj"}:
                yield from self.fitting(part, fill)

    # -- what is shared out among the mentions of a sentence ----------------------------------

    def _shared(self, mentions: list[Mention]) -> None:
        """Give dates, places, numbers and left-over parties to the nearest trigger that can take them."""
        sentence = mentions[0].trigger.head.sent
        for when in self.doc._.kg_dates:
            if sentence.start <= when.start < sentence.end and self._give_date(mentions, when):
                self._taken.add(when.start)
        for figure in self.doc._.kg_figures:
            inside = sentence.start <= figure.start < sentence.end
            if inside and not self._dated(figure) and self._give_number(mentions, figure):
                self._taken.add(figure.start)
        seen: set[int] = set()
        for i in range(sentence.start, sentence.end):
            entity = self.entities.at.get(i)
            if entity is None or id(entity) in seen:
                continue
            seen.add(id(entity))
            self._give_entity(mentions, entity, self.doc[i])
        for concept, start, end in self.matter.under(sentence.start, sentence.end):
            for mention in mentions:
                for rule in mention.frame.roles:
                    if "clause" in rule.slots and self._in_scheme(rule.role, concept):
                        mention.fill(rule.role, concept, start, end)

    def _in_scheme(self, role: str, concept: str) -> bool:
        return self.kinds[role] == "concept" and any(
            concept in self.ontology.concepts(r) for r in self.ontology.roles[role].ranges
        )

    def _dated(self, figure: Figure) -> bool:
        return any(d.start < figure.end and figure.start < d.end for d in self.doc._.kg_dates)

    def _nearest(self, mentions: list[Mention], token: Token) -> list[Mention]:
        return sorted(mentions, key=lambda m: (distance(m.trigger.head, token), abs(m.trigger.head.i - token.i)))

    def _give_date(self, mentions: list[Mention], when: TimeExpression) -> bool:
        anchor = self._anchor(when.start, when.end)
        if of_saying(anchor, {m.trigger.head.i for m in mentions}, self.language.english):
            return True
        english = self.language.english
        if of_return(when, self.doc) or any(of_calling_off(when, m.trigger.head, english) for m in mentions):
            return True
        for mention in self._nearest(mentions, anchor):
            head = mention.trigger.head
            if not self._dates(mention):
                continue
            if distance(head, anchor) <= 6 and same_clause(anchor, head):
                self._fill_date(mention, when)
                return True
        return False

    def _dates(self, mention: Mention) -> bool:
        return any(r.role == self.ontology.term("date") for r in mention.frame.roles)

    def _fill_date(self, mention: Mention, when: TimeExpression, slot: str = "clause") -> None:
        own = {r.role for r in mention.frame.roles}
        date = self.ontology.term("date")
        names = {
            "days": ("date", "date"),
            "span": ("startDate", "endDate"),
            "start": ("startDate", "startDate"),
            "end": ("endDate", "endDate"),
        }[when.kind]
        first, last = (r if (r := self.ontology.term(n)) in own else date for n in names)
        mention.fill(first, when.values[0], when.start, when.end, slot)
        for value in when.values[1:]:
            mention.fill(last, value, when.start, when.end, slot)

    def _anchor(self, start: int, end: int) -> Token:
        return self.doc[start:end].root

    def _give_number(self, mentions: list[Mention], figure: Figure) -> bool:
        token = self.doc[figure.head] if figure.head >= 0 else self._anchor(figure.start, figure.end)
        return any(self._fill_number(m, figure) for m in self._nearest(mentions, token))

    def _fill_number(self, mention: Mention, figure: Figure, slot: str = "clause") -> bool:
        away = slot != "clause"
        for rule in mention.frame.roles:
            if self.kinds[rule.role] == "number" and self.counts.fits(mention.frame, rule, figure, away=away):
                mention.fill(rule.role, Number(figure.value, figure.bound), figure.start, figure.end, slot)
                return True
        return False

    # -- what sentences without a trigger of their own tell of an event before them -----------------

    def _told_on(self, mentions: list[Mention]) -> None:
        """Give numbers and dates of the next sentences to the last event told of before them that can take them."""
        sentences = {s.start: k for k, s in enumerate(self.doc.sents)}
        places = [(sentences[m.trigger.head.sent.start], m) for m in mentions]
        for figure in self.doc._.kg_figures:
            if not self._given(figure.start) and not self._dated(figure):
                here = sentences[self.doc[figure.start].sent.start]
                own = [m for k, m in places if k == here]
                if not any(self._counted(m) for m in own):
                    earlier = (m for k, m in reversed(places) if 0 <= here - k <= _NEXT and k != here)
                    next((m for m in earlier if self._fill_number(m, figure, "next")), None)
        for when in self.doc._.kg_dates:
            if not self._given(when.start) and goes_on(anchor := self._anchor(when.start, when.end)):
                here = sentences[anchor.sent.start]
                if not any(self._dates(m) for k, m in places if k == here):
                    earlier = (m for k, m in reversed(places) if here - k == 1 and self._dates(m))
                    if (mention := next(earlier, None)) is not None:
                        self._fill_date(mention, when, "next")

    def _given(self, token: int) -> bool:
        return token in self._taken

    def _counted(self, mention: Mention) -> bool:
        return any(self.kinds[r.role] == "number" and r.unit == "people" for r in mention.frame.roles)

    def _give_entity(self, mentions: list[Mention], entity: Entity, token: Token) -> None:
        for mention in self._nearest(mentions, token):
            for rule in mention.frame.roles:
                if self.kinds[rule.role] != "entity" or "clause" not in rule.slots or entity.type not in rule.fill:
                    continue
                place = entity.type in self.language.gazetteer.place_types
                if place and token.dep_ not in {"pobj", "conj", "appos", "npadvmod", "dobj", "advmod"}:
                    continue
                if not place and mention.roles.get(rule.role):
                    continue
                if not place and (
                    clause_root(token) != clause_root(mention.trigger.head) or distance(mention.trigger.head, token) > 5
                ):
                    continue
                if place and distance(mention.trigger.head, token) > 7:
                    continue
                mention.fill(rule.role, entity, token.i, token.i + 1)
                return

    def _tells(self, mention: Mention) -> None:
        """Fill the concepts that words near the trigger tell, such as how a ballot went."""
        if not mention.frame.outcome or mention.status != "occurred":
            return
        sentence = list(mention.trigger.head.sent)
        forms = ([x.lower_ for x in sentence], [x.lemma_.lower() for x in sentence])
        centre = mention.trigger.head.i - sentence[0].i
        hits = [
            (abs(k - centre), -len(words), role, concept)
            for role, concept, phrases in mention.frame.outcome
            for words in map(str.split, phrases)
            for k in find_words(forms, words)
        ]  # of two that begin with the same word, the longer says more: "vote to", "vote to reject"
        if hits:
            *_, role, concept = min(hits)
            mention.fill(role, concept, mention.trigger.start, mention.trigger.end)


def find_words(forms: Iterable[list[str]], words: list[str]) -> Iterator[int]:
    """Yield where words stand in a sentence, of which there are several forms: as it is, as lemmas."""
    first, many = words[0], len(words)
    for form in forms:
        if first in form:
            for k, word in enumerate(form):
                if word == first and (many == 1 or form[k : k + many] == words):
                    yield k


def _belonging(token: Token) -> Iterator[Token]:
    """Yield the tokens inside a phrase that may name whom its head belongs to: "members of X and Y", "X's drivers"."""
    for child in token.children:
        if child.dep_ in {"poss", "compound", "nmod", "amod"}:
            yield child
        elif child.dep_ == "prep" and child.lower_ in {"of", "in", "from", "among", "with", "including", "for"}:
            for grand in child.children:
                if grand.dep_ == "pobj":
                    yield from with_conjuncts(grand)
