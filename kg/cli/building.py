"""Commands that change a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.options import DaskAddress, Graph, SparkMaster, Wait, Workers
from kg.cli.progress import Progress
from kg.cli.scaling import engine_of, tell_report
from kg.cli.telling import say, say_error
from kg.errors import KgError, UsageError


def build(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, patterns, addresses; - is standard input.")
    ],
    *,
    graph: Graph = "graph",
    domain: Annotated[
        str | None,
        typer.Option("--domain", metavar="NAME", help="What to read for. [default: the graph's own]"),
    ] = None,
    workers: Workers = None,
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
    text_column: Annotated[
        str | None,
        typer.Option("--text-column", metavar="NAME", help="The column of tables that holds the text."),
    ] = None,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Fetch the addresses among the sources; each is kept in DIR-fetched.")
    ] = False,
    dask: DaskAddress = None,
    spark: SparkMaster = None,
    wait: Wait = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on for ever: take in what changes in the folders. Ctrl-C ends it.")
    ] = False,
) -> int:
    """Read articles into a graph.

    Text, Markdown, HTML, JSON Lines, CSV, Parquet, PDF, Word, EPUB, e-mail, feeds and web archives, also compressed
    or in archives. What stands in the graph unchanged is not read again; what cannot be read is told and left out,
    and makes the exit code 1. Articles in languages that the model does not read are left out and counted.
    """
    options: dict[str, Any] = {"domain": domain, "workers": workers, "model": model, "min_confidence": min_confidence}
    if watch:
        if fetch or prefilter or text_column is not None:
            raise UsageError("--watch reads all files of folders: leave --fetch, --text-column and --prefilter out")
        if dask is not None or spark is not None:
            raise UsageError("--watch reads on this machine: leave --dask and --spark out")
        return _watch(context, sources, graph, judgements=judgements, **options)
    try:
        from kg import pipeline

        with Progress(debug=context.obj["debug"]) as progress:
            report = pipeline.build(
                sources,
                graph=graph,
                judgements=judgements,
                wait=wait,
                tell=say,
                text_column=text_column,
                fetch=_fetched(graph) if fetch else None,
                prefilter=prefilter,
                engine=engine_of(dask, spark, workers),
                on_error=progress.tell,
                progress=progress,
                **options,
            )
    except KeyboardInterrupt:
        say(f"{graph}: interrupted; the graph holds {_held(graph)}; the same command goes on from there")
        raise
    tell_report(graph, report)
    return 1 if report.failed else 0


def _watch(context: typer.Context, folders: list[str], graph: str, **options: Any) -> int:
    """Build until somebody ends it."""
    from kg.pipeline.watching import watch

    debug = context.obj["debug"]
    try:
        for report in watch(
            folders, graph=graph, tell=say, on_error=lambda error: say_error(error, debug=debug), **options
        ):
            tell_report(graph, report)
    except KeyboardInterrupt:
        say(f"{graph}: ended; the graph holds {_held(graph)}; the same command goes on from there")
    return 0


def _fetched(graph: str) -> Path:
    """Return the folder in which pages of the web are kept: beside the graph's own, or here."""
    from kg.store import Endpoint, place_of

    where = place_of(graph)
    if isinstance(where, Endpoint):
        return Path("graph-fetched")
    return where.parent / f"{where.name or 'graph'}-fetched"


def _held(graph: str) -> str:
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
    graph: Graph = "graph",
    wait: Wait = False,
) -> None:
    """Remove a document and all that only it says."""
    from kg import pipeline

    pipeline.remove(graph, document, wait=wait, tell=say)
    say(f"{graph}: removed {document}")
