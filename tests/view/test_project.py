from __future__ import annotations

import networkx as nx
import pytest

from kg.errors import UnknownName
from kg.view import Sentence
from kg.view.look import caption, symbol
from kg.view.project import parts, project


def test_parallel_and_opposite_edges_bend_apart(graph: nx.MultiDiGraph, sentences: dict[str, Sentence]) -> None:
    data = project(graph, sentences)
    between = [e for e in data["edges"] if e["label"] in ("conducts", "founded", "employs")]
    first = between[0]["from"]
    sides = {e["bend"] if e["from"] == first else -e["bend"] for e in between}
    assert len({e["id"] for e in data["edges"]}) == graph.number_of_edges()
    assert len(sides) == 3


def test_classes_are_counted_and_each_looks_different(graph: nx.MultiDiGraph, sentences: dict[str, Sentence]) -> None:
    classes = project(graph, sentences)["classes"]
    assert [(c["label"], c["count"]) for c in classes] == [("person", 2), ("orchestra", 1), ("town", 1), ("concert", 2)]
    assert len({(c["colour"], c["shape"]) for c in classes}) == len(classes)


def test_many_classes_can_be_told_apart() -> None:
    entities = {symbol("entity", i, 0) for i in range(28)}
    events = {symbol("event", i, 28) for i in range(21)}
    assert len(entities | events) == 28 + 21


def test_statuses_count_edges_and_events(graph: nx.MultiDiGraph, sentences: dict[str, Sentence]) -> None:
    counts = {s["label"]: s["count"] for s in project(graph, sentences)["statuses"]}
    assert counts == {"occurred": 1, "planned": 3, "possible": 1, "cancelled": 2, "denied": 1}


def test_a_status_or_sentence_that_is_not_given_is_named(
    graph: nx.MultiDiGraph, sentences: dict[str, Sentence]
) -> None:
    with pytest.raises(UnknownName, match="'s1'"):
        project(graph, {k: v for k, v in sentences.items() if k != "s1"})
    with pytest.raises(UnknownName, match="status"):
        project(graph, sentences, statuses={"planned": "dashed"})


def test_only_what_is_cited_goes_along(graph: nx.MultiDiGraph, sentences: dict[str, Sentence]) -> None:
    more = {**sentences, "other": Sentence("never cited", "d9")}
    assert project(graph, more) == project(graph, sentences)


@pytest.mark.parametrize(
    ("marks", "pieces"),
    [
        ((), [["abcdef", None]]),
        (((0, 6, "x"),), [["abcdef", "x"]]),
        (((1, 3, "x"), (3, 4, "")), [["a", None], ["bc", "x"], ["d", ""], ["ef", None]]),
        (((0, 4, "x"), (2, 6, "y")), [["ab", "x"], ["cd", "x, y"], ["ef", "y"]]),
        (((-5, 2, "x"), (5, 99, "y"), (4, 4, "z")), [["ab", "x"], ["cde", None], ["f", "y"]]),
    ],
)
def test_a_sentence_is_cut_at_its_marks(marks: tuple[tuple[int, int, str], ...], pieces: list[list[str]]) -> None:
    found = parts("abcdef", marks)
    assert "".join(str(text) for text, _ in found) == "abcdef"
    assert found == pieces


def test_captions_are_short_lines() -> None:
    assert caption("The Royal Philharmonic Orchestra of Somewhere far away, and its many friends").count("\n") == 2
    assert caption("x" * 200).replace("\n", "").endswith("…")
    assert caption("short") == "short"
