"""Real servers, started once and ended by their processes, and one between them and kg that fails as it is told."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from threading import Thread

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[3]
STARTING = 90.0  # seconds
FLAVOURS = ("oxigraph", "virtuoso")


def free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A SPARQL server with a folder of its own, that can be killed and started again."""

    def __init__(self, flavour: str, folder: Path) -> None:
        self.flavour, self.folder = flavour, folder
        self.port, self.sql = free_port(), free_port()
        site = f"http://127.0.0.1:{self.port}"
        self.url = f"{site}/query" if flavour == "oxigraph" else f"{site}/sparql"
        self.update = f"{site}/update" if flavour == "oxigraph" else f"{site}/sparql-auth"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if self.flavour == "oxigraph":
            program = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or "oxigraph"
            command = [program, "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}"]
        else:
            command = ["sh", str(ROOT / ".ci" / "virtuoso-server"), str(self.folder), str(self.port), str(self.sql)]
        log = (self.folder.parent / f"{self.flavour}.log").open("ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        log.close()
        end = time.monotonic() + STARTING
        while True:
            try:
                if httpx.get(self.url, params={"query": "ASK {}"}, timeout=5).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            assert self.process.poll() is None, f"{self.flavour} ended: see {self.folder}"
            assert time.monotonic() < end, f"{self.flavour} does not answer"
            time.sleep(0.1)

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(30)

    def clear(self) -> None:
        """Take out all that is kg's."""
        asked = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://w3id.org/')) }"
        headers = {"Accept": "application/sparql-results+json"}
        found = httpx.get(self.url, params={"query": asked}, headers=headers, timeout=60).json()["results"]["bindings"]
        auth = httpx.DigestAuth("dba", "dba") if self.flavour == "virtuoso" else None
        for row in found:
            httpx.post(
                self.update,
                content=f"DROP SILENT GRAPH <{row['g']['value']}>",
                headers={"Content-Type": "application/sparql-update"},
                auth=auth,
                timeout=60,
            ).raise_for_status()


def _server(flavour: str, folder: Path) -> Iterator[Server]:
    if flavour == "virtuoso" and shutil.which("virtuoso-t") is None:
        pytest.skip("VIRTUOSO WAS NOT TESTED: virtuoso-t is missing; .ci/virtuoso installs it")
    server = Server(flavour, folder / "data")
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _server("oxigraph", tmp_path_factory.mktemp("oxigraph"))


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _server("virtuoso", tmp_path_factory.mktemp("virtuoso"))


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of its own for each test, with the password of the tests' Virtuoso, and little patience."""
    for name in ("NETRC", "KG_STORE_TOKEN", "KG_STORE_CREDENTIALS", "KG_STORE_PLAIN", "KG_STORE_ENGINE"):
        monkeypatch.delenv(name, raising=False)
    given = {"HOME": tmp_path, "KG_STATE": tmp_path / "state", "KG_STORE_TRIES": 3, "KG_STORE_TIMEOUT": 60}
    for name, value in (given | {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}).items():
        monkeypatch.setenv(name, str(value))


@pytest.fixture
def oxigraph(oxigraph_server: Server) -> Server:
    oxigraph_server.clear()
    return oxigraph_server


@pytest.fixture(params=FLAVOURS)
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the servers, with no graph of kg's in it."""
    found: Server = request.getfixturevalue(f"{request.param}_server")
    found.clear()
    return found


@pytest.fixture(params=("folder", *FLAVOURS))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new graph can be: in a folder, or on each of the servers."""
    if request.param == "folder":
        return str(tmp_path / "graph")
    found: Server = request.getfixturevalue(f"{request.param}_server")
    found.clear()
    return found.url


class Between:
    """A server that passes requests on to Oxigraph, under one address for all, and fails where it is told to.

    Attributes:
        faults: what to do with the next requests, one each: None passes it on, "cut" and "chunks" break off in the
            middle of the answer, "drop" does not answer, a number is the status of an answer without the rest.
        asked: method, path and headers of what came.
        wanted: the headers of Authorization of which one must come; none where it is empty.
    """

    def __init__(self, target: Server) -> None:
        self.target = target
        self.faults: list[str | int | None] = []
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.wanted: tuple[str, ...] = ()
        self.headers: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(between) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("content-length", 0)))
                between.asked.append((self.command, self.path, dict(self.headers)))
                if between.wanted and self.headers.get("authorization") not in between.wanted:
                    self._answer(401, b"who?", {"WWW-Authenticate": 'Basic realm="kg"'})
                    return
                fault = between.faults.pop(0) if between.faults else None
                if fault == "drop":
                    self.close_connection = True
                    return
                if isinstance(fault, int):
                    self._answer(fault, b"not now", between.headers)
                    return
                kind = self.headers["content-type"]
                url = between.target.url if "urlencoded" in kind else between.target.update
                accept = self.headers.get("accept", "*/*")
                found = httpx.post(url, content=content, headers={"Content-Type": kind, "Accept": accept}, timeout=60)
                self._answer(found.status_code, found.content, {}, fault=fault)

            def _answer(self, status: int, content: bytes, headers: dict[str, str], *, fault: object = None) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if fault == "chunks":
                    self.send_header("Transfer-Encoding", "chunked")
                    self.end_headers()
                    half = content[: len(content) // 2]
                    self.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
                else:
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content[: len(content) // 2] if fault == "cut" else content)
                self.close_connection = fault is not None

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def between(oxigraph: Server) -> Iterator[Between]:
    made = Between(oxigraph)
    yield made
    made.close()


@pytest.fixture
def kg() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of kg in a process of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kg", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    return run
