"""Answers on a terminal: a table that fits its width, or a record for each row where no table fits."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.console import Console


class Tabular(Protocol):
    """Rows under named columns, as values and as text."""

    columns: tuple[str, ...]

    def __iter__(self) -> Iterator[tuple[object, ...]]: ...

    def cells(self) -> Iterator[list[str]]: ...  # noqa: D102 - see Rows


LEAST = 10  # characters that a cell keeps: whole days, statuses and numbers


def draw(rows: Tabular, out: IO[str]) -> int:
    """Write rows to a terminal, with every column, and return how many cells had to be cut.

    Args:
        rows: such as the answer to a SELECT.
        out: the terminal.
    """
    from rich.cells import cell_len
    from rich.console import Console

    console = Console(file=out if out is not sys.stdout else None, highlight=False)
    cells = list(rows.cells())
    wanted = [max(map(cell_len, column)) for column in zip(rows.columns, *cells, strict=True)]
    heads = [cell_len(column) for column in rows.columns]
    widths = fit(wanted, heads, console.width - _between(len(wanted)))
    if widths is None:
        _records(console, rows.columns, cells)
        return 0
    _table(console, rows, cells, widths)
    return sum(cell_len(cell) > width for row in cells for cell, width in zip(row, widths, strict=True))


def fit(wanted: Sequence[int], heads: Sequence[int], room: int) -> list[int] | None:
    """Return the widths of columns that share some room, of which the widest give way first.

    Args:
        wanted: how wide each column is where nothing is cut.
        heads: how wide the names of the columns are, which are never cut.
        room: characters that all columns together may take.

    Returns:
        The widths; None where a column would have to lose its name, or come below `LEAST` characters.

    Examples:
        >>> fit([4, 60, 30], [4, 8, 8], 44), fit([4, 60, 30], [4, 8, 8], 23)
        ([4, 20, 20], None)
    """
    least = [max(head, min(width, LEAST)) for width, head in zip(wanted, heads, strict=True)]
    if sum(wanted) <= room:
        return list(wanted)
    for most in range(room, 0, -1):
        widths = [max(low, min(width, most)) for low, width in zip(least, wanted, strict=True)]
        if sum(widths) <= room:
            return widths
    return None


def _between(columns: int) -> int:
    """Return how many characters the table has beside its cells."""
    return 3 * columns - 1


def _table(console: Console, rows: Tabular, cells: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for i, (column, width) in enumerate(zip(rows.columns, widths, strict=True)):
        number = any(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in rows)
        table.add_column(
            Text(column), width=width, no_wrap=True, overflow="ellipsis", justify="right" if number else "left"
        )
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _records(console: Console, columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    """Write a line for each cell; what is longer than a line goes on in the next."""
    from rich.text import Text

    if not cells:
        console.print(Text(f"no rows of {', '.join(columns)}"), soft_wrap=True)
    for i, row in enumerate(cells):
        if i:
            console.print()
        for column, cell in zip(columns, row, strict=True):
            console.print(Text.assemble((f"{column}:", "bold"), f" {cell}" if cell else ""), soft_wrap=True)
