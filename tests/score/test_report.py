"""What a comparison tells: counts, values of status, mistakes with their sentences."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import ReadError
from kg.ontology import Ontology
from kg.score import GoldDoc, Report, from_dataset, load_gold, score

from .gold_quads import n_quads


@pytest.fixture
def gold(tmp_path: Path, annotation: dict[str, Any], ontology: Ontology) -> dict[str, GoldDoc]:
    (tmp_path / "d1.json").write_text(json.dumps(annotation), encoding="utf-8")
    return load_gold(tmp_path, ontology)


def report_of(found: dict[str, Any], gold: dict[str, GoldDoc], ontology: Ontology) -> Report:
    store = ox.Store()
    store.load(n_quads([found], ontology).encode(), format=ox.RdfFormat.N_QUADS)
    return score(gold, from_dataset(store, ontology), ontology)


def test_all_found(annotation: dict[str, Any], gold: dict[str, GoldDoc], ontology: Ontology) -> None:
    report = report_of(annotation, gold, ontology)
    assert report.errors == ()
    assert (report.all.fn, report.all.fp) == (0, 0)
    assert report.facts["event"].tp == 2
    assert report.facts["turnout"].gold == 0, "optional"
    assert report.macro == report.status_macro == 1.0


def test_mistakes_come_with_their_sentence(
    annotation: dict[str, Any], gold: dict[str, GoldDoc], ontology: Ontology
) -> None:
    found = copy.deepcopy(annotation)
    strike, ballot = found["events"]
    strike |= {"status": "ir:occurred", "target": [], "reason": ["ir:pay", "ir:jobs"]}
    found["events"] = [strike, ballot | {"percentInFavour": 12}]
    found["relations"] = [found["relations"][1]]
    found["statements"][0] |= {"stance": "ir:claims", "speaker": "port"}
    report = report_of(found, gold, ontology)
    words = "Some 200 members of the Dockers' Union will walk out at the Port of Selby"
    said = "We want six per cent and not a penny less"
    told = {(e.kind, e.fact, e.expected, e.got, e.sentence) for e in report.errors}
    assert told == {
        ("wrong", "status", "planned", "occurred", words),
        ("missed", "target", "port selby", None, words),
        ("spurious", "reason", None, "jobs", words),
        ("missed", "percentInFavour", "91.0", None, "after 91 per cent voted for action"),
        ("spurious", "percentInFavour", None, "12.0", "after 91 per cent voted for action"),
        ("missed", "speaksFor", "ann lee → dockers union | du", None, said),
        ("wrong", "stance", "demands", "claims", said),
        ("wrong", "speaker", "ann lee", "port selby", said),
    }
    assert report.status["planned"].fn == report.status["occurred"].fp == 1
    assert report.status_macro == pytest.approx((0 + 2 / 3) / 2)


def test_missed_and_spurious_events(annotation: dict[str, Any], gold: dict[str, GoldDoc], ontology: Ontology) -> None:
    found = copy.deepcopy(annotation)
    found["events"] = [found["events"][1] | {"type": "ir:Agreement", "evidence": ["it was settled"]}]
    found["statements"] = [found["statements"][0] | {"text": "Nobody ever said this in so many words"}]
    report = report_of(found, gold, ontology)
    events = [(e.kind, e.expected or e.got, e.sentence[:14]) for e in report.errors if e.fact == "event"]
    assert ("missed", "Strike planned", "Some 200 membe") in events
    assert ("spurious", "Agreement occurred", "it was settled") in events
    assert [e.kind for e in report.errors if e.fact == "statement"] == ["missed", "spurious"]


def test_a_document_of_which_nothing_was_found(gold: dict[str, GoldDoc], ontology: Ontology) -> None:
    report = score(gold, {}, ontology)
    assert report.missing == ("d1",)
    assert report.all.recall == 0
    assert score(gold, {}, ontology, common=True).documents == {}


def test_table_and_json(annotation: dict[str, Any], gold: dict[str, GoldDoc], ontology: Ontology) -> None:
    report = report_of(annotation, gold, ontology)
    lines = report.table().splitlines()
    assert lines[0].split() == ["fact", "gold", "found", "P", "R", "F1"]
    assert "event                2     2  1.00  1.00  1.00" in lines
    content = json.loads(report.to_json())
    assert content["facts"]["ALL"] == {"p": 1.0, "r": 1.0, "f": 1.0, "tp": report.all.tp, "fn": 0, "fp": 0}
    assert content["documents"]["d1"]["facts"]["event"]["tp"] == 2


def test_only_some_documents(annotation: dict[str, Any], ontology: Ontology) -> None:
    store = ox.Store()
    store.load(n_quads([annotation, annotation | {"doc": "d2"}], ontology).encode(), format=ox.RdfFormat.N_QUADS)
    assert sorted(from_dataset(store, ontology)) == ["d1", "d2"]
    assert list(from_dataset(store, ontology, only={"d2"})) == ["d2"]


def test_files(tmp_path: Path, annotation: dict[str, Any], ontology: Ontology) -> None:
    path = tmp_path / "graph.nq"
    path.write_text(n_quads([annotation], ontology), encoding="utf-8")
    assert list(from_dataset(path, ontology)) == ["d1"]
    for name, text, message in (("x.nq", "<a", "x.nq"), ("x.ttl", "", "neither .nq nor .trig")):
        (tmp_path / name).write_text(text)
        with pytest.raises(ReadError, match=message):
            from_dataset(tmp_path / name, ontology)
    with pytest.raises(ReadError, match=r"gone\.nq"):
        from_dataset(tmp_path / "gone.nq", ontology)


def test_another_domain(ontology: Ontology) -> None:
    other = Ontology("company-deals")
    gold = {"doc": "x", "entities": {}, "events": [], "relations": [], "statements": []}
    kind = other.shorten(other.event_classes[0])
    gold["events"] = [{"id": "e", "type": kind, "status": "core:planned", "evidence": ["words of the article"]}]  # type: ignore[list-item]
    store = ox.Store()
    store.load(n_quads([gold], other).encode(), format=ox.RdfFormat.N_QUADS)
    (event,) = from_dataset(store, other)["x"].events
    assert (event.status, event.evidence) == ("planned", ("words of the article",))
