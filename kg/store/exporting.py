"""The graph in formats that other programs read; the same graph gives the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.errors import KgError, UnknownName, UsageError
from kg.store.graph import GraphStore
from kg.store.graphml import export_graphml
from kg.store.jsonld import write_jsonld
from kg.store.layout import NEW
from kg.store.prefixes import prefixes
from kg.store.sorting import sorted_lines
from kg.store.table import export_csv


def export(store: GraphStore, name: str, out: IO[bytes]) -> None:
    """Write the graph to `out` in one of `EXPORTS`.

    Raises:
        UnknownName: there is no such format.
    """
    if name not in EXPORTS:
        raise UnknownName("export format", name, EXPORTS)
    EXPORTS[name](store, out)


def export_nquads(store: GraphStore, out: IO[bytes]) -> None:
    """Write sorted N-Quads: the form in which two graphs can be compared."""
    for line in store.quads_sorted():
        out.write(f"{line}\n".encode())


def export_shards(store: GraphStore, folder: Path, number: int) -> list[Path]:
    """Write sorted N-Quads as `part-00001.nq` and so on, of about the same number of lines each.

    One after the other they are what `export_nquads` writes.

    Args:
        store: the graph.
        folder: new or empty.
        number: of files; the last ones may be empty.

    Raises:
        UsageError: the folder holds something.
        KgError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is there already; name a new or an empty folder, so that nothing is lost")
    each = -(-len(store.raw) // number)
    lines = store.quads_sorted()
    paths = [folder / f"part-{one:05}.nq" for one in range(1, number + 1)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            new = path.with_name(f"{path.name}{NEW}")
            with new.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in islice(lines, each))
            new.replace(path)
    except OSError as error:
        raise KgError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return paths


def export_trig(store: GraphStore, out: IO[bytes]) -> None:
    """Write TriG: every named graph, with prefixes."""
    serialize(_by_graph(store), out, RdfFormat.TRIG, prefixes=prefixes(store.ontology))


def export_turtle(store: GraphStore, out: IO[bytes]) -> None:
    """Write Turtle: the union of all graphs, which loses what was read where, though not the evidence."""
    with tempfile.TemporaryFile() as triples:
        for line in sorted_lines(f"{quad.triple} ." for quad in store.raw):
            triples.write(f"{line}\n".encode())
        triples.seek(0)
        parsed = (quad.triple for quad in parse(triples, RdfFormat.N_TRIPLES))
        serialize(parsed, out, RdfFormat.TURTLE, prefixes=prefixes(store.ontology))


def export_jsonld(store: GraphStore, out: IO[bytes]) -> None:
    """Write JSON-LD: every named graph, with a context of prefixes."""
    write_jsonld(_by_graph(store), out, prefixes(store.ontology))


def _by_graph(store: GraphStore) -> Iterator[Quad]:
    """Yield the quads sorted by graph, subject, predicate and object; one graph is held in memory."""
    names = [graph for graph in store.raw.named_graphs() if isinstance(graph, NamedNode)]
    for graph in sorted(names, key=lambda name: name.value):
        yield from sorted(store.raw.quads_for_pattern(None, None, None, graph), key=str)


EXPORTS: Mapping[str, Callable[[GraphStore, IO[bytes]], None]] = MappingProxyType(
    {
        "nquads": export_nquads,
        "trig": export_trig,
        "turtle": export_turtle,
        "jsonld": export_jsonld,
        "graphml": export_graphml,
        "csv": export_csv,
    }
)
