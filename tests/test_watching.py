"""`kg build --watch`: files come, change and go, and the graph is the one of what is there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import main
from kg.errors import KgError
from kg.pipeline import BuildReport
from kg.pipeline.checking import check
from kg.pipeline.run import Run
from kg.pipeline.watching import Kept, watch
from kg.store import open_read
from kg.store.archive import export_digest

RAIL = "Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said.\n"
POST = "Postal workers at Royal Mail began a two-day strike over pay on Tuesday.\n\nThe CWU said 5,000 took part.\n"
BINS = "Refuse collectors in Leeds called off a strike after talks with the council, Unite said.\n"


def digest(graph: Path) -> str:
    with open_read(graph) as store:
        return export_digest(store)


def records(**texts: str) -> str:
    return "".join(json.dumps({"id": name, "date": "2024-03-04", "text": text}) + "\n" for name, text in texts.items())


def write(path: Path, text: str) -> None:
    """Write a file as careful programs do: it is there at once."""
    new = path.with_name(f".{path.name}.part")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    (folder / "rail.txt").write_text(RAIL, encoding="utf-8")
    (folder / "sub/more.jsonl").write_text(records(post=POST, bins=BINS), encoding="utf-8")
    return folder


@pytest.fixture
def watching(news: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "kg", "build", "--watch", str(news), "--graph", str(tmp_path / "graph")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        yield process
        process.kill()


def told(process: subprocess.Popen[str]) -> str:
    """The next line, without what all have in common."""
    assert process.stderr is not None
    return process.stderr.readline().strip().partition("graph: ")[2]


def test_files_come_change_and_go(watching: subprocess.Popen[str], news: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert told(watching) == "3 documents read: 3 added"
    write(news / "rail.txt", "Aslef called off its strike at Northern Trains.\n")
    assert told(watching) == "1 document read: 1 replaced"
    write(news / "sub/more.jsonl", records(post=POST, ferry="The RMT said that ferry crews would strike on Monday."))
    assert told(watching) == "2 documents read: 1 added, 1 unchanged, 1 removed"
    (tmp_path / "made").mkdir()
    (tmp_path / "made/bins.txt").write_text(BINS, encoding="utf-8")
    (tmp_path / "made").rename(news / "made")
    assert told(watching) == "1 document read: 1 added"
    (news / "rail.txt").unlink()
    assert told(watching) == "0 documents read: 1 removed"
    watching.send_signal(signal.SIGINT)
    assert watching.wait(60) == 0
    assert told(watching) == "ended; the graph holds 3 documents; the same command goes on from there"
    assert check(graph) == []
    pipeline.build(news, graph=tmp_path / "fresh")
    assert digest(graph) == digest(tmp_path / "fresh")


def test_what_cannot_be_read_costs_nothing(watching: subprocess.Popen[str], news: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert told(watching) == "3 documents read: 3 added"
    assert watching.stderr is not None
    write(news / "sub/more.jsonl", '{"id": "post", "te')
    assert "more.jsonl:1: " in watching.stderr.readline()
    assert told(watching) == "0 documents read: 1 failed"
    write(news / "sub/more.jsonl", records(post=POST, bins=BINS))
    assert told(watching) == "2 documents read: 2 unchanged"
    watching.send_signal(signal.SIGINT)
    assert watching.wait(60) == 0
    assert check(graph) == []


def test_others_write_between_two_changes(watching: subprocess.Popen[str], news: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert told(watching) == "3 documents read: 3 added"
    assert main(["remove", "bins", "--graph", str(graph), "--wait"]) == 0
    write(news / "new.txt", "Unite said that bus drivers in Hull had begun a strike over pay.\n")
    assert told(watching) == "1 document read: 1 added"
    with open_read(graph) as store:
        assert set(store.digests()) == {"rail", "post", "new"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("news/rail.txt",), "news/rail.txt: is no folder; only folders can be watched"),
        (("none",), "none: is no folder; only folders can be watched"),
        (("news", "--graph", "news/graph"), "news/graph: lies in a folder that is watched; put the graph beside it"),
    ],
)
@pytest.mark.usefixtures("news")
def test_what_cannot_be_watched(
    arguments: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build", "--watch", *arguments]) == 2
    assert capsys.readouterr().err == f"kg: {message}\n"


def test_a_watch_begun_again_knows_what_files_held(news: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    time.sleep(2.1)  # what is younger is read again
    pipeline.build(news, graph=graph)
    reports = watch(news, graph=graph)
    assert next(reports) == BuildReport(read=3, unchanged=3)
    (news / "sub/more.jsonl").unlink()
    assert next(reports) == BuildReport(removed=2)
    with open_read(graph) as store:
        assert set(store.digests()) == {"rail"}


# -- which documents the files hold -------------------------------------------------------------


@pytest.fixture
def kept(news: Path) -> Kept:
    kept = Kept([news])
    kept.begin(Run(None, None))
    assert [document.id for document in kept.documents()] == ["rail", "post", "bins"]
    return kept


def look(kept: Kept, *paths: Path) -> tuple[list[str], set[str]]:
    """The documents that are read again, as file names and identifiers, and those that are to go."""
    if not kept.look_at(paths, Run(None, None)):
        return [], set()
    found = [f"{Path(document.origin).name.partition(':')[0]} {document.id}" for document in kept.documents()]
    gone = kept.gone()
    kept.done()
    return found, gone


def test_of_two_files_with_one_document_the_first_counts(kept: Kept, news: Path) -> None:
    (news / "a.jsonl").write_text(records(post=RAIL), encoding="utf-8")
    assert look(kept, news / "a.jsonl") == (["a.jsonl post", "more.jsonl post", "more.jsonl bins"], set())
    (news / "a.jsonl").unlink()
    assert look(kept, news / "a.jsonl") == (["more.jsonl post", "more.jsonl bins"], set())
    (news / "sub/more.jsonl").unlink()
    assert look(kept, news / "sub/more.jsonl") == ([], {"post", "bins"})


def test_a_folder_that_is_renamed(kept: Kept, news: Path) -> None:
    (news / "sub").rename(news / "other")
    assert look(kept, news / "sub", news / "other") == (["more.jsonl post", "more.jsonl bins"], set())


def test_what_no_build_reads_is_left_alone(kept: Kept, news: Path) -> None:
    for name in ("README.md", ".hidden.txt", "notes.xyz", ".git/a.txt"):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text(RAIL, encoding="utf-8")
        assert look(kept, news / name) == ([], set())


def test_a_folder_that_is_gone_takes_nothing_with_it(kept: Kept, news: Path) -> None:
    news.rename(news.with_name("away"))
    with pytest.raises(KgError, match="the folder is gone; the graph keeps what was read in it"):
        look(kept, news)
