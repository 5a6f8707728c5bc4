"""A small graph on disk, and servers of it: within the test's process, or as processes of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx
import pyoxigraph as ox
import pytest

from kg.ontology import load
from kg.store import create_or_open

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GRAPHS = HERE.parent / "query"
STARTING = 60.0  # seconds


@pytest.fixture(scope="session")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of a few articles with its account and the ontology's terms. Not to be written to."""
    return make_graph(tmp_path_factory.mktemp("serve") / "graph")


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """The same graph, for one test that may write to it."""
    return make_graph(tmp_path / "graph")


def make_graph(folder: Path) -> Path:
    ontology = load("industrial-relations")
    with create_or_open(folder, ontology=ontology) as store:
        store.raw.load(path=GRAPHS / "graph.trig", format=ox.RdfFormat.TRIG)
        store.raw.clear_graph(ox.NamedNode(ontology.base + "graph/assembled"))
        store.raw.load(path=GRAPHS / "account.trig", format=ox.RdfFormat.TRIG)
        store.replace_ontology()
    (folder / "stale").unlink()
    return folder


class Live:
    """A server in a process of its own.

    Args:
        command: starts it, with `kg` or a file of these tests as its first word.
    """

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.log: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        found = self.until(lambda: self._address() or self.process.poll() is not None)
        if not (address := self._address()):
            raise AssertionError(f"the server did not start ({found}): {self.log}")
        self.url = address
        self.port = int(address.rstrip("/").rpartition(":")[2])

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))

    def _address(self) -> str:
        return next((found[0] for line in list(self.log) if (found := re.search(r"http://\S+/", line))), "")

    def until(self, true: Callable[[], object], seconds: float = STARTING) -> object:
        """Wait until something is so, and return it; the last thing if it never is."""
        end = time.monotonic() + seconds
        while not (found := true()) and time.monotonic() < end:
            time.sleep(0.02)
        return found

    def client(self, address: str = "127.0.0.1") -> httpx.Client:
        """A client with an address of its own, from 127.0.0.0/8."""
        return httpx.Client(base_url=self.url, transport=httpx.HTTPTransport(local_address=address), timeout=60)

    def workers(self) -> set[int]:
        """The processes that the server has started and that are not gone."""
        return {pid for pid in children(self.process.pid) if is_worker(pid)}

    def stop(self) -> int:
        """End it as a service manager does, and return its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
        code = self.process.wait(30)
        self._reader.join(10)
        return code


def children(pid: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def is_worker(pid: int) -> bool:
    try:
        return b"kg.serve.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@contextmanager
def servers(graph_folder: Path) -> Iterator[Callable[..., Live]]:
    """Give a function that starts a server with the limits it is told; all are ended in the end."""
    started: list[Live] = []

    def start(folder: Path = graph_folder, *, token: str | None = None, **limits: float) -> Live:
        given = {"query_workers": 2, "page_workers": 1} | limits
        arguments = [str(HERE / "live_server.py"), str(folder), json.dumps(given), *([token] if token else [])]
        started.append(Live(*arguments))
        return started[-1]

    try:
        yield start
    finally:
        for server in started:
            server.stop()


@pytest.fixture
def live(graph_folder: Path) -> Iterator[Callable[..., Live]]:
    """Start servers for one test."""
    with servers(graph_folder) as start:
        yield start


@pytest.fixture(scope="module")
def live_module(graph_folder: Path) -> Iterator[Callable[..., Live]]:
    """Start servers for all tests of a file."""
    with servers(graph_folder) as start:
        yield start


@pytest.fixture(scope="session")
def server(graph_folder: Path) -> Iterator[Live]:
    """`kg serve` as users start it; for tests that leave it as it was."""
    live = Live("-m", "kg", "serve", "--graph", str(graph_folder), "--port", "0", "--workers", "1")
    yield live
    live.stop()


@pytest.fixture
def client(server: Live) -> Iterator[httpx.Client]:
    """A client of `server`."""
    with server.client() as client:
        yield client
