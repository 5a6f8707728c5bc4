"""Parts of articles that are learned from beside the whole ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.learn.examples import Example, load_examples
from kg.learn.excerpts import SINGLE, excerpts
from kg.model import Document
from kg.ontology import load
from kg.pipeline.choice import RULES, Choice
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources

SEEDS = Path(__file__).parents[2] / "seeds"
CHOSEN = ("b01", "h01", "p01")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load(), choice=Choice(decisions=RULES))


@pytest.fixture(scope="module")
def examples(extractor: Extractor) -> list[Example]:
    documents = [d for d in read_sources([SEEDS]) if isinstance(d, Document) and d.id in CHOSEN]
    return load_examples(documents, SEEDS, extractor)


@pytest.fixture(scope="module")
def parts(examples: list[Example], extractor: Extractor) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {e.document.id: [] for e in examples}
    for part in excerpts(examples, extractor):
        found[part.document.id].append(part)
    return found


def test_an_excerpt_says_less_of_the_same(examples: list[Example], parts: dict[str, list[Example]]) -> None:
    for whole in examples:
        assert parts[whole.document.id]
        for part in parts[whole.document.id]:
            assert part.excerpt and part.gold is whole.gold and part.group == whole.group
            assert len(part.doc.text) < len(whole.doc.text)
            for paragraph in part.doc.text.split("\n\n"):
                assert paragraph in whole.doc.text


def test_single_sentences_tell_of_an_event_or_open_the_article(
    examples: list[Example], parts: dict[str, list[Example]]
) -> None:
    for whole in examples:
        evidence = [piece for event in whole.gold.events for piece in event.evidence]
        texts = [part.doc.text for part in parts[whole.document.id]]
        telling = [text for text in texts if any(piece in text for piece in evidence)]
        alone = [text for text in texts if "\n\n" not in text]
        assert len(alone) <= SINGLE + 2
        assert len(alone) - sum(text in telling for text in alone) <= 2


def test_the_same_articles_give_the_same_excerpts(
    examples: list[Example], parts: dict[str, list[Example]], extractor: Extractor
) -> None:
    again = excerpts(examples, extractor)
    assert [e.doc.text for e in again] == [e.doc.text for own in parts.values() for e in own]
