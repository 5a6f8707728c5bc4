"""Commands that show a graph: in words, as a picture, in the formats of other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Graph, Output
from kg.cli.telling import say
from kg.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph

STDOUT = Path("-")


@contextmanager
def _output(path: Path) -> Iterator[IO[bytes]]:
    from kg.pipeline import writing

    if path == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with writing(path) as file:
            yield file


def _fitting(name: str, *known: str) -> str:
    if name not in known:
        raise UnknownName("format", name, known)
    return name


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of a thing, an event or a dispute, or an IRI.")],
    *,
    graph: Graph = "graph",
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", metavar="FORMAT", help="text, json or html.")
    ] = "text",
    sentences: Annotated[
        int, typer.Option("--sentences", metavar="N", min=0, help="Sentences behind each fact, at most.")
    ] = 3,
) -> None:
    """Show all that is known of a thing, an event or a dispute.

    Each fact comes with the sentences behind it.
    """
    from dataclasses import asdict

    from kg.pipeline import open_graph
    from kg.query.rendering import as_html

    _fitting(format, "text", "json", "html")
    with open_graph(graph) as opened:
        found = opened.show(name, evidence=sentences)
    if format == "json":
        text = json.dumps(asdict(found), indent=2, ensure_ascii=False, default=str)
    else:
        text = found.text() if format == "text" else as_html(found)
    sys.stdout.write(text + "\n")


def draw(
    *,
    graph: Graph = "graph",
    output: Output = Path("graph.html"),
    about: Annotated[
        str | None, typer.Option("--about", metavar="NAME", help="Only what lies around this thing, event or dispute.")
    ] = None,
    hops: Annotated[int, typer.Option("--hops", metavar="N", min=0, help="How many steps around it.")] = 2,
    max_nodes: Annotated[
        int | None,
        typer.Option(
            "--max-nodes", metavar="N", min=1, help="Only the most connected, so many; 20,000, or 500 with pyvis."
        ),
    ] = None,
    colour: Annotated[
        str, typer.Option("--colour", metavar="WHAT", help="What colours show at first: class or community.")
    ] = "class",
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="What makes the page: explorer, or pyvis as before.")
    ] = "explorer",
) -> None:
    """Draw the graph as a page that needs nothing but a browser."""
    from kg import pipeline

    with pipeline.open_graph(graph) as opened:
        picture = pipeline.draw(opened, about=about, hops=hops, max_nodes=max_nodes, colour=colour, engine=engine)
    with _output(output) as file:
        file.write(picture.html.encode())
    if output != STDOUT:
        part = "" if picture.shown == picture.nodes else f" of {picture.nodes:,}"
        say(f"{output}: {picture.shown:,}{part} nodes; open it in a browser")


def export(
    *,
    graph: Graph = "graph",
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", metavar="FORMAT", help="nquads, trig, turtle, jsonld, graphml or csv.")
    ] = "nquads",
    output: Output = STDOUT,
    shards: Annotated[
        int | None, typer.Option("--shards", metavar="N", min=1, help="Write N files of nquads into the folder -o.")
    ] = None,
) -> None:
    """Write the whole graph in a format that other programs read.

    nquads is sorted: two graphs are the same if these bytes are. Its shards, one after the other, are these bytes too.
    """
    from kg.pipeline import open_graph
    from kg.store import EXPORTS

    _fitting(format, *EXPORTS)
    if shards is not None:
        _export_shards(graph, format, output, shards)
        return
    with open_graph(graph) as opened, _output(output) as file:
        if opened.store.stale:
            say(f"{graph}: {opened.store.unfinished}")
        opened.export(format, file)


def _export_shards(graph: str, form: str, output: Path, number: int) -> None:
    from kg.pipeline import open_graph
    from kg.store.exporting import export_shards

    if form != "nquads" or output == STDOUT:
        raise UsageError("--shards writes nquads into a folder; name it by -o DIR")
    with open_graph(graph) as opened:
        if opened.store.stale:
            say(f"{graph}: {opened.store.unfinished}")
        written = export_shards(opened.store, output, number)
    say(f"{output}: {len(written):,} file{'' if len(written) == 1 else 's'}")


def info(
    *,
    graph: Graph = "graph",
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option("--format", metavar="FORMAT", help="text or json.")
    ] = "text",
) -> None:
    """Show what the graph holds, and with what it was built."""
    from kg.pipeline import open_graph

    _fitting(format, "text", "json")
    with open_graph(graph) as opened:
        text = json.dumps(opened.info(), indent=2) if format == "json" else _counts(opened)
    sys.stdout.write(text + "\n")


def _counts(graph: KnowledgeGraph) -> str:
    found = graph.info()
    size = "" if found["bytes"] is None else f", {found['bytes']:,} bytes"
    lines = [
        f"{graph.store.name}: {found['documents']:,} documents, {found['quads']:,} quads{size}",
        f"domain: {found['domain']} {found['ontology']}",
        *(f"read by: {version}" for version in found["versions"]),
    ]
    if found["stale"]:
        lines.append(graph.store.unfinished)
    for heading, part in (("layers", found["layers"]), ("things", found["entities"]), ("events", found["events"])):
        lines.append(f"{heading}: {sum(part.values()):,}")
        ranked = sorted(part.items(), key=lambda item: (-item[1], item[0]))
        lines += [f"  {number:>8,}  {graph.ontology.label(name)}" for name, number in ranked]
    return "\n".join(lines)
