from __future__ import annotations

import numpy as np

from kg.view.spread import spread


def tree(count: int) -> np.ndarray:
    return np.array([(i, i * i % max(1, i // 3)) for i in range(1, count)])


def test_every_node_has_a_place_and_hardly_two_the_same() -> None:
    places = spread(1500, tree(1400))
    assert places.shape == (1500, 2)
    assert len(np.unique(places, axis=0)) > 1450


def test_the_same_graph_has_the_same_places() -> None:
    edges = tree(900)
    again = np.concatenate([edges[::-1, ::-1], edges[:50], [[3, 3]]])
    assert (spread(900, edges) == spread(900, again)).all()


def test_neighbours_stand_nearer_than_others() -> None:
    places, edges = spread(1200, tree(1200)).astype(float), tree(1200)
    near = np.hypot(*(places[edges[:, 0]] - places[edges[:, 1]]).T).mean()
    far = np.hypot(*(places[edges[:, 0]] - places[np.roll(edges[:, 1], 311)]).T).mean()
    assert near < far / 2


def test_a_graph_without_edges_or_nodes() -> None:
    assert spread(0, np.empty((0, 2), dtype=np.intp)).shape == (0, 2)
    assert len(np.unique(spread(30, np.empty((0, 2), dtype=np.intp)), axis=0)) == 30
