"""Over the articles beside the project, where they are: nothing is lost, and every span leads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Document, SegmentKind
from kg.readers import read_sources
from kg.readers.normalise import normalise

SHARED = Path(__file__).parents[2].parent / "shared"
SOURCES = ("seeds", "corpus/articles.jsonl", "real-dev/articles.jsonl")


@pytest.fixture(scope="module", params=SOURCES)
def documents(request: pytest.FixtureRequest) -> list[Document]:
    source = SHARED / str(request.param)
    if not source.exists():
        pytest.skip(f"NOT TESTED: {source} is not there")
    return list(read_sources([source]))


def test_segments_cover_in_order_and_apart(documents: list[Document]) -> None:
    for document in documents:
        position = 0
        for part in document.segments:
            assert not document.text[position : part.start].strip(), document.id
            assert document.text[part.start : part.end].strip() == document.text[part.start : part.end] != ""
            position = part.end
        assert not document.text[position:].strip(), document.id


def test_spans_lead_back(documents: list[Document]) -> None:
    for document in documents:
        for part in document.segments:
            start, end = document.original_span(part.start, part.end)
            assert normalise(document.original[start:end])[0] == document.text[part.start : part.end]


def test_most_is_body_and_one_headline_at_most_twice(documents: list[Document]) -> None:
    for document in documents:
        sizes = {kind: sum(p.end - p.start for p in document.segments if p.kind is kind) for kind in SegmentKind}
        assert sizes[SegmentKind.BODY] > 0.5 * sum(sizes.values()), document.id
        assert [part.kind for part in document.segments].count(SegmentKind.HEADLINE) <= 2, document.id
