"""The answer to a SELECT: rows of Python values, with the standard's own serialisation kept beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, SupportsIndex, overload

import pyoxigraph as ox

from kg.query.terms import Iri, Value, display, to_python

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Iri", "Row", "Rows"]

SHOWN = 20  # rows that a repr shows
WIDTH = 48  # characters of a cell in a repr


class Row(tuple[Value, ...]):
    """One row: by position, by column name, or as an attribute; unbound cells are None.

    Columns called like a method of tuples (`count`, `index`) go by name only: `row["count"]`.

    Examples:
        >>> row = Row(("who", "n"), ("PCS", 3))
        >>> row.who, row["n"], row[0]
        ('PCS', 3, 'PCS')
    """

    columns: tuple[str, ...]

    def __new__(cls, columns: tuple[str, ...], values: Sequence[Value]) -> Row:
        """Return a row of values under the names of their columns."""
        row = super().__new__(cls, values)
        row.columns = columns
        return row

    def __getattr__(self, name: str) -> Value:
        if name in self.__dict__.get("columns", ()):
            return self[name]
        raise AttributeError(f"no column is called {name!r}; columns: {', '.join(self.__dict__.get('columns', ()))}")

    @overload
    def __getitem__(self, key: SupportsIndex | str) -> Value: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Value, ...]: ...
    def __getitem__(self, key: SupportsIndex | str | slice) -> Value | tuple[Value, ...]:
        if isinstance(key, str):
            if key not in self.columns:
                raise KeyError(f"no column is called {key!r}; columns: {', '.join(self.columns)}")
            return super().__getitem__(self.columns.index(key))
        return super().__getitem__(key)

    def to_dict(self) -> dict[str, Value]:
        """Return the row as column name -> value."""
        return dict(zip(self.columns, self, strict=True))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{c}={v!r}' for c, v in self.to_dict().items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Row, (self.columns, tuple(self)))


class Rows(Sequence[Row]):
    """All rows of a SELECT, in its order.

    Args:
        serialised: the result in the SPARQL 1.1 JSON format.
        shorten: gives the prefixed name of an IRI.
    """

    def __init__(self, serialised: bytes, *, shorten: Callable[[str], str]) -> None:
        solutions = ox.parse_query_results(serialised, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        self.serialised = serialised
        self.columns: tuple[str, ...] = tuple(v.value for v in solutions.variables)
        self._rows = [Row(self.columns, [to_python(t, shorten) for t in solution]) for solution in solutions]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rows):
            return NotImplemented
        return self.columns == other.columns and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]  # equal by content, so like list not hashable

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return one dictionary for each row."""
        return [row.to_dict() for row in self._rows]

    def to_dataframe(self) -> pd.DataFrame:
        """Return a pandas DataFrame with a column for each variable; unbound cells are None."""
        import pandas as pd

        return pd.DataFrame.from_records([tuple(row) for row in self._rows], columns=list(self.columns))

    def cells(self) -> Iterator[list[str]]:
        """Iterate over the rows as text for people: one line a cell, IRIs short, no control characters."""
        for row in self._rows:
            yield [display(value) for value in row]

    def __repr__(self) -> str:
        shown = [[c if len(c) <= WIDTH else c[: WIDTH - 1] + "…" for c in cells] for cells in self._head()]
        more = f"\n… {len(self) - SHOWN} more rows" if len(self) > SHOWN else ""
        return align(self.columns, shown) + more

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>" for cells in self._head())
        more = f"<caption>{SHOWN} of {len(self)} rows</caption>" if len(self) > SHOWN else ""
        return f"<table>{more}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _head(self) -> list[list[str]]:
        return [cells for cells, _ in zip(self.cells(), range(SHOWN), strict=False)]


def align(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a plain table, columns two spaces apart.

    Examples:
        >>> print(align(["who", "n"], [["PCS", "3"]]))
        who  n
        ---  -
        PCS  3
    """
    widths = [max([len(c), *(len(r[i]) for r in rows)]) for i, c in enumerate(columns)]
    lines = [columns, ["-" * w for w in widths], *rows]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(x, widths, strict=True)).rstrip() for x in lines)
