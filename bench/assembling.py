"""Putting articles together: all at once, then one more, one changed, one removed."""

from __future__ import annotations

from typing import Any

from bench.run import Run
from bench.section import Section, megabytes, seconds

AIMS = "Aims for 50,000 articles: less than 3 minutes on two cores, less than 4,000 MB; one more in less than 2 s."


def measure(run: Run) -> Section:
    section = Section("Putting together")
    found = {number: run.put_together(number) for number in run.sizes}
    section.note(
        f"What articles say, made from the readings of {run.outlines[1]} articles with other names, days and figures "
        "(`bench/facts.py`); their outlines and the nodes of the documents stand in the graph, their sentences do not. "
        "Measured is everything `kg build` then does: which documents changed, the account, and its quads, written and "
        "flushed. One more, changed and removed: the whole of such a build, with its start on the graph opened."
    )
    section.table(
        ["articles", "quads written", "at once", "an article", "CPU", "peak memory", "one more", "changed", "removed"],
        [_row(number, row) for number, row in found.items()],
    )
    section.note(AIMS)
    section.figures = {"articles": run.outlines[1], "sizes": {str(number): row for number, row in found.items()}}
    return section


def _row(number: int, row: dict[str, Any]) -> list[str]:
    once = row["once"]
    return [
        f"{number:,}",
        f"{row['quads']:,}",
        seconds(once["wall"]),
        seconds(once["wall"] / number),
        seconds(once["cpu"]),
        megabytes(row["rss"]),
        *(seconds(row[what]["wall"]) for what in ("more", "changed", "removed")),
    ]
