"""The command: runs the sections, prints their tables, and keeps them where asked to."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from bench import assembling, hotspots, loading, prefilter, queries, reading, serving, starts
from bench.child import ChildFailed
from bench.machine import machine
from bench.run import Run
from bench.section import Section

SECTIONS = {
    "reading": reading.measure,
    "loading": loading.measure,
    "assembling": assembling.measure,
    "queries": queries.measure,
    "starts": starts.measure,
    "serving": serving.measure,
    "hotspots": hotspots.measure,
    "prefilter": prefilter.measure,
}
DEFAULT = ("reading", "prefilter", "loading", "assembling", "queries", "starts")
SIZES, ALL_SIZES = (10_000,), (1_000, 10_000, 50_000)  # articles that are put together
RESULTS = Path(__file__).with_name("RESULTS.md")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure kg beside what it stands on.")
    parser.add_argument("--articles", type=int, metavar="N", help="read only N articles, spread over seeds/")
    parser.add_argument("--only", choices=SECTIONS, metavar="NAME", help=f"one section: {', '.join(SECTIONS)}")
    parser.add_argument("--rounds", type=int, default=2, metavar="N", help="rounds of the reading (default 2)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", metavar="N", help=f"articles to put together (default {SIZES[0]})"
    )
    parser.add_argument("--all-sizes", action="store_true", help=f"the same as --sizes {' '.join(map(str, ALL_SIZES))}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--write", action="store_true", help=f"keep the run in bench/{RESULTS.name}; whole runs only")
    given = parser.parse_args()
    if given.write and (given.only or given.articles):
        parser.error("--write keeps whole runs: leave --only and --articles out")
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
    said = [f"# Benchmarks of kg\n\n{host.markdown()}"]
    print(said[0], flush=True)
    began, sections = time.monotonic(), dict[str, Section]()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        run = Run(Path(folder), articles=given.articles, rounds=given.rounds, sizes=sizes_of(given))
        for name in [given.only] if given.only else DEFAULT:
            try:
                section = SECTIONS[name](run)
            except ChildFailed as error:
                print(f"bench: {name}: {error}", file=sys.stderr)
                return 1
            sections[name] = section
            said.append(section.markdown())
            print(f"\n{said[-1]}", flush=True)
    said.append(f"The run took {time.monotonic() - began:.0f} s.")
    print(f"\n{said[-1]}")
    if given.json:
        figures = {"machine": host.figures, **{name: section.figures for name, section in sections.items()}}
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if given.write:
        RESULTS.write_text("\n\n".join(said) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
