"""Named entities that stand in one sentence, and the facts that this can be taken to tell."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from bench.baselines.vocabulary import BODIES, OFFICE, PEOPLE, Gathered, Thing, Vocabulary, named
from kg.frames import Frame
from kg.score import GoldDoc

_QUOTES = frozenset('"“”')


class CooccurrenceReader:
    """Reads documents sentence by sentence: an event is a trigger word, its roles are the entities beside it.

    Args:
        vocabulary: what words tell.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def read(self, doc: Doc) -> GoldDoc:
        gathered, frames = Gathered(), self.vocabulary.frames(doc)
        quoted = False
        for number, sentence in enumerate(doc.sents):
            things = self.vocabulary.things(sentence)
            for frame in dict.fromkeys(frames[t.i] for t in sentence if t.i in frames):
                self._event(gathered, frame, sentence, things)
            people = [t for t in things if t.label in PEOPLE]
            bodies = [t for t in things if t.label in BODIES]
            self._relations(gathered, sentence, things)
            marks = sum(t.text in _QUOTES for t in sentence)
            stances = (self.vocabulary.stance(t) for t in sentence if t.pos_ == "VERB")
            stance = next((s for s in stances if s is not None), "claims" if marks or quoted else None)
            if stance is not None and (people or bodies):
                gathered.say((people or bodies)[0], stance, sentence.text, number)
            quoted ^= marks % 2 == 1
        return gathered.facts()

    def _event(self, gathered: Gathered, frame: Frame, sentence: Span, things: list[Thing]) -> None:
        draft = gathered.event(frame, sentence)
        actors = [t for t in things if self.vocabulary.fits(frame, "actor", t)]
        targets = [t for t in things if self.vocabulary.fits(frame, "target", t) and t not in actors[:1]]
        unsure = {t for t in actors if not t.side}  # whom nothing but the order in the sentence tells apart
        draft.add("actor", named(t for n, t in enumerate(actors) if n == 0 or t not in unsure))
        draft.add("target", named(targets))
        draft.add("place", named(t for t in things if self.vocabulary.fits(frame, "place", t)))
        self.vocabulary.beside(draft, sentence)

    def _relations(self, gathered: Gathered, sentence: Span, things: list[Thing]) -> None:
        people = [t for t in things if t.label in PEOPLE and not t.part]
        bodies = [t for t in things if t.label in BODIES]
        titles = list(self.vocabulary.offices(sentence))
        for n, person in enumerate(people):
            for body in bodies[:1]:
                gathered.relate(person, "speaksFor", body)
                for title in titles[n : n + 1]:
                    gathered.relate(person, OFFICE, body, title)
        for part in (t for t in things if t.part):
            for whole in [b for b in bodies if not b.part][:1]:
                gathered.relate(part, "unitOf", whole)
