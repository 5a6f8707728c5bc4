"""Copies of a graph, and a server that reads them while somebody writes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode

from kg.errors import StoreError
from kg.identity import assembled_graph
from kg.ontology import load
from kg.pipeline import remove
from kg.serve.snapshots import Snapshots, remove_leftovers
from kg.store import create_or_open, open_read
from kg.store.layout import COPIES
from kg.store.name_index import NameIndex

from .conftest import Live

Start = Callable[..., Live]
KILLED = """
import os, signal, sys
import pyoxigraph as ox
store = ox.Store(sys.argv[1])
store.extend([ox.Quad(ox.NamedNode(f"x:{i}"), ox.NamedNode("x:p"), ox.Literal(str(i))) for i in range(100)])
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def snapshots(own_folder: Path) -> Iterator[Snapshots]:
    with closing(Snapshots(own_folder)) as made:
        yield made


def quads(folder: Path) -> int:
    with open_read(folder) as store:
        return len(store.raw)


def test_a_copy_stays_as_it_is(own_folder: Path, snapshots: Snapshots) -> None:
    with create_or_open(own_folder, ontology=load("industrial-relations")):
        pass  # whoever could write leaves an index of names
    before = quads(own_folder)
    copy, _ = snapshots.take()
    remove(own_folder, "one")
    with open_read(copy) as store:
        layer = NamedNode(assembled_graph(store.ontology.base))
        assert NameIndex(copy).whole
        assert not NameIndex(copy).faults(store.raw, layer)
    with create_or_open(own_folder, ontology=load("industrial-relations")) as store:
        store.raw.optimize()
    assert quads(own_folder) < before
    assert quads(copy) == before


def test_a_copy_holds_what_a_killed_writer_left(own_folder: Path, snapshots: Snapshots) -> None:
    """The engine's own backup of a store that is open for reading leaves this out."""
    before = quads(own_folder)
    subprocess.run([sys.executable, "-c", KILLED, str(own_folder / "store")], check=False)
    copy, _ = snapshots.take()
    assert quads(copy) == before + 100


def test_states_differ_when_the_graph_does(own_folder: Path, snapshots: Snapshots) -> None:
    before = snapshots.state()
    quads(own_folder)
    assert snapshots.state() == before
    remove(own_folder, "one")
    assert snapshots.state() != before


def test_a_graph_is_settled_when_nobody_writes(own_folder: Path, snapshots: Snapshots) -> None:
    assert snapshots.settled
    with create_or_open(own_folder, ontology=load("industrial-relations")):
        assert not snapshots.settled
    assert snapshots.settled
    (own_folder / "stale").touch()
    assert not snapshots.settled


def test_copies_are_gone_when_nobody_needs_them(own_folder: Path) -> None:
    with closing(Snapshots(own_folder)) as snapshots:
        first, _ = snapshots.take()
        second, _ = snapshots.take()
        snapshots.keep({second})
        assert not first.exists()
        assert second.exists()
    assert not list(own_folder.glob(f"{COPIES}*"))


def test_a_copy_that_nobody_uses_yet_is_not_deleted_with_the_others(snapshots: Snapshots) -> None:
    copy, _ = snapshots.take()
    whole = quads(copy)
    snapshots.keep(())
    assert quads(copy) == whole
    snapshots.drop(copy)
    assert not copy.exists()


def test_a_copy_is_whole_though_others_are_deleted_while_it_is_made(own_folder: Path, snapshots: Snapshots) -> None:
    with ThreadPoolExecutor() as threads:
        copies = threads.submit(lambda: [snapshots.take()[0] for _ in range(20)])
        while not copies.done():
            snapshots.keep(())
    assert quads(copies.result()[-1]) == quads(own_folder)


def test_copies_of_a_killed_server_are_deleted(own_folder: Path, snapshots: Snapshots) -> None:
    kept, _ = snapshots.take()
    left = own_folder / f"{COPIES}left"
    left.mkdir()
    (left / "lock").touch()
    remove_leftovers(own_folder)
    assert not left.exists()
    assert kept.exists()


def test_there_is_no_copy_of_no_graph(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph here"):
        Snapshots(tmp_path)


# -- a server of it -----------------------------------------------------------------------------


def documents(client: httpx.Client) -> int:
    return int(client.get("/api/info").json()["documents"])


def test_reads_go_on_while_a_build_writes(own_folder: Path, live: Start) -> None:
    server = live(own_folder)
    with server.client() as client:
        before = documents(client)
        with create_or_open(own_folder, ontology=load("industrial-relations")) as store:
            store.remove("one")
            store.raw.optimize()
            for worker in server.workers():  # those that take their places must find what these had
                os.kill(worker, signal.SIGKILL)
            until = time.monotonic() + 3
            while time.monotonic() < until:
                assert documents(client) == before
        time.sleep(1.5)  # a build that was stopped is not served
        assert documents(client) == before
        remove(own_folder, "three")  # goes on to the end
        assert server.until(lambda: documents(client) == before - 2)
        assert server.until(lambda: len(list(own_folder.glob(f"{COPIES}*/[0-9]*"))) == 1)


def test_a_change_is_seen_though_workers_end_while_it_is_opened(own_folder: Path, live: Start) -> None:
    server = live(own_folder)
    with server.client() as client:
        before = documents(client)
        remove(own_folder, "three")
        until = time.monotonic() + 3
        while time.monotonic() < until:
            for worker in server.workers():
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            time.sleep(0.1)
        assert server.until(lambda: client.get("/api/info").json().get("documents") == before - 1)


def test_what_was_changed_is_seen_at_once(own_folder: Path, live: Start) -> None:
    server = live(own_folder)
    with server.client() as client:
        for number in range(5):
            text = f"INSERT DATA {{ GRAPH <x:g> {{ <x:s> <x:p> {number} }} }}"
            assert client.post("/update", content=text).status_code == 204
            rows = client.post("/query", content="SELECT ?o { <x:s> <x:p> ?o }").text.splitlines()
            assert len(rows) == number + 2


def test_nothing_is_changed_while_a_build_writes(own_folder: Path, live: Start) -> None:
    server = live(own_folder)
    with server.client() as client, create_or_open(own_folder, ontology=load("industrial-relations")):
        answer = client.post("/update", content="INSERT DATA { <x:s> <x:p> 1 }")
        assert answer.status_code == 503
        assert "is writing to this graph" in answer.text
        assert int(answer.headers["retry-after"]) > 0
        assert str(own_folder) not in answer.text


def test_a_wrong_update_changes_nothing(own_folder: Path, live: Start) -> None:
    server = live(own_folder, deadline=2)
    with server.client() as client:
        before = client.get("/check?seconds=0").text
        endless = "INSERT { <x:s> <x:p> ?n } WHERE { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } BIND(RAND() AS ?n) }"
        assert client.post("/update", content=endless).status_code == 503
        assert client.post("/update", content="INSERT DATA {").status_code == 500
        assert client.get("/check?seconds=0").text == before
        assert client.post("/update", content="INSERT DATA { <x:s> <x:p> 1 }").status_code == 204
