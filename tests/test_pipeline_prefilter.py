"""Builds that pass over what can hold nothing of the domain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.cli import main
from kg.frames.relevance import Relevance
from kg.store.passed import FILE, PassedOver

STRIKE = "Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said."
CHESS = (
    "The champion opened with the queen's gambit. After eleven moves the position was level, and both looked at "
    "the ceiling. Rain fell outside. A cat slept on the radiator; nobody wished to wake it before the end of the game."
)


def write(path: Path, **articles: str) -> Path:
    lines = [json.dumps({"id": name, "date": "2024-03-04", "text": text}) for name, text in articles.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def documents(graph: Path) -> list[str]:
    with kg.open(graph) as opened:
        return sorted(opened.documents())


def build(news: Path, graph: Path, *, prefilter: bool = True) -> kg.pipeline.BuildReport:
    with kg.build(news, graph=graph, prefilter=prefilter) as built:
        assert built.report is not None
        return built.report


def test_without_it_everything_is_read(tmp_path: Path) -> None:
    report = build(write(tmp_path / "n.jsonl", rail=STRIKE, chess=CHESS), tmp_path / "g", prefilter=False)
    assert (report.added, report.passed_over) == (2, 0)
    assert not (tmp_path / "g" / FILE).exists()


def test_what_is_passed_over_is_counted_remembered_and_read_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, graph = write(tmp_path / "n.jsonl", rail=STRIKE, chess=CHESS), tmp_path / "g"
    report = build(news, graph)
    assert (report.read, report.added, report.passed_over) == (2, 1, 1)
    assert "1 passed over" in str(report)
    with monkeypatch.context() as patched:
        patched.setattr(Relevance, "__call__", lambda *_: pytest.fail("decided again"))
        again = build(news, graph)
    assert (again.unchanged, again.passed_over) == (1, 1)
    assert build(news, graph, prefilter=False).added == 1
    assert (build(news, graph).unchanged, len(documents(graph))) == (2, 2)


def test_an_article_that_has_become_relevant_is_read(tmp_path: Path) -> None:
    news, graph = tmp_path / "n.jsonl", tmp_path / "g"
    build(write(news, rail=STRIKE, later=CHESS), graph)
    report = build(write(news, rail=STRIKE, later=STRIKE.replace("Friday", "Monday")), graph)
    assert (report.added, report.passed_over) == (1, 0)


def test_an_article_in_the_graph_is_read_anew_whatever_it_says_now(tmp_path: Path) -> None:
    news, graph = tmp_path / "n.jsonl", tmp_path / "g"
    build(write(news, rail=STRIKE), graph)
    report = build(write(news, rail=CHESS), graph)
    assert (report.replaced, report.passed_over) == (1, 0)


def test_the_command_says_how_many_were_passed_over_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    news = write(tmp_path / "n.jsonl", rail=STRIKE, chess=CHESS)
    assert main(["build", str(news), "--graph", str(tmp_path / "g"), "--prefilter"]) == 0
    told = capsys.readouterr()
    assert "1 document passed over unparsed" in told.err
    assert told.out == ""


def test_the_memory_of_another_version_or_a_broken_one_is_made_anew(tmp_path: Path) -> None:
    with PassedOver(tmp_path, "1") as passed:
        passed.add("a")
    with PassedOver(tmp_path, "1") as passed:
        assert "a" in passed
    with PassedOver(tmp_path, "2") as passed:
        assert "a" not in passed
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    with PassedOver(tmp_path, "2") as passed:
        assert "a" not in passed
