"""What lies beside the quads of a graph on a server: in a small graph of its own, which is no part of what is exported.

It says which graph this is, whether it is finished, who writes to it, and what people judged. What only saves work lies
in a folder of each machine that writes: the ledger, and what a prefilter passed over.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.identity import ontology_graph
from kg.ontology import Ontology, domains, load
from kg.store.endpoint import Endpoint
from kg.store.lock import WriterLock
from kg.store.sparql_server import SparqlServer, values

TERMS = "https://w3id.org/kg/state#"
FORMAT, DOMAIN, ONTOLOGY, KG = "format", "domain", "ontology", "kg"
STALE, ASSEMBLING, REVISION, WRITER, BESIDE = "stale", "assembling", "revision", "writer", "beside"
FOLDER, TAKE_OVER = "KG_STATE", "KG_STORE_TAKE_OVER"
LOOKING = 2.0  # seconds between two looks whether another machine still writes
LINE = 8_000  # characters of what lies beside that are kept as one text


def state_graph(ontology: Ontology) -> NamedNode:
    """Return the graph in which the state of a domain's graph stands."""
    return NamedNode(f"{ontology.base}graph/state")


def domain_on(server: SparqlServer, named: str | None) -> str | None:
    """Return the domain of the graph that a server holds, None where it holds none.

    Args:
        server: asked.
        named: which domain is meant, where there are several.

    Raises:
        StoreError: it holds graphs of several, and none is named.
    """
    installed = {name: load(name) for name in domains()}
    graphs = {graph: name for name, o in installed.items() for graph in (state_graph(o).value, ontology_graph(o.base))}
    listed = values(NamedNode(graph) for graph in graphs)
    rows = server.rows("DISTINCT ?g", f"{{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}", group="?g")
    found = sorted({graphs[graph.value] for (graph,) in rows})
    if named is not None:
        return named if named in found else None
    if len(found) > 1:
        raise StoreError(
            f"{server.name}: holds graphs of {' and '.join(found)}; name one: --graph '{server.name}#{found[0]}'"
        )
    return found[0] if found else None


def state_folder(endpoint: Endpoint, domain: str) -> Path:
    """Return the folder of this machine for a graph on a server: below `KG_STATE`, or else the user's for such."""
    above = os.environ.get(FOLDER) or os.environ.get("XDG_STATE_HOME")
    folder = Path(above) if above else Path.home() / ".local" / "state"
    name = re.sub(r"[^\w.-]+", "-", endpoint.query.partition("://")[2]).strip("-")
    digest = hashlib.sha256(endpoint.query.encode()).hexdigest()[:8]
    return folder / ("" if os.environ.get(FOLDER) else "kg") / f"{name[:80]}-{domain}-{digest}"


class ServerState:
    """The state of one graph on a server.

    Args:
        server: asked and changed.
        ontology: the domain's.
    """

    def __init__(self, server: SparqlServer, ontology: Ontology) -> None:
        self.graph = state_graph(ontology)
        self._server = server
        self._said = self._read()

    def _read(self) -> dict[str, list[str]]:
        said: dict[str, list[str]] = {}
        for name, value in self._server.rows("?p ?o", f"{{ GRAPH {self.graph} {{ {self.graph} ?p ?o }} }}"):
            said.setdefault(name.value.removeprefix(TERMS), []).append(value.value)
        return said

    def again(self) -> None:
        """Read it again."""
        self._said = self._read()

    def all(self, name: str) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(self._said.get(name, ()))

    def one(self, name: str) -> str:
        """Return the value of a property, "" where it has none."""
        return next(iter(self.all(name)), "")

    def put(self, name: str, wanted: Iterable[str]) -> None:
        """Give a property these values and no others; what is new is there before what is old goes."""
        there, new = set(self._said.get(name, ())), set(wanted)
        self._server.insert(self._quads(name, new - there))
        self._server.delete(self._quads(name, there - new))
        self._said[name] = sorted(new)

    def _quads(self, name: str, wanted: Iterable[str]) -> list[Quad]:
        return [Quad(self.graph, NamedNode(f"{TERMS}{name}"), Literal(value), self.graph) for value in sorted(wanted)]

    # -- files ------------------------------------------------------------------------------

    def file(self, name: str) -> bytes:
        """Return a file that lies beside the quads, empty where there is none."""
        parts = [part.split(" ", 2) for part in self.all(BESIDE)]
        return "".join(text for which, _, text in sorted(parts, key=lambda p: p[:2]) if which == name).encode()

    def put_file(self, name: str, content: bytes) -> None:
        """Write such a file."""
        text = content.decode("utf-8", "replace")
        lines = [part for line in text.splitlines(keepends=True) for part in _parts(line)]
        others = [part for part in self.all(BESIDE) if not part.startswith(f"{name} ")]
        self.put(BESIDE, [*others, *(f"{name} {number:08} {line}" for number, line in enumerate(lines))])


def _parts(line: str) -> list[str]:
    return [line[start : start + LINE] for start in range(0, len(line), LINE)]


class ServerLock:
    """Lets one process write to a graph on a server; see `kg.store.lock.WriterLock`.

    On one machine the lock file of its state folder decides. Between machines, a mark in the graph's state does: who
    finds another's after having made its own takes its own away.

    Args:
        state: the graph's.
        folder: this machine's for the graph.
        name: the graph's, for messages.
        waiting: is told for whom this waits; without it nobody waits.

    Raises:
        StoreError: another process writes, and nobody waits.
    """

    def __init__(self, state: ServerState, folder: Path, name: str, *, waiting: Callable[[str], None] | None) -> None:
        self._state = state
        self._local = _local_lock(folder, name, waiting)
        machine = folder / "machine"
        try:
            if not machine.is_file():
                machine.write_text(uuid.uuid4().hex, encoding="ascii")
            self._own = f"{machine.read_text(encoding='ascii')} {socket.gethostname()} {os.getpid()}"
            self._take(name, waiting)
        except BaseException:
            self._local.release()
            raise

    def _take(self, name: str, waiting: Callable[[str], None] | None) -> None:
        told = False
        while True:
            self._state.again()
            left = [mark for mark in self._state.all(WRITER) if mark.split(" ")[0] != self._own.split(" ")[0]]
            others = [mark for mark in left if mark.split(" ")[1] != os.environ.get(TAKE_OVER)]
            if not others:
                self._state.put(WRITER, [*others, self._own])
                self._state.again()
                if self._state.all(WRITER) == [self._own]:
                    return
                self._state.put(WRITER, [mark for mark in self._state.all(WRITER) if mark != self._own])
                continue
            _, host, process = others[0].split(" ")
            who = f"{name}: process {process} on {host} is writing to this graph"
            if waiting is None:
                raise StoreError(
                    f"{who}; wait until it is done, or, where it was killed, build there again or here with "
                    f"{TAKE_OVER}={host}"
                )
            if not told:
                waiting(f"{who}; waiting until it is done")
                told = True
            time.sleep(LOOKING)

    def release(self) -> None:
        """Let others write. Releasing twice does nothing; a server that is gone keeps the mark, which is known here."""
        try:
            if self._own in self._state.all(WRITER):
                self._state.put(WRITER, [])
        except StoreError:
            return  # it is this machine's mark, and the next writer from here takes it over
        finally:
            self._local.release()


def _local_lock(folder: Path, name: str, waiting: Callable[[str], None] | None) -> WriterLock:
    """Return the lock of this machine, whose messages tell the graph and not the folder."""

    def named(text: str) -> None:
        if waiting is not None:
            waiting(text.replace(str(folder), name))

    try:
        return WriterLock(folder / "lock", waiting=named if waiting is not None else None)
    except StoreError as error:
        raise StoreError(str(error).replace(str(folder), name)) from None
