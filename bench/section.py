"""The result of one section: figures for programs, tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Section:
    """A title, tables with notes, and the figures they were made from."""

    title: str
    figures: dict[str, Any] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.parts.append(text)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Add a table: the first column is text, the others are numbers."""
        widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]

        def line(cells: Sequence[str]) -> str:
            padded = [cells[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]
            return f"| {' | '.join(padded)} |"

        rule = ["-" * widths[0], *("-" * (w - 1) + ":" for w in widths[1:])]
        self.parts.append("\n".join([line(head), line(rule), *map(line, rows)]))

    def markdown(self) -> str:
        return "\n\n".join([f"## {self.title}", *self.parts])


def seconds(value: float) -> str:
    if value >= 10:
        return f"{value:.1f} s"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.{0 if value >= 0.1 else 1}f} ms"


def rate(value: float) -> str:
    """Return so many a second."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def times(value: float) -> str:
    return f"{value:,.0f}×" if value >= 20 else f"{value:.2f}×"


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %"


def megabytes(value: float) -> str:
    return f"{value:,.0f} MB"
