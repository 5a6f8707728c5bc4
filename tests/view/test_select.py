from __future__ import annotations

import networkx as nx
import pytest

from kg.errors import UnknownName, UsageError
from kg.view import around, most_connected


def path(*nodes: str) -> nx.MultiDiGraph:
    return nx.MultiDiGraph(nx.path_graph(nodes, create_using=nx.DiGraph))


@pytest.mark.parametrize(("hops", "reached"), [(0, "c"), (1, "bcd"), (2, "abcde"), (9, "abcde")])
def test_hops_are_followed_in_both_directions(hops: int, reached: str) -> None:
    assert sorted(around(path(*"abcde"), ["c"], hops)) == list(reached)


def test_a_neighbourhood_keeps_parallel_edges_and_is_a_copy() -> None:
    graph = path("a", "b")
    graph.add_edge("a", "b", key="again", label="x")
    part = around(graph, ["a"], 1)
    part.nodes["a"]["seen"] = True
    part.remove_node("b")
    assert graph.number_of_edges() == 2
    assert "seen" not in graph.nodes["a"]


def test_an_unknown_node_is_named() -> None:
    with pytest.raises(UnknownName, match="'nowhere'"):
        around(path("a", "b"), ["nowhere"], 1)


def test_hops_and_limits_have_a_least_value() -> None:
    with pytest.raises(UsageError):
        around(path("a", "b"), ["a"], -1)
    with pytest.raises(UsageError):
        most_connected(path("a", "b"), 0)


def test_the_hub_comes_first_and_what_is_taken_hangs_together() -> None:
    graph = nx.MultiDiGraph([("hub", f"leaf{i}") for i in range(8)])
    graph.add_edges_from([("far1", "far2"), ("far2", "far3"), ("far3", "far1")])
    chosen = most_connected(graph, 5)
    assert chosen[0] == "hub"
    assert nx.is_weakly_connected(graph.subgraph(chosen))


def test_another_component_is_begun_when_one_is_used_up() -> None:
    graph = nx.MultiDiGraph([("a", "b"), ("a", "c"), ("x", "y")])
    assert most_connected(graph, 4) == ["a", "b", "c", "x"]


def test_the_order_of_insertion_does_not_matter() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("b", "d")]
    assert most_connected(nx.MultiDiGraph(edges), 3) == most_connected(nx.MultiDiGraph(edges[::-1]), 3)
