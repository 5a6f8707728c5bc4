"""One course as plain text: its row of the table, its steps with their sentences, and its time line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.query.course_table import as_json
from kg.query.terms import display

if TYPE_CHECKING:
    from kg.query.course_table import CourseRow, CourseTable
    from kg.query.timeline import Timeline

SENTENCES = 2  # of a step
OTHERS = 5  # names of other courses that are told


def as_text(table: CourseTable, row: CourseRow, line: Timeline, *, others: Iterable[str], width: int) -> str:
    """Return a course as plain text.

    Args:
        table: in which it stands.
        row: its cells.
        line: its time line.
        others: the names of other courses that may be meant.
        width: how many characters the time line may take.
    """
    lines = [display(row.label)]
    also = list(dict.fromkeys(others))
    if also:
        more = f" | and {len(also) - OTHERS:,} more" if len(also) > OTHERS else ""
        lines.append(f"  the name may also mean: {display(' | '.join(also[:OTHERS]))}{more}")
    for column in table.table[1:]:
        cell = row.cell(column.name)
        if cell.value is not None:
            note = f" ({cell.note})" if cell.note else ""
            lines.append(f"  {column.heading}: {display(cell.value)}{display(note)}")
    lines.append("Course")
    for moment in line.moments:
        if moment.step:
            lines.append(f"  {moment.day}  {display(moment.what)}: {display(moment.event)}")
            lines += [f"    “{display(r.sentence)}” ({display(r.where)})" for r in moment.evidence[:SENTENCES]]
    _, *drawn = line.text(width).split("\n")
    return "\n".join([*lines, "Time line", *(f"  {part}" for part in drawn)])


def course_json(row: CourseRow, line: Timeline) -> dict[str, Any]:
    """Return a course for JSON: its row with the sentences behind each cell, its steps and states."""
    moments = [
        {
            "day": moment.day.isoformat(),
            "last": moment.last.isoformat(),
            "what": moment.what,
            "event": moment.event,
            "step": moment.step,
            "sentences": [{"sentence": r.sentence, "document": r.document} for r in moment.evidence],
        }
        for moment in line.moments
    ]
    return {**as_json(row, sentences=True), "course": moments}
