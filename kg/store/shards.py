"""Shards: what some documents say, as sorted N-Quads in a file, with a note of what is in it.

`NAME.nq.gz` holds the quads of the documents' graphs, `NAME.outlines.gz` a line for each document,
of which the account of all articles is made, and `NAME.json` tells the rest. A shard is called by its
documents and what read them, so that the same work gives the same file, whoever does it and how often. It is there
when its note is.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.identity import document_digest, short_hash
from kg.model import Document, Reading
from kg.ontology import Ontology
from kg.store.layout import NEW
from kg.store.quads import document_version, reading_quads

FORMAT = 1
QUADS, OUTLINES, NOTE = ".nq.gz", ".outlines.gz", ".json"
LEVEL = 1  # of gzip: a tenth of the size in a tenth of the time that the best takes
LARGEST = 100_000_000  # characters of a note


@dataclass(frozen=True, slots=True)
class Aside:
    """A document that was set aside, and why. `digest` is that of one that ends its process; "" otherwise."""

    reason: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is in a shard.

    Attributes:
        domain: in whose terms.
        version: core:version of the documents: what read them, and with which ontology.
        documents: identifier and digest of each, in their order.
        aside: what was left out.
        languages: how many documents are in languages that the model does not read.
        lines: how many quads there are.
        account: the version of the outlines.
        sha256: of the files of quads and of outlines, one after the other.
        format: of the shard.
    """

    domain: str
    version: str
    documents: tuple[tuple[str, str], ...]
    aside: tuple[Aside, ...]
    languages: tuple[tuple[str, int], ...]
    lines: int
    account: str
    sha256: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard in memory: its name, its note, and gzipped its quads, sorted by code point, and its outlines."""

    name: str
    note: Note
    quads: bytes
    outlines: bytes

    def write(self, folder: Path) -> ShardFile:
        """Write the shard into a folder, whole or not at all.

        Raises:
            StoreError: the disk fails.
        """
        path = folder / f"{self.name}{NOTE}"
        try:
            _write(folder / f"{self.name}{QUADS}", self.quads)
            _write(folder / f"{self.name}{OUTLINES}", self.outlines)
            _write(path, note_text(self.note).encode())
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
        return ShardFile(path, self.note)


def _write(path: Path, data: bytes) -> None:
    new = path.with_name(f"{path.name}{NEW}")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def shard_name(documents: Iterable[Document], ontology: Ontology, reader: str) -> str:
    """Return the name of the shard of some documents."""
    return short_hash(document_version(ontology, reader), *map(document_digest, documents))


def make_shard(
    name: str,
    readings: Iterable[Reading],
    ontology: Ontology,
    reader: str,
    *,
    account: str,
    outline: Callable[[Reading], str],
    aside: Iterable[Aside] = (),
    languages: Iterable[tuple[str, int]] = (),
) -> Shard:
    """Return the shard of some readings, which depends on nothing else."""
    lines: set[str] = set()
    documents, outlines = [], []
    for reading in readings:
        lines.update(f"{quad} .\n" for quad in reading_quads(reading, ontology))
        documents.append((reading.document.id, document_digest(reading.document)))
        outlines.append(f"{outline(reading)}\n")
    quads, outlined = _packed("".join(sorted(lines)).encode()), _packed("".join(outlines).encode())
    note = Note(
        domain=ontology.domain,
        version=document_version(ontology, reader),
        documents=tuple(documents),
        aside=tuple(aside),
        languages=tuple(languages),
        lines=len(lines),
        account=account,
        sha256=sha256(quads + outlined).hexdigest(),
    )
    return Shard(name, note, quads, outlined)


def joined(name: str, shards: Iterable[Shard]) -> Shard:
    """Return one shard that holds what several of one domain and version do."""
    some = list(shards)
    lines = sorted({line for shard in some for line in gzip.decompress(shard.quads).splitlines(keepends=True)})
    quads, outlines = _packed(b"".join(lines)), _packed(b"".join(gzip.decompress(shard.outlines) for shard in some))
    note = replace(
        some[0].note,
        documents=tuple(document for shard in some for document in shard.note.documents),
        aside=tuple(aside for shard in some for aside in shard.note.aside),
        languages=tuple(language for shard in some for language in shard.note.languages),
        lines=len(lines),
        sha256=sha256(quads + outlines).hexdigest(),
    )
    return Shard(name, note, quads, outlines)


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, LEVEL, mtime=0)


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A shard on disk. `path` is that of its note."""

    path: Path
    note: Note

    @property
    def quads(self) -> Path:
        """The file of its quads."""
        return self._beside(QUADS)

    @property
    def outlines(self) -> Path:
        """The file of its outlines."""
        return self._beside(OUTLINES)

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name.removesuffix(NOTE) + suffix)

    def verify(self) -> None:
        """Compare quads and outlines with their digest.

        Raises:
            StoreError: they are missing, or not what was written.
        """
        found = sha256()
        for path in (self.quads, self.outlines):
            try:
                with path.open("rb") as file:
                    while chunk := file.read(1 << 20):
                        found.update(chunk)
            except OSError as error:
                raise StoreError(f"{path}: cannot be read: {error.strerror}; copy or extract it again") from error
        if found.hexdigest() != self.note.sha256:
            raise StoreError(f"{self.path}: damaged; the files are not what was written. Copy or extract it again")

    def outlined(self) -> Iterator[tuple[str, str, str]]:
        """Yield identifier, digest and outline of each document."""
        with gzip.open(self.outlines, "rt", encoding="utf-8") as file:
            for (identifier, digest), line in zip(self.note.documents, file, strict=True):
                yield identifier, digest, line[:-1]

    def lines(self) -> Iterator[bytes]:
        """Yield the quads, each a line with its end."""
        with gzip.open(self.quads) as file:
            yield from file


def find_shard(folder: Path, name: str) -> ShardFile | None:
    """Return the shard of this name, None where there is none that is whole."""
    path = folder / f"{name}{NOTE}"
    try:
        found = ShardFile(path, _note(path)) if path.is_file() else None
        if found is not None:
            found.verify()
    except StoreError:
        return None
    return found


def shards_in(folder: Path) -> list[ShardFile]:
    """Return the shards in a folder, sorted by name.

    Raises:
        StoreError: there are none, or a note cannot be read.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(NOTE))
    except OSError as error:
        raise StoreError(f"{folder}: cannot be read: {error.strerror}; name a folder of kg extract") from error
    if not paths:
        raise StoreError(f"{folder}: no shard is in it; name a folder of kg extract")
    return [ShardFile(path, _note(path)) for path in paths]


def _note(path: Path) -> Note:
    try:
        with path.open(encoding="utf-8") as file:
            return note_from(file.read(LARGEST))  # of something larger the end is missing, and so it is none
    except StoreError as error:
        raise StoreError(f"{path}: {error}") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: no note of a shard, or a damaged one; copy or extract it again") from error


def note_text(note: Note) -> str:
    """Return a note as the JSON that stands beside the quads."""
    return f"{json.dumps(asdict(note), ensure_ascii=False, indent=1)}\n"


def note_from(text: str) -> Note:
    """Return the note that `note_text` wrote.

    Raises:
        StoreError: a newer kg wrote it.
        ValueError, KeyError, TypeError: it is none.
    """
    said: dict[str, Any] = json.loads(text)
    if said["format"] != FORMAT:
        raise StoreError(f"a shard of format {said['format']}; this kg reads format {FORMAT}")
    return Note(
        domain=str(said["domain"]),
        version=str(said["version"]),
        documents=tuple((str(identifier), str(digest)) for identifier, digest in said["documents"]),
        aside=tuple(Aside(str(one["reason"]), str(one["digest"])) for one in said["aside"]),
        languages=tuple((str(language), int(number)) for language, number in said["languages"]),
        lines=int(said["lines"]),
        account=str(said["account"]),
        sha256=str(said["sha256"]),
    )
