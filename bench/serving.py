"""Many clients at once: `kg serve` beside the oxigraph server, with the same queries on the same graph."""

from __future__ import annotations

from typing import Any

from bench.child import call
from bench.queries import ASKED
from bench.run import Run
from bench.section import Section, megabytes, seconds, times

CLIENTS, SPAN = 32, 60.0  # how many ask at once, and for how many seconds
SLOWEST = 2.0  # seconds: a query that alone takes longer is left out, and named


def measure(run: Run) -> Section:
    section = Section("Serving")
    number = max(run.sizes)
    graph = str(run.facts(number))
    texts = call("serving.texts", graph=graph, asked=ASKED, slowest=SLOWEST, limit=600.0)
    asked = {"clients": CLIENTS, "span": SPAN, "texts": texts["asked"]}
    ours = call("serving.ours", graph=graph, limit=600.0, **asked)
    theirs = call("serving.oxigraph", graph=graph, limit=600.0, **asked)
    left = ", ".join(texts["left"]) or "none"
    section.note(
        f"{CLIENTS} clients, each from an address of its own, ask for {SPAN:.0f} s, one prepared query after another, "
        f"on the graph of {number:,} articles' facts ({texts['quads']:,} quads); clients and server share the cores. "
        f"Left out, for they take more than {SLOWEST:.0f} s alone: {left}."
    )
    section.table(
        ["query", "kg p50", "kg p95", "oxigraph p50", "oxigraph p95", "p95 kg / oxigraph"],
        [_row(name, ours["answers"][name], theirs["answers"][name]) for name in texts["asked"]],
    )
    section.note(
        f"Answers: kg {ours['number']:,} with {ours['errors']} errors, oxigraph {theirs['number']:,} with "
        f"{theirs['errors']}. Memory of all processes, when the load began and at its end: "
        f"kg {megabytes(ours['before'])}, {megabytes(ours['after'])}; "
        f"oxigraph {megabytes(theirs['before'])}, {megabytes(theirs['after'])}."
    )
    section.figures = {"kg": ours, "oxigraph": theirs, "articles": number}
    return section


def _row(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    if not ours or not theirs:
        return [name, *("–" for _ in range(5))]
    both = times(ours["p95"] / theirs["p95"])
    return [name, seconds(ours["p50"]), seconds(ours["p95"]), seconds(theirs["p50"]), seconds(theirs["p95"]), both]
