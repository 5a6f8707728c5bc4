"""SQLite files beside the quads in which nothing stands alone: wherever one is missing or broken, it is made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from kg.errors import StoreError

_OFTEN = 4096  # changes after which they are kept


class SideFile:
    """A SQLite file of one version of what it holds; a context manager.

    Args:
        path: the file.
        version: of what made its content; where the file is of another, it begins empty.
        schema: makes its tables, each where it is missing.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(self, path: Path, version: str, schema: Sequence[str]) -> None:
        self._path = path
        self._schema = ("CREATE TABLE IF NOT EXISTS meta (version TEXT NOT NULL)", *schema)
        self._changes = 0
        try:
            self.sql = self._open(version)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sql.commit()
        self.sql.close()

    def changed(self) -> None:
        """Keep what has changed, from time to time."""
        self._changes += 1
        if self._changes % _OFTEN == 0:
            self.sql.commit()

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
        for order in self._schema:
            sql.execute(order)
        return sql
