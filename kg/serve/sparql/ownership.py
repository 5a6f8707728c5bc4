"""Which graphs are kg's own: computed from the articles, and never to be written by anybody else."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import RequestRefused

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def is_own(graph: GraphName, base: str) -> bool:
    """Return whether a graph is kg's own: an article's, the assembled one, the ontology's.

    Args:
        graph: the graph.
        base: the ontology's base IRI.
    """
    return isinstance(graph, ox.NamedNode) and graph.value.startswith((f"{base}document/", f"{base}graph/"))


def check_writable(graph: GraphName, base: str) -> None:
    """Refuse to write to one of kg's own graphs.

    Raises:
        RequestRefused: 403; it is one.
    """
    if is_own(graph, base):
        raise RequestRefused(
            403,
            f"{graph} is computed by kg from the articles, and only kg build, kg remove and kg judge change it; "
            "write to a graph of your own",
        )
