"""`kill -9` at random moments of every command that writes: nothing is lost, and the same command finishes the job.

The moments are seeded, though what a process does in them is the machine's. Few of them are tried in every run of the
tests; `make slow` tries fifty of each command.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.pipeline.checking import check
from kg.pipeline.keeping import verify_backup
from kg.store import open_read
from kg.store.archive import export_digest

MOMENTS = int(os.environ.get("KG_KILLS", "3"))  # of each command
TIME = ("--author", "N. N.", "--time", "2026-01-01T00:00:00Z")
ARTICLES = {
    "rail": "Aslef members at Northern Trains will walk out on Friday in a dispute over pay, the union said.",
    "post": "Postal workers at Royal Mail began a two-day strike over pay on Tuesday.\n\nThe CWU said 5,000 took part.",
    "bins": "Refuse collectors in Leeds called off a strike after talks with the council, Unite said.",
    "talks": "Aslef and Northern Trains will hold talks over pay on Monday, Mick Whelan, its general secretary, said.",
    "mail": "The CWU said that postal workers at Royal Mail would strike again over pay on 12 March.",
    "docs": "Junior doctors voted to strike over pay, the BMA said; turnout was 77 per cent and 98 per cent backed it.",
}
CHANGED = ARTICLES | {"bins": "Refuse collectors in Leeds began a strike on Monday, Unite said.", "docs": "No strike."}


class Commands:
    """Runs commands, each in its own process."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("killed_commands.py")
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TERM": "dumb"}
        self.process = subprocess.Popen(
            [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )

    def __call__(self, *arguments: object, seconds: float | None = None, keys: str = "") -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = {"arguments": [str(one) for one in arguments], "seconds": seconds, "keys": keys}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def done(self, *arguments: object, keys: str = "") -> float:
        """Run a command that nobody kills, and return how many seconds it took."""
        answer = self(*arguments, keys=keys)
        assert answer["code"] == 0, answer["told"]
        return float(answer["seconds"])


@pytest.fixture(scope="module")
def run() -> Iterator[Commands]:
    commands = Commands()
    yield commands
    assert commands.process.stdin is not None
    commands.process.stdin.close()
    commands.process.wait()


@dataclass(frozen=True)
class Place:
    """The folder in which the tests of this file work: articles, changed articles, and a graph of the first."""

    folder: Path

    def news(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"

    @property
    def graph(self) -> Path:
        return self.folder / "graph"

    def copy(self, to: Path) -> Path:
        if to.exists():
            shutil.rmtree(to)
        shutil.copytree(self.graph, to)
        return to


@pytest.fixture(scope="module")
def place(run: Commands, tmp_path_factory: pytest.TempPathFactory) -> Place:
    found = Place(tmp_path_factory.mktemp("survival"))
    for name, articles in (("articles", ARTICLES), ("changed", CHANGED)):
        lines = [json.dumps({"id": key, "date": "2024-03-04", "text": text}) for key, text in articles.items()]
        found.news(name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    run.done("build", found.news("articles"), "--graph", found.graph, "--workers", "1")
    return found


def digest(graph: Path) -> str:
    with open_read(graph) as store:
        return export_digest(store)


def file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sound(graph: Path) -> None:
    """The graph opens, and all that is to be said of it is that something was not finished."""
    if not (graph / "kg.json").exists():
        return
    findings = check(graph)
    assert not [str(finding) for finding in findings if not finding.unfinished]
    if (graph / "store").is_dir():
        with pipeline.open_graph(graph) as opened:
            opened.info()


def clean(graph: Path) -> None:
    assert [str(finding) for finding in check(graph)] == []


class Kills:
    """At which seconds a command is killed: so many times, and then sooner until some of the kills were in time.

    Args:
        number: of times.
        seconds: that the command takes where nobody kills it.
        seed: of the moments.
    """

    def __init__(self, number: int, seconds: float, seed: str) -> None:
        self.tried = self.in_time = 0
        self._number = number
        self._seconds = seconds
        self._chance = random.Random(seed)

    @property
    def enough(self) -> bool:
        return self.in_time >= max(1, self._number // 4)

    def __iter__(self) -> Iterator[float]:
        while self.tried < self._number or (not self.enough and self.tried < self._number + 8):
            yield self._chance.uniform(0.0, 1.1) * self._seconds / 2 ** max(0, self.tried - self._number)

    def told(self, ended: dict[str, Any]) -> None:
        """Take in how a command ended."""
        self.tried += 1
        if ended["code"] == -signal.SIGKILL:
            self.in_time += 1
        else:  # the machine may have more time for it than it had
            self._seconds = min(self._seconds, ended["seconds"])


kills = pytest.mark.parametrize("number", [MOMENTS])


def survive(run: Commands, place: Place, tmp_path: Path, number: int, *command: str, new: bool = False) -> None:
    """Kill a command on a graph at so many moments, each time on a fresh copy, and let it finish the job."""
    graph = tmp_path / "graph"

    def begin() -> None:
        if new:
            shutil.rmtree(graph, ignore_errors=True)
        else:
            place.copy(graph)

    begin()
    seconds = run.done(*command, "--graph", graph)
    right, lines = digest(graph), judgements(graph)
    clean(graph)
    moments = Kills(number, seconds, command[0])
    for moment in moments:
        begin()
        moments.told(run(*command, "--graph", graph, seconds=moment))
        sound(graph)
        again = run(*command, "--graph", graph)
        assert again["code"] == 0 or (command[0] == "remove" and "no document is called" in again["told"]), again
        assert digest(graph) == right
        assert judgements(graph) == lines
        clean(graph)
    assert moments.enough


def judgements(graph: Path) -> bytes:
    path = graph / "judgements.jsonl"
    return path.read_bytes() if path.exists() else b""


@kills
def test_a_first_build(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    survive(run, place, tmp_path, number, "build", str(place.news("articles")), "--workers", "1", new=True)


@kills
def test_a_build_of_changed_articles(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    survive(run, place, tmp_path, number, "build", str(place.news("changed")), "--workers", "1")


@kills
def test_loading_shards(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    """Of what is new and what changed; the graph is the one that a build makes."""
    shards, built = tmp_path / "shards", tmp_path / "built"
    run.done("extract", place.news("changed"), "-o", shards, "--partition", "2")
    pipeline.build(place.news("changed"), graph=built)
    for new in (True, False):
        survive(run, place, tmp_path, number, "load", str(shards), new=new)
        assert digest(tmp_path / "graph") == digest(built)


@kills
def test_putting_together(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    """All that is computed is thrown away and computed again."""
    unfinished = Place(tmp_path / "unfinished")
    place.copy(unfinished.graph)
    (unfinished.graph / "ledger.sqlite").unlink()
    (unfinished.graph / "stale").touch()
    survive(run, unfinished, tmp_path, number, "check", "--mend")
    assert digest(tmp_path / "graph") == digest(place.graph)


@kills
def test_removing(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    survive(run, place, tmp_path, number, "remove", "post")


@kills
def test_judging(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    survive(run, place, tmp_path, number, "judge", "reject", "bins#statement-statement-001", *TIME)


@kills
def test_reviewing(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    graph, other = place.copy(tmp_path / "graph"), tmp_path / "other"
    command = ("review", "--kind", "facts", "--author", "N. N.", "--graph", graph)
    seconds = run.done(*command, keys="araq")
    moments = Kills(number, seconds, "review")
    for moment in moments:
        place.copy(graph)
        moments.told(run(*command, keys="araq", seconds=moment))
        sound(graph)
        before = judgements(graph)
        run.done(*command, keys="q")
        assert judgements(graph) == before
        clean(graph)
        place.copy(other)
        if before:
            run.done("judge", "--file", graph / "judgements.jsonl", "--graph", other)
        assert digest(graph) == digest(other)
    assert moments.enough


@kills
def test_backing_up(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    target = tmp_path / "kept.kg.zip"
    before = digest(place.graph)
    seconds = run.done("backup", target, "--graph", place.graph)
    right = file_digest(target)
    moments = Kills(number, seconds, "backup")
    for moment in moments:
        target.unlink(missing_ok=True)
        moments.told(run("backup", target, "--graph", place.graph, seconds=moment))
        assert not target.exists() or file_digest(target) == right
        clean(place.graph)
        run.done("backup", target, "--graph", place.graph)
        assert file_digest(target) == right
        assert verify_backup(target).export == before
        assert [path.name for path in tmp_path.iterdir()] == ["kept.kg.zip"]


@kills
def test_restoring(run: Commands, place: Place, tmp_path: Path, number: int) -> None:
    target, graph = tmp_path / "kept.kg.zip", tmp_path / "graph"
    run.done("backup", target, "--graph", place.graph)
    right, whole = digest(place.graph), file_digest(target)
    seconds = run.done("restore", target, "--graph", graph)
    moments = Kills(number, seconds, "restore")
    for moment in moments:
        shutil.rmtree(graph, ignore_errors=True)
        moments.told(run("restore", target, "--graph", graph, seconds=moment))
        if not graph.exists():
            run.done("restore", target, "--graph", graph)
        clean(graph)
        assert digest(graph) == right
        assert file_digest(target) == whole
    shutil.rmtree(graph)
    run.done("restore", target, "--graph", graph)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph", "kept.kg.zip"]
