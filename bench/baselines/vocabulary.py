"""From words to the terms of the vocabulary: what both baselines share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kg.extract.triggers import TriggerFinder
from kg.frames import Frame, Language
from kg.ontology import MEMBERSHIP, local_name
from kg.score.facts import EventFacts, Filler, GoldDoc, RelationFact, StatementFact
from kg.score.sameness import names_of

PEOPLE, BODIES, PLACES = frozenset({"PERSON"}), frozenset({"ORG", "NORP"}), frozenset({"GPE", "LOC", "FAC"})
OFFICE = local_name(MEMBERSHIP)
_BEFORE = frozenset({"compound", "amod", "nmod"})
_INSIDE = 3  # edges between a noun and a modifier of it


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something that a text names. `side` is its party where its name tells it, else ""."""

    name: str
    label: str  # of the named entity; "GROUP" for people by their trade
    side: str
    part: bool = False  # whether its name tells that it is a part of something: "branch"


@dataclass(slots=True)
class Draft:
    """An event as it is gathered."""

    frame: Frame
    status: list[str] = field(default_factory=list)
    fillers: dict[str, list[Filler]] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)

    def add(self, fact: str, fillers: Iterable[Filler]) -> None:
        own = self.fillers.setdefault(fact, [])
        own.extend(f for f in fillers if f not in own)


class Vocabulary:
    """What the domain's data tells of words.

    Args:
        language: the domain's frames and words.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._finder = TriggerFinder(language)
        self._sides = {type_: name for name, types in language.parties.items() for type_ in types}
        entries = language.gazetteer.entries
        known = ((alias, entries[identity].type) for alias, identity, _ in language.gazetteer.aliases())
        self._known = {alias: self._sides[type_] for alias, type_ in known if type_ in self._sides}
        heads = ((word, type_) for type_, words in language.gazetteer.heads.items() for word in words)
        self._heads = {word.split()[0].lower(): type_ for word, type_ in heads}
        self._reasons = {words: local_name(concept) for words, concept in language.lexicon.reasons.items()}
        self._roles = {f.name: {local_name(r.role) for r in f.roles} for f in language.frames}

    def frames(self, doc: Doc) -> dict[int, Frame]:
        """Return the frames whose trigger words stand in a document, by token."""
        found: dict[int, Frame] = {}
        for trigger in self._finder.find(doc):
            for i in {trigger.head.i, *trigger.core}:
                found.setdefault(i, trigger.frame)
        return found

    # -- things -----------------------------------------------------------------------------

    def thing(self, token: Token) -> Thing | None:
        """Return what a word names: the named entity that it stands in, or people by their trade."""
        for span in token.sent.ents:
            if span.start <= token.i < span.end:
                return self.entity(span)
        type_ = self.language.lexicon.named.get(token.lemma_.lower())
        if type_ is None or token.tag_ not in {"NNS", "NNPS"} or type_ not in self._sides:
            return None
        words = [c for c in token.children if c.dep_ in _BEFORE and token.i - _INSIDE <= c.i < token.i]
        return Thing(" ".join(t.text for t in (*words, token)), "GROUP", self._sides[type_])

    def entity(self, span: Span) -> Thing | None:
        if span.label_ not in PEOPLE | BODIES | PLACES:
            return None
        name = span.text.removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
        heads = [self._heads[word] for word in reversed(name.lower().split()) if word in self._heads]
        side = self._known.get(name) or next((self._sides.get(head, "") for head in heads), "")
        return Thing(name, span.label_, side, not self.language.lexicon.units.isdisjoint(heads))

    def things(self, span: Iterable[Token]) -> list[Thing]:
        """Return what words name, each once."""
        return [*dict.fromkeys(t for t in map(self.thing, span) if t is not None)]

    def fits(self, frame: Frame, role: str, thing: Thing) -> bool:
        """Tell whether a thing may fill a role, as far as its name shows."""
        rule = next((r for r in frame.roles if local_name(r.role) == role), None)
        if rule is None or thing.label in PEOPLE:
            return False
        if role == "place":
            return thing.label in PLACES
        sides = {self._sides[type_] for type_ in rule.fill if type_ in self._sides}
        return thing.side in sides if thing.side else thing.label in BODIES

    # -- what stands beside an event ----------------------------------------------------------

    def beside(self, draft: Draft, sentence: Span) -> None:
        """Add the days, numbers and matters that a sentence names to an event."""
        doc, roles = sentence.doc, self._roles[draft.frame.name]
        lemmas = [t.lemma_.lower() for t in sentence]
        dated = {i for span in sentence.ents if span.label_ == "DATE" for i in range(span.start, span.end)}
        for when in doc._.kg_dates:
            if "date" in roles and not dated.isdisjoint(range(when.start, when.end)):
                draft.add("date", when.values)
        counted = {i for s in sentence.ents if s.label_ in {"CARDINAL", "PERCENT"} for i in range(s.start, s.end)}
        for figure in doc._.kg_figures:
            if counted.isdisjoint(range(figure.start, figure.end)):
                continue
            if figure.unit in {"percent", "share"}:
                for rule in draft.frame.roles:
                    if rule.unit == "percent" and (not rule.near or not rule.near.isdisjoint(lemmas)):
                        draft.add(local_name(rule.role), [figure.value])
            elif not figure.unit and "workersInvolved" in roles and figure.head >= 0 and figure.value > 2:
                draft.add("workersInvolved", [figure.value])
        for role, concept, phrases in draft.frame.outcome:
            if any(_stands(tuple(phrase.split()), lemmas) for phrase in phrases):
                draft.add(local_name(role), [local_name(concept)])
        if "reason" in roles:
            draft.add("reason", (c for words, c in self._reasons.items() if _stands(words, lemmas)))

    def status(self, verb: Token) -> str:
        """Return the status that a verb's auxiliaries tell: a triple has no other."""
        if any(c.dep_ == "neg" for c in verb.children):
            return "denied"
        modal = (self.language.english.modal.get(c.lower_) for c in verb.children if c.dep_ == "aux")
        return next((m for m in modal if m), "occurred")

    def stance(self, verb: Token) -> str | None:
        """Return what a verb of speech does."""
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
        lemma = verb.lemma_.lower()
        table = self.language.english.stance
        return table.get((lemma, particle)) if particle else table.get((lemma,))

    def offices(self, words: Iterable[Token]) -> Iterator[str]:
        """Yield the offices that words name: "general secretary"."""
        lemmas = [t.lower_ for t in words]
        i = 0
        while i < len(lemmas):
            for length in (4, 3, 2, 1):
                if " ".join(lemmas[i : i + length]) in self.language.lexicon.offices:
                    yield " ".join(lemmas[i : i + length])
                    i += length - 1
                    break
            i += 1


def _stands(words: tuple[str, ...], lemmas: list[str]) -> bool:
    return any(tuple(lemmas[i : i + len(words)]) == words for i in range(len(lemmas)))


class Gathered:
    """What is found in one document."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}
        self._said: list[tuple[Thing, str, str, int]] = []
        self._relations: dict[tuple[str, str, str, str | None], RelationFact] = {}

    def event(self, frame: Frame, sentence: Span, status: str = "occurred") -> Draft:
        """Return the event of a frame's class: one an article, which scores better than one a sentence."""
        draft = self._drafts.setdefault(frame.event, Draft(frame))
        draft.status.append(status)
        if sentence.text not in draft.evidence:
            draft.evidence.append(sentence.text)
        return draft

    def say(self, speaker: Thing, stance: str, text: str, number: int) -> None:
        """Add what somebody says in a sentence; one who spoke in the sentence before goes on."""
        if self._said and self._said[-1][0] == speaker and number - self._said[-1][3] <= 1:
            _, first, before, _ = self._said.pop()
            stance, text = first, before if text == before else f"{before} {text}"
        self._said.append((speaker, stance, text, number))

    def relate(self, subject: Thing, predicate: str, object_: Thing, title: str | None = None) -> None:
        key = (subject.name, predicate, object_.name, title)
        self._relations.setdefault(key, RelationFact(_names(subject), predicate, _names(object_), title))

    def facts(self) -> GoldDoc:
        return GoldDoc(
            events=[
                EventFacts(
                    local_name(d.frame.event),
                    Counter(d.status).most_common(1)[0][0],
                    {name: tuple(own) for name, own in d.fillers.items()},
                    evidence=tuple(d.evidence),
                )
                for d in self._drafts.values()
            ],
            relations=list(self._relations.values()),
            statements=[StatementFact(_names(who), stance, text) for who, stance, text, _ in self._said],
        )


def _names(thing: Thing) -> frozenset[frozenset[str]]:
    return names_of([thing.name])


def named(things: Iterable[Thing]) -> list[Filler]:
    return [_names(t) for t in things]
