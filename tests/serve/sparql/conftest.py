"""Servers that really listen, in this process; their workers are processes of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import httpx
import pytest
import uvicorn

from kg.ontology import load
from kg.serve.app import create_app
from kg.serve.settings import Limits, Settings
from kg.store import create_or_open

TOKEN = "a-token-for-tests-only"
FEW = Limits(query_workers=1, page_workers=1, rows=1000, answer=1_000_000, deadline=60)
SHARED = Path(__file__).parents[3].parent / "shared"
BASE = "https://w3id.org/industrial-relations/"


@contextmanager
def serving(settings: Settings) -> Iterator[httpx.Client]:
    """Serve a graph, and give a client that sends no token."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.05)
            assert thread.is_alive(), "the server did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def reader(graph_folder: Path) -> Iterator[httpx.Client]:
    """A client of a server that only reads."""
    with serving(Settings(graph=graph_folder, limits=FEW)) as client:
        yield client


@pytest.fixture(scope="session")
def written_folder(graph_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph to which tests write."""
    return Path(copytree(graph_folder, tmp_path_factory.mktemp("written") / "graph"))


@pytest.fixture(scope="session")
def writer(written_folder: Path) -> Iterator[httpx.Client]:
    """A client, with the token, of a server that may be written to. Tests write to graphs of their own."""
    with serving(Settings(graph=written_folder, limits=FEW, read_write=True, token=TOKEN)) as client:
        client.headers["authorization"] = f"Bearer {TOKEN}"
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client, with the token, of a server whose graph is empty, so that even CLEAR ALL is allowed."""
    folder = tmp_path_factory.mktemp("empty") / "graph"
    create_or_open(folder, ontology=load("industrial-relations")).close()
    with serving(Settings(graph=folder, limits=FEW, read_write=True, token=TOKEN)) as client:
        client.headers["authorization"] = f"Bearer {TOKEN}"
        yield client


@pytest.fixture
def ask(reader: httpx.Client) -> Callable[..., httpx.Response]:
    """Return a function that sends a query by GET."""

    def asked(query: str, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return reader.get("/sparql", params={"query": query}, headers=named)

    return asked
