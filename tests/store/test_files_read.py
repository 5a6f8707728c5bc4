"""What is remembered of files: nothing fails for it, and what a killed build left half-written does no harm."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kg.store.files_read import FILE, FilesRead, Held, State

ONE = [Held("a", "00" * 32, "")]
TWO = [Held("b", "11" * 32, ":1"), Held("c", "22" * 32, ":2")]


@pytest.fixture
def old(tmp_path: Path) -> Callable[[str], tuple[Path, State]]:
    """Return a function that makes a file, and how it would be had it been there for long."""

    def made(name: str) -> tuple[Path, State]:
        path = tmp_path / name
        path.write_text(name)
        state = State.of(path)
        assert state is not None
        return path, state._replace(modified=10**18, changed=10**18)

    return made


def test_what_a_file_held_is_known_by_the_next_build(old: Callable[[str], tuple[Path, State]], tmp_path: Path) -> None:
    (one, its), (two, theirs) = old("one"), old("two")
    with FilesRead(tmp_path, "1") as files:
        files.note(one, its, ONE)
        files.note(two, theirs, TWO)
        files.note(one, its, TWO)
        files.note(two, theirs, [])
    with FilesRead(tmp_path, "1") as files:
        assert files.held(one, its) == TWO
        assert files.held(two, theirs) == []  # it holds nothing, which is not the same as not being known
        assert files.held(one, its._replace(size=99)) is None
        assert files.held(tmp_path / "none", its) is None
    with FilesRead(tmp_path, "2") as files:
        assert files.held(one, its) is None


def test_documents_without_a_file_are_no_obstacle(old: Callable[[str], tuple[Path, State]], tmp_path: Path) -> None:
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
    old: Callable[[str], tuple[Path, State]], tmp_path: Path, table: str
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


def test_times_may_be_of_any_century(tmp_path: Path) -> None:
    state = State(1, 11 * 10**18, -(10**20), 2**64 - 1, 12 * 10**18)
    with FilesRead(tmp_path, "1") as files:
        files.note(tmp_path / "a", state, ONE)
        assert files.held(tmp_path / "a", state) == ONE


def test_what_changed_just_before_it_was_looked_at_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    state = State.of(tmp_path / "a")
    assert state is not None
    time.sleep(2.1)  # as long as the reading of a large file may take
    with FilesRead(tmp_path, "1") as files:
        files.note(tmp_path / "a", state, ONE)
        assert files.held(tmp_path / "a", state) is None
    assert State.of(tmp_path) is None
