"""CSV and its kin: a line of names, then an article a row; commas, semicolons, bars or tabs between."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.decode import decode
from kg.readers.fields import make_row, name_columns
from kg.readers.intake import Intake
from kg.readers.lines import lines
from kg.readers.mistake import mistake

DELIMITERS = ",;\t|"


class _Lines:
    """The lines of a table as text; remembers where it is, and what could not be decoded."""

    def __init__(self, file: BinaryIO, origin: str, most: int) -> None:
        self._lines = lines(file, origin=origin, most=most)
        self._origin = origin
        self.number = 0
        self.wrong: list[ReadError] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if isinstance(line, ReadError):
                self.wrong.append(line)
                continue
            self.number = line.number
            try:
                yield decode(line.data, origin=f"{self._origin}:{line.number}", offset=line.offset)
            except ReadError as error:
                self.wrong.append(error)

    def told(self) -> list[ReadError]:
        """Return what was wrong since this was last asked."""
        told, self.wrong = self.wrong, []
        return told


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield an article, or what is wrong with it, for each row.

    Raises:
        ReadError: the file is binary, or has no line, or no column of text.
    """
    csv.field_size_limit(max(csv.field_size_limit(), intake.limits.whole))
    given = _Lines(file, origin, intake.limits.whole)
    texts = iter(given)
    header = next((line for line in texts if line.strip()), None)
    yield from given.told()
    if header is None:
        raise mistake(origin, "empty: there is no line", "write the columns' names, then an article a row")
    delimiter = max(DELIMITERS, key=header.count)
    try:
        columns = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error as error:
        raise mistake(origin, f"no row of names: {error}", "write a line of names, ended by a line feed") from error
    names = name_columns(columns, text_column=intake.text_column, origin=origin)
    rows = csv.reader(texts, delimiter=delimiter, strict=True)
    row: list[str] | None = columns
    begin = given.number
    while row is not None:
        first = given.number + 1
        try:
            row = next(rows, None)
            if row is not None and any(cell.strip() for cell in row):
                yield _document(row, columns, names, f"{origin}:{first}")
        except ReadError as error:
            yield error
        except csv.Error as error:
            right = 'put fields that hold quotation marks or line breaks into quotation marks, doubled inside ("")'
            yield mistake(f"{origin}:{first}", f"no row of a table: {error}", right)
        yield from given.told()
    if given.number == begin:
        raise mistake(origin, "no row below the names of the columns", "write an article a row")


def _document(row: list[str], columns: list[str], names: dict[str, str], where: str) -> Document:
    if len(row) > len(columns):
        raise mistake(where, f"{len(row)} cells where {len(columns)} columns are named", "check its quotation marks")
    cells = {names[column]: cell for column, cell in zip(columns, row, strict=False) if cell.strip()}
    return make_row(cells, origin=where)
