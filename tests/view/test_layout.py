from __future__ import annotations

import time
from typing import Any

import networkx as nx
import pytest

from kg.view.layout import positions
from kg.view.packing import pack

BOX = (130.0, 20.0, 50.0)


def lay(graph: nx.MultiDiGraph) -> dict[str, tuple[int, int]]:
    return positions(graph, dict.fromkeys(graph, BOX))


def overlaps(places: dict[str, tuple[int, int]]) -> int:
    points = list(places.values())
    width, height = BOX[0] - 2, BOX[1] + BOX[2] - 2
    return sum(
        abs(x - u) < width and abs(y - v) < height for i, (x, y) in enumerate(points) for u, v in points[i + 1 :]
    )


def test_labels_do_not_overlap(many: Any) -> None:
    assert overlaps(lay(many(200))) == 0


@pytest.mark.parametrize("count", [0, 1, 2, 3, 40])
def test_small_graphs_have_places(count: int, many: Any) -> None:
    assert len(lay(many(count))) == count


def test_loops_and_parallel_edges_do_no_harm() -> None:
    graph = nx.MultiDiGraph([("a", "a"), ("a", "b"), ("a", "b"), ("b", "a")])
    assert overlaps(lay(graph)) == 0


def test_a_short_chain_stays_short() -> None:
    places = lay(nx.MultiDiGraph([("a", "b"), ("b", "c")]))
    assert all(abs(x) < 300 and abs(y) < 300 for x, y in places.values())


def test_the_order_of_insertion_does_not_matter(many: Any) -> None:
    graph = many(80)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph)))
    turned.add_edges_from(reversed(list(graph.edges())))
    assert lay(turned) == lay(graph)


@pytest.mark.slow
def test_two_thousand_nodes_take_seconds(many: Any) -> None:
    graph = many(2000)
    began = time.process_time()
    assert len(lay(graph)) == 2000
    assert time.process_time() - began < 60


def test_packed_boxes_do_not_overlap() -> None:
    boxes = [(300.0, 200.0), (100.0, 250.0), (90.0, 90.0), *[(40.0, 30.0)] * 30]
    corners, (width, height) = pack(boxes)
    placed = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, boxes, strict=True)]
    assert all(x1 <= width and y1 <= height and x0 >= 0 and y0 >= 0 for x0, y0, x1, y1 in placed)
    for i, (a, b, c, d) in enumerate(placed):
        assert not any(a < r and p < c and b < s and q < d for p, q, r, s in placed[i + 1 :])
    assert sum(w * h for w, h in boxes) > 0.6 * width * height
