"""Makes statements of runs of speech: one speaker's words in consecutive sentences, with what they do."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.annotations import Speech
from kg.extract.coreference import Coreference
from kg.extract.entities import Entity
from kg.extract.speakers import Speakers
from kg.frames import Language

_HEADLINE = 30  # tokens of the longest headline
NEUTRAL = "claims"  # the stance of a verb that tells only that something is said


@dataclass(eq=False, slots=True)
class Run:
    """A run of speech: its pieces (token spans), its speaker and its stance (a core concept's name)."""

    speaker: Entity
    stance: str
    pieces: list[tuple[int, int]] = field(default_factory=list)
    verbs: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)  # how each piece is told
    confidence: float = 0.8


def runs(doc: Doc, language: Language, coreference: Coreference) -> list[Run]:
    """Join the speech of a document into runs."""
    below = _headline(doc)
    speeches = _distinct([s for s in doc._.kg_speech if s.start >= below])
    found: list[Run] = []
    last: tuple[int, Run] | None = None
    for speech, speaker in zip(speeches, Speakers(doc, language, coreference).of(speeches), strict=True):
        if speaker is None:
            last = None
            continue
        sentence = doc[speech.start].sent
        if last is not None and last[1].speaker is speaker and _consecutive(doc, last[0], sentence.start):
            run = last[1]
            if run.stance == NEUTRAL and (speech.stance == "threatens" or _by_verb(doc, speech, language)):
                run.stance = speech.stance
        else:
            run = Run(speaker, speech.stance)
            found.append(run)
        run.pieces.append((speech.start, speech.end))
        run.forms.append(speech.form)
        if speech.verb >= 0:
            run.verbs.append(speech.verb)
        last = (doc[speech.end - 1].sent.end, run)
    return found


def _headline(doc: Doc) -> int:
    """Return where the text begins below its headline; what that says the text says again."""
    for token in doc[:_HEADLINE]:
        if token.is_space and "\n" in token.text:
            ends = token.i and doc[token.i - 1].text in {".", "?", "!", '"', "”", ":"}
            return 0 if ends else token.i
    return 0


def _by_verb(doc: Doc, speech: Speech, language: Language) -> bool:
    """Tell whether the verb of saying does more than say: only then does a later piece decide on a run."""
    verb = (doc[speech.verb].lemma_.lower(),) if speech.verb >= 0 else ()
    return language.english.stance.get(verb, NEUTRAL) != NEUTRAL


def _distinct(speeches: list[Speech]) -> list[Speech]:
    """Drop what lies inside a longer piece; a quotation inside reported words belongs to them."""
    kept: list[Speech] = []
    taken: set[int] = set()
    for speech in sorted(speeches, key=lambda s: (-(s.end - s.start), s.start)):
        if speech.start not in taken and speech.end - 1 not in taken:  # none that is kept is shorter
            kept.append(speech)
            taken.update(range(speech.start, speech.end))
    return sorted(kept, key=lambda s: s.start)


def _consecutive(doc: Doc, end: int, start: int) -> bool:
    return start <= end or not any(t.is_alpha for t in doc[end:start])
