"""Where each node stands: worked out beforehand, so that the page stands still when it opens.

Each component is laid out by itself, freed of overlaps, and packed beside the others. The same graph
gives the same places: starting points come from the graph, jitter from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.view.forces import relax, separate, start
from kg.view.packing import pack

Floats = NDArray[np.float32]
Box = tuple[float, float, float]
"""How much room a node takes with the label below it: width, and height above and below its middle, in pixels."""

MARGIN = 60.0  # pixels between components


def positions(graph: nx.MultiDiGraph, boxes: Mapping[str, Box]) -> dict[str, tuple[int, int]]:
    """Return the place of each node in pixels, y downwards, centred on (0, 0).

    Args:
        graph: what to lay out; directions and parallel edges do not matter.
        boxes: the room that each node takes.
    """
    parts = sorted((sorted(part) for part in nx.connected_components(graph.to_undirected(as_view=True))), key=_order)
    laid = [_component(graph, part, np.array([boxes[node] for node in part], dtype=np.float32)) for part in parts]
    corners, (width, height) = pack([(w + MARGIN, h + MARGIN) for _, (w, h) in laid])
    places = {}
    for part, (points, _), (left, top) in zip(parts, laid, corners, strict=True):
        for node, (x, y) in zip(part, points, strict=True):
            places[node] = (round(float(x) + left - width / 2), round(float(y) + top - height / 2))
    return places


def _order(part: list[str]) -> tuple[int, str]:
    return -len(part), part[0]


def _component(graph: nx.MultiDiGraph, nodes: list[str], boxes: Floats) -> tuple[Floats, tuple[float, float]]:
    """Lay out one component; its points are relative to the upper left corner of the room it takes."""
    sizes = np.column_stack([boxes[:, 0], boxes[:, 1] + boxes[:, 2]])
    drop = np.column_stack([np.zeros_like(boxes[:, 0]), (boxes[:, 2] - boxes[:, 1]) / 2])
    index = {node: i for i, node in enumerate(nodes)}
    pairs = {(min(index[u], index[v]), max(index[u], index[v])) for u, v in graph.subgraph(nodes).edges() if u != v}
    edges = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
    middles = separate(relax(start(len(nodes), edges), edges, len(nodes)) + drop, sizes)
    low = (middles - sizes / 2).min(axis=0)
    room = (middles + sizes / 2).max(axis=0) - low
    return np.asarray(middles - drop - low, dtype=np.float32), (float(room[0]), float(room[1]))
