"""Parts of speech and lemmas that are looked up, beside those that the model's own components give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy

from kg.nlp import DEFAULT_MODEL, model_path
from kg.nlp.words import WordAttributes
from kg.readers import read_sources

SEEDS = Path(__file__).parents[2] / "seeds"
SET = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]
ODD = (
    "",
    " ",
    "There's no deal, there are no talks and there is nothin' left.\n\nLet's go, y'all: they ain't comin' and won't.",
    "I'd gotten what you'd have, and it's gonna cost 'em. He got it; she gets it. Do not, don't, n't.",
    "What has been done had been done, and those that did had had enough. This is hers. But that's it.",
)


@pytest.fixture(scope="module")
def model() -> Any:
    return spacy.load(model_path(DEFAULT_MODEL), exclude=["ner"])


def _parsed(model: Any, texts: list[str]) -> Iterator[Any]:
    before = ["tok2vec", "tagger", "parser"]
    with model.select_pipes(enable=before):
        yield from model.pipe(texts)


def test_words_get_what_the_models_components_give_them(model: Any) -> None:
    words = WordAttributes.of(model)
    assert words is not None
    ruler, lemmatizer = model.get_pipe("attribute_ruler"), model.get_pipe("lemmatizer")
    texts = [*ODD, *(document.text for document in list(read_sources([SEEDS]))[::9]), *ODD]
    for doc in _parsed(model, texts):
        right = lemmatizer(ruler(doc.copy()))
        assert (words(doc).to_array(SET) == right.to_array(SET)).all()


def test_what_was_set_before_stays(model: Any) -> None:
    words = WordAttributes.of(model)
    assert words is not None
    (doc,) = _parsed(model, ["They struck."])
    doc[1].lemma_ = "stroke"
    assert [t.lemma_ for t in words(doc)] == ["they", "stroke", "."]


def test_other_components_are_left_alone(model: Any) -> None:
    plain = spacy.blank("en")
    plain.add_pipe("attribute_ruler")
    plain.add_pipe("lemmatizer", config={"mode": "lookup"})
    assert WordAttributes.of(plain) is None
    ruler = spacy.blank("en")
    ruler.add_pipe("attribute_ruler").add([[{"ORTH": "a", "OP": "+"}]], {"POS": "DET"})
    ruler.add_pipe("lemmatizer")
    assert WordAttributes.of(ruler) is None
