"""Which documents the files held that builds have read, kept beside the quads, so that files need not be read again.

A file counts as the same while its size, its times of change and its inode are, as Git's index has it; what was
changed within two seconds before it was looked at is not kept, since a later change might bear the same time
(https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Self

from kg.store.side_file import SideFile

FILE = "files.sqlite"
RACY = 2_000_000_000  # nanoseconds: the coarsest time of change that file systems keep
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS file ("
    "id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER, modified TEXT, changed TEXT, inode TEXT)",
    "CREATE TABLE IF NOT EXISTS document ("
    "file INTEGER NOT NULL, number INTEGER NOT NULL, identifier TEXT NOT NULL, digest BLOB NOT NULL, "
    "place TEXT NOT NULL, PRIMARY KEY (file, number)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS foreign_language (digest BLOB PRIMARY KEY, language TEXT NOT NULL) WITHOUT ROWID",
)
_SAME = """
SELECT identifier, digest, place FROM file LEFT JOIN document ON document.file = file.id
WHERE path = ? AND size = ? AND modified = ? AND changed = ? AND inode = ? ORDER BY number
"""


class Held(NamedTuple):
    """A document that a file held: identifier, digest, and where in the file (`:3`), "" for the whole of it."""

    identifier: str
    digest: str
    place: str


class State(NamedTuple):
    """What the system told of a file: bytes, times in nanoseconds, inode, and when it was asked."""

    size: int
    modified: int
    changed: int
    inode: int
    asked: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """Return the state of a file; None of what is no file but a pipe or a device, or is not there."""
        asked = time.time_ns()
        try:
            told = path.stat()
        except OSError:
            return None
        regular = stat.S_ISREG(told.st_mode)
        return cls(told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino, asked) if regular else None

    @property
    def is_racy(self) -> bool:
        """Whether a change after this might bear the same times."""
        return max(self.modified, self.changed) > self.asked - RACY

    @property
    def columns(self) -> tuple[int, str, str, str]:
        """What is kept of it; as text what may have more than 63 bits."""
        return self.size, str(self.modified), str(self.changed), str(self.inode)


class FilesRead(SideFile):
    """What files held; a context manager.

    Args:
        folder: the graph's.
        version: of what reads files and tells languages; where it is another, nothing is known.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(self, folder: Path, version: str) -> None:
        super().__init__(folder / FILE, version, _SCHEMA)

    def held(self, path: Path, now: State) -> list[Held] | None:
        """Return what a file holds, None where that is not known, or was of the file as it is no more."""
        found = self.rows(_SAME, (_key(path), *now.columns))
        if not found:
            return None
        return [Held(name, digest.hex(), place) for name, digest, place in found if name is not None]

    def note(self, path: Path, before: State, documents: Iterable[Held]) -> None:
        """Keep what a file holds.

        Args:
            path: the file.
            before: how it was before it was read.
            documents: all that it holds; none of its records was wrong.
        """
        if before.is_racy:
            return
        key = _key(path)
        gone = self.rows("SELECT id FROM file WHERE path = ?", (key,))
        ((number,),) = self.rows("SELECT coalesce(max(id), 0) + 1 FROM file", ()) or [(0,)]
        self.change("DELETE FROM file WHERE id = ?", gone)
        self.change("DELETE FROM document WHERE file = ?", [*gone, (number,)])  # a killed build left some without file
        rows = (
            (number, position, one.identifier, bytes.fromhex(one.digest), one.place)
            for position, one in enumerate(documents)
        )
        self.change("INSERT INTO document VALUES (?, ?, ?, ?, ?)", rows)
        self.change("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)", [(number, key, *before.columns)])

    def language(self, digest: str) -> str | None:
        """Return the language for which a document was set aside, None where it was not."""
        found = self.rows("SELECT language FROM foreign_language WHERE digest = ?", (bytes.fromhex(digest),))
        return str(found[0][0]) if found else None

    def note_language(self, digest: str, language: str) -> None:
        """Keep that a document was set aside for its language."""
        self.change("INSERT OR REPLACE INTO foreign_language VALUES (?, ?)", [(bytes.fromhex(digest), language)])


def _key(path: Path) -> bytes:
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 (Path.absolute leaves `..` in)
