"""Prepared queries through kg beside the same SPARQL on rdflib's own memory store."""

from __future__ import annotations

from typing import Any

from bench.child import call
from bench.run import Run
from bench.section import Section, megabytes, seconds, times

RUNS = 5
DEADLINE = 20.0  # seconds for a query on rdflib
ASKED: dict[str, dict[str, str]] = {  # prepared queries and their parameters
    "articles": {},
    "ballot-results": {},
    "ballots": {},
    "demands": {},
    "measures": {},
    "most-struck": {},
    "offers": {},
    "sentences-of": {"name": "union"},
    "statements": {},
    "strikes": {},
}


def measure(run: Run) -> Section:
    section = Section("Queries")
    graph, file = str(run.built()), str(run.folder / "graph.nq")
    call("queries.export", graph=graph, file=file)
    ours = call("queries.ours", graph=graph, asked=ASKED, runs=RUNS)
    texts = {name: answer["sparql"] for name, answer in ours["answers"].items()}
    theirs = call("queries.rdflib", file=file, texts=texts, prefixes=ours["prefixes"], runs=RUNS, deadline=DEADLINE)
    section.note(
        f"{ours['quads']:,} quads of {run.corpus['articles']} articles. kg answers prepared queries from disk, all "
        f"rows read; rdflib the same SPARQL on its own in-memory Dataset, loaded with the same quads. Medians of "
        f"{RUNS} runs; of one where rdflib takes more than {DEADLINE / 2 / RUNS:.0f} s; killed after {DEADLINE:.0f} s."
    )
    rows = [_row(name, ours["answers"][name], theirs["answers"][name]) for name in ASKED]
    section.table(["query", "rows", "kg", "rdflib", "rdflib / kg"], rows)
    section.note(
        f"Peak memory: kg {megabytes(ours['rss'])}, rdflib {megabytes(theirs['rss'])} "
        f"({times(theirs['rss'] / ours['rss'])}), which took {seconds(theirs['load'])} to load them."
    )
    for answer in ours["answers"].values():
        del answer["sparql"]
    section.figures = {"kg": ours, "rdflib": theirs}
    return section


def _row(name: str, ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    params = " ".join(f"{key}={value}" for key, value in ASKED[name].items())
    row = [f"{name} {params}".strip(), f"{ours['rows']:,}", seconds(ours["seconds"])]
    if "error" in theirs:
        return [*row, theirs["error"].replace("|", "/"), "–"]
    if theirs["seconds"] is None:
        return [*row, f"> {DEADLINE:.0f} s", f"> {DEADLINE / ours['seconds']:,.0f}×"]
    told = seconds(theirs["seconds"])
    if theirs["rows"] != ours["rows"]:
        told += f", {theirs['rows']:,} rows"
    return [*row, told, times(theirs["seconds"] / ours["seconds"])]
