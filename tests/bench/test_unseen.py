"""The figures of reading: what the quick form gives, and what counts as worse."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.unseen.articles import MISSING, SEEDS, is_aside, real_is_there
from bench.unseen.figures import FALSE, LEAST, aim_of, figures, is_low, short
from bench.unseen.record import entry, keep, load, worse
from bench.unseen.study import DECIDED, _facts
from kg.extract.findings import Findings
from kg.learn.examples import groups_of
from kg.ontology import load as load_ontology
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources
from kg.readers.record import make_document
from kg.score import GoldDoc, score
from kg.score.facts import EventFacts

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_what_comes_with_kg_reads_no_worse_than_recorded() -> None:
    command = [sys.executable, "-m", "bench.unseen", "--quick"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "nothing is recorded" not in done.stdout
    if not real_is_there():
        assert MISSING in done.stdout
        pytest.skip(MISSING)


# -- what is kept aside -------------------------------------------------------------------------


def test_about_a_fifth_is_kept_aside_and_no_story() -> None:
    names = [d.id for d in read_sources([str(SEEDS)])]
    aside = [name for name in names if is_aside(name)]
    assert 0.15 < len(aside) / len(names) < 0.25
    assert not [name for name in aside if name.startswith("story-")]


def test_no_dispute_is_torn_apart() -> None:
    sides: dict[str, set[bool]] = {}
    for name, dispute in groups_of(SEEDS).items():
        sides.setdefault(dispute, set()).add(is_aside(name))
    assert {dispute for dispute, own in sides.items() if len(own) > 1} == set()


# -- parts taken out ----------------------------------------------------------------------------


def test_each_decision_can_be_taken_out_where_a_strike_is_put_off() -> None:
    extractor = Extractor(load_ontology(), choice=Choice())
    text = "The Dyers' Union has postponed Friday's strike at Dorn Mills until 20 March. Talks resumed on Monday."
    document = make_document(text, origin="test", fields={"date": "2020-03-04"})
    ((_, _, doc),) = extractor.parse([document])
    assert extractor.decisions is not None
    for part in DECIDED:
        findings = Findings(doc, extractor.language, extractor.finder, published=document.published, loose=True)
        found = _facts(findings, extractor.decisions, part).happenings
        assert "planned" in {h.status for h in found}, part


# -- figures ------------------------------------------------------------------------------------


def event(kind: str = "Strike", *, optional: bool = False) -> EventFacts:
    return EventFacts(kind, "occurred", {}, frozenset({"*"}) if optional else frozenset(), (f"a {kind} of that day",))


def test_events_of_articles_without_dispute_are_counted() -> None:
    gold = {"told": GoldDoc([event()]), "calm": GoldDoc(), "doubtful": GoldDoc([event(optional=True)])}
    found = {"told": GoldDoc([event()]), "calm": GoldDoc([event(), event("Rally")]), "doubtful": GoldDoc([event()])}
    given = figures(score(gold, found, load_ontology()), gold)
    assert given[FALSE].value == 1.0  # two in two articles: what is optional counts neither way
    assert given["event"].tally is not None
    assert given["event"].tally.fp == 2


@pytest.mark.parametrize(("name", "aim"), [("event", 0.85), ("turnout", 0.85), ("reason", LEAST), (FALSE, 0.1)])
def test_every_figure_has_an_aim(name: str, aim: float) -> None:
    assert aim_of(name) == aim
    assert short(name, aim) == 0


def test_real_articles_have_lower_aims() -> None:
    assert aim_of("event", real=True) == pytest.approx(0.8)
    assert aim_of(FALSE, real=True) == aim_of(FALSE)


# -- what is worse ------------------------------------------------------------------------------


def told(**figures: float) -> dict[str, Any]:
    return {"articles": 9, "figures": {name.replace("_", " "): value for name, value in figures.items()}}


@pytest.mark.parametrize(
    ("before", "now", "line"),
    [
        (told(event=0.8), told(event=0.79), None),
        (told(event=0.8), told(event=0.75), "set: event fell from 0.800 to 0.750"),
        (told(event=0.8), told(event=0.9), None),
        (told(calibration_error_of_x=0.02), told(calibration_error_of_x=0.05), "set: calibration error of x rose"),
        (told(calibration_error_of_x=0.05), told(calibration_error_of_x=0.02), None),
        (told(event=0.8), told(), "set: event: recorded is 0.800, and now there is none"),
        (told(), told(event=0.8), None),
        (told(), {**told(), "articles": 10}, "set: 10 articles, recorded are 9"),
    ],
)
def test_a_figure_that_fell_is_told(before: dict[str, Any], now: dict[str, Any], line: str | None) -> None:
    lines = worse("set", now, before)
    assert (len(lines) == 1 and lines[0].startswith(line)) if line else lines == []


def test_recording_one_set_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "reading.json"
    assert load(path) == {}
    keep({"a": told(event=0.5)}, path)
    keep({"b": entry(3, {}, {"x": 0.01})}, path)
    assert load(path)["a"] == told(event=0.5)
    assert load(path)["b"]["figures"] == {"calibration error of x": 0.01}


def test_false_events_are_better_when_fewer() -> None:
    assert is_low(FALSE)
    assert not is_low("event")
