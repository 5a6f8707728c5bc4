"""Commands that judge a graph."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Graph
from kg.cli.telling import say

if TYPE_CHECKING:
    from kg.score import AccountsReport, Report


def score(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="A folder of annotations, or one that has them in gold/.")
    ],
    *,
    graph: Graph = "graph",
    errors: Annotated[bool, typer.Option("--errors", help="List each fact that was missed or wrongly found.")] = False,
    by_doc: Annotated[bool, typer.Option("--by-doc", help="Give the figures of each article too.")] = False,
    output: Annotated[
        Path | None, typer.Option("--json", metavar="OUT", help="Write everything as JSON; - is standard output.")
    ] = None,
) -> None:
    """Compare the graph with annotations.

    Gives precision, recall and F1 by kind of fact. The graph must hold the annotated articles, which kg build
    reads; of one that it lacks, all is missed. Where gold-crossdoc.json lies beside the annotations, a second table
    says how well articles were put together.
    """
    from kg import pipeline

    with pipeline.open_graph(graph) as opened:
        report = pipeline.score_graph(opened, gold)
        accounts = pipeline.score_accounts(opened, gold)
    if report.missing:
        some = ", ".join(report.missing[:3]) + (" …" if len(report.missing) > 3 else "")
        say(f"{graph}: lacks {len(report.missing)} of {len(report.documents)} annotated articles ({some}): kg build")
    if output is None or str(output) != "-":
        sys.stdout.write("\n".join(_lines(report, accounts, errors=errors, by_doc=by_doc)) + "\n")
    if output is not None:
        _write_json(report, accounts, output)


def _lines(report: Report, accounts: AccountsReport | None, *, errors: bool, by_doc: bool) -> list[str]:
    from kg.score.tally import total

    lines = [report.table()]
    if by_doc:
        lines.append(f"{'article':24} {'P':>5} {'R':>5} {'F1':>5}")
    for name, facts in report.documents.items() if by_doc else ():
        tally = total(facts.values())
        lines.append(f"{name:24} {tally.precision:5.2f} {tally.recall:5.2f} {tally.f1:5.2f}")
    lines += map(str, report.errors) if errors else ()
    if accounts is not None:
        lines += ["", accounts.table(), *(accounts.lines() if errors else ())]
    return lines


def _write_json(report: Report, accounts: AccountsReport | None, output: Path) -> None:
    from kg.pipeline import writing

    content = report.content() | ({"accounts": accounts.content()} if accounts is not None else {})
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    if str(output) == "-":
        sys.stdout.write(text)
        return
    with writing(output) as file:
        file.write(text.encode())


def validate(*, graph: Graph = "graph") -> int:
    """Judge the graph by the SHACL shapes of its domain.

    Each violation is a line, with the sentence that was read; the exit code is then 1.
    """
    from kg import pipeline

    with pipeline.open_graph(graph) as opened:
        found = pipeline.validate_graph(opened)
        number = len(opened.documents())
    for violation in found:
        sys.stdout.write(f"{violation}\n")
    say(f"{graph}: {len(found) or 'no'} violation{'' if len(found) == 1 else 's'} in {number:,} documents")
    return 1 if found else 0
