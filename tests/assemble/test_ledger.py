"""The ledger holds nothing that cannot be made again: wherever it does not fit, it is made anew."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.assemble import Ledger
from kg.assemble.ledger import CHUNK, Groups, chunks, reach


def filled(path: Path, version: str = "1") -> None:
    with Ledger(path, version) as ledger:
        ledger.put("D", "stamp", "[]")
        ledger.sql.commit()


def test_it_is_found_again(tmp_path: Path) -> None:
    filled(tmp_path / "ledger")
    with Ledger(tmp_path / "ledger", "1") as ledger:
        assert ledger.stamps() == {"D": "stamp"}


def test_what_was_not_committed_is_gone(tmp_path: Path) -> None:
    filled(tmp_path / "ledger")
    with Ledger(tmp_path / "ledger", "1") as ledger:
        ledger.put("E", "stamp", "[]")
    with Ledger(tmp_path / "ledger", "1") as ledger:
        assert ledger.stamps() == {"D": "stamp"}


def test_that_of_another_version_is_made_anew(tmp_path: Path) -> None:
    filled(tmp_path / "ledger")
    with Ledger(tmp_path / "ledger", "2") as ledger:
        assert ledger.stamps() == {}


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + bytes(2000)])
def test_a_broken_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger").write_bytes(content)
    filled(tmp_path / "ledger")
    with Ledger(tmp_path / "ledger", "1") as ledger:
        assert ledger.stamps() == {"D": "stamp"}


def test_one_with_other_tables_is_made_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledger") as other:
        other.execute("CREATE TABLE doc (something TEXT)")
    other.close()
    filled(tmp_path / "ledger")


def test_what_follows_from_one_that_was_made_anew_is_not_known() -> None:
    with Ledger(None, "1") as ledger:
        ledger.put("D", "stamp", "[]")
        assert not ledger.complete
        ledger.keep()
        assert ledger.complete


def test_a_document_that_is_gone_has_no_stamp() -> None:
    with Ledger(None, "1") as ledger:
        ledger.put("D", "stamp", "[]")
        ledger.put("D", "", None)
        assert ledger.stamps() == {}


def test_questions_about_many_values_give_each_row_once() -> None:
    with Ledger(None, "1") as ledger:
        for number in range(CHUNK + 5):
            ledger.put(f"D{number}", "s", "[]")
        asked = [f"D{number}" for number in range(CHUNK + 5)] * 2
        assert len(list(ledger.rows("SELECT iri FROM doc WHERE iri IN ({})", asked))) == CHUNK + 5
        assert list(ledger.rows("SELECT iri FROM doc WHERE iri IN ({})", [])) == []


def test_what_is_linked_is_one_group() -> None:
    groups: Groups[int] = Groups()
    for pair in ((5, 4), (1, 2), (4, 2), (9, 9)):
        groups.link(*pair)
    assert groups.all() == [[1, 2, 4, 5], [9]]
    beside = {1: [2], 2: [3], 7: [8]}
    assert reach([1], lambda some: (other for one in some for other in beside.get(one, []))) == {1, 2, 3}
    assert [list(some) for some in chunks(range(5), 2)] == [[0, 1], [2, 3], [4]]
