"""Which documents the files held that builds have read, kept beside the quads, so that files need not be read again.

A file counts as the same while its size, its times of change and its inode are, as Git's index has it; what was
changed within two seconds before it was read is not kept, since a later change might bear the same time
(https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kg.store.side_file import SideFile

FILE = "files.sqlite"
RACY = 2_000_000_000  # nanoseconds: the coarsest time of change that file systems keep
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS file ("
    "id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER, modified INTEGER, changed INTEGER, inode TEXT)",
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

    def held(self, path: Path, now: os.stat_result) -> list[Held] | None:
        """Return what a file holds, None where that is not known, or was of the file as it is no more.

        Args:
            path: the file.
            now: what the system tells of it.
        """
        found = self.sql.execute(_SAME, (_key(path), *_state(now))).fetchall()
        if not found:
            return None
        return [Held(name, digest.hex(), place) for name, digest, place in found if name is not None]

    def note(self, path: Path, before: os.stat_result, documents: Iterable[Held]) -> None:
        """Keep what a file holds.

        Args:
            path: the file.
            before: what the system told of it before it was read.
            documents: all that it holds; none of its records was wrong.
        """
        if max(before.st_mtime_ns, before.st_ctime_ns) > time.time_ns() - RACY:
            return
        key = _key(path)
        for (number,) in self.sql.execute("SELECT id FROM file WHERE path = ?", (key,)).fetchall():
            self.sql.execute("DELETE FROM document WHERE file = ?", (number,))
            self.sql.execute("DELETE FROM file WHERE id = ?", (number,))
        order = "INSERT INTO file (path, size, modified, changed, inode) VALUES (?, ?, ?, ?, ?)"
        number = self.sql.execute(order, (key, *_state(before))).lastrowid
        self.sql.executemany(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
            (
                (number, position, one.identifier, bytes.fromhex(one.digest), one.place)
                for position, one in enumerate(documents)
            ),
        )
        self.changed()

    def language(self, digest: str) -> str | None:
        """Return the language for which a document was set aside, None where it was not."""
        order = "SELECT language FROM foreign_language WHERE digest = ?"
        row = self.sql.execute(order, (bytes.fromhex(digest),)).fetchone()
        return None if row is None else str(row[0])

    def note_language(self, digest: str, language: str) -> None:
        """Keep that a document was set aside for its language."""
        self.sql.execute("INSERT OR REPLACE INTO foreign_language VALUES (?, ?)", (bytes.fromhex(digest), language))
        self.changed()


def _key(path: Path) -> bytes:
    return os.fsencode(os.path.abspath(path))  # noqa: PTH100 (Path.absolute leaves `..` in)


def _state(told: os.stat_result) -> tuple[int, int, int, str]:
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns, str(told.st_ino)
