"""Which texts the prefilter lets through, by the words of the domain and without parsing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ModelError
from kg.frames import Language, load_language
from kg.frames.clues import ClueFinder
from kg.frames.relevance import FILE, Relevance, load_weights
from kg.nlp.forms import load_lemmas
from kg.ontology import load
from kg.readers import read_sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def clues(language: Language) -> ClueFinder:
    return ClueFinder(language, load_lemmas())


@pytest.fixture(scope="module")
def relevance(language: Language) -> Relevance:
    return Relevance(language, load_lemmas())


@pytest.mark.parametrize(
    "text",
    [
        "Drivers struck on Monday.",
        "The nurses are striking.",
        "They walked out at noon.",
        "A walk-out began at dawn.",
        "WORKERS STAGE STOPPAGE",
    ],
)
def test_every_form_of_a_trigger_is_a_clue(clues: ClueFinder, text: str) -> None:
    assert clues.count(text)[0]["strike sure"] == 1


def test_words_may_stand_between_the_parts_of_a_verb_and_not_of_a_noun(clues: ClueFinder) -> None:
    assert clues.count("The crews laid all their tools down; they downed their tools.")[0]["strike sure"]
    assert not clues.count("A work, it was said, stoppage.")[0]["strike sure: work stoppage"]


def test_a_phrase_in_which_a_trigger_means_something_else_is_no_clue(clues: ClueFinder) -> None:
    assert not clues.count("He began a hunger strike. An air strike hit the harbour.")[0]["strike sure"]


def test_a_known_name_tells_its_class_and_its_words_tell_nothing_more(clues: ClueFinder) -> None:
    found, words = clues.count("Members of the Public and Commercial Services Union met.")
    assert found["ir:TradeUnion name"] == 1
    assert not found["ir:TradeUnion noun"]
    assert words == 9


def test_articles_on_disputes_are_read(relevance: Relevance) -> None:
    chosen = list(read_sources([str(ROOT / "seeds/articles.jsonl")]))[:20]
    assert sum(relevance(d.text) for d in chosen) >= 19


def test_few_articles_on_other_matters_are_read_that_were_not_learned_from(relevance: Relevance) -> None:
    others = list(read_sources([str(ROOT / "bench/streams/other-unseen.jsonl")]))
    assert sum(relevance(d.text) for d in others) <= 0.05 * len(others)


@pytest.mark.parametrize("text", ["", "...", "\0", "\u202e", "x" * 1_000_000, "strike " * 50_000])
def test_any_text_gets_an_answer(relevance: Relevance, text: str) -> None:
    assert relevance(text) in (True, False)


def test_a_domain_without_weights_is_read_where_a_trigger_stands_beside_somebody() -> None:
    deals = Relevance(load_language(load("company-deals")), load_lemmas())
    assert deals.weights is None
    assert deals("The bank has acquired a rival.")
    assert not deals("It rained in the hills, and the bank of the river gave way.")
    articles = read_sources([str(ROOT / "tests/data/company-deals/articles.jsonl")])
    gold = ROOT / "tests/data/company-deals/gold"
    for document in articles:
        path = gold / f"{document.id}.json"
        if path.is_file() and json.loads(path.read_text(encoding="utf-8"))["events"]:
            assert deals(document.text), document.id


def test_broken_weights_are_told_with_their_file(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert load_weights(path) is None
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"relevance.json: broken"):
        load_weights(path)
    path.write_text(json.dumps({"format": 9}), encoding="utf-8")
    with pytest.raises(ModelError, match="format 9; this version reads format 1"):
        load_weights(path)
