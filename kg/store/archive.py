"""The archive that a backup is: one ZIP file with the read layer, what people judged, and a digest of each part.

`documents.nq` holds the documents' graphs as N-Quads, sorted by graph and then by line; `judgements.jsonl` is the file
of that name where the graph has one; `backup.json`, which comes last, says what the rest is. The same graph gives the
same bytes: no time, path or name of a user is in it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Self

from pyoxigraph import NamedNode

from kg.errors import BackupError, StoreError
from kg.store.graph import GraphStore

FORMAT = 1
DOCUMENTS, CONTENTS = "documents.nq", "backup.json"
CHUNK = 1 << 20  # bytes
LARGEST = 10_000_000  # bytes of backup.json
YEAR_ONE = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file can tell
FILE_MODE = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the archive."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What `backup.json` says.

    Attributes:
        graph: what `kg.json` said.
        documents: how many there are.
        export: the SHA-256 of the whole graph as sorted N-Quads; None where its assembled layer was not up to date.
        parts: the files, by name.
        format: of the archive.
    """

    graph: Mapping[str, Any]
    documents: int
    export: str | None
    parts: Mapping[str, Part]
    format: int = FORMAT

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the archive says: of the parts, by their digests."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def document_graphs(store: GraphStore) -> list[NamedNode]:
    """Return the graphs of the read layer, sorted by IRI."""
    start = f"{store.ontology.base}document/"
    graphs = (graph for graph in store.raw.named_graphs() if isinstance(graph, NamedNode))
    return sorted((graph for graph in graphs if graph.value.startswith(start)), key=lambda graph: graph.value)


def read_layer(store: GraphStore, graphs: Iterable[NamedNode]) -> Iterator[bytes]:
    """Yield documents as N-Quads, one graph at a time, each sorted."""
    for graph in graphs:
        with _reading(store):
            lines = sorted(f"{quad} .\n" for quad in store.raw.quads_for_pattern(None, None, None, graph))
        yield "".join(lines).encode()


def export_digest(store: GraphStore) -> str:
    """Return the SHA-256 of what `kg export` writes: two graphs are the same if it is."""
    found = sha256()
    with _reading(store):
        for line in store.quads_sorted():
            found.update(f"{line}\n".encode())
    return found.hexdigest()


@contextmanager
def _reading(store: GraphStore) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # pyoxigraph tells of broken files by both
        raise StoreError(f"{store.path}: cannot be read: {' '.join(str(error).split())}") from error


def write_archive(
    out: IO[bytes], store: GraphStore, *, graph: Mapping[str, Any], beside: Mapping[str, bytes], finished: bool
) -> Contents:
    """Write an archive.

    Args:
        out: to where; it must allow seeking.
        store: the graph.
        graph: what its `kg.json` says.
        beside: files that belong to it, by name.
        finished: whether its assembled layer is up to date.
    """
    graphs = document_graphs(store)
    with zipfile.ZipFile(out, "w") as archive:
        parts = {DOCUMENTS: _put(archive, DOCUMENTS, read_layer(store, graphs))}
        parts |= {name: _put(archive, name, [content]) for name, content in sorted(beside.items())}
        contents = Contents(dict(graph), len(graphs), export_digest(store) if finished else None, parts)
        said = json.dumps(asdict(contents), indent=2, sort_keys=True, ensure_ascii=False)
        _put(archive, CONTENTS, [f"{said}\n".encode()])
    return contents


def _put(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> Part:
    info = zipfile.ZipInfo(name, YEAR_ONE)
    info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, UNIX, FILE_MODE
    digest, size = sha256(), 0
    with archive.open(info, "w", force_zip64=True) as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return Part(size, digest.hexdigest())


class Archive:
    """An archive to read; a context manager. All of it was compared with its digests before anything is given out.

    Raises:
        BackupError: there is no such file, or it is damaged, something else, or of a newer kg.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise BackupError(f"{path}: {self._state()}; name a file that kg backup wrote") from error
        except OSError as error:
            raise BackupError(f"{path}: cannot be read: {error.strerror or error}") from error
        try:
            self.contents = self._contents()
            for name, part in self.contents.parts.items():
                self._verify(name, part)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def open(self, name: str) -> IO[bytes]:
        """Open one of the parts."""
        return self._zip.open(name)

    def _state(self) -> str:
        with self.path.open("rb") as file:
            return "damaged; its end is missing" if file.read(4) == b"PK\x03\x04" else "no backup"

    def _contents(self) -> Contents:
        try:
            info = self._zip.getinfo(CONTENTS)
            if info.file_size > LARGEST:
                raise self.damaged(CONTENTS)
            said = json.loads(self._zip.read(info))
            version = said["format"]
            if isinstance(version, int) and version > FORMAT:
                wrong = f"a backup of format {version}; this kg reads format {FORMAT}"
                raise BackupError(f"{self.path}: {wrong}: use the newer kg that wrote it")
            parts = {str(name): Part(int(part["bytes"]), str(part["sha256"])) for name, part in said["parts"].items()}
            found = Contents(dict(said["graph"]), int(said["documents"]), said["export"], parts, int(version))
            domain = found.graph["domain"]
        except KeyError as error:
            if CONTENTS not in self._zip.namelist():
                raise BackupError(f"{self.path}: no backup: there is no {CONTENTS} in it") from error
            raise self.damaged(CONTENTS) from error
        except (ValueError, TypeError, AttributeError, zipfile.BadZipFile, OSError, EOFError) as error:
            raise self.damaged(CONTENTS) from error
        safe = all(name and "/" not in name and "\\" not in name and not name.startswith(".") for name in parts)
        if DOCUMENTS not in parts or not safe or not isinstance(domain, str):
            raise self.damaged(CONTENTS)
        return found

    def _verify(self, name: str, part: Part) -> None:
        digest, size = sha256(), 0
        try:
            with self._zip.open(name) as file:
                while size <= part.bytes and (chunk := file.read(CHUNK)):
                    digest.update(chunk)
                    size += len(chunk)
        except Exception as error:  # whatever the bytes bring about in zlib and zipfile, they are not what was written
            raise self.damaged(name) from error
        if size != part.bytes or digest.hexdigest() != part.sha256:
            raise self.damaged(name)

    def damaged(self, name: str) -> BackupError:
        """Return the error that tells that a part is not what was written."""
        return BackupError(f"{self.path}: damaged; {name} is not what was written. Take another backup")
