"""Which part of a graph is drawn: the neighbourhood of some nodes, or the most connected part."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush

import networkx as nx

from kg.errors import UnknownName, UsageError


def around(graph: nx.MultiDiGraph, nodes: Iterable[str], hops: int) -> nx.MultiDiGraph:
    """Return the part of a graph that lies within some steps of some nodes.

    Args:
        graph: any directed graph; it is not changed.
        nodes: where to start.
        hops: how many edges to follow, in either direction; 0 keeps the nodes themselves.

    Returns:
        A copy with every edge between the nodes that were reached.

    Raises:
        UnknownName: a node is not in the graph.
        UsageError: `hops` is negative.
    """
    if hops < 0:
        raise UsageError(f"{hops} hops: the number of hops is 0 or more")
    reached = set(nodes)
    for node in sorted(reached):
        if node not in graph:
            raise UnknownName("node", node, map(str, graph))
    rim = reached
    for _ in range(hops):
        rim = {other for node in rim for other in nx.all_neighbors(graph, node)} - reached
        reached = reached | rim
    return nx.MultiDiGraph(graph.subgraph(reached))


def most_connected(graph: nx.MultiDiGraph, limit: int) -> list[str]:
    """Return the `limit` nodes of highest degree, taken so that they hang together.

    Starts from the node of highest degree and always adds the neighbour of highest degree; starts
    anew only where a component is used up. Equal degrees go by IRI, so the answer is always the same.

    Args:
        graph: any directed graph.
        limit: how many nodes at most.

    Returns:
        The nodes in the order in which they were added.

    Raises:
        UsageError: `limit` is less than 1.
    """
    if limit < 1:
        raise UsageError(f"{limit} nodes: a picture has 1 node or more")
    starts = sorted(graph, key=lambda node: (-graph.degree[node], node))
    seen: set[str] = set()
    chosen: list[str] = []
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        queue = [(-graph.degree[start], start)]
        while queue and len(chosen) < limit:
            _, node = heappop(queue)
            chosen.append(node)
            for other in nx.all_neighbors(graph, node):
                if other not in seen:
                    seen.add(other)
                    heappush(queue, (-graph.degree[other], other))
    return chosen
