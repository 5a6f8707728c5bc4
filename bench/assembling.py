"""Putting articles together: all at once, then one more, one changed, one removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bench.growth import exponent
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
    grows = _exponents(found) if len(found) > 1 else {}
    section.table(
        ["articles", "quads written", "at once", "an article", "CPU", "peak memory", "one more", "changed", "removed"],
        [*(_row(number, row) for number, row in found.items()), *([_growth(grows)] if grows else [])],
    )
    section.note(AIMS)
    if grows:
        section.note("Exponent: the k of cost = c × articles^k that fits best; 1 is in step with the articles.")
    section.figures = {
        "articles": run.outlines[1],
        "sizes": {str(number): row for number, row in found.items()},
        "exponents": grows,
    }
    return section


def _exponents(found: dict[int, dict[str, Any]]) -> dict[str, float]:
    """Return how each cost grows with the articles."""
    costs: dict[str, Callable[[dict[str, Any]], float]] = {
        "quads": lambda row: row["quads"],
        "once": lambda row: row["once"]["wall"],
        "cpu": lambda row: row["once"]["cpu"],
        "rss": lambda row: row["rss"],
        **{what: partial(_wall, what) for what in ("more", "changed", "removed")},
    }
    return {
        name: round(exponent({number: cost(row) for number, row in found.items()}), 2) for name, cost in costs.items()
    }


def _wall(what: str, row: dict[str, Any]) -> float:
    return float(row[what]["wall"])


def _growth(grows: dict[str, float]) -> list[str]:
    told = {name: f"{k:.2f}" for name, k in grows.items()}
    return [
        "exponent",
        *(told.get(name, "") for name in ("quads", "once", "", "cpu", "rss", "more", "changed", "removed")),
    ]


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
