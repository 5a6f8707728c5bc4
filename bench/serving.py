"""Many clients at once: `kg serve` beside the oxigraph server, with the same queries on the same graph."""

from __future__ import annotations

from typing import Any

from bench.child import call
from bench.queries import ASKED
from bench.run import Run
from bench.section import Section, megabytes, seconds, times
from bench.tasks.asking import KNOWN

CLIENTS, SPAN = 32, 60.0  # how many ask at once, and for how many seconds
NAMES = 8  # by which each query is asked


def measure(run: Run) -> Section:
    section = Section("Serving")
    number = max(run.sizes)
    graph = str(run.told(number))
    texts = call("serving.texts", graph=graph, asked=list(ASKED), names=NAMES, limit=1200.0)
    asked = {"clients": CLIENTS, "span": SPAN, "texts": texts["asked"]}
    ours = call("serving.ours", graph=graph, limit=600.0, **asked)
    anew = call("serving.ours", graph=graph, limit=600.0, anew=True, **asked)
    theirs = call("serving.oxigraph", graph=graph, limit=600.0, **asked)
    section.note(
        f"{CLIENTS} clients, each from an address of its own, ask for {SPAN:.0f} s, one prepared query after another, "
        f"of {NAMES} names or sources in turn where it takes one (of unions, employers and speakers of whom up to "
        f"{KNOWN} articles tell), on the graph of what {number:,} articles tell "
        f"({texts['quads']:,} quads, with the sentences: `bench/tasks/documents.py`). Both are sent the same SPARQL; "
        "the clients and the server share the cores. kg answers what was asked before of the same state of the graph "
        f"without asking the engine ({sum(map(len, texts['asked'].values()))} queries in all); anew: each with a "
        "comment of its own, so that the engine is always asked. Alone: the most CPU time that it takes of one process "
        "when nobody else asks."
    )
    section.table(
        [
            "query",
            "rows",
            "alone",
            "kg p50",
            "kg p95",
            "anew p50",
            "anew p95",
            "oxigraph p50",
            "oxigraph p95",
            "p95 anew / oxigraph",
        ],
        [
            _row(
                name, texts["rows"][name], texts["alone"][name], *(one["answers"][name] for one in (ours, anew, theirs))
            )
            for name in texts["asked"]
        ],
    )
    section.note(
        f"Answers: kg {ours['number']:,} with {ours['errors']} errors, anew {anew['number']:,} "
        f"with {anew['errors']}, oxigraph {theirs['number']:,} with "
        f"{theirs['errors']}. Memory of all processes, when the load began and at its end: "
        f"kg {megabytes(ours['before'])}, {megabytes(ours['after'])}; "
        f"oxigraph {megabytes(theirs['before'])}, {megabytes(theirs['after'])}."
    )
    section.figures = {"kg": ours, "anew": anew, "oxigraph": theirs, "articles": number}
    return section


def _row(name: str, rows: int, alone: float, *told: dict[str, Any]) -> list[str]:
    spent = (seconds(one[cut]) if one else "–" for one in told for cut in ("p50", "p95"))
    ratio = times(told[1]["p95"] / told[2]["p95"]) if told[1] and told[2] else "–"
    return [name, f"{rows:,}", seconds(alone), *spent, ratio]
