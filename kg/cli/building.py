"""Commands that change a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import GraphFolder
from kg.cli.progress import Progress
from kg.cli.telling import say
from kg.errors import KgError


def build(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, patterns; - is standard input.")
    ],
    *,
    graph: GraphFolder = Path("graph"),
    domain: Annotated[
        str | None,
        typer.Option("--domain", metavar="NAME", help="What to read for. [default: the graph's own]"),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", "-w", metavar="N", min=1, help="Processes; each takes about a gigabyte.")
    ] = 1,
    model: Annotated[
        list[str] | None,
        typer.Option(
            "--model",
            metavar="NAME",
            help="What reads: light (rules and learned decisions; the default), rules (alone), a file of kg train, "
            "or a spaCy model. May be given twice.",
        ),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", metavar="P", help="Leave out what is less probable than P.")
    ] = 0.0,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", metavar="FILE", help="People's judgements, as kg judge --export writes them."),
    ] = None,
    prefilter: Annotated[
        bool,
        typer.Option(
            "--prefilter/--no-prefilter",
            help="Pass over, unparsed, new documents whose words tell nothing of the domain: for archives of all news.",
        ),
    ] = False,
) -> int:
    """Read articles into a graph.

    Text, Markdown, JSON Lines and HTML. What stands in the graph unchanged is not read again; what cannot be
    read is told and left out, and makes the exit code 1.
    """
    try:
        from kg import pipeline

        with Progress(debug=context.obj["debug"]) as progress:
            report = pipeline.build(
                sources,
                graph=graph,
                domain=domain,
                workers=workers,
                model=model,
                min_confidence=min_confidence,
                judgements=judgements,
                prefilter=prefilter,
                on_error=progress.tell,
                progress=progress,
            )
    except KeyboardInterrupt:
        say(f"{graph}: interrupted; the graph holds {_held(graph)}; the same command goes on from there")
        raise
    say(f"{graph}: {report}")
    if report.passed_over:
        what = f"{report.passed_over:,} document{'' if report.passed_over == 1 else 's'}"
        say(f"{graph}: {what} passed over unparsed, as they can hold nothing of the domain; --no-prefilter reads them")
    if report.unmatched:
        what = f"{report.unmatched:,} judgement{'' if report.unmatched == 1 else 's'}"
        say(f"{graph}: {what} on what is not in the graph; kg judge --list tells which")
    return 1 if report.failed else 0


def _held(graph: Path) -> str:
    from kg import pipeline

    try:
        with pipeline.open_graph(graph) as opened:
            number = len(opened.documents())
    except KgError:  # it was not made yet
        number = 0
    return f"{number:,} document{'' if number == 1 else 's'}" if number else "no documents yet"


def remove(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its identifier: kg query articles -g DIR.")],
    *,
    graph: GraphFolder = Path("graph"),
) -> None:
    """Remove a document and all that only it says."""
    from kg import pipeline

    pipeline.remove(graph, document)
    say(f"{graph}: removed {document}")
