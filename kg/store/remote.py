"""A graph that a SPARQL 1.1 server keeps.

A server has no transactions over several requests. So a document's graph is written without digest and version, and
these, its mark, follow when it is there: without them it is read again. The account of all documents is written after a
note that it is being written, and made anew where that note is found.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import StoreError
from kg.identity import assembled_graph, ontology_graph
from kg.model import Reading
from kg.ontology import Ontology
from kg.store import server_state
from kg.store import terms as t
from kg.store.batches import Part
from kg.store.catalogue import by_document
from kg.store.counts import Info
from kg.store.graph import GraphStore
from kg.store.local_copy import LocalCopy
from kg.store.ontology_quads import ontology_quads
from kg.store.quads import document_iri, reading_quads
from kg.store.remote_loading import MARK, is_mark, load_documents
from kg.store.remote_quads import RemoteQuads
from kg.store.server_state import ServerLock, ServerState
from kg.store.sparql_server import SparqlServer

BATCH = 10  # documents that get their marks together
WRITERS = 3  # requests under way at once
PARTS = 20_000  # lines of the account that are written at once
CHANGED = 5_000  # triples of it that change before they are written


class RemoteGraph(GraphStore):
    """A graph on a server, made by `kg.store.remote_opening`; a context manager.

    Args:
        server: asked and changed; closed together with this.
        ontology: the domain's.
        state: what lies beside the quads.
        folder: this machine's for the graph.
        lock: the writer's; without it the graph is for reading only.
    """

    def __init__(
        self,
        server: SparqlServer,
        ontology: Ontology,
        state: ServerState,
        folder: Path,
        *,
        lock: ServerLock | None = None,
    ) -> None:
        finished = not state.all(server_state.STALE)
        copy = (
            LocalCopy(folder, server.name, state.one(server_state.REVISION) if finished else "")
            if lock is None
            else None
        )
        self.quads = RemoteQuads(server, ontology.base, state.graph, copy)
        super().__init__(folder, self.quads, ontology)
        self._server = server
        self._state = state
        self._held = lock
        self._known: dict[str, tuple[str, str]] | None = None

    @property
    def name(self) -> str:
        """What the graph is called: its address."""
        return self._server.name

    def close(self) -> None:
        """Let others write. Closing twice does nothing."""
        held, self._held, self._raw, self._dataset = self._held, None, None, None
        self.quads.close()
        if held is not None:
            held.release()
        self._server.close()

    # -- reading ----------------------------------------------------------------------------

    @property
    def stale(self) -> bool:
        """Whether something changed since the assembled layer was computed."""
        return bool(self._state.all(server_state.STALE))

    @property
    def assembling(self) -> bool:
        """Whether the assembled layer was being written when that was stopped."""
        return bool(self._state.all(server_state.ASSEMBLING))

    @property
    def abandoned(self) -> bool:
        """Whether the process that wrote last ended without closing the graph; not told of a server."""
        return False

    @property
    def unfinished(self) -> str:
        """What to tell of a stale graph: that a build is going on, or that one was stopped."""
        mark = self._state.one(server_state.WRITER)
        if mark:
            _, host, process = mark.split(" ")
            return f"process {process} on {host} is writing to this graph, or was killed; this is what it holds so far"
        return "the last build was stopped; kg build goes on where it was"

    def digests(self) -> dict[str, tuple[str, str]]:
        """Return each document's digest and version by its identifier."""
        return dict(sorted(self._digests().items()))

    def digest(self, identifier: str) -> tuple[str, str] | None:
        """Return digest and version of a document, None where there is none of this identifier."""
        return self._digests().get(identifier)

    def holds(self, identifier: str, digest: str, version: str) -> bool:
        """Return whether there is a document of this identifier, with this digest and version."""
        return self.digest(identifier) == (digest, version)

    def _digests(self) -> dict[str, tuple[str, str]]:
        """Return the digests, which are asked for once: a build asks for that of every document."""
        if self._known is None:
            base = self.ontology.base
            digest, version = (by_document(self.raw, predicate, base=base) for predicate in MARK)
            named = by_document(self.raw, t.IDENTIFIER, base=base)
            self._known = {name: (digest.get(iri, ""), version.get(iri, "")) for iri, name in named.items()}
        return self._known

    def read_beside(self, name: str) -> bytes:
        """Return a file that lies beside the quads, empty where there is none."""
        return self._state.file(name)

    def info(self) -> Info:
        """Return counts; bytes are not known of a server."""
        found = super().info()
        found["bytes"] = None
        return found

    # -- writing ----------------------------------------------------------------------------

    def add(self, readings: Iterable[Reading]) -> int:
        """Add documents, or replace those that are there; return how many. See `GraphStore.add`."""
        self._check_writable()
        self._digests()  # before anything asks for them at once
        number = 0
        given = iter(readings)
        with ThreadPoolExecutor(max_workers=WRITERS) as writing:
            waiting: list[tuple[Reading, list[Quad], Future[None]]] = []
            try:
                for reading in given:
                    self.mark_stale()
                    if any(other.document.id == reading.document.id for other, *_ in waiting):
                        self._mark(waiting)
                    quads = list(reading_quads(reading, self.ontology))
                    waiting.append((reading, quads, writing.submit(self._write, reading, quads)))
                    number += 1
                    if len(waiting) >= BATCH:
                        self._mark(waiting)
            finally:
                self._mark(waiting)
        return number

    def _write(self, reading: Reading, quads: list[Quad]) -> None:
        """Write a document without its mark. One that is there loses its own first."""
        graph = NamedNode(document_iri(self.ontology, reading.document.id))
        if self.digest(reading.document.id) is not None:
            self._unmark(graph)
        self._server.put(graph, [quad.triple for quad in quads if not is_mark(quad)])

    def _unmark(self, graph: NamedNode) -> None:
        patterns = [(graph, predicate, None) for predicate in MARK]
        there = self.quads.fitting(graph, patterns)
        self._server.delete(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in there)

    def _mark(self, waiting: list[tuple[Reading, list[Quad], Future[None]]]) -> None:
        """Wait until documents are written, and mark those that are."""
        failed: BaseException | None = None
        marks: list[Quad] = []
        for reading, quads, written in waiting:
            try:
                written.result()
            except StoreError as error:
                failed = failed or error
                continue
            own = [quad for quad in quads if is_mark(quad)]
            marks += own
            said = {quad.predicate: t.value(quad.object) for quad in own}
            self._digests()[reading.document.id] = said.get(t.DIGEST, ""), said.get(t.VERSION, "")
        graphs = [NamedNode(document_iri(self.ontology, reading.document.id)) for reading, *_ in waiting]
        waiting.clear()
        self.quads.forget(graphs)
        if failed is not None:
            raise failed
        self._server.insert(marks)

    def load(self, lines: BinaryIO) -> None:
        """Add the quads of whole new documents, which count when all are there. See `GraphStore.load`."""
        self._check_writable()
        self.mark_stale()
        graphs = load_documents(self._server, lines)
        self._known = None
        self.quads.forget(graphs)

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Make quads the whole of a document's graph, their mark last. See `GraphStore.replace`."""
        self._check_writable()
        self.mark_stale()
        wanted = list(quads)
        self._unmark(graph)
        self._server.put(graph, [quad.triple for quad in wanted if not is_mark(quad)])
        self._server.insert(quad for quad in wanted if is_mark(quad))
        self._known = None
        self.quads.forget([graph])

    def remove(self, identifier: str) -> None:
        """Remove a document and all it says. See `GraphStore.remove`."""
        self._check_writable()
        graph = NamedNode(self.page(identifier).iri)
        self.mark_stale()
        self._server.drop(graph)
        self._digests().pop(identifier, None)
        self.quads.forget([graph])

    def remove_unmarked(self) -> int:
        """Remove the documents of which a killed build had written a part; return how many."""
        broken = [name for name, (digest, version) in self._digests().items() if not (digest and version)]
        for name in broken:
            self.remove(name)
        return len(broken)

    def revise(self, parts: Iterable[Part], *, whole: bool, keep: Callable[[], object]) -> None:
        """Bring the assembled layer up to date. See `GraphStore.revise`."""
        self._check_writable()
        graph = NamedNode(assembled_graph(self.ontology.base))
        self.mark_stale()
        self._state.put(server_state.ASSEMBLING, ["yes"])
        if whole:
            self._server.drop(graph)
            self._fill(graph, parts)
        else:
            self._replace(graph, parts)
        self.quads.forget([graph])
        self._state.put(server_state.REVISION, [uuid.uuid4().hex])
        keep()
        self._keep_revision()
        self._state.put(server_state.ASSEMBLING, [])
        self._state.put(server_state.STALE, [])

    def _fill(self, graph: NamedNode, parts: Iterable[Part]) -> None:
        """Write parts into an empty graph, each while the next is made."""
        with ThreadPoolExecutor(max_workers=1) as writing:
            waiting: list[Future[None]] = []
            for lines in _together(parts):
                while len(waiting) > 1:
                    waiting.pop(0).result()
                waiting.append(writing.submit(self._server.add, graph, _triples(lines)))
            for written in waiting:
                written.result()

    def _replace(self, graph: NamedNode, parts: Iterable[Part]) -> None:
        """Write what differs between parts and what they replace."""
        gone: set[Triple] = set()
        new: set[Triple] = set()
        for part in parts:
            wanted = set(_triples(list(part.lines)))
            there = self.quads.fitting(graph, part.patterns)
            subjects = {triple.subject for triple in self.quads.fitting(graph, part.nodes)}
            there |= self.quads.fitting(graph, [(s, None, None) for s in subjects if isinstance(s, NamedNode)])
            gone |= there - wanted
            new |= wanted - there
            if len(gone) + len(new) > CHANGED:
                self._change(graph, gone, new)
        self._change(graph, gone, new)

    def _change(self, graph: NamedNode, gone: set[Triple], new: set[Triple]) -> None:
        old = [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in gone - new]
        self._server.delete(sorted(old, key=str))
        self._server.add(graph, sorted(new, key=str))
        gone.clear()
        new.clear()

    def replace_ontology(self) -> None:
        """Write the terms of the ontology. Where they changed, the assembled layer is stale."""
        self._check_writable()
        graph = NamedNode(ontology_graph(self.ontology.base))
        wanted = {quad.triple for quad in ontology_quads(self.ontology)}
        there = {quad.triple for quad in self.raw.quads_for_pattern(None, None, None, graph)}
        if wanted != there:
            self.mark_stale()
            if there:
                self._change(graph, there - wanted, wanted - there)
            else:
                self._server.put(graph, sorted(wanted, key=str))
            self.quads.forget([graph])

    def replace_beside(self, name: str, content: bytes) -> None:
        """Write a file that lies beside the quads. The assembled layer is stale then."""
        self._check_writable()
        self.mark_stale()
        self._state.put_file(name, content)

    def mark_stale(self) -> None:
        """Note that the assembled layer is not up to date, before that is so."""
        self._check_writable()
        if not self.stale:
            self._state.put(server_state.STALE, ["yes"])

    def _check_writable(self) -> None:
        if self._held is None:
            raise StoreError(f"{self.name}: open for reading only")

    # -- several machines -------------------------------------------------------------------

    def catch_up(self) -> None:
        """Make sure that what this machine remembers of the graph is of what the server holds.

        Another may have written since, or the server may have been filled from elsewhere: then all is looked at again,
        and the account made anew.
        """
        revision = self._state.one(server_state.REVISION)
        kept = self._revision.read_text(encoding="ascii") if self._revision.is_file() else ""
        if not revision or revision != kept:
            self.mark_stale()
            self._state.put(server_state.ASSEMBLING, ["yes"])

    @property
    def _revision(self) -> Path:
        return self.path / "revision"

    def _keep_revision(self) -> None:
        with self._disk():
            self._revision.write_text(self._state.one(server_state.REVISION), encoding="ascii")


def _triples(lines: list[str]) -> list[Triple]:
    return [quad.triple for quad in parse("\n".join(lines).encode(), RdfFormat.N_TRIPLES, lenient=True)]


def _together(parts: Iterable[Part]) -> Iterator[list[str]]:
    """Yield the lines of parts, many at a time."""
    lines = (line for part in parts for line in part.lines)
    while some := list(islice(lines, PARTS)):
        yield some
