"""Makes statements of runs of speech: one speaker's words in consecutive sentences, with what they do."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.annotations import Speech
from kg.extract.coreference import Coreference
from kg.extract.entities import Entities, Entity
from kg.frames import Language


@dataclass(eq=False, slots=True)
class Run:
    """A run of speech: its pieces (token spans), its speaker and its stance (a core concept's name)."""

    speaker: Entity
    stance: str
    pieces: list[tuple[int, int]] = field(default_factory=list)
    verbs: list[int] = field(default_factory=list)
    confidence: float = 0.8


def runs(doc: Doc, language: Language, coreference: Coreference) -> list[Run]:
    """Join the speech of a document into runs."""
    people = {language.ontology.term(n) for n in ("Person", "Spokesperson")}
    sides = {t for side in language.parties.values() for t in side} | people
    speeches = _distinct(list(doc._.kg_speech))
    speakers = _speakers(doc, speeches, coreference, sides)
    found: list[Run] = []
    last: tuple[int, Run] | None = None
    for speech, speaker in zip(speeches, speakers, strict=True):
        if speaker is None:
            last = None
            continue
        sentence = doc[speech.start].sent
        if last is not None and last[1].speaker is speaker and _consecutive(doc, last[0], sentence.start):
            run = last[1]
            if speech.verb >= 0 and not run.verbs:
                run.stance = speech.stance
        else:
            run = Run(speaker, speech.stance)
            found.append(run)
        run.pieces.append((speech.start, speech.end))
        if speech.verb >= 0:
            run.verbs.append(speech.verb)
        last = (doc[speech.end - 1].sent.end, run)
    return found


def _distinct(speeches: list[Speech]) -> list[Speech]:
    """Drop what lies inside a longer piece; a quotation inside reported words belongs to them."""
    kept: list[Speech] = []
    for speech in sorted(speeches, key=lambda s: (-(s.end - s.start), s.start)):
        inside = next((k for k in kept if k.start <= speech.start and speech.end <= k.end), None)
        overlap = any(k.start < speech.end and speech.start < k.end for k in kept)
        if inside is None and not overlap:
            kept.append(speech)
    return sorted(kept, key=lambda s: s.start)


def _speakers(doc: Doc, speeches: list[Speech], coreference: Coreference, sides: set[str]) -> list[Entity | None]:
    speakers: list[Entity | None] = []
    for speech in speeches:
        entity = coreference.refers(doc[speech.speaker]) if speech.speaker >= 0 else None
        speakers.append(entity if entity is not None and entity.type in sides else None)
    for i, speech in enumerate(speeches):
        if speakers[i] is not None or speech.speaker >= 0 or not speech.quoted:
            continue
        after = i + 1 < len(speeches) and speakers[i + 1] is not None and _same_paragraph(doc, speech, speeches[i + 1])
        before = i > 0 and speakers[i - 1] is not None and _near(doc, speeches[i - 1], speech)
        long = speech.end - speech.start >= 6
        if after and speeches[i + 1].quoted and not (before and _same_paragraph(doc, speeches[i - 1], speech)):
            speakers[i] = speakers[i + 1]
        elif before and long:
            speakers[i] = speakers[i - 1]
        elif long:
            speakers[i] = _introduced(doc, speech, coreference.entities, sides)
    return speakers


def _introduced(doc: Doc, speech: Speech, entities: Entities, sides: set[str]) -> Entity | None:
    """A quotation after a colon: who the words before it are about."""
    before = doc[max(0, speech.start - 25) : speech.start]
    if not any(t.text == ":" for t in before[-3:]):
        return None
    for token in reversed(list(before)):
        entity = entities.at.get(token.i)
        if entity is not None and entity.type in sides:
            return entity
    return None


def _same_paragraph(doc: Doc, a: Speech, b: Speech) -> bool:
    return not any("\n" in t.text for t in doc[a.end : b.start])


def _near(doc: Doc, a: Speech, b: Speech) -> bool:
    """Tell whether nothing but white space and the frame of the first speech stands between two pieces."""
    between = [s for s in doc.sents if s.start >= a.end and s.end <= b.start]
    narration = [s for s in between if len([t for t in s if t.is_alpha]) > 3]
    return not narration


def _consecutive(doc: Doc, end: int, start: int) -> bool:
    if start <= end:
        return True
    return not [t for t in doc[end:start] if t.is_alpha]
