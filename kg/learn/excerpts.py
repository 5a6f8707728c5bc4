"""Parts of annotated articles that could stand for themselves, as short news does: learned from, never measured on.

Long articles tell an event several times, and what is told once in them is mostly something else. Decisions that were
learned from them alone doubt whatever a report of one sentence tells. The annotation of an article holds for its parts,
as far as they tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from kg.learn.examples import Example
from kg.model import Document, Segment, SegmentKind
from kg.pipeline.extractor import Extractor

SINGLE = 3  # sentences that tell of an event and are taken alone, of each article
_SHORTEST = 40  # characters


def excerpts(examples: Sequence[Example], extractor: Extractor) -> list[Example]:
    """Return parts of the articles as articles of their own, with the annotations and the groups of the whole ones.

    They are the first sentence, the headline with the first paragraph, the first two paragraphs, and some sentences
    that tell of an event.

    Args:
        examples: whole articles.
        extractor: parses the parts.

    Raises:
        ReadError: a part is longer than spaCy can hold.
    """
    own = [(example, part) for example in examples for part in _parts(example)]
    parsed = extractor.parse([part for _, part in own])
    return [
        replace(example, document=document, doc=doc, passages=passages, excerpt=True)
        for (example, _), (document, passages, doc) in zip(own, parsed, strict=True)
    ]


def _parts(example: Example) -> Iterator[Document]:
    document = example.document
    headline = [s for s in document.segments if s.kind is SegmentKind.HEADLINE]
    body = [s for s in document.segments if s.kind is SegmentKind.BODY]
    found: list[tuple[Segment, ...]] = []
    sentences = [s for s in map(example.segment, example.doc.sents) if s is not None]
    if sentences:
        found.append((sentences[0],))
    if body:
        found += [(*headline, body[0]), tuple(body[:2])]
    found += [(s,) for s in sorted(_telling(example, sentences), key=lambda s: _drawn(document, s))[:SINGLE]]
    whole = sum(s.end - s.start for s in (*headline, *body))
    for parts in dict.fromkeys(found):
        if _SHORTEST <= sum(s.end - s.start for s in parts) < whole:
            yield replace(document, segments=parts)


def _telling(example: Example, sentences: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the sentences that hold a piece of the evidence of an event."""
    text = example.document.text
    evidence = [piece for event in example.gold.events for piece in event.evidence]
    for sentence in sentences:
        if any(piece in text[sentence.start : sentence.end] for piece in evidence):
            yield sentence


def _drawn(document: Document, segment: Segment) -> str:
    """Return what puts the sentences of an article into an order that has nothing to do with where they stand."""
    return sha256(f"{document.id}\0{segment.start}".encode()).hexdigest()
