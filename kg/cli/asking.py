"""The command `kg query`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Graph
from kg.cli.telling import say
from kg.errors import UnknownName, UsageError


def query(
    context: typer.Context,
    sparql: Annotated[
        str | None, typer.Argument(metavar="SPARQL|NAME", help="SPARQL, or the name of a prepared query.")
    ] = None,
    *,
    graph: Graph = "graph",
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", metavar="FILE", help="Read the SPARQL from here; - is standard input."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="For a prepared query; or --NAME VALUE."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, csv, tsv, json or xml; of CONSTRUCT and DESCRIBE turtle, ntriples or jsonld.",
        ),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the prepared queries and their parameters.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="Give so many rows at most.")] = None,
) -> None:
    """Ask the graph in SPARQL, or by the name of a prepared query.

    The prefixes of the ontology need not be declared; the default graph is the union of all.
    """
    from kg import pipeline
    from kg.query.formats import GRAPH_FORMATS, ROW_FORMATS, write

    if listing:
        _list(graph)
        return
    if format is not None and format not in (*ROW_FORMATS, *GRAPH_FORMATS):
        raise UnknownName("format", format, (*ROW_FORMATS, *GRAPH_FORMATS))
    params = dict([*(_pair(text) for text in param or ()), *_named(sparql, context.args)])
    with pipeline.open_graph(graph) as opened:
        if opened.store.stale:
            say(f"{graph}: {opened.store.unfinished}")
        found = pipeline.answer(opened, sparql, file=file, params=params, limit=limit)
        cut = write(found, sys.stdout, format=format)
    if cut:
        say(f"{cut:,} cell{'' if cut == 1 else 's'} cut to the width of the terminal; --format csv gives all of it")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise UsageError(f"--param {text!r}: write name=value")
    return name.strip(), value


def _named(query: str | None, given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parameters that were given as options: `--date 2022-12-01` or `--date=2022-12-01`."""
    if query is not None and query.startswith("-"):
        raise UsageError(f"No such option: {query}; the name of a prepared query comes before its parameters")
    rest = iter(given)
    for text in rest:
        name, equals, value = text.removeprefix("--").partition("=")
        if not text.startswith("--") or not name:
            raise UsageError(f"{text!r} is one argument too many; SPARQL is quoted, a parameter is --NAME VALUE")
        if not equals:
            found = next(rest, None)
            if found is None:
                raise UsageError(f"--{name} needs a value; write --{name} VALUE")
            value = found
        yield name, value


def _list(graph: str) -> None:
    from kg import pipeline
    from kg.query.rows import align

    rows = [
        [prepared.name, prepared.title, " ".join(p.usage for p in prepared.parameters)]
        for prepared in pipeline.prepared_queries(graph)
    ]
    sys.stdout.write(align(("name", "what it answers", "parameters"), rows) + "\n")
