"""Backups: a graph into one file, and back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import RdfFormat, Store

import kg
from kg.errors import KgError, StoreError
from kg.ontology import load
from kg.pipeline.assembling import Assembling
from kg.pipeline.files import writing
from kg.pipeline.judgements import FILE, judgement_bytes
from kg.store import GraphStore, create_or_open, folder_of, open_read
from kg.store.archive import DOCUMENTS, Archive, Contents, export_digest, write_archive
from kg.store.folder import manifest_of, write_manifest
from kg.store.layout import LOCK, MANIFEST, QUADS, STALE
from kg.store.lock import WriterLock, writer_of

SUFFIX = ".kg.zip"
RETRIES = 5  # while a build changes what is about to be copied
RESTORING = ".restoring"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written: its file, how many documents are in it, whether the graph was finished."""

    path: Path
    documents: int
    finished: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """A graph that was restored.

    `same` tells whether it equals the one that was backed up, to the byte of its export; None where that is not
    known, because that one was unfinished. `versions` are those of kg and the ontology then and now, where they differ.
    """

    documents: int
    same: bool | None
    versions: tuple[str, str] | None


def back_up(graph: Path | str, target: Path | str) -> Backup:
    """Write what belongs to a graph into one file, whole or not at all. A build may be going on meanwhile.

    Args:
        graph: the graph's folder.
        target: the file; or a folder, in which it gets a name from the graph's and its own content. What ends in "/" is
            a folder, and made where there is none.

    Raises:
        StoreError: there is no graph, or it is broken.
        KgError: the file cannot be written.
    """
    folder, made = folder_of(graph, "kg backup"), ""
    in_folder = Path(target).is_dir() or str(target).endswith(("/", os.sep))
    target = Path(target)
    if in_folder:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KgError(f"{target}: cannot be made: {error.strerror}") from error

    def name() -> str:
        return made

    for left in reversed(range(RETRIES)):
        try:
            with _settled(folder) as (store, beside, finished):
                manifest = manifest_of(folder)
                with writing(target, named=name if in_folder else None) as file:
                    contents = write_archive(file, store, graph=asdict(manifest), beside=beside, finished=finished)
                    made = f"{folder.resolve().name}-{contents.digest[:12]}{SUFFIX}"
            return Backup(target / made if in_folder else target, contents.documents, finished)
        except StoreError:  # a build took away a file of the quads before it was read
            if not left or writer_of(folder / LOCK) is None:
                raise
    raise AssertionError("the last time either gives a backup or raises")


@contextmanager
def _settled(folder: Path) -> Iterator[tuple[GraphStore, dict[str, bytes], bool]]:
    """Open a graph as it stood at one moment: its quads, its judgements, and whether it was finished then."""
    for left in reversed(range(RETRIES)):
        before = _state(folder)
        store = open_read(folder)
        if _state(folder) == before or not left:
            break
        store.close()
    with store:
        beside = {FILE: before.judgements} if before.judgements else {}
        yield store, beside, before.finished


@dataclass(frozen=True, slots=True)
class _State:
    judgements: bytes
    finished: bool
    opened: tuple[int, int]  # another whenever somebody opened the graph for writing


def _state(folder: Path) -> _State:
    manifest_of(folder)
    told = (folder / MANIFEST).stat()
    finished = writer_of(folder / LOCK) is None and not (folder / STALE).exists()
    return _State(judgement_bytes(folder), finished, (told.st_ino, told.st_mtime_ns))


def verify_backup(backup: Path | str) -> Contents:
    """Compare a backup with its digests, and return what it holds.

    Raises:
        BackupError: there is no such file, or it is damaged, something else, or of a newer kg.
    """
    with Archive(Path(backup)) as archive:
        return archive.contents


def restore(backup: Path | str, graph: Path | str, *, tell: Tell | None = None) -> Restored:
    """Make a graph of a backup, whole or not at all, where there is none yet.

    Args:
        backup: the file.
        graph: the new graph's folder.
        tell: is told where a graph of an older format is brought to this one's.

    Raises:
        BackupError: there is no such file, or it is damaged, something else, or of a newer kg.
        StoreError: there is something in the folder already, or the disk fails.
        UnknownName: the graph's domain is not installed.
    """
    target = folder_of(graph, "kg restore")
    _check_free(target)
    with Archive(Path(backup)) as archive:
        contents = archive.contents
        ontology = load(contents.graph["domain"])
        with _beside(target) as (new, lock):
            write_manifest(new, contents.graph)
            manifest_of(new)
            (new / STALE).touch()
            _load(new, archive)
            lock.release()
            with create_or_open(new, ontology=ontology, tell=tell) as store:
                store.replace_ontology()
                with Assembling(store) as assembling:
                    assembling.assemble()
                same = export_digest(store) == contents.export if contents.export else None
                documents = len(store.digests())
            _check_free(target)
            new.rename(target)
            _fsync(target.resolve().parent)
    then = f"kg {contents.graph.get('kg')}, {ontology.domain} {contents.graph.get('ontology')}"
    now = f"kg {kg.__version__}, {ontology.domain} {ontology.version}"
    return Restored(documents, same, (then, now) if then != now else None)


def _check_free(target: Path) -> None:
    if target.is_dir():
        held = sorted(entry.name for entry in target.iterdir())
        if held:
            raise StoreError(f"{target}: holds {held[0]!r}; nothing is overwritten: name a new or an empty folder")
    elif target.exists() or target.is_symlink():
        raise StoreError(f"{target}: is a file; name a new or an empty folder")


@contextmanager
def _beside(target: Path) -> Iterator[tuple[Path, WriterLock]]:
    """Make a folder beside the one that it is to become. What a killed process left there is deleted."""
    there = target.resolve()
    new = there.with_name(f".{there.name}{RESTORING}")
    try:
        if new.exists():
            WriterLock(new / LOCK).release()
            shutil.rmtree(new)
        new.mkdir(parents=True)
        lock = WriterLock(new / LOCK)
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror or error}") from error
    try:
        yield new, lock
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        lock.release()
        shutil.rmtree(new, ignore_errors=True)


def _load(folder: Path, archive: Archive) -> None:
    """Put the parts of a backup into a folder."""
    try:
        quads = Store(str(folder / QUADS))
        with archive.open(DOCUMENTS) as file:
            quads.bulk_load(file, RdfFormat.N_QUADS, lenient=True)
        quads.flush()
        del quads
    except (SyntaxError, ValueError) as error:
        raise archive.damaged(DOCUMENTS) from error
    except RuntimeError as error:
        raise StoreError(f"{folder}: cannot be written: {' '.join(str(error).split())}") from error
    if FILE in archive.contents.parts:
        with archive.open(FILE) as file, (folder / FILE).open("wb") as out:
            _copy(file, out)


def _copy(file: IO[bytes], out: IO[bytes]) -> None:
    shutil.copyfileobj(file, out)
    out.flush()
    os.fsync(out.fileno())


def _fsync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
