"""kg reads news on industrial disputes and builds a knowledge graph in which every edge leads to its sentence.

>>> import kg
>>> with kg.build("news", graph="my-graph") as graph:
...     print(graph.report)
3 documents read: 3 added
>>> with kg.open("my-graph") as graph:
...     rows = graph.query("SELECT ?title { ?document a core:Document ; dcterms:title ?title } ORDER BY ?title")
>>> len(rows)
3
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.pipeline import Graph
    from kg.pipeline.sharding import Engine
    from kg.store import Endpoint

__version__ = "0.1.0"
__all__ = ["KgError", "__version__", "build", "open"]


def build(
    sources: str | Path | Sequence[str | Path],
    *,
    graph: str | Path | Endpoint,
    domain: str | None = None,
    workers: int | None = None,
    model: str | Sequence[str] | None = None,
    min_confidence: float = 0.0,
    judgements: str | Path | None = None,
    text_column: str | None = None,
    fetch: str | Path | None = None,
    prefilter: bool = False,
    engine: Engine | None = None,
    on_error: Callable[[KgError], None] | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> Graph:
    """Read articles into a graph, and return it open for reading.

    The graph is made where there is none. Documents that stand in it and were read by the same version are
    not read again. Killed at any moment, this leaves it with whole documents.

    Args:
        sources: files, folders, patterns such as `news/*.txt`, addresses of the web, or "-" for standard input.
        graph: the graph's folder, or the address of the SPARQL 1.1 server that keeps it.
        domain: a folder of `ontology/`; the graph's own, or the default for a new graph, where none is named.
        workers: processes that read; each loads the model and takes about a gigabyte. If None, this process reads up to
            some hundred documents, and as many as there are cores and memory for read more. A document that ends
            another process is set aside, and no later build of this version tries it again. One that ends this process
            is read by another in the next build, unless `workers` is 1, which means this process always.
        model: what reads: `light` (rules and the domain's learned decisions, the default), `rules` (alone), a file
            that `kg train` wrote, another spaCy model by name or folder; or one of each.
        min_confidence: the probability that every fact must have, from 0 to below 1.
        judgements: a file of people's judgements, as `kg judge --export` writes it; the graph takes in those it lacks.
        text_column: the column of tables, or field of records, that holds the text; found by its name if None.
        fetch: a folder in which pages of the web are kept that sources name; what is not there is fetched. Without
            it, nothing is.
        prefilter: whether new documents that, by their words alone, can hold nothing of the domain are passed over
            unparsed and counted in `report.passed_over`. For archives of which little is about the domain.
        engine: reads instead of `workers`, on a cluster: `kg.scale.dask.Dask` or `kg.scale.spark.Spark`. The graph is
            the same to the byte.
        on_error: is told of each source, record or document that cannot be read, which is then skipped.
        progress: is told what is done and for how many documents it has been.

    Returns:
        The graph; `report` says what was read.

    Raises:
        ReadError: a document cannot be read, or has the identifier of another; with `on_error` only where there is
            no graph yet, and none of the sources gives a document to make one of.
        StoreError: the folder holds something else, or another process writes to it.
        ModelError: the model is not installed or does not fit.
        OntologyError: what stands in `ontology/` contradicts itself.
        JudgementError: a file of judgements has mistakes.
        UnknownName: there is no such domain.
        UsageError: no source is named, `workers` is less than 1, `model` names two of one kind, or there is no such
            file of judgements.

    Examples:
        >>> told = []
        >>> graph = kg.build(["news/*.md", "nowhere.txt"], graph="another-graph", on_error=told.append)
        >>> graph.report.added, len(told)
        (3, 1)
        >>> graph.close()
    """
    from kg import pipeline

    report = pipeline.build(
        sources,
        graph=graph,
        domain=domain,
        workers=workers,
        model=model,
        min_confidence=min_confidence,
        judgements=judgements,
        text_column=text_column,
        fetch=fetch,
        prefilter=prefilter,
        engine=engine,
        on_error=on_error,
        progress=progress,
    )
    if not report.read and not pipeline.is_there(graph):
        from kg.errors import ReadError

        first = f"; the first mistake: {report.failed[0]}" if report.failed else ""
        raise ReadError(f"{graph}: no graph was made, because none of the sources gave a document{first}")
    opened = open(graph)
    opened.report = report
    return opened


def open(path: str | Path | Endpoint) -> Graph:  # noqa: A001 - as in kg.open("graph")
    """Open a graph for reading: its folder, or the address of the server that keeps it.

    Raises:
        StoreError: there is no graph, it is broken or from another version.
        UnknownName: its domain is not installed.

    Examples:
        >>> with kg.open("graph") as graph:
        ...     print(graph.find("PCS")[0].label)
        Public and Commercial Services Union
    """
    from kg.pipeline import open_graph

    return open_graph(path)


def __getattr__(name: str) -> object:
    """Give `kg.KgError`, what every error that a user can mend is, without loading it before it is asked for."""
    if name == "KgError":
        from kg.errors import KgError

        return KgError
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
