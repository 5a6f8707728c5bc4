"""A table of courses for spreadsheets: CSV, and an Excel workbook with the sentences behind each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from kg.errors import UsageError
from kg.query.cells import Content
from kg.query.terms import clean, display
from kg.store.table import defuse

if TYPE_CHECKING:
    from kg.query.course_table import CourseRow, CourseTable

CREATED = datetime(2000, 1, 1)  # the same for all, so that one graph gives the same bytes
LONGEST = 32_767  # characters that Excel takes in a cell
MOST = 1_048_575  # rows that a sheet takes below its head
EARLIEST = 1900  # years that Excel knows begin here
WIDE, NARROW = 48, 14  # characters
SENTENCES = (
    *("cell", "course", "column", "value", "read or computed", "part", "by whom", "sentence"),
    *("article", "title", "source", "published", "address", "from", "to"),
)


def write_csv(table: CourseTable, out: IO[bytes]) -> None:
    """Write a table as CSV in UTF-8, with a head; a cell that a spreadsheet would run as a formula begins with `'`."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(defuse(column.heading) for column in table.table)
        for row in table:
            writer.writerow(defuse(display(row[name])) for name in table.columns)
    finally:
        text.flush()
        text.detach()


def write_xlsx(table: CourseTable, out: IO[bytes]) -> None:
    """Write a table as an Excel workbook.

    The second sheet has a row for each sentence of each cell of the first: which cell, whether its value was read or
    computed (and how), who tells it, the sentence, the article, and where in its text the sentence stands.

    Raises:
        UsageError: there are more rows than a sheet takes.
    """
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, options)
    book.set_properties({"created": CREATED})
    writer = _Writer(book)
    writer.sheet(
        "table", [column.heading for column in table.table], ([row[n] for n in table.columns] for row in table)
    )
    writer.sheet("sentences", SENTENCES, _sentences(table))
    book.close()
    out.write(made.getvalue())


def _sentences(table: CourseTable) -> Iterator[list[Content]]:
    from xlsxwriter.utility import xl_rowcol_to_cell

    for line, row in enumerate(table, 1):
        for number, column in enumerate(table.table):
            cell = row.cell(column.name)
            if cell.value is None:
                continue
            how = f"computed: {cell.note}" if cell.computed else "read"
            head = [xl_rowcol_to_cell(line, number), row.label, column.heading, cell.value, how]
            for rest in _behind(row, column.name):
                yield [*head, *rest]


def _behind(row: CourseRow, column: str) -> Iterator[list[Content]]:
    seen = set()
    for trace, rows in row.traced(column):
        source = row.source(trace)
        article = [source.identifier, source.title, source.source, source.published, source.url]
        places: list[tuple[Content, ...]] = [(r.sentence, r.start, r.end) for r in rows]
        for place in places or [(None, None, None)]:
            key = (trace.text, trace.who, source.iri, place)
            if key not in seen:
                seen.add(key)
                yield [trace.text, trace.who, place[0], *article, *place[1:]]


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})

    def sheet(self, name: str, heads: Any, rows: Any) -> None:
        """Write a sheet whose head stays in sight and can be filtered."""
        sheet = self._book.add_worksheet(name)
        widths = []
        for number, head in enumerate(heads):
            sheet.write_string(0, number, head, self._bold)
            widths.append(len(head) + 2)
        last = 0
        for last, row in enumerate(rows, 1):
            if last > MOST:
                raise UsageError(f"a sheet takes {MOST:,} rows, and there are more {name}; take fewer days, or CSV")
            for number, value in enumerate(row):
                self._cell(sheet, last, number, value)
                widths[number] = max(widths[number], min(WIDE, len(str(value or ""))))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, max(NARROW, min(WIDE, width)))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(widths) - 1)

    def _cell(self, sheet: Any, line: int, number: int, value: Content) -> None:
        if value is None or value == "":
            return
        if isinstance(value, int | Decimal):
            sheet.write_number(line, number, value)
        elif isinstance(value, date) and value.year >= EARLIEST:
            sheet.write_datetime(line, number, value, self._day)
        else:
            text = clean(" ".join(str(value).split()))
            sheet.write_string(line, number, text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")
