"""Tables on a terminal: every column is there, however narrow it is."""

import io
import re

import pyoxigraph as ox
import pytest
from rich.cells import cell_len

from kg.ontology import Ontology
from kg.query import Rows, run
from kg.query.formats import write
from kg.query.terminal import fit

COLUMNS = ("actor", "target", "status", "first", "workers", "documents")
CELLS = ("Cold Store Workers’ Union", "Southmark Harvest", "occurred", "1989-03-13", "3200", "2")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def rows(store: ox.Store, ontology: Ontology) -> Rows:
    values = " ".join(f"'{cell}'" for cell in CELLS)
    wide = " ".join("'海員組合'" for _ in CELLS)
    names = " ".join(f"?{column}" for column in COLUMNS)
    found = run(store, f"SELECT {names} {{ VALUES ({names}) {{ ({values}) ({wide}) }} }}", ontology=ontology)
    assert isinstance(found, Rows)
    return found


def shown(rows: Rows, width: int, monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    monkeypatch.setenv("COLUMNS", str(width))
    out = Terminal()
    cut = write(rows, out)
    return re.sub(r"\x1b\[[\d;]*m", "", out.getvalue()), cut


@pytest.mark.parametrize("width", [1, 20, 40, 59, 60, 72, 80, 94, 200])
def test_no_column_is_ever_dropped(rows: Rows, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text, cut = shown(rows, width, monkeypatch)
    assert all(column in text for column in COLUMNS)
    assert all(cell[:9] in text for cell in CELLS)
    assert text.count("…") == cut
    assert cut or all(cell in text for cell in CELLS)


@pytest.mark.parametrize("width", [72, 80, 94, 200])
def test_a_table_fits_the_terminal(rows: Rows, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text, cut = shown(rows, width, monkeypatch)
    assert max(map(cell_len, text.splitlines())) <= width
    assert bool(cut) is (width < 94)


def test_where_no_table_fits_each_row_is_a_record(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    text, cut = shown(rows, 40, monkeypatch)
    first, second = text.split("\n\n")
    assert first.splitlines() == [f"{column}: {cell}" for column, cell in zip(COLUMNS, CELLS, strict=True)]
    assert second.splitlines() == [f"{column}: 海員組合" for column in COLUMNS]
    assert cut == 0


def test_where_no_table_fits_the_columns_of_no_rows_are_told(
    store: ox.Store, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = run(store, "SELECT ?organisation ?document { FILTER(false) }", ontology=ontology)
    assert isinstance(found, Rows)
    assert shown(found, 15, monkeypatch) == ("no rows of organisation, document\n", 0)


def test_the_widest_give_way_and_names_stay_whole() -> None:
    assert fit([4, 60, 30], [4, 8, 8], 94) == [4, 60, 30]
    assert fit([4, 60, 30], [4, 8, 8], 70) == [4, 36, 30]
    assert fit([4, 60, 30], [4, 8, 25], 44) == [4, 15, 25]
    assert fit([4, 60, 30], [4, 8, 25], 38) is None
    assert fit([], [], 1) == []
