"""How the cost of each stage grows with the articles."""

from __future__ import annotations

from bench import queries
from bench.child import call
from bench.growth import exponent
from bench.run import Run
from bench.section import Section, seconds

READ = (100, 300, 900)  # articles: reading takes each alone, so that more would tell no more
LIMIT = 900.0


def measure(run: Run) -> Section:
    section = Section("How cost grows")
    found = call(
        "reading.growing",
        source=run.corpus["source"],
        numbers=list(READ),
        folder=str(run.folder / "growing"),
        limit=LIMIT,
    )
    reads = {stage: {number: found[str(number)][stage] for number in READ} for stage in ("reading", "storing")}
    section.note(
        "Exponent: the k of cost = c × articles^k that fits best; 1 is in step with the articles. Reading and storing: "
        "the articles of seeds/, again and again under other names, CPU time in one process that had all loaded."
    )
    _table(section, reads)
    section.figures = {"reading": reads}
    if len(run.sizes) > 1:
        later = _later(run)
        section.note(
            "Putting together (`bench/facts.py`), the bulk load of what the articles say and the merging of the "
            "engine's files after it, by the clock, and each prepared query, as above: the names asked for are of up "
            "to 50 articles whatever the size, so that answers to names do not grow, and what grows is the way to them."
        )
        _table(section, later)
        section.figures["later"] = later
    return section


def _later(run: Run) -> dict[str, dict[int, float]]:
    """Return what each stage after the reading took, by articles."""
    together = {number: run.put_together(number) for number in run.sizes}
    filled = {number: run.filled(number) for number in run.sizes}
    asked = {number: queries.of_size(run, number)["kg"]["answers"] for number in run.sizes}
    return {
        "putting together": {number: row["once"]["wall"] for number, row in together.items()},
        "one more article": {number: row["more"]["wall"] for number, row in together.items()},
        "bulk load": {number: row["wall"] for number, row in filled.items()},
        "merging the files": {number: row["merging"] for number, row in filled.items()},
        **{name: {number: row[name]["seconds"] for number, row in asked.items()} for name in queries.ASKED},
    }


def _table(section: Section, costs: dict[str, dict[int, float]]) -> None:
    numbers = sorted(next(iter(costs.values())))
    section.table(
        ["", *(f"{number:,} articles" for number in numbers), "exponent"],
        [[name, *(seconds(row[number]) for number in numbers), f"{exponent(row):.2f}"] for name, row in costs.items()],
    )
