"""Quads per second of `GraphStore.add` beside a bare bulk load of the same quads."""

from __future__ import annotations

from typing import Any

from bench.child import call
from bench.run import Run
from bench.section import Section, megabytes, seconds, times

QUADS = 200_000  # at least so many


def measure(run: Run) -> Section:
    section = Section("Loading")
    graph, file = str(run.built()), str(run.folder / "quads.nq")
    made = call("loading.prepare", graph=graph, quads=QUADS, file=file)
    copies = made["copies"]

    def new(name: str) -> str:
        return str(run.folder / f"store-{name}")

    found: dict[str, dict[str, Any]] = {
        "pyoxigraph bulk_load of N-Quads": call("loading.bulk", file=file, folder=new("bulk")),
        "pyoxigraph bulk_extend of Quad objects": call("loading.extend", file=file, folder=new("extend")),
        "kg: quads made, not stored": call("loading.make", graph=graph, copies=copies),
        "kg: GraphStore.add of readings": call("loading.add", graph=graph, copies=copies, folder=new("add")),
    }
    counts = {row["quads"] for row in found.values()}
    section.note(
        f"{made['quads']:,} quads of {made['documents']:,} documents: the readings of the articles {copies} times "
        f"over, as if of other documents, into an empty store on disk, flushed in the end."
    )
    if len(counts) > 1:
        section.note(f"The stores do not hold the same: {', '.join(f'{n:,}' for n in sorted(counts))} quads.")
    bare = found["pyoxigraph bulk_load of N-Quads"]
    rows = [
        [
            name,
            f"{row['quads'] / row['wall']:,.0f}",
            times(bare["wall"] / row["wall"]),
            seconds(row["wall"]),
            seconds(row["cpu"]),
            megabytes(row["rss"]),
            times(row["rss"] / bare["rss"]),
        ]
        for name, row in found.items()
    ]
    section.table(["", "quads/s", "speed / bare", "wall", "CPU", "peak memory", "memory / bare"], rows)
    section.note("Memory holds what is given: for bulk_extend all quads as objects, for kg the readings of one copy.")
    section.figures = {**made, "engines": found}
    return section
