"""The one table: kg beside what it stands on and beside other stores, made of the figures of the sections."""

from __future__ import annotations

from typing import Any

from bench.queries import DEADLINE, PATIENT, same, told_of
from bench.section import Section, megabytes, rate, seconds, times

NEEDED = ("reading", "prefilter", "loading", "queries")
HEAD = ["", "kg", "bare engine", "kg / bare", "rdflib", "Virtuoso"]


def summary(sections: dict[str, Section]) -> Section | None:
    """Return the table; None where a section that it needs was not measured."""
    if not all(name in sections for name in NEEDED):
        return None
    figures = {name: section.figures for name, section in sections.items()}
    section = Section("In one table")
    asked = figures["queries"]
    size = asked["sizes"][asked["articles"]]
    section.note(
        "The bare engine is spaCy for reading, pyoxigraph for quads and queries. Speeds and times by the clock, and "
        f"kg / bare of the same. Queries on the graph of {asked['articles']:,} articles ({size['quads']:,} quads): "
        "medians."
    )
    section.table(HEAD, [*_reading(figures), *_loading(figures), *_queries(asked)])
    section.note(
        "Reading, kg does all that spaCy does, and extraction, storing and putting together besides: its stages are "
        "told under Reading. GraphStore.add makes the quads in Python and puts each document in whole or not at all. "
        "Of queries, kg finds the things that are named, which pyoxigraph is told. *: other rows or cells than kg's, "
        "or another order. rdflib: at its limit of memory or time it had not loaded the graph; a smaller one is under "
        "Queries. "
        "Virtuoso fails where its compiler refuses SPARQL 1.1; what it takes without ORDER BY only is so asked."
    )
    return section


def _reading(figures: dict[str, Any]) -> list[list[str]]:
    speeds = figures["reading"]["speeds"] | figures["prefilter"]["speeds"]
    rows = [
        [name, rate(row["build"]), rate(row["bare"]), times(row["build"] / row["bare"]), "", ""]
        for name, row in speeds.items()
    ]
    best = figures["reading"]["best"]
    build, bare = best["build"]["rss"], best["bare"]["rss"]
    return [*rows, ["memory, reading", megabytes(build), megabytes(bare), times(build / bare), "", ""]]


def _loading(figures: dict[str, Any]) -> list[list[str]]:
    engines, asked = figures["loading"]["engines"], figures["queries"]
    ours = engines["kg: GraphStore.add of readings"]
    rows = []
    for title, name in (("bulk_load", "of N-Quads"), ("bulk_extend", "of Quad objects")):
        bare = engines[f"pyoxigraph {title} {name}"]
        speeds = [row["quads"] / row["wall"] for row in (ours, bare)]
        told = [f"{speed:,.0f}" for speed in speeds]
        rows.append([f"quads per second, add / {title}", *told, times(speeds[0] / speeds[1]), "", ""])
    number, virtuoso = asked["articles"], asked["virtuoso"]
    size, rdflib = asked["sizes"][number], asked["rdflib"][number]
    loaded = f"{size['quads'] / virtuoso['load']['wall']:,.0f}" if virtuoso else "–"
    kg = f"{asked['filled']['loaded'] / asked['filled']['wall']:,.0f}"
    slow = f"{rdflib['loaded'] / rdflib['load']:,.0f}"
    return [*rows, [f"quads per second, bulk, {number:,} articles", kg, "the same call", "", slow, loaded]]


def _queries(asked: dict[str, Any]) -> list[list[str]]:
    size, virtuoso, rdflib = asked["sizes"][asked["articles"]], asked["virtuoso"], asked["rdflib"][asked["articles"]]
    rows = [_query(name, row, rdflib) for name, row in asked["table"].items()]
    kg, bare = size["kg"]["rss"], size["bare"]["rss"]
    theirs = megabytes(virtuoso["rss"]) if virtuoso else "–"
    memory = f"> {megabytes(rdflib['rss'])}" if rdflib["ended"] else megabytes(rdflib["rss"])
    return [*rows, ["memory, queries", megabytes(kg), megabytes(bare), times(kg / bare), memory, theirs]]


def _query(name: str, row: dict[str, dict[str, Any]], rdflib: dict[str, Any]) -> list[str]:
    kg, bare, other = row["kg"], row["bare"], row["virtuoso"]
    told = told_of(other, DEADLINE)
    if other.get("seconds") is not None and same(other, kg) != "the same":
        told += "*"
    loaded = "does not load"
    if not rdflib["ended"]:
        loaded = told_of(rdflib["answers"][name], PATIENT)
    return [
        name,
        seconds(kg["seconds"]),
        seconds(bare["seconds"]),
        times(kg["seconds"] / bare["seconds"]),
        loaded,
        told,
    ]
