"""Copies of a graph that stay as they are while a build writes to it.

The files of quads never change once they are written, so that a copy is made of hard links; what is appended to is
copied. `docs/decisions/0012-the-server-reads-copies.md` says what was measured.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.errors import StoreError
from kg.store.layout import COPIES, LOCK, MANIFEST, QUADS, STALE
from kg.store.lock import writer_of

UNCHANGING = ".sst"
LEFT_OUT = frozenset({LOCK, "ledger.sqlite"})
NO_QUADS = ("LOG", "LOCK", "OPTIONS")  # what the engine tells about itself
TRIES, PAUSE = 100, 0.05  # seconds
YOUNG = 60.0  # seconds for which a folder of copies may stand without its lock


@dataclass(frozen=True, slots=True)
class State:
    """What tells one state of a graph from another; `stale` if a build was not finished."""

    stale: bool
    files: tuple[tuple[str, int, int, int], ...]


class Snapshots:
    """The copies that one server makes of a graph; they are gone when it is closed.

    Args:
        graph: the graph's folder. The copies lie in it, or where that cannot be written, among temporary files.

    Raises:
        StoreError: there is no graph.
    """

    def __init__(self, graph: Path) -> None:
        self._graph = graph
        if not (graph / MANIFEST).is_file() or not (graph / QUADS).is_dir():
            raise StoreError(f"{graph}: no graph here; kg build makes one")
        remove_leftovers(graph)
        self._folder, self._lock = _make_folder(graph)
        self._made = 0

    def close(self) -> None:
        """Delete the copies."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()

    def state(self) -> State | None:
        """Return the state of the graph, None if there is none. It costs a look at some tens of files."""
        with suppress(OSError):
            return _state(self._graph)
        return None

    @property
    def settled(self) -> bool:
        """Whether the graph is whole: nobody writes to it, and no build was stopped halfway."""
        return not (self._graph / STALE).exists() and writer_of(self._graph / LOCK) is None

    def take(self) -> tuple[Path, State]:
        """Copy the graph as it is now; return the copy's folder and the state that it holds.

        Raises:
            StoreError: it changes all the time, or cannot be read.
        """
        for _ in range(TRIES):
            before = self.state()
            self._made += 1
            target = self._folder / str(self._made)
            try:
                _copy(self._graph, target)
            except FileNotFoundError:  # a file that the writer has just taken away
                pass
            except OSError as error:
                self.drop(target)
                raise StoreError(f"{self._graph}: cannot be copied: {error.strerror or error}") from error
            else:
                if before is not None and before == self.state():
                    return target, before
            shutil.rmtree(target, ignore_errors=True)
            time.sleep(PAUSE)
        raise StoreError(f"{self._graph}: changes all the time; start the server when the build is done")

    def keep(self, copies: Collection[Path]) -> None:
        """Delete all other copies but the newest, which may be in the making, or not be in use yet."""
        there = list(self._folder.glob("[0-9]*"))
        newest = self._folder / str(self._made)  # looked up last: one that is begun meanwhile is not among them
        for copy in there:
            if copy not in copies and copy != newest:
                self.drop(copy)

    def drop(self, copy: Path) -> None:
        """Delete a copy that nobody is going to use."""
        shutil.rmtree(copy, ignore_errors=True)


def _state(graph: Path) -> State:
    paths = [*_beside(graph), *(Path(e.path) for e in os.scandir(graph / QUADS) if not e.name.startswith(NO_QUADS))]
    found = [(file.name, file.stat()) for file in paths]
    files = sorted((name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in found)
    return State((graph / STALE).exists(), tuple(files))


def _beside(graph: Path) -> list[Path]:
    return [
        Path(entry.path)
        for entry in os.scandir(graph)
        if entry.is_file() and entry.name not in LEFT_OUT and not entry.name.startswith((".", "ledger."))
    ]


def _copy(graph: Path, target: Path) -> None:
    quads = target / QUADS
    quads.mkdir(parents=True)
    for file in _beside(graph):
        shutil.copyfile(file, target / file.name)
    for entry in os.scandir(graph / QUADS):
        if entry.name.endswith(UNCHANGING):
            _link(Path(entry.path), quads / entry.name)
        elif not entry.name.startswith("LO"):  # neither the engine's log nor its lock
            shutil.copyfile(entry.path, quads / entry.name)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(source, target)


def _make_folder(graph: Path) -> tuple[Path, IO[str]]:
    try:
        folder = Path(tempfile.mkdtemp(prefix=COPIES, dir=graph))
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix=f"kg{COPIES}"))
    lock = (folder / LOCK).open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return folder, lock


def remove_leftovers(graph: Path) -> None:
    """Delete the copies of servers that were killed."""
    for folder in graph.glob(f"{COPIES}*"):
        with suppress(OSError):
            if _abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    try:
        with (folder / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return time.time() - folder.stat().st_mtime > YOUNG
    return True
