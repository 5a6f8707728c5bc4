"""Puts shards into a graph: what is new by one bulk load, which is taken in whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import DocumentConflict, StoreError
from kg.store.graph import GraphStore
from kg.store.quads import document_iri
from kg.store.shards import ShardFile

BUFFER = 1 << 20  # bytes


@dataclass(slots=True)
class Loaded:
    """How many documents of shards were new to a graph, took the place of others, stood in it, or came twice.

    `taken` are the identifiers of the first two kinds.
    """

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    repeated: int = 0
    taken: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Part:
    """A shard, and the graphs of it that are new or take the place of others; the rest of it is left."""

    file: ShardFile
    new: set[bytes]
    changed: set[bytes]

    @property
    def whole(self) -> bool:
        return len(self.new) == len(self.file.note.documents)


def load_shards(
    store: GraphStore, shards: Sequence[ShardFile], *, on_conflict: Callable[[DocumentConflict], None]
) -> Loaded:
    """Put the documents of shards into a graph, which is stale then.

    New documents are in the graph all at once. One that says something else than in the graph, or was read by another
    version, takes the place of that, whole.

    Args:
        store: open for writing.
        shards: verified; none holds two documents with one identifier. Of two in several, the first counts.
        on_conflict: is told of each that has the identifier of another and says something else.

    Raises:
        StoreError: a shard is damaged, or the disk fails.
    """
    loaded = Loaded()
    parts = _parts(store, shards, loaded, on_conflict)
    if loaded.added:
        stream = io.BufferedReader(cast(Any, _Chunks(_new_lines(parts))), BUFFER)
        store.load(cast(BinaryIO, stream))
    for part in parts:
        for graph, lines in _by_graph(part):
            quads = parse(b"".join(lines), RdfFormat.N_QUADS, lenient=True)
            store.replace(NamedNode(graph.decode()), quads)
    return loaded


def _parts(
    store: GraphStore,
    shards: Iterable[ShardFile],
    loaded: Loaded,
    on_conflict: Callable[[DocumentConflict], None],
) -> list[_Part]:
    seen: dict[str, tuple[str, Path]] = {}
    parts = []
    for shard in shards:
        part = _Part(shard, set(), set())
        for identifier, digest in shard.note.documents:
            if identifier in seen:
                before, path = seen[identifier]
                if before == digest:
                    loaded.repeated += 1
                else:
                    wrong = f"the identifier {identifier!r} is that of a document in {path}, which says something else"
                    on_conflict(DocumentConflict(f"{shard.path}: {wrong}; give it one of its own"))
                continue
            seen[identifier] = digest, shard.path
            stands = store.digest(identifier)
            graph = document_iri(store.ontology, identifier).encode()
            if stands == (digest, shard.note.version):
                loaded.unchanged += 1
                continue
            loaded.taken.add(identifier)
            if stands is None:
                part.new.add(graph)
                loaded.added += 1
            else:
                part.changed.add(graph)
                loaded.replaced += 1
        if part.new or part.changed:
            parts.append(part)
    return parts


def _graph(line: bytes) -> bytes:
    """Return the graph of a line: `… <http://…/document/x> .`."""
    return line[line.rindex(b" <") + 2 : line.rindex(b"> .")]


def _new_lines(parts: Iterable[_Part]) -> Iterator[bytes]:
    for part in parts:
        if part.whole:
            yield from part.file.lines()
        elif part.new:
            yield from (line for line in part.file.lines() if _graph(line) in part.new)


def _by_graph(part: _Part) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the graphs of a part that take the place of others, with their lines."""
    if not part.changed:
        return
    found: dict[bytes, list[bytes]] = {graph: [] for graph in sorted(part.changed)}
    for line in part.file.lines():
        if (graph := _graph(line)) in found:
            found[graph].append(line)
    yield from found.items()


class _Chunks(io.RawIOBase):
    """Lines as a file to read from."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = len(buffer)
        held = [self._rest]
        size = len(self._rest)
        while size < wanted and (line := self._next()):
            held.append(line)
            size += len(line)
        data = b"".join(held)
        given = data[:wanted]
        self._rest = data[wanted:]
        buffer[: len(given)] = given
        return len(given)

    def _next(self) -> bytes:
        try:
            return next(self._lines, b"")
        except (OSError, EOFError) as error:
            raise StoreError(f"a shard is damaged: {error}; copy or extract it again") from error
