"""The graph's folder on disk: `kg.json` says what it is, `store/` holds the quads, `lock` is the writer's."""

from __future__ import annotations

import json
import os
import shutil
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from pyoxigraph import Store

import kg
from kg.errors import StoreError
from kg.ontology import Ontology, load
from kg.store import migrating
from kg.store.graph import GraphStore
from kg.store.layout import LOCK, MANIFEST, NEW, QUADS, STALE
from kg.store.lock import WriterLock
from kg.store.names import NamesFound

Tell = Callable[[str], None]

REMEDY = "; kg check tells what puts it right"  # what follows on a store that cannot be opened
RETRIES, PAUSE = 10, 0.05  # seconds
LEFTOVERS = frozenset({LOCK, f"{MANIFEST}{NEW}"})  # of a build that was killed before it wrote kg.json


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `kg.json` says: the format of the folder, and with what it was built."""

    format: int
    domain: str
    ontology: str
    kg: str


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=3)


def create_or_open(path: Path | str, *, ontology: Ontology, wait: bool = False, tell: Tell | None = None) -> GraphStore:
    """Open a graph for writing; make one where there is nothing. One of an older format is brought to this one's.

    What a killed writer left half-written is deleted.

    Args:
        path: its folder.
        ontology: the domain's.
        wait: wait until nobody else writes.
        tell: is told for whom this waits, and that a graph is brought to this format, before that is done;
            a warning is given if None.

    Raises:
        StoreError: the folder holds something else, a graph of another domain or a newer format, a broken
            graph, or another process writes to it.
    """
    folder, tell = Path(path), tell or _warn
    _check_ours(folder, ontology)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(folder / LOCK, waiting=tell if wait else None)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
    try:
        _check_ours(folder, ontology)
        try:
            for left in leftovers(folder):
                left.unlink()
            _migrate(folder, tell)
            write_manifest(
                folder, asdict(Manifest(migrating.FORMAT, ontology.domain, ontology.version, kg.__version__))
            )
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
        if not (folder / QUADS).is_dir():
            _make_quads(folder)
        raw = _open(folder, read_only=False)
    except BaseException:
        lock.release()
        raise
    return GraphStore(folder, raw, ontology, lock=lock)


def open_write(path: Path | str, *, wait: bool = False, tell: Tell | None = None) -> GraphStore:
    """Open a graph that is there for writing; see `create_or_open`.

    Raises:
        StoreError: there is no graph; and as `create_or_open`.
        UnknownName: the graph's domain is not installed.
    """
    return create_or_open(path, ontology=load(domain_of(path)), wait=wait, tell=tell)


def domain_of(path: Path | str) -> str:
    """Return the domain of a graph, of this format or an older one, without opening it.

    Raises:
        StoreError: there is no graph, or `kg.json` is broken or of a newer format.
    """
    return manifest_of(path).domain


def leftovers(folder: Path) -> list[Path]:
    """Return the files that a killed writer left half-written beside the quads, sorted."""
    return sorted(path for path in folder.glob(f"[!.]*{NEW}") if path.is_file())


def open_read(path: Path | str, *, ontology: Ontology | None = None) -> GraphStore:
    """Open a graph for reading.

    Args:
        path: its folder.
        ontology: the domain's, where it is loaded already; it is looked up by name otherwise.

    Raises:
        StoreError: there is no graph, or it is of another format, or it is broken.
        UnknownName: the graph's domain is not installed.
    """
    folder = Path(path)
    manifest = manifest_of(folder)
    if manifest.format != migrating.FORMAT:
        wanted = f"format {manifest.format}, older than the format {migrating.FORMAT} that this kg reads"
        raise StoreError(f"{folder / MANIFEST}: {wanted}; kg check --mend brings it up to date, and so does kg build")
    if not (folder / QUADS).is_dir():
        raise StoreError(f"{folder}: the build was stopped before it wrote anything; run kg build again")
    names = NamesFound(folder)  # before the quads, so that what is written meanwhile is seen
    return GraphStore(folder, _open_read(folder), ontology or load(manifest.domain), names=names)


def manifest_of(path: Path | str) -> Manifest:
    """Return what the `kg.json` of a graph says, of this format or an older one.

    Raises:
        StoreError: there is no graph, or `kg.json` is broken or of a newer format.
    """
    folder = Path(path)
    if not folder.exists():
        raise StoreError(f"{folder}: no such folder; kg build makes one")
    manifest = _read(folder)
    if manifest is None:
        raise StoreError(f"{folder}: no graph here; kg build makes one")
    return manifest


def _check_ours(folder: Path, ontology: Ontology) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise StoreError(f"{folder}: is a file; a graph is a folder")
    manifest = _read(folder)
    if manifest is None:
        others = sorted(entry.name for entry in folder.iterdir() if entry.name not in LEFTOVERS)
        if others:
            raise StoreError(
                f"{folder}: holds {others[0]!r} and no graph; name a new or an empty folder, so that nothing is lost"
            )
    elif manifest.domain != ontology.domain:
        raise StoreError(
            f"{folder}: was built with the domain {manifest.domain!r}, not {ontology.domain!r}; "
            f"name that domain or another folder"
        )


def _read(folder: Path) -> Manifest | None:
    """Return what `kg.json` says, None where there is none."""
    path = folder / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        version = said["format"]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: broken; kg did not write this. Delete the folder or name another") from error
    migrating.steps_from(version, path)
    missing = [field.name for field in fields(Manifest) if field.name not in said]
    if missing:
        raise StoreError(f"{path}: broken; {missing[0]!r} is missing")
    return Manifest(**{field.name: said[field.name] for field in fields(Manifest)})


def _migrate(folder: Path, tell: Tell) -> None:
    """Bring the folder to this kg's format. Stopped at any moment, it goes on from the last step that was done."""
    manifest = _read(folder)
    if manifest is None or manifest.format == migrating.FORMAT:
        return
    tell(f"{folder}: format {manifest.format} is brought to format {migrating.FORMAT}")
    for version, step in migrating.steps_from(manifest.format, folder / MANIFEST):
        (folder / STALE).touch()
        step(folder)
        write_manifest(folder, asdict(manifest) | {"format": version})


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the `kg.json` of a graph that nobody else writes to, whole or not at all."""
    new = folder / f"{MANIFEST}{NEW}"
    with new.open("w", encoding="utf-8") as file:
        json.dump(dict(manifest), file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / MANIFEST)


def _open_read(folder: Path) -> Store:
    """Open the quads for reading; again where a writer has just taken away a file that was about to be opened."""
    for _ in range(RETRIES):
        try:
            return _open(folder, read_only=True)
        except StoreError:
            time.sleep(PAUSE)
    return _open(folder, read_only=True)


def _make_quads(folder: Path) -> None:
    """Make an empty store, whole or not at all: one that was half made when its process was killed cannot be read."""
    new = folder / f"{QUADS}{NEW}"
    try:
        shutil.rmtree(new, ignore_errors=True)
        made = Store(str(new))
        made.flush()
        del made
        new.rename(folder / QUADS)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{folder}: cannot be written: {' '.join(str(error).split())}") from error


def _open(folder: Path, *, read_only: bool) -> Store:
    path = folder / QUADS
    try:
        return Store.read_only(str(path)) if read_only else Store(str(path))
    except (OSError, RuntimeError) as error:  # pyoxigraph tells of broken files by RuntimeError
        why = " ".join(str(error).split()).rstrip(".")
        raise StoreError(f"{path}: cannot be opened: {why}{REMEDY}") from error
