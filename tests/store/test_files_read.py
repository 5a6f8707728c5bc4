"""What is remembered of files: nothing fails for it, and what a killed build left half-written does no harm."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kg.store.files_read import FILE, FilesRead, Held

ONE = [Held("a", "00" * 32, "")]
TWO = [Held("b", "11" * 32, ":1"), Held("c", "22" * 32, ":2")]


@pytest.fixture
def old(tmp_path: Path) -> Callable[[str], tuple[Path, os.stat_result]]:
    """Return a function that makes a file, and what the system would tell of it had it been there for long."""

    def made(name: str) -> tuple[Path, os.stat_result]:
        path = tmp_path / name
        path.write_text(name)
        told = path.stat()
        known = (*told[:6], told.st_size, *(1_000_000_000,) * 3)
        times = {"st_mtime_ns": 10**18, "st_ctime_ns": 10**18}
        return path, os.stat_result(known, times)

    return made


def test_what_a_file_held_is_known_by_the_next_build(
    old: Callable[[str], tuple[Path, os.stat_result]], tmp_path: Path
) -> None:
    (one, its), (two, theirs) = old("one"), old("two")
    with FilesRead(tmp_path, "1") as files:
        files.note(one, its, ONE)
        files.note(two, theirs, TWO)
        files.note(one, its, TWO)
        files.note(two, theirs, [])
    with FilesRead(tmp_path, "1") as files:
        assert files.held(one, its) == TWO
        assert files.held(two, theirs) == []  # it holds nothing, which is not the same as not being known
        assert files.held(one, one.stat()) is None
        assert files.held(tmp_path / "none", its) is None
    with FilesRead(tmp_path, "2") as files:
        assert files.held(one, its) is None


def test_documents_without_a_file_are_no_obstacle(
    old: Callable[[str], tuple[Path, os.stat_result]], tmp_path: Path
) -> None:
    one, its = old("one")
    with FilesRead(tmp_path, "1") as files:
        files.note(one, its, TWO)
    with closing(sqlite3.connect(tmp_path / FILE)) as sql, sql:
        sql.execute("DELETE FROM file")  # as after a build that was killed between the two
    with FilesRead(tmp_path, "1") as files:
        files.note(one, its, ONE)
        assert files.held(one, its) == ONE


@pytest.mark.parametrize("table", ["file", "document"])
def test_what_cannot_be_written_fails_nothing_and_begins_anew(
    old: Callable[[str], tuple[Path, os.stat_result]], tmp_path: Path, table: str
) -> None:
    one, its = old("one")
    with FilesRead(tmp_path, "1") as files:
        with closing(sqlite3.connect(tmp_path / FILE)) as sql, sql:
            sql.execute(f"DROP TABLE {table}")
        files.note(one, its, ONE)
        assert files.held(one, its) is None
        assert files.language("00" * 32) is None
    assert not (tmp_path / FILE).exists()
    with FilesRead(tmp_path, "1") as files:
        files.note(one, its, ONE)
        assert files.held(one, its) == ONE
