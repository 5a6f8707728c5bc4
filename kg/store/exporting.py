"""The graph in formats that other programs read; the same graph gives the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from kg.errors import UnknownName
from kg.store.graph import GraphStore
from kg.store.graphml import export_graphml
from kg.store.jsonld import write_jsonld
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
