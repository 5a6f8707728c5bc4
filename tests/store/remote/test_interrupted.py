"""Servers and builds that are killed half-way: what was begun goes on, and comes out the same."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode

import kg.store.remote
from kg.cli import main
from kg.errors import StoreError
from kg.model import Reading
from kg.ontology import Ontology, load
from kg.pipeline import build
from kg.pipeline.assembling import assemble
from kg.store import GraphStore, create_or_open, open_read, reading_quads

Server = Any  # as conftest.py has it
Make = Callable[..., Reading]
Run = Callable[..., subprocess.CompletedProcess[str]]
SOURCE = str(Path(__file__).resolve().parents[3] / "seeds" / "stories" / "story-fylde.md")

SCRIPT = Path(__file__).parents[1] / "killed_build.py"


@pytest.fixture
def ontology() -> Ontology:
    return load("industrial-relations")


def whole(folder: Path, readings: list[Reading], ontology: Ontology) -> list[str]:
    with create_or_open(folder, ontology=ontology) as store:
        store.replace_ontology()
        store.add(readings)
        assemble(store)
        return list(store.quads_sorted())


def finish(server: Server, readings: list[Reading], ontology: Ontology) -> list[str]:
    """What the next build does: add what is not there as it should be, and put it together."""
    with create_or_open(server.url, ontology=ontology) as store:
        store.replace_ontology()
        known = store.digests()
        store.add(reading for reading in readings if known.get(reading.document.id, ("", ""))[0] == "")
        assemble(store)
    with open_read(server.url) as store:
        assert not store.stale
        return list(store.quads_sorted())


def test_a_server_that_is_killed_during_a_build(
    server: Server, ontology: Ontology, full_reading: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.store.remote, "BATCH", 4)
    monkeypatch.setenv("KG_STORE_TRIES", "2")
    readings = [full_reading(ontology, f"d{i}") for i in range(12)]

    def given() -> Iterator[Reading]:
        for number, reading in enumerate(readings):
            if number == 6:
                server.kill()
            yield reading

    try:
        with (
            pytest.raises(StoreError, match=r"the server (cannot be reached|broke off)") as told,
            create_or_open(server.url, ontology=ontology) as store,
        ):
            store.replace_ontology()
            store.add(given())
        assert "\n" not in str(told.value)
    finally:
        server.start()
    with open_read(server.url) as store:
        assert store.stale
        assert {f"d{i}" for i in range(4)} <= store.digests().keys()  # what was marked has stayed
    assert finish(server, readings, ontology) == whole(tmp_path / "whole", readings, ontology)


def test_a_build_that_is_stopped_between_a_document_and_its_mark(
    oxigraph: Server, ontology: Ontology, full_reading: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = [full_reading(ontology, f"d{i}") for i in range(3)]
    told: list[str] = []

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with create_or_open(oxigraph.url, ontology=ontology) as store, monkeypatch.context() as patch:
        patch.setattr("kg.store.sparql_server.SparqlServer.insert", stop)
        patch.setattr(type(store), "mark_stale", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            store.add(readings)
    with create_or_open(oxigraph.url, ontology=ontology, tell=told.append) as store:
        assert not store.digests()
    assert told == [f"{oxigraph.url}: 3 documents, half-written when a build was stopped, taken out; build again"]
    assert finish(oxigraph, readings, ontology) == whole(tmp_path / "whole", readings, ontology)


def test_kg_is_killed_while_it_writes(
    virtuoso_server: Server, ontology: Ontology, full_reading: Make, tmp_path: Path
) -> None:
    """SIGKILL at two moments of a build without end; every marked document is whole, and the rest is taken out."""
    server, moments = virtuoso_server, random.Random(3)
    server.clear()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    for number in range(2):
        command = [sys.executable, str(SCRIPT), server.url, str(number * 1000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "go\n"
            time.sleep(moments.uniform(0.3, 2.0))
            process.kill()
    left = []
    with create_or_open(server.url, ontology=ontology) as store:
        for identifier, (_, version) in store.digests().items():
            left.append(full_reading(ontology, identifier, reader=version.rpartition("; ")[0]))
            quads = set(store.raw.quads_for_pattern(None, None, None, NamedNode(store.page(identifier).iri)))
            assert quads == set(reading_quads(left[-1], ontology)), identifier
        store.replace_ontology()
        assemble(store)
        after = list(store.quads_sorted())
    assert left
    assert after == whole(tmp_path / "whole", left, ontology)


@pytest.mark.parametrize("at", ["_fill", "_replace", "_keep_revision"])
def test_an_account_of_which_a_part_was_written(
    oxigraph: Server, ontology: Ontology, full_reading: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    readings = [full_reading(ontology, f"d{i}") for i in range(3)]
    if at != "_fill":
        finish(oxigraph, readings[:1], ontology)
    real = getattr(kg.store.remote.RemoteGraph, at)

    def stop(store: GraphStore, *given: object) -> None:
        real(store, *(iter(list(part)[:2]) if isinstance(part, Iterator) else part for part in given))
        raise KeyboardInterrupt

    with create_or_open(oxigraph.url, ontology=ontology) as store, monkeypatch.context() as patch:
        store.replace_ontology()
        store.add(readings)
        patch.setattr(kg.store.remote.RemoteGraph, at, stop)
        with pytest.raises(KeyboardInterrupt):
            assemble(store)
    assert finish(oxigraph, readings, ontology) == whole(tmp_path / "whole", readings, ontology)


def test_two_machines(
    server: Server, ontology: Ontology, full_reading: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another machine has written is seen; while it writes, or where it was killed, that is told."""
    readings = [full_reading(ontology, f"d{i}") for i in range(3)]
    here, there = str(tmp_path / "here"), str(tmp_path / "there")
    for machine, some in ((here, readings[:1]), (there, readings[:2]), (here, readings)):
        monkeypatch.setenv("KG_STATE", machine)
        finish(server, some, ontology)
    with create_or_open(server.url, ontology=ontology) as store:
        monkeypatch.setenv("KG_STATE", there)
        with pytest.raises(StoreError, match=r"is writing to this graph.* KG_STORE_TAKE_OVER=(\S+)$") as told:
            create_or_open(server.url, ontology=ontology)
        monkeypatch.setenv("KG_STORE_TAKE_OVER", str(told.value).rpartition("=")[2])
        store.mark_stale()
        store._held = None  # as if it had been killed
    assert finish(server, readings, ontology) == whole(tmp_path / "whole", readings, ontology)


COMMANDS = (
    ("export",),
    ("query", "strikes", "--format", "csv"),
    ("show", "PCS"),
    ("disputes", "--csv", "-"),
    ("validate",),
    ("draw", "-o", "-"),
)
JUDGED = ("judge", "reject", "story-fylde#event-strike-1", "--author", "N", "--time", "2024-01-01T00:00:00Z")


def answers(graph: str, run: Callable[..., tuple[int, str, str]]) -> dict[str, str]:
    """What the commands write to standard output, before and after a judgement."""
    found = {" ".join(command): run(*command, "--graph", graph)[1] for command in COMMANDS}
    assert run(*JUDGED, "--graph", graph)[0] == 0
    found["judged"] = run("judge", "--list", "--graph", graph)[1]
    return found | {"judged export": run("export", "--graph", graph)[1]}


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command of kg in this process, which has loaded the model."""

    def command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(arguments)
        return code, *capfd.readouterr()

    return command


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A graph of one article in a folder."""
    folder = str(tmp_path_factory.mktemp("folder") / "graph")
    build(SOURCE, graph=folder)
    return folder


@pytest.fixture(scope="module")
def right() -> dict[str, str]:
    """What the commands answer on the folder, once they were asked."""
    return {}


def test_commands_on_a_server_are_those_on_a_folder(
    server: Server, run: Callable[..., tuple[int, str, str]], in_folder: str, right: dict[str, str]
) -> None:
    right.update(right or answers(in_folder, run))
    assert run("build", SOURCE, "--graph", server.url) == (0, "", f"kg: {server.url}: 1 document read: 1 added\n")
    assert run("build", SOURCE, "--graph", server.url)[2].endswith("1 unchanged\n")
    found = answers(server.url, run)
    for command, answer in right.items():
        assert found[command] == answer, command
    assert run("remove", "story-fylde", "--graph", server.url)[0] == 0
    for command in (("backup", "x.zip"), ("check",), ("serve",)):
        code, _, told = run(*command, "--graph", server.url)
        assert code == 1
        assert told == f"kg: {server.url}: kg {command[0]} needs a graph in a folder; see docs/stores.md\n"


def test_a_wrong_password_is_one_line(virtuoso_server: Server, kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    virtuoso_server.clear()
    monkeypatch.setenv("KG_STORE_PASSWORD", "hunter2-wrong")
    found = kg("build", SOURCE, "--graph", virtuoso_server.url)
    assert found.returncode == 1
    assert found.stderr.count("\n") == 1
    assert "are wrong (401)" in found.stderr
    assert "hunter2" not in found.stderr
