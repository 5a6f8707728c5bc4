"""The table of courses, as Python, notebooks and terminals show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import IO, TYPE_CHECKING, Any, overload

from kg.query.cells import Cell, Cells, Content, Trace
from kg.query.records import EvidenceList, EvidenceRow
from kg.query.rows import SHOWN, WIDTH, align
from kg.query.terms import display

if TYPE_CHECKING:
    import pandas as pd

    from kg.frames import Column
    from kg.query.courses import Course, Courses
    from kg.query.reports import Source


@dataclass(frozen=True, slots=True, repr=False)
class CourseRow:
    """One course: a value for each column, by name; the graph must be open as long as sentences are asked for."""

    course: Course
    cells: dict[str, Cell]
    _courses: Courses

    @property
    def iri(self) -> str:
        """The IRI of the course."""
        return self.course.iri

    @property
    def label(self) -> str:
        """The name of the course."""
        return self.course.label

    def __getitem__(self, column: str) -> Content:
        return self.cell(column).value

    def cell(self, column: str) -> Cell:
        """Return the cell of a column.

        Raises:
            KeyError: there is no such column.
        """
        if column not in self.cells:
            raise KeyError(f"no column is called {column!r}; columns: {', '.join(self.cells)}")
        return self.cells[column]

    def evidence(self, column: str) -> EvidenceList:
        """Return the words from which a cell was read, by date, document and place in the text."""
        found = {(row.document, row.start, row.end): row for _, rows in self.traced(column) for row in rows}
        return EvidenceList(sorted(found.values(), key=lambda r: (str(r.published or ""), r.document, r.start)))

    def traced(self, column: str) -> Iterator[tuple[Trace, list[EvidenceRow]]]:
        """Yield each part of a cell with its sentences; none where it comes from an article's record."""
        for trace in self.cell(column).traces:
            yield trace, self._courses.evidence(trace.node, trace.filled) if "#" in trace.node else []

    def source(self, trace: Trace) -> Source:
        """Return the article of a part of a cell."""
        return self._courses.source(trace.node)

    def to_dict(self) -> dict[str, Content]:
        """Return the row as column name -> value."""
        return {name: cell.value for name, cell in self.cells.items()}

    def __repr__(self) -> str:
        return f"CourseRow({self.label!r})"


class CourseTable(Sequence[CourseRow]):
    """Courses, one a row, by first day and name.

    Args:
        courses: reads them.
        iris: which.
        columns: of the table.
    """

    def __init__(self, courses: Courses, iris: Sequence[str], columns: Sequence[Column]) -> None:
        self.table = tuple(columns)
        cells = Cells(courses)
        found = (courses.course(iri) for iri in iris)
        self._rows = [CourseRow(course, cells.row(course, self.table), courses) for course in found]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.table)

    @property
    def computed(self) -> tuple[str, ...]:
        """The names of those columns whose values no article tells."""
        return tuple(column.name for column in self.table if column.computed)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> CourseRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[CourseRow]: ...
    def __getitem__(self, index: int | slice) -> CourseRow | list[CourseRow]:
        return self._rows[index]

    def to_dicts(self) -> list[dict[str, Content]]:
        """Return one dictionary for each row."""
        return [row.to_dict() for row in self._rows]

    def to_dataframe(self) -> pd.DataFrame:
        """Return a pandas DataFrame, with the IRIs of the courses as index; empty cells are None.

        `frame.attrs["computed"]` names the columns whose values no article tells.
        """
        import pandas as pd

        values = [[row[name] for name in self.columns] for row in self._rows]
        frame = pd.DataFrame(values, columns=list(self.columns), index=[row.iri for row in self._rows], dtype=object)
        frame.attrs["computed"] = list(self.computed)
        return frame

    def to_csv(self, out: IO[bytes]) -> None:
        """Write the table as CSV in UTF-8; no cell is taken for a formula."""
        from kg.query.spreadsheet import write_csv

        write_csv(self, out)

    def to_xlsx(self, out: IO[bytes]) -> None:
        """Write the table as an Excel workbook, with a second sheet of the sentences behind each cell."""
        from kg.query.spreadsheet import write_xlsx

        write_xlsx(self, out)

    def brief(self) -> BriefTable:
        """Return the columns that a terminal shows."""
        return BriefTable(self)

    def __repr__(self) -> str:
        return repr(self.brief())

    def _repr_html_(self) -> str:
        shown = self._rows[:SHOWN]
        head = "".join(f"<th>{escape(display(column.heading))}</th>" for column in self.table)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(display(row[name]))}</td>' for name in self.columns)}</tr>" for row in shown
        )
        more = f"<caption>{len(shown)} of {len(self)} rows</caption>" if len(self) > len(shown) else ""
        return f"<table>{more}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class BriefTable:
    """Those columns of a table that a terminal shows.

    Args:
        table: the whole.
    """

    def __init__(self, table: CourseTable) -> None:
        self._table = table
        self._brief = [column for column in table.table if column.brief] or list(table.table[:1])
        self.columns = tuple(_short(column) for column in self._brief)

    def __iter__(self) -> Iterator[tuple[Content, ...]]:
        for row in self._table:
            yield tuple(row[column.name] for column in self._brief)

    def cells(self) -> Iterator[list[str]]:
        """Iterate over the rows as text for people."""
        for row in self:
            yield [display(value) for value in row]

    def __repr__(self) -> str:
        shown = [[c if len(c) <= WIDTH else c[: WIDTH - 1] + "…" for c in row] for row in list(self.cells())[:SHOWN]]
        more = f"\n… {len(self._table) - SHOWN} more rows" if len(self._table) > SHOWN else ""
        return align(self.columns, shown) + more


def _short(column: Column) -> str:
    name = column.brief or column.label
    return f"{name} (computed)" if column.computed else name


def as_json(row: CourseRow, *, sentences: bool) -> dict[str, Any]:
    """Return a row for JSON: its values, how those were reckoned that are computed, and where each was read."""
    found: dict[str, Any] = {"iri": row.iri, **{name: _plain(value) for name, value in row.to_dict().items()}}
    found["computed"] = {name: cell.note for name, cell in row.cells.items() if cell.computed}
    if sentences:
        found["sentences"] = {
            name: [
                {
                    "sentence": one.sentence,
                    "document": one.document,
                    "title": one.title,
                    "published": _plain(one.published),
                }
                for one in row.evidence(name)
            ]
            for name in row.cells
        }
    return found


def _plain(value: object) -> object:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, int | str) else str(value)
