"""The functions of kg/nlp and kg/extract that take most time, by cProfile. It slows Python down about twofold."""

from __future__ import annotations

from bench.child import call
from bench.run import Run
from bench.section import Section

NUMBER = 20
TITLES = {
    "own": "Functions of kg/nlp and kg/extract by their own time:",
    "cumulative": "The same with what they call:",
    "callees": "All others by their own time:",
}


def measure(run: Run) -> Section:
    section = Section("Hot spots of reading")
    found = call("stages.traced", source=run.corpus["source"], graph=str(run.folder / "traced"), number=NUMBER)
    for key, title in TITLES.items():
        section.note(title)
        rows = [[where, f"{calls:,}", f"{own:.3f}", f"{total:.3f}"] for where, calls, own, total in found[key]]
        section.table(["function", "calls", "own s", "with callees s"], rows)
    section.figures = found
    return section
