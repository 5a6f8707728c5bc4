"""The command: runs the sections, prints their tables, and keeps them where asked to."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from bench import assembling, growing, hotspots, kept, loading, prefilter, queries, reading, serving, starts
from bench.child import ChildFailed
from bench.machine import machine
from bench.run import Run
from bench.section import Section
from bench.summary import summary

SECTIONS = {
    "reading": reading.measure,
    "loading": loading.measure,
    "assembling": assembling.measure,
    "queries": queries.measure,
    "growth": growing.measure,
    "archive": growing.archive,
    "starts": starts.measure,
    "serving": serving.measure,
    "hotspots": hotspots.measure,
    "prefilter": prefilter.measure,
}
DEFAULT = ("reading", "prefilter", "loading", "assembling", "queries", "growth", "archive", "starts")
AT_SCALE = ("assembling", "serving", "archive")  # sections that SCALE.md keeps
SIZES, ALL_SIZES = (1_000, 10_000), (1_000, 10_000, 50_000)  # articles whose facts are put together and asked


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure kg beside what it stands on.")
    parser.add_argument("--articles", type=int, metavar="N", help="read only N articles, spread over seeds/")
    parser.add_argument("--only", choices=SECTIONS, metavar="NAME", help=f"one section: {', '.join(SECTIONS)}")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="rounds of the reading (default 2)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", metavar="N", help=f"articles to put together, load and ask (default {SIZES})"
    )
    parser.add_argument("--all-sizes", action="store_true", help=f"the same as --sizes {' '.join(map(str, ALL_SIZES))}")
    parser.add_argument("--folder", metavar="DIR", help="where the run makes its graphs (default: that of the system)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument(
        "--write",
        action="store_true",
        help="keep a whole run in bench/RESULTS.md and README.md, and what --only measures at scale "
        f"({', '.join(AT_SCALE)}) in bench/SCALE.md",
    )
    given = parser.parse_args()
    if given.write and (given.articles or (given.only and given.only not in AT_SCALE)):
        parser.error(f"--write keeps whole runs, and --only {' or '.join(AT_SCALE)}: leave --articles out")
    for name in ("articles", "rounds"):
        if (getattr(given, name) or 1) < 1:
            parser.error(f"--{name}: 1 or more is right")
    if min(given.sizes or [1]) < 1:
        parser.error("--sizes: 1 or more is right")
    return given


def sizes_of(given: argparse.Namespace) -> tuple[int, ...]:
    """Return how many articles are put together."""
    return tuple(given.sizes or (ALL_SIZES if given.all_sizes else SIZES))


def main() -> int:
    given = arguments()
    host = machine()
    print(f"# Benchmarks of kg\n\n{host.markdown()}", flush=True)
    began, sections, failed = time.monotonic(), dict[str, Section](), list[str]()
    with tempfile.TemporaryDirectory(prefix="kg-bench-", dir=given.folder) as folder:
        run = Run(Path(folder), articles=given.articles, rounds=given.rounds, sizes=sizes_of(given))
        whole = (*DEFAULT, "serving") if given.all_sizes else DEFAULT
        for name in [given.only] if given.only else whole:
            try:
                section = SECTIONS[name](run)
            except ChildFailed as error:
                failed.append(f"{name}: {error}")
                print(f"bench: {failed[-1]}", file=sys.stderr)
                continue
            sections[name] = section
            print(f"\n{section.markdown()}", flush=True)
            print(f"bench: {name} measured after {time.monotonic() - began:.0f} s", file=sys.stderr)
    table = summary(sections)
    if table is not None:
        print(f"\n{table.markdown()}")
    took = "\n\n".join([*(f"Failed: {one}" for one in failed), f"The run took {time.monotonic() - began:.0f} s."])
    print(f"\n{took}")
    if given.json:
        figures = {"machine": host.figures, **{name: section.figures for name, section in sections.items()}}
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if given.write:
        for name in AT_SCALE:
            if name in sections and (given.only or given.all_sizes):
                kept.keep_at_scale(sections[name], host)
        if table is not None:
            parts = [f"# Benchmarks of kg\n\n{host.markdown()}", table.markdown()]
            parts += [*(section.markdown() for section in sections.values()), took]
            kept.RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
            kept.keep_table(table, host)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
