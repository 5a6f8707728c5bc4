"""README.md: what its commands and queries print about the sample articles.

    python -m bench.readme [GRAPH]

GRAPH is a graph of `seeds/`; without it, one is built. What is printed stands in a block behind a comment that names
the command (`<!-- output: kg query strikes --limit 6 -->`), the query above it (`<!-- sparql: reasons -->`), or the
cells of a workbook (`<!-- workbook: kg disputes ... ; DISPUTE -->`). Cells and lines are cut. A test tells whether it
is still true (`tests/bench/test_answers.py`).
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from bench.machine import ROOT
from kg.pipeline import build

TEXT = ROOT / "README.md"
CELL, LINE, WIDE = 58, 150, 120  # characters of a cell, a line, and the terminal
SHOWN = ("  employer", "  union", "  workers involved", "  ballots", "  outcome", "  working days lost")
COLUMNS = ("workers involved, lowest", "working days lost on the days named, lowest")
PARTS = ("cell", "column", "value", "read or computed", "by whom", "sentence")
CELLS = 3  # of a workbook
HEAD = 2  # lines of a printed table before its rows
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OUTPUT = re.compile(r"(<!-- output: (kg [^>]*?) -->\n```\n)(.*?)(```)", re.DOTALL)
_QUERY = re.compile(r"(<!-- sparql: \w+ -->\n```sparql\n(.*?)```\n```\n)(.*?)(```)", re.DOTALL)
_BOOK = re.compile(r"(<!-- workbook: (kg [^>]*?); ([^>]*?) -->\n```\n)(.*?)(```)", re.DOTALL)


def printed(command: Sequence[str], graph: Path) -> str:
    """Return what a command prints on standard output about a graph."""
    asked = [sys.executable, "-m", "kg", *command, "--graph", str(graph)]
    wide = {**os.environ, "COLUMNS": str(WIDE)}
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT, env=wide)
    return done.stdout


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows, of which the first is the head, in columns whose cells are cut."""
    cut = [[_cut(cell, CELL) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    lines = [cut[0], ["-" * width for width in widths], *cut[1:]]
    return "".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines)


def _narrow(text: str) -> str:
    """Return a printed table with its cells cut."""
    lines = text.splitlines()
    if len(lines) < HEAD:
        return text
    spans = [found.span() for found in re.finditer("-+", lines[1])]
    ends = [*(start for start, _ in spans[1:]), None]
    starts = [start for start, _ in spans]
    return _table([[line[a:b].strip() for a, b in zip(starts, ends, strict=True)] for line in (lines[0], *lines[2:])])


def _digest(text: str) -> str:
    """Return a printed dispute: its name, some of what is known, its last step and its time line."""
    head, _, rest = text.partition("\nCourse\n")
    course, _, days = rest.partition("\nTime line\n")
    name, *known = head.splitlines()
    steps = re.split(r"\n(?=  \d)", course)
    last = steps[-1].splitlines()[:2]
    told = [name, *(line for line in known if line.startswith(SHOWN)), "  …", "Course", "  …", *last, "Time line"]
    return "".join(f"{_cut(line, LINE)}\n" for line in (*told, *days.splitlines()))


def _book(command: Sequence[str], dispute: str, graph: Path) -> str:
    """Return the first cells that a workbook's second sheet explains, of one dispute and of some columns."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "disputes.xlsx"
        printed([*command, "--xlsx", str(path)], graph)
        rows = [row for row in _sentences(path) if dispute in row["course"]]
    found = [row for column in COLUMNS for row in rows if row["column"].startswith(column)]
    return _table([PARTS, *([row.get(part, "") for part in PARTS] for row in found[:CELLS])])


def _sentences(path: Path) -> list[dict[str, str]]:
    """Return the rows of a workbook's second sheet by the names of their columns."""
    with ZipFile(path) as parts:
        strings = ["".join(item.itertext()) for item in ET.fromstring(parts.read("xl/sharedStrings.xml"))]
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet2.xml"))
    rows = []
    for row in sheet.iter(f"{_MAIN}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{_MAIN}v") or ""
            cells[cell.get("r", "").rstrip("0123456789")] = strings[int(value)] if cell.get("t") == "s" else value
        rows.append(cells)
    return [{rows[0][place]: value for place, value in row.items()} for row in rows[1:]]


def blocks(shown: str) -> int:
    """Return how many blocks are found."""
    return sum(len(pattern.findall(shown)) for pattern in (_OUTPUT, _QUERY, _BOOK))


def text(graph: Path) -> str:
    """Return README.md as the graph of the sample articles has it."""

    def output(found: re.Match[str]) -> str:
        said = printed(shlex.split(found[2])[1:], graph)
        return found[1] + (_digest(said) if "\nTime line\n" in said else _narrow(said)) + found[4]

    def query(found: re.Match[str]) -> str:
        return found[1] + _narrow(printed(["query", found[2]], graph)) + found[4]

    def book(found: re.Match[str]) -> str:
        return found[1] + _book(shlex.split(found[2])[1:], found[3], graph) + found[5]

    return _BOOK.sub(book, _QUERY.sub(query, _OUTPUT.sub(output, TEXT.read_text(encoding="utf-8"))))


def main() -> None:
    """Write the blocks."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "graph"
        if len(sys.argv) == 1:
            build(ROOT / "seeds", graph=graph)
        TEXT.write_text(text(graph), encoding="utf-8")


if __name__ == "__main__":
    main()
