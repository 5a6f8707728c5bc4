"""A build that is killed at any moment leaves whole documents, and no process."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import StoreError
from kg.identity import document_iri
from kg.store import open_read

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
ROUNDS = 7
SMALL_BATCHES = """
import sys, kg.store.graph, kg.pipeline.processes
from kg.cli import main
from kg.ontology import default_domain
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import DEFAULT_MODEL, load_extractor
if __name__ == "__main__":
    kg.store.graph.BATCH = 2_000
    kg.pipeline.processes.BATCH = 4
    load_extractor(default_domain(), Choice())
    print("ready", flush=True)
    sys.exit(main(sys.argv[1:]))
"""
Lines = dict[str, list[str]]

pytestmark = pytest.mark.slow


def by_graph(folder: Path) -> Lines:
    """The quads of each named graph."""
    found: Lines = defaultdict(list)
    with open_read(folder) as store:
        for line in store.quads_sorted():
            found[line.rpartition(" <")[2].removesuffix("> .")].append(line)
    return found


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    lines = (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:60]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(articles: Path) -> Lines:
    """The graph of a build that nobody kills."""
    pipeline.build(articles, graph=articles.parent / "whole")
    return by_graph(articles.parent / "whole")


def start(script: Path, articles: Path, folder: Path, *more: str) -> subprocess.Popen[str]:
    script.write_text(SMALL_BATCHES, encoding="utf-8")
    command = [sys.executable, str(script), "build", str(articles), "--graph", str(folder), *more]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )


def test_a_killed_build_leaves_whole_documents_and_goes_on(articles: Path, whole: Lines, tmp_path: Path) -> None:
    folder, numbers, longest = tmp_path / "graph", [0], 2.5
    moments = random.Random(3)
    while len(numbers) <= ROUNDS or not numbers[-1]:  # on a slow machine: until one got as far as a document
        with start(tmp_path / "build.py", articles, folder, "--workers", "1") as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0.0, longest))
            process.kill()
        try:
            found = by_graph(folder)
        except StoreError as error:
            assert re.search("no such folder|no graph here|stopped before it wrote anything", str(error))
            found = {}
        documents = {name: lines for name, lines in found.items() if "/document/" in name}
        assert all(lines == whole[name] for name, lines in documents.items())
        numbers.append(len(documents))
        longest = longest if numbers[-1] else longest * 1.5
        assert longest < 300, "five minutes of building and no document"
    assert numbers == sorted(numbers)
    report = pipeline.build(articles, graph=folder)
    assert report.unchanged >= numbers[-1]
    assert by_graph(folder) == whole


def test_processes_of_a_killed_build_end(articles: Path, tmp_path: Path) -> None:
    with start(tmp_path / "build.py", articles, tmp_path / "graph", "--workers", "2") as process:
        children = processes_of(process, 2)
        process.kill()
    assert gone(children)


@pytest.mark.parametrize(("workers", "seconds"), [("1", 0.0), ("1", 2.5), ("2", 0.0), ("2", 0.5), ("2", 3.0)])
def test_an_interrupted_build_ends_with_one_line_and_whole_documents(
    articles: Path, whole: Lines, tmp_path: Path, workers: str, seconds: float
) -> None:
    folder = tmp_path / "graph"
    with start(tmp_path / "build.py", articles, folder, "--workers", workers) as process:
        wait_for(folder / "stale", process)
        children = processes_of(process, 2) if workers == "2" else []
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert gone(children)
    documents = {name: lines for name, lines in by_graph(folder).items() if "/document/" in name}
    held = f"{len(documents) or 'no'} document{'' if len(documents) == 1 else 's'}{'' if documents else ' yet'}"
    assert told == f"kg: {folder}: interrupted; the graph holds {held}; the same command goes on from there\n"
    assert all(lines == whole[name] for name, lines in documents.items())


def test_two_builds_at_once(articles: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    with start(tmp_path / "build.py", articles, folder, "--workers", "1") as process:
        wait_for(folder / "store", process)
        with pytest.raises(StoreError, match=f"process {process.pid} is writing"):
            pipeline.build(articles, graph=folder)
        assert process.wait(timeout=120) == 0
    base = "https://w3id.org/industrial-relations/"
    assert document_iri(base, "a01") in by_graph(folder)


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def processes_of(process: subprocess.Popen[str], number: int) -> list[int]:
    """The processes below one, as soon as there are so many."""
    until = time.monotonic() + 60
    while len(found := descendants(process.pid)) < number:
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def descendants(pid: int) -> list[int]:
    if not Path(f"/proc/{pid}/task/{pid}/children").exists():
        pytest.skip("this system has no /proc that tells of child processes")
    children: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):  # each has those that it started
        with suppress(FileNotFoundError):  # it ended meanwhile
            children += map(int, thread.read_text().split())
    return [*children, *(below for child in children for below in descendants(child))]


def gone(processes: list[int]) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not any(alive(process) for process in processes):
            return True
        time.sleep(0.05)
    return False


def alive(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
