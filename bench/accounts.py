"""How well kg puts together what several articles say, beside the aims and the recorded figures.

    python -m bench.accounts [--read] [--errors] [--write]

A graph is built of the annotations in `seeds/`, so that every mistake is one of putting together, and compared with
`seeds/gold-crossdoc.json`. `--read` also builds one of what kg reads from the articles, as users do. A figure that is
worse by more than 0.01 than the one in `bench/accounts.json` makes the command fail.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.machine import ROOT
from bench.section import Section
from bench.unseen import record
from bench.unseen.figures import Figure
from kg.pipeline import build, build_annotated, open_graph, score_accounts
from kg.score import AccountsReport

SEEDS = ROOT / "seeds"
RECORD = ROOT / "bench" / "accounts.json"
ANNOTATED, READ = "annotations", "articles"
TITLES = {ANNOTATED: "Articles put together, from their annotations", READ: "Articles put together, as kg reads them"}
AIMS: Mapping[str, float] = {
    "entities, B-cubed": 0.95,
    "events, CoNLL": 0.80,
    "disputes, B-cubed": 0.85,
    "copies": 1.0,
}


def from_annotations(graph: Path) -> None:
    build_annotated(SEEDS, SEEDS, graph=graph)


def from_articles(graph: Path) -> None:
    build(SEEDS, graph=graph)


def measure(make: Callable[[Path], None]) -> AccountsReport:
    """Build a graph and return how well it puts articles together."""
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        make(graph)
        with open_graph(graph) as opened:
            report = score_accounts(opened, SEEDS)
            if report is None:
                raise SystemExit(f"bench: {SEEDS} has no annotation of what several articles say")
            return report


def section(title: str, report: AccountsReport) -> Section:
    """Return the figures beside their aims."""
    made = Section(title)
    rows = []
    for name, value in report.figures().items():
        aim = AIMS.get(name)
        rows.append([name, f"{aim:.2f}" if aim else "", f"{value:.3f}", f"{value - aim:+.2f}" if aim else ""])
    made.table(["figure", "aim", "reached", "to aim"], rows)
    made.note(f"```\n{report.table()}\n```")
    return made


def entry(report: AccountsReport) -> dict[str, Any]:
    return record.entry(report.articles, {name: Figure(value) for name, value in report.figures().items()})


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.accounts", description="Measure what articles make together."
    )
    parser.add_argument("--read", action="store_true", help="also of what kg reads from the articles")
    parser.add_argument("--errors", action="store_true", help="list what was joined or split wrongly")
    parser.add_argument("--write", action="store_true", help=f"record the figures in {RECORD.name}")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    entries: dict[str, dict[str, Any]] = {}
    for name, make in [(ANNOTATED, from_annotations), *([(READ, from_articles)] if given.read else [])]:
        report = measure(make)
        print(f"\n{section(TITLES[name], report).markdown()}", flush=True)
        if given.errors:
            print("\n".join(report.lines()))
        entries[name] = entry(report)
    if given.write:
        record.keep(entries, RECORD)
        return 0
    recorded = record.load(RECORD)
    lines = [line for name in entries if name in recorded for line in record.worse(name, entries[name], recorded[name])]
    for line in lines:
        print(f"bench: {line}", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
