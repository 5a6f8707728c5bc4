"""The documents that a prefilter passed over, by the hash of their content, kept beside the quads between builds."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from kg.errors import StoreError

FILE = "passed.sqlite"
_OFTEN = 4096  # documents after which they are kept
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS meta (version TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS passed (digest TEXT PRIMARY KEY) WITHOUT ROWID",
)


class PassedOver:
    """Documents that need no deciding again; a context manager.

    Nothing stands in it alone: where it is missing, broken or of another version, it is made anew.

    Args:
        folder: the graph's.
        version: of what decides; where it is another, all is decided again.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / FILE
        self._new = 0
        try:
            self._sql = self._open(version)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sql.commit()
        self._sql.close()

    def __contains__(self, digest: str) -> bool:
        return self._sql.execute("SELECT 1 FROM passed WHERE digest = ?", (digest,)).fetchone() is not None

    def add(self, digest: str) -> None:
        """Remember a document."""
        self._sql.execute("INSERT OR IGNORE INTO passed VALUES (?)", (digest,))
        self._new += 1
        if self._new % _OFTEN == 0:
            self._sql.commit()

    def _open(self, version: str) -> sqlite3.Connection:
        try:
            sql = self._connect()
            if sql.execute("SELECT version FROM meta").fetchall() == [(version,)]:
                return sql
            sql.close()
        except sqlite3.DatabaseError:
            pass  # it is no database, or a broken one
        self._path.unlink(missing_ok=True)
        sql = self._connect()
        sql.execute("INSERT INTO meta VALUES (?)", (version,))
        sql.commit()
        return sql

    def _connect(self) -> sqlite3.Connection:
        sql = sqlite3.connect(self._path)
        for order in _SCHEMA:
            sql.execute(order)
        return sql
