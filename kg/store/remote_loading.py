"""Puts the quads of whole documents on a server, as shards hold them."""

from __future__ import annotations

from collections import defaultdict
from itertools import batched
from typing import BinaryIO

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import StoreError
from kg.store import terms as t
from kg.store.sparql_server import SparqlServer

MARK = (t.DIGEST, t.VERSION)
PARTS = 20_000  # quads that are sent at once


def is_mark(quad: Quad) -> bool:
    """Tell whether a quad is of a document's mark, which says that the document is there, whole."""
    return quad.subject == quad.graph_name and quad.predicate in MARK


def load_documents(server: SparqlServer, lines: BinaryIO) -> set[NamedNode]:
    """Add documents that are new to a server, their marks last; return their graphs.

    Args:
        server: it gets them.
        lines: N-Quads, as `reading_quads` has them, in any order.

    Raises:
        StoreError: they are damaged, or the server fails.
    """
    marks: list[Quad] = []
    graphs: set[NamedNode] = set()
    try:
        for some in batched(parse(lines, RdfFormat.N_QUADS, lenient=True), PARTS):
            by_graph: dict[NamedNode, list[Triple]] = defaultdict(list)
            for quad in some:
                assert isinstance(quad.graph_name, NamedNode)
                if is_mark(quad):
                    marks.append(quad)
                else:
                    by_graph[quad.graph_name].append(quad.triple)
            for graph, triples in by_graph.items():
                server.add(graph, triples)
            graphs |= by_graph.keys()
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"{server.name}: what is to be loaded is damaged: {error}; no document of it counts"
        ) from error
    server.insert(marks)
    return graphs
