"""The graph: whole documents in, quads out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, Store
from rdflib import Dataset

from kg.errors import StoreError, UnknownName
from kg.identity import assembled_graph, ontology_graph
from kg.model import Reading
from kg.ontology import Ontology
from kg.quad_source import QuadSource
from kg.store import catalogue
from kg.store.batches import Part, apply, difference, insert, replace_graph, revise
from kg.store.compaction import compact_grown
from kg.store.counts import Info, count
from kg.store.layout import ASSEMBLING, LOCK, NEW, STALE
from kg.store.lock import WriterLock, left_by, writer_of
from kg.store.name_index import NameIndex
from kg.store.names import NamesFound
from kg.store.ontology_quads import ontology_quads
from kg.store.quads import document_iri, reading_quads
from kg.store.readings import Page
from kg.store.sorting import sorted_lines
from kg.store.terms import Terms

Tell = Callable[[str], None]

BATCH = 50_000  # quads held before they are written


class GraphStore:
    """A graph on disk, made by `create_or_open` and `open_read`; a context manager.

    Args:
        path: its folder.
        raw: the quads.
        ontology: the domain's.
        lock: the writer's; without it the graph is for reading only.
        names: the index of names as it was before the quads were opened, for reading.
    """

    def __init__(
        self,
        path: Path,
        raw: QuadSource,
        ontology: Ontology,
        *,
        lock: WriterLock | None = None,
        names: NamesFound | None = None,
    ) -> None:
        self.path = path
        self.ontology = ontology
        self.terms = Terms.of(ontology)
        self._raw: QuadSource | None = raw
        self._dataset: Dataset | None = None
        self._lock = lock
        self.names = names

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write everything to disk and let others write. Closing twice does nothing."""
        raw, self._raw, self._dataset = self._raw, None, None
        try:
            if raw is not None and self._lock is not None:
                with self._disk():
                    _embedded(raw).flush()
                    self._complete_names(raw)
        finally:
            del raw  # RocksDB lets go of its files when nobody refers to it any more
            if self._lock is not None:
                self._lock.release()

    # -- reading ----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What the graph is called in messages: its folder."""
        return str(self.path)

    @property
    def raw(self) -> QuadSource:
        """The quads, to be asked as pyoxigraph's are. Who keeps them keeps the folder open.

        Raises:
            StoreError: the graph is closed.
        """
        if self._raw is None:
            raise StoreError(f"{self.name}: the graph is closed")
        return self._raw

    @property
    def embedded(self) -> Store:
        """The quads of a graph in a folder, as pyoxigraph has them.

        Raises:
            StoreError: the graph is closed, or on a server.
        """
        if not isinstance(self.raw, Store):
            raise StoreError(f"{self.name}: this needs a graph in a folder; see docs/stores.md")
        return self.raw

    @property
    def dataset(self) -> Dataset:
        """The same quads as an rdflib Dataset whose default graph is the union of all."""
        if self._dataset is None:
            from oxrdflib import OxigraphStore  # takes a fifth of a second, and few ask for it

            if isinstance(self.raw, Store):
                quads = self.raw
            else:  # rdflib asks so often that everything is better fetched
                quads = Store()
                quads.bulk_extend(self.raw)
            self._dataset = Dataset(store=OxigraphStore(store=quads), default_union=True)
            for prefix, namespace in self.ontology.prefixes.items():
                self._dataset.bind(prefix, namespace)
        return self._dataset

    @property
    def domain(self) -> str:
        """The domain that the graph was built with."""
        return self.ontology.domain

    @property
    def stale(self) -> bool:
        """Whether something changed since the assembled layer was computed, as after a killed build."""
        return (self.path / STALE).exists()

    @property
    def abandoned(self) -> bool:
        """Whether the process that wrote before this one ended without closing the graph, as a killed one does."""
        return self._lock.abandoned if self._lock is not None else left_by(self.path / LOCK) is not None

    @property
    def unfinished(self) -> str:
        """What to tell of a stale graph: that a build is going on, or that one was stopped."""
        writer = writer_of(self.path / LOCK)
        if writer is not None:
            return f"process {writer} is writing to this graph; this is what it holds so far"
        return "the last build was stopped; kg build goes on where it was"

    def documents(self) -> list[catalogue.StoredDocument]:
        """Return the documents, sorted by IRI."""
        return catalogue.documents(self.raw, base=self.ontology.base)

    def digests(self) -> dict[str, tuple[str, str]]:
        """Return each document's digest and version by its identifier."""
        return catalogue.digests(self.raw, base=self.ontology.base)

    def digest(self, identifier: str) -> tuple[str, str] | None:
        """Return digest and version of a document, None where there is none of this identifier."""
        return catalogue.digest_of(self.raw, NamedNode(document_iri(self.ontology, identifier)))

    def holds(self, identifier: str, digest: str, version: str) -> bool:
        """Return whether there is a document of this identifier, with this digest and version."""
        return catalogue.holds(self.embedded, NamedNode(document_iri(self.ontology, identifier)), digest, version)

    def page(self, identifier: str) -> Page:
        """Return the graph of one document.

        Raises:
            UnknownName: there is no such document.
        """
        iri = document_iri(self.ontology, identifier)
        if not self.raw.contains_named_graph(NamedNode(iri)):
            raise UnknownName("document", identifier, self.digests())
        return Page(self.raw, self.terms, iri)

    def pages(self) -> Iterator[Page]:
        """Yield the documents' graphs, sorted by IRI."""
        for document in self.documents():
            yield Page(self.raw, self.terms, document.iri)

    def quads_sorted(self) -> Iterator[str]:
        """Yield the graph as lines of N-Quads, without line breaks, in the order of their code points."""
        return sorted_lines(f"{quad} ." for quad in self.raw)

    def read_beside(self, name: str) -> bytes:
        """Return a file that lies beside the quads, empty where there is none.

        Raises:
            OSError: it cannot be read.
        """
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return b""

    def info(self) -> Info:
        """Return counts: documents, quads by layer, things and events by class, versions, bytes on disk."""
        return count(self.raw, self.ontology, self.path, stale=self.stale)

    # -- writing ----------------------------------------------------------------------------

    def add(self, readings: Iterable[Reading]) -> int:
        """Add documents, or replace those that are there; return how many.

        New documents are written many at a time. Each is in the graph whole or not at all, whatever
        happens; those read before an exception in `readings` are kept.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        raw = self._writable()
        batch: list[Quad] = []
        waiting: set[str] = set()
        number = 0
        try:
            for reading in readings:
                self.mark_stale()
                graph = NamedNode(document_iri(self.ontology, reading.document.id))
                quads = list(reading_quads(reading, self.ontology))
                if graph.value in waiting or len(batch) + len(quads) > BATCH:
                    self._flush(batch, waiting)
                if raw.contains_named_graph(graph):
                    with self._disk():
                        replace_graph(raw, graph, quads)
                else:
                    batch += quads
                    waiting.add(graph.value)
                number += 1
        finally:
            self._flush(batch, waiting)
        return number

    def _flush(self, batch: list[Quad], waiting: set[str]) -> None:
        with self._disk():
            insert(self.embedded, batch, size=len(batch))
        batch.clear()
        waiting.clear()

    def load(self, lines: BinaryIO) -> None:
        """Add the quads of whole documents that are new, all or none of them, by one bulk load.

        Args:
            lines: N-Quads, as `reading_quads` has them.

        Raises:
            StoreError: the graph is open for reading only, they are damaged, or the disk fails.
        """
        raw = self._writable()
        self.mark_stale()
        try:
            with self._disk():
                raw.bulk_load(lines, RdfFormat.N_QUADS, lenient=True)
                raw.flush()
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.path}: what is to be loaded is damaged: {error}; nothing was loaded") from error

    def replace(self, graph: NamedNode, quads: Iterable[Quad]) -> None:
        """Make quads the whole of a document's graph, in one transaction.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        raw = self._writable()
        self.mark_stale()
        with self._disk():
            replace_graph(raw, graph, quads)

    def remove(self, identifier: str) -> None:
        """Remove a document and all it says.

        Raises:
            UnknownName: there is no such document.
            StoreError: the graph is open for reading only, or the disk fails.
        """
        raw = self._writable()
        graph = NamedNode(self.page(identifier).iri)
        self.mark_stale()
        with self._disk():
            raw.remove_graph(graph)

    def revise(self, parts: Iterable[Part], *, whole: bool, keep: Callable[[], object]) -> None:
        """Bring the assembled layer up to date; it is then no longer stale.

        Args:
            parts: what is to stand in it, and instead of what.
            whole: whether the parts are all of it; whatever stands there is taken out before.
            keep: is called when everything is written and before the layer counts as up to date.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        raw = self._writable()
        graph = NamedNode(assembled_graph(self.ontology.base))
        self.mark_stale()
        with self._disk():
            (self.path / ASSEMBLING).touch()
            if whole:
                raw.clear_graph(graph)
            names = NameIndex(self.path)
            names.suspend()
            revise(raw, graph, names.noting(parts) if whole else parts, whole=whole, note=names.note)
            raw.flush()
            if whole:
                names.make_of_noted()
            elif not names.keep():
                names.make(raw, graph)
            keep()
            (self.path / ASSEMBLING).unlink(missing_ok=True)
            (self.path / STALE).unlink(missing_ok=True)
            compact_grown(raw, self.path)

    def _complete_names(self, raw: QuadSource) -> None:
        """Make the index of names where it is missing: of a graph of an older kg, or one that was copied without it."""
        graph = NamedNode(assembled_graph(self.ontology.base))
        names = NameIndex(self.path)
        if not self.stale and not names.whole and raw.contains_named_graph(graph):
            names.make(raw, graph)

    @property
    def assembling(self) -> bool:
        """Whether the assembled layer was being written when that was stopped."""
        return (self.path / ASSEMBLING).exists()

    @property
    def has_assembled(self) -> bool:
        """Whether there is an assembled layer."""
        return self.raw.contains_named_graph(NamedNode(assembled_graph(self.ontology.base)))

    def replace_ontology(self) -> None:
        """Write the terms of the ontology. Where they changed, the assembled layer is stale.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        raw = self._writable()
        graph = NamedNode(ontology_graph(self.ontology.base))
        change = difference(raw, graph, ontology_quads(self.ontology))
        if any(change):
            self.mark_stale()
            with self._disk():
                apply(raw, graph, change)

    def replace_beside(self, name: str, content: bytes) -> None:
        """Write a file that lies beside the quads, whole or not at all. The assembled layer is stale then.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        self._writable()
        self.mark_stale()
        new = self.path / f"{name}{NEW}"
        with self._disk():
            with new.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path / name)
            self._fsync_folder()

    def _writable(self) -> Store:
        if self._lock is None:
            raise StoreError(f"{self.name}: open for reading only")
        return self.embedded

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:  # pyoxigraph tells of broken files by RuntimeError
            raise StoreError(f"{self.path}: cannot be written: {error}") from error

    def mark_stale(self) -> None:
        """Note that the assembled layer is not up to date, before that is so.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        self._writable()
        if self.stale:
            return
        with self._disk():
            (self.path / STALE).touch()
            self._fsync_folder()

    def _fsync_folder(self) -> None:
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _embedded(raw: QuadSource) -> Store:
    assert isinstance(raw, Store)
    return raw
