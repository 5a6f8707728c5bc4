"""A long archive does not fill the memory with the words that it has once."""

from __future__ import annotations

from itertools import batched
from pathlib import Path

import pytest

from kg.model import Document, Reading
from kg.ontology import load
from kg.pipeline import extractor as reading
from kg.pipeline.choice import Choice
from kg.readers import read_sources

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture
def extractor(monkeypatch: pytest.MonkeyPatch) -> reading.Extractor:
    """One that has all the words which it may keep."""
    monkeypatch.setattr(reading, "WORDS", 0)
    return reading.Extractor(load(), choice=Choice())


def test_what_is_forgotten_changes_no_reading(extractor: reading.Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = list(read_sources([SEEDS]))[::20]
    forgetful = [result for some in batched(documents, 4) for result in extractor.read(some)]
    monkeypatch.undo()
    assert forgetful == reading.load_extractor(load().domain, Choice()).read(documents)


def test_new_words_are_forgotten_with_their_articles(extractor: reading.Extractor) -> None:
    (read,) = extractor.read(
        [Document("a", text := "Workers struck at Quorblezinc on Friday, Jan Vextrop said.", text)]
    )
    assert isinstance(read, Reading)
    assert any("Quorblezinc" in entity.label for entity in read.entities)
    assert not {"Quorblezinc", "quorblezinc", "Vextrop"} & set(extractor.nlp.vocab.strings)


def test_one_that_cannot_be_read_costs_the_others_nothing(extractor: reading.Extractor) -> None:
    text = "Dockers at Quorblezinc struck on Friday."
    too_long = "Dockers struck. " * (extractor.nlp.max_length // 16 + 1)
    for _ in range(2):
        bad, good = extractor.read([Document("b", too_long, too_long), Document("a", text, text)])
        assert isinstance(bad, Exception)
        assert isinstance(good, Reading)
        assert good.events
