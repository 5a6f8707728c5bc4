"""How the cost of each stage grows with the articles."""

from __future__ import annotations

from bench import queries
from bench.child import call
from bench.growth import exponent
from bench.run import SLOW, Run
from bench.section import Section, megabytes, seconds

EXPONENT = "Exponent: the k of cost = c × articles^k that fits best; 1 is in step with the articles."
ONE = "One size tells nothing of growth: give two or more --sizes."
LEAST, AN_ARTICLE = 120.0, 0.3  # seconds that reading and storing may take, and so many more an article


def measure(run: Run) -> Section:
    section = Section("How cost grows")
    if len(run.sizes) > 1:
        later = _later(run)
        section.note(
            f"{EXPONENT} Putting together (`bench/facts.py`), the bulk load of what the articles say and the merging "
            "of the engine's files after it, by the clock, and each prepared query, as above: the names asked for are "
            "of up to 50 articles whatever the size, so that answers to names do not grow, and what grows is the way "
            "to them."
        )
        _table(section, later)
        section.figures = {"later": later}
    else:
        section.note(ONE)
    return section


def archive(run: Run) -> Section:
    section = Section("How reading grows")
    if len(run.sizes) > 1:
        reads = _reading(run)
        section.note(
            f"{EXPONENT} Reading (files, spaCy, extraction) and storing: CPU time in one process that had all loaded, "
            "of the articles of seeds/ again and again, with other names in each round (`bench.facts.many_texts`), one "
            "after another into a graph that grows; what the engine merges meanwhile in threads of its own counts as "
            "reading. Memory is the most that the process held until then."
        )
        numbers = sorted(run.sizes)
        _table(section, {stage: reads[stage] for stage in ("reading", "storing")})
        section.table(
            ["", *(f"{number:,} articles" for number in numbers)],
            [
                ["an article, both", *(seconds((reads["reading"][n] + reads["storing"][n]) / n) for n in numbers)],
                ["quads stored", *(f"{reads['quads'][n]:,.0f}" for n in numbers)],
                ["peak memory", *(megabytes(reads["rss"][n]) for n in numbers)],
            ],
        )
        section.figures = {"reading": reads}
    else:
        section.note(ONE)
    return section


def _reading(run: Run) -> dict[str, dict[int, float]]:
    """Return what reading and storing cost, by articles."""
    numbers = sorted(run.sizes)
    file = str(run.folder / "growing.jsonl")
    call(
        "corpus.grow", limit=SLOW, source=run.corpus["source"], outlines=run.outlines[0], number=numbers[-1], file=file
    )
    limit = LEAST + AN_ARTICLE * numbers[-1]
    found = call("reading.growing", limit=limit, source=file, numbers=numbers, folder=str(run.folder / "growing"))
    return {what: {number: found[str(number)][what] for number in numbers} for what in found[str(numbers[0])]}


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
