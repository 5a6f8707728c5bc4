"""The graph's folder on disk: `kg.json` says what it is, `store/` holds the quads, `lock` is the writer's."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pyoxigraph import Store

import kg
from kg.errors import StoreError
from kg.ontology import Ontology, load
from kg.store.graph import GraphStore
from kg.store.layout import LOCK, MANIFEST, QUADS
from kg.store.lock import WriterLock

FORMAT = 1
RETRIES, PAUSE = 10, 0.05  # seconds
LEFTOVERS = frozenset({LOCK, f"{MANIFEST}.new"})  # of a build that was killed before it wrote kg.json


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `kg.json` says: the format of the folder, and with what it was built."""

    format: int
    domain: str
    ontology: str
    kg: str


def create_or_open(path: Path | str, *, ontology: Ontology) -> GraphStore:
    """Open a graph for writing; make one where there is nothing.

    Raises:
        StoreError: the folder holds something else, a graph of another domain or format, a broken
            graph, or another process writes to it.
    """
    folder = Path(path)
    _check_ours(folder, ontology)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(folder / LOCK)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
    try:
        _check_ours(folder, ontology)
        _write(folder, Manifest(FORMAT, ontology.domain, ontology.version, kg.__version__))
        raw = _open(folder, read_only=False)
    except BaseException:
        lock.release()
        raise
    return GraphStore(folder, raw, ontology, lock=lock)


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
    if not folder.exists():
        raise StoreError(f"{folder}: no such folder; kg build makes one")
    manifest = _read(folder)
    if manifest is None:
        raise StoreError(f"{folder}: no graph here; kg build makes one")
    if not (folder / QUADS).is_dir():
        raise StoreError(f"{folder}: the build was stopped before it wrote anything; run kg build again")
    return GraphStore(folder, _open_read(folder), ontology or load(manifest.domain))


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
    if version != FORMAT:
        raise StoreError(f"{path}: format {version}, this kg reads format {FORMAT}; delete the folder or name another")
    missing = [field.name for field in fields(Manifest) if field.name not in said]
    if missing:
        raise StoreError(f"{path}: broken; {missing[0]!r} is missing")
    return Manifest(**{field.name: said[field.name] for field in fields(Manifest)})


def _write(folder: Path, manifest: Manifest) -> None:
    new = folder / f"{MANIFEST}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=2)
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


def _open(folder: Path, *, read_only: bool) -> Store:
    path = folder / QUADS
    try:
        return Store.read_only(str(path)) if read_only else Store(str(path))
    except (OSError, RuntimeError) as error:  # pyoxigraph tells of broken files by RuntimeError
        raise StoreError(f"{path}: cannot be opened: {error}") from error
