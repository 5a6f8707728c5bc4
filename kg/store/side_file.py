"""SQLite files beside the quads in which nothing stands alone: wherever one is missing or broken, it is made anew.

So nothing fails for them either: what cannot be written, as on a full disk, is read or decided again another time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from kg.errors import StoreError

_OFTEN = 4096  # changes after which they are kept
_WRONG = (sqlite3.Error, UnicodeError, OverflowError)  # also what SQLite cannot hold


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
        self._broken = False
        try:
            self._sql = self._open(version)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):
            if not self._broken:
                self._sql.commit()
        self._sql.close()
        if self._broken:
            with suppress(OSError):
                self._path.unlink()

    def rows(self, order: str, values: Sequence[object]) -> list[Any]:
        """Return what a SELECT finds; nothing once the file has turned out to be damaged."""
        if not self._broken:
            try:
                return self._sql.execute(order, values).fetchall()
            except _WRONG:
                self._broken = True
        return []

    def change(self, order: str, rows: Iterable[Sequence[object]]) -> None:
        """Do an order for each row of values. If that cannot be written, no more is, and the file begins anew."""
        if self._broken:
            return
        try:
            self._sql.executemany(order, rows)
            self._changes += 1
            if self._changes % _OFTEN == 0:
                self._sql.commit()
        except _WRONG:
            self._broken = True

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
