"""What the annotation of an article says of what was found in it, where it says nothing in so many words."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.learn.examples import Example, load_examples
from kg.learn.joining import joining
from kg.learn.labels import Labels
from kg.model import Document
from kg.ontology import load
from kg.pipeline.choice import RULES, Choice
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources
from kg.score.terms import Terms

TEXT = (
    "Bakers at Holm Foods walked out on Monday. The firm said it was surprised. "
    "The strike has closed two of its ovens. The union said talks would follow."
)
UNION = {"type": "ir:TradeUnion", "names": ["Bakers Alliance"]}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load(), choice=Choice(decisions=RULES))


def annotated(folder: Path, extractor: Extractor, *strikes: str, text: str = TEXT) -> tuple[Example, Labels]:
    """Return an article of a strike for each piece of evidence, and of what the union says."""
    (folder / "oven.txt").write_text(text + "\n", encoding="utf-8")
    events = [
        {"id": f"e{n}", "type": "ir:Strike", "status": "ir:occurred", "actor": [], "evidence": [piece]}
        for n, piece in enumerate(strikes)
    ]
    said = {"speaker": "u", "stance": "ir:announces", "about": None, "text": "talks would follow"}
    gold = {"doc": "oven", "published": "2021-03-02", "entities": {"u": UNION}, "events": events, "statements": [said]}
    (folder / "gold").mkdir()
    (folder / "gold" / "oven.json").write_text(json.dumps(gold | {"relations": []}), encoding="utf-8")
    documents = [d for d in read_sources([folder / "oven.txt"]) if isinstance(d, Document)]
    (example,) = load_examples([replace(d, id="oven") for d in documents], folder / "gold", extractor)
    return example, Labels(example, Terms(extractor.language.ontology))


def told(example: Example, labels: Labels, extractor: Extractor) -> list[bool | None]:
    decisions = example.findings(extractor).decisions()
    sure = [m for m in decisions.mentions if not m.trigger.loose and m.frame.name == "strike"]
    assert [m.trigger.head.lemma_ for m in sure] == ["walk", "strike"]
    return joining(decisions, labels, sure)[1]


def test_a_mention_outside_the_evidence_is_of_the_only_strike_there_is(tmp_path: Path, extractor: Extractor) -> None:
    example, labels = annotated(tmp_path, extractor, "Bakers at Holm Foods walked out on Monday")
    assert told(example, labels, extractor) == [True]


def test_of_which_of_two_strikes_a_mention_is_stays_open(tmp_path: Path, extractor: Extractor) -> None:
    pieces = ("Bakers at Holm Foods walked out on Monday", "Drivers struck in May")
    example, labels = annotated(tmp_path, extractor, *pieces, text=f"{TEXT} {pieces[1]}.")
    decisions = example.findings(extractor).decisions()
    later = next(m for m in decisions.mentions if m.trigger.head.text == "strike")
    assert labels.told(later) is None


def test_who_the_union_is_may_stand_elsewhere_in_the_article(tmp_path: Path, extractor: Extractor) -> None:
    example, labels = annotated(tmp_path, extractor, "Bakers at Holm Foods walked out on Monday")
    findings = example.findings(extractor)
    run = next(r for r in findings.runs if "talks" in example.doc[slice(*r.pieces[0])].text)
    assert labels.sayings([run])[0] == [False]
    part = Labels(replace(example, excerpt=True), labels.terms)
    assert part.sayings([run])[0] == [None]
