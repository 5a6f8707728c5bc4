"""Commands for many processes and many machines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import DaskAddress, Graph, SparkMaster, Wait, Workers
from kg.cli.progress import Progress
from kg.cli.telling import say
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.pipeline import BuildReport
    from kg.pipeline.sharding import Engine


def extract(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, patterns; - is standard input.")
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the shards go.")],
    domain: Annotated[str | None, typer.Option("--domain", metavar="NAME", help="What to read for.")] = None,
    workers: Workers = None,
    dask: DaskAddress = None,
    spark: SparkMaster = None,
    partition: Annotated[
        int | None, typer.Option("--partition", metavar="N", min=1, help="Documents in a shard. [default: 64]")
    ] = None,
    model: Annotated[
        list[str] | None, typer.Option("--model", metavar="NAME", help="What reads, as for kg build.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", metavar="P", help="Leave out what is less probable than P.")
    ] = 0.0,
    prefilter: Annotated[
        bool, typer.Option("--prefilter/--no-prefilter", help="Pass over documents that tell nothing of the domain.")
    ] = False,
    text_column: Annotated[
        str | None,
        typer.Option("--text-column", metavar="NAME", help="The column of tables that holds the text."),
    ] = None,
) -> int:
    """Read articles into shards, for kg load.

    No graph is needed, so this can be done elsewhere. A shard is a file of sorted N-Quads with a note of what is in it.
    Interrupted, the same command goes on.
    """
    from kg.scale import extract_sources

    with Progress(debug=context.obj["debug"]) as progress:
        report = extract_sources(
            sources,
            output,
            engine_of(dask, spark, workers, partition=partition) or _processes(workers, partition),
            domain=domain,
            model=model,
            min_confidence=min_confidence,
            text_column=text_column,
            prefilter=prefilter,
            on_error=progress.tell,
            progress=progress,
        )
    tell_report(output, report)
    return 1 if report.failed else 0


def load(
    context: typer.Context,
    shards: Annotated[list[Path], typer.Argument(metavar="DIR", help="Folders of kg extract.")],
    *,
    graph: Graph = "graph",
    wait: Wait = False,
) -> int:
    """Load shards of kg extract into a graph.

    The graph is the one that kg build makes of the same articles, to the byte. What stands in it unchanged is left.
    """
    from kg.scale import load_folders

    with Progress(debug=context.obj["debug"]) as progress:
        report = load_folders(shards, graph, wait=wait, tell=say, on_error=progress.tell, progress=progress)
    tell_report(graph, report)
    return 1 if report.failed else 0


def engine_of(
    dask: str | None, spark: str | None, workers: int | None, *, partition: int | None = None
) -> Engine | None:
    """Return the cluster that the options name, None where they name none.

    Raises:
        UsageError: they name two.
    """
    if dask is None and spark is None:
        return None
    if dask is not None and spark is not None:
        raise UsageError("--dask and --spark exclude each other")
    from kg.pipeline.room import processes
    from kg.pipeline.sharding import PARTITION

    if spark is not None:
        from kg.scale.spark import Spark

        return Spark(master=spark, partition=partition or PARTITION)
    from kg.scale.dask import Dask

    return Dask(address=dask or "", workers=workers or processes(), partition=partition or PARTITION)


def _processes(workers: int | None, partition: int | None) -> Engine:
    from kg.pipeline.room import processes
    from kg.pipeline.sharding import PARTITION
    from kg.scale import Processes

    return Processes(workers=workers or processes(), partition=partition or PARTITION)


def tell_report(graph: Path | str, report: BuildReport) -> None:
    """Write what became of the documents of a build."""
    say(f"{graph}: {report}")
    if report.passed_over:
        what = f"{report.passed_over:,} document{'' if report.passed_over == 1 else 's'}"
        say(f"{graph}: {what} passed over unparsed, as they can hold nothing of the domain; --no-prefilter reads them")
    if report.unmatched:
        what = f"{report.unmatched:,} judgement{'' if report.unmatched == 1 else 's'}"
        say(f"{graph}: {what} on what is not in the graph; kg judge --list tells which")
    if report.aside:
        languages = ", ".join(f"{number:,} in {language}" for language, number in report.aside)
        say(f"{graph}: set aside, in languages that the model does not read: {languages}")
