"""What colours and sizes stand for, and what the page tells of belief."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.view import Sentence, render
from kg.view.project import project

Sentences = dict[str, Sentence]
X = "https://example.org/"


@pytest.fixture
def grouped(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The six nodes in two communities, of which one has a hostile name; one is central, one edge is believed."""
    for name in ("halle", "elder", "gala", "leeds"):
        graph.nodes[X + name].update(community=X + "halle", community_label="The <b>Hallé</b>", centrality=1.0)
    for name in ("ada", "tour"):
        graph.nodes[X + name].update(community=X + "ada", community_label="Ada Mills", centrality=0.5)
    graph.nodes[X + "gala"].update(centrality=6.5, belief=0.987, documents=3, sources=2)
    graph.edges[X + "halle", X + "gala", X + "plays"].update(belief=0.75, documents=2, sources=1)
    return graph


def test_communities_are_told_the_largest_first(grouped: nx.MultiDiGraph, sentences: Sentences) -> None:
    data = project(grouped, sentences)
    assert [(c["label"], c["count"], c["colour"]) for c in data["communities"]] == [
        ("The <b>Hallé</b>", 4, 0),
        ("Ada Mills", 2, 1),
    ]
    assert {node["label"]: node["community"] for node in data["nodes"]}["Leeds"] == 0


def test_small_communities_share_the_last_colour(thing: Any) -> None:
    many: nx.MultiDiGraph = nx.MultiDiGraph()
    for i in range(20):
        thing(many, f"{i:02}", f"node {i}", "kind", community=f"{i % 9}", community_label=f"group {i % 9}")
    colours = [c["colour"] for c in project(many, {})["communities"]]
    assert colours == [0, 1, 2, 3, 4, 5, 6, 6, 6]


def test_what_is_central_is_large(grouped: nx.MultiDiGraph, sentences: Sentences) -> None:
    weights = {node["label"]: node["weight"] for node in project(grouped, sentences)["nodes"]}
    assert weights["gala in Leeds"] == 13
    assert max(weights, key=lambda label: weights[label]) == "gala in Leeds"


def test_colours_stand_for_what_is_known(graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    with pytest.raises(UsageError, match="colours cannot stand for 'size'; they stand for: class, community"):
        render(graph, sentences, title="Music", colour="size")
    assert '"colour":"class"' in render(graph, sentences, title="Music", colour="community"), "there are none"


@pytest.mark.browser
def test_the_reader_chooses_what_colours_stand_for(
    open_page: Any, grouped: nx.MultiDiGraph, sentences: Sentences
) -> None:
    page = open_page(grouped, sentences)
    names = ("The Hallé", "Mark Elder", "Leeds", "Ada Mills")

    def colours() -> list[str]:
        return [page.page.evaluate("id => kgPage.colourOf(id)", page.node(name)) for name in names]

    halle, elder, leeds, ada = colours()
    assert elder == ada
    assert len({halle, elder, leeds}) == 3
    assert page.page.locator("#communities").is_hidden()
    page.page.get_by_label("community", exact=True).check()
    halle, elder, leeds, ada = colours()
    assert halle == elder == leeds != ada
    assert page.page.locator("#communities .name").all_text_contents() == ["The <b>Hallé</b>", "Ada Mills"]
    assert page.page.locator("#communities b").count() == 0
    page.click("nodePoint", page.node("Leeds"))
    symbol = page.page.locator("#panel .kind .symbol")
    assert symbol.evaluate("e => getComputedStyle(e).fill") == page.page.locator("#communities .symbol").first.evaluate(
        "e => getComputedStyle(e).fill"
    )
    page.page.get_by_label("class", exact=True).check()
    assert len(set(colours())) == 3
    assert page.complaints == []


@pytest.mark.browser
def test_a_page_may_open_with_communities(open_page: Any, grouped: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(grouped, sentences, colour="community")
    assert page.page.get_by_label("community", exact=True).is_checked()
    assert page.page.locator("#communities").is_visible()
    page.page.get_by_role("button", name="Show everything").click()
    assert page.page.get_by_label("community", exact=True).is_checked()


@pytest.mark.browser
def test_without_communities_there_is_no_choice(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    assert page.page.locator("#colours").is_hidden()


@pytest.mark.browser
def test_the_panel_tells_what_a_node_and_an_edge_rest_on(
    open_page: Any, grouped: nx.MultiDiGraph, sentences: Sentences
) -> None:
    page = open_page(grouped, sentences)
    page.click("nodePoint", page.node("gala in Leeds"))
    facts = page.page.locator("#panel dl").inner_text().split("\n")
    for name, value in (
        ("Documents", "3"),
        ("Independent", "2"),
        ("Belief", "0.99"),
        ("Community", "The <b>Hallé</b>"),
    ):
        assert value in facts[facts.index(name) : facts.index(name) + 3]
    page.page.evaluate("id => kgPage.choose(id)", page.edge("plays"))
    assert "0.75" in page.page.locator("#panel dl").inner_text()
