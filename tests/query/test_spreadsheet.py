"""CSV and Excel files of disputes, read again as a spreadsheet would."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

import kg
from kg.pipeline import Graph

from .tugs import FIRST, build

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def tugs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(build(tmp_path_factory.mktemp("tugs") / "graph")) as graph:
        yield graph


def written(graph: Graph) -> bytes:
    out = io.BytesIO()
    graph.disputes().to_xlsx(out)
    return out.getvalue()


def sheet(book: bytes, number: int) -> list[dict[str, str]]:
    """The cells of each row of a sheet by their column's letters; strings are looked up, formulas are a mistake."""
    with ZipFile(io.BytesIO(book)) as parts:
        strings = ["".join(si.itertext()) for si in ET.fromstring(parts.read("xl/sharedStrings.xml"))]
        root = ET.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
    assert not list(root.iter(f"{MAIN}f"))
    rows = []
    for row in root.iter(f"{MAIN}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{MAIN}v") or ""
            place = cell.get("r", "").rstrip("0123456789")
            cells[place] = strings[int(value)] if cell.get("t") == "s" else value
        rows.append(cells)
    return rows


def table(book: bytes, number: int) -> list[dict[str, str]]:
    head, *rows = sheet(book, number)
    return [{head[place]: value for place, value in row.items()} for row in rows]


def test_the_first_sheet_is_the_table(tugs: Graph) -> None:
    (row,) = table(written(tugs), 1)
    assert row["employer"] == "Harbour Towage"
    assert (row["workers involved, lowest"], row["lowest, by whom"]) == ("250", "Harbour Towage")
    assert row["working days lost on the days named, highest (computed)"] == "800"
    assert row["titles"].startswith("=Strike called")
    assert "branch" not in row


def test_the_second_sheet_gives_each_cell_its_sentences_and_articles(tugs: Graph) -> None:
    book = written(tugs)
    head, line = sheet(book, 1)
    behind = table(book, 2)
    for place, value in line.items():
        rows = [row for row in behind if row["cell"] == f"{place}2"]
        assert rows, head[place]
        assert {row["value"] for row in rows} == {value}
        assert {row["column"] for row in rows} == {head[place]}
        assert all(row["article"] for row in rows)
    (lowest,) = [row for row in behind if row["column"] == "workers involved, lowest"]
    assert lowest["sentence"] == "Harbour Towage said that 250 would"
    assert (lowest["by whom"], lowest["article"], lowest["source"]) == ("Harbour Towage", "first", "The Gazette")
    assert FIRST[int(lowest["from"]) : int(lowest["to"])] == lowest["sentence"]


def test_what_is_computed_says_so_and_how(tugs: Graph) -> None:
    behind = table(written(tugs), 2)
    computed = {row["column"] for row in behind if row["read or computed"].startswith("computed: ")}
    assert computed == {row["column"] for row in behind if row["column"].endswith("(computed)")}
    assert any("2 × 250" in row["read or computed"] for row in behind)


def test_one_graph_gives_the_same_bytes(tugs: Graph, tmp_path: Path) -> None:
    with kg.open(build(tmp_path / "graph")) as again:
        assert written(tugs) == written(again)


def test_csv_is_read_back_and_holds_no_formula(tugs: Graph) -> None:
    out = io.BytesIO()
    tugs.disputes().to_csv(out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue().decode()))
    assert row["titles"].startswith("'=Strike called")
    assert row["first day of action"] == "2018-08-25"
    assert row["days of strike or lockout that are named (computed)"] == "2"
    assert row["demands"] == "Ann Lee: =We want 8 per cent & no less, said Ann Lee."
