"""What people do with the page, done with mouse and keys."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import expect

from kg.view import Sentence

pytestmark = pytest.mark.browser
Sentences = dict[str, Sentence]


def test_nothing_leaves_and_nothing_complains(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.page.get_by_text("All edges as a table").click()
    page.click("nodePoint", page.node("The Hallé"))
    assert all(url.startswith(("file:", "data:")) for url in page.requests)
    assert page.complaints == []


def test_a_click_on_a_node_shows_what_it_is(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.click("nodePoint", page.node("The Hallé"))
    panel = page.panel()
    assert page.page.locator("#panel h2").inner_text() == "The Hallé"
    for words in ("orchestra", "A new season", "The Gazette", "2026-01-05", "confidence 0.90", "conducts/active"):
        assert words in panel
    assert page.page.locator("#panel mark").all_text_contents() == ["Mark Elder", "conducts", "the Hallé"]
    assert page.page.locator("#panel mark").first.get_attribute("data-role") == "conductor"
    expect(page.page.locator("#panel .links li")).to_have_count(5)


def test_a_click_on_a_label_chooses_its_node(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    at = page.page.evaluate("id => kgPage.nodePoint(id)", page.node("Leeds"))
    below = page.page.evaluate("id => nodes.get(id).size", page.node("Leeds"))
    scale = page.page.evaluate("network.getScale()")
    page.page.mouse.click(at["x"], at["y"] + below * scale + 10)
    page.page.wait_for_function("id => kgPage.chosen() === id", arg=page.node("Leeds"))


@pytest.mark.parametrize("label", ["conducts", "founded", "employs", "takes place in", "follows"])
def test_a_click_on_an_edge_shows_its_sentences(
    open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences, label: str
) -> None:
    page = open_page(graph, sentences)
    page.click("edgePoint", page.edge(label))
    assert page.page.locator("#panel h2").inner_text() == label
    cited = next(data["evidence"] for *_, data in graph.edges(data=True) if data["label"] == label)
    assert page.page.locator("#panel blockquote").all_text_contents() == [sentences[key].text for key in cited]


def test_a_cancelled_edge_is_struck(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.click("edgePoint", page.edge("founded"))
    expect(page.page.locator("#panel h2")).to_have_css("text-decoration-line", "line-through")
    assert "denied" in page.panel()
    lines = page.page.evaluate("Object.fromEntries(edges.get().map(e => [e.id, [e.dashes, e.label]]))")
    assert lines[page.edge("founded")] == [[9, 6], "\u2068✕ founded\u2069"]
    assert lines[page.edge("employs")][0] is False


def test_one_walks_the_graph_from_the_panel(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.page.evaluate("id => kgPage.choose(id)", page.edge("takes place in"))
    page.page.get_by_role("button", name="Leeds", exact=True).press("Enter")
    assert page.page.evaluate("kgPage.chosen()") == page.node("Leeds")
    page.page.locator("#panel .links button").press("Enter")
    assert page.page.evaluate("kgPage.chosen()") == page.edge("takes place in")


def test_search_finds_by_label_without_accents(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.page.keyboard.press("/")
    page.page.keyboard.type("HALLE")
    expect(page.page.get_by_role("option")).to_have_count(1)
    page.page.keyboard.press("Enter")
    assert page.page.evaluate("kgPage.chosen()") == page.node("The Hallé")
    box = page.page.locator("#mynetwork").bounding_box()
    at = page.page.evaluate("id => kgPage.nodePoint(id)", page.node("The Hallé"))
    assert box
    assert abs(at["x"] - box["x"] - box["width"] / 2) < 2
    page.page.keyboard.press("Escape")
    assert page.page.evaluate("kgPage.chosen()") is None
    assert page.page.get_by_label("Find a node by its name").input_value() == ""


def test_search_walks_its_matches_with_the_arrows(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    box = page.page.get_by_role("combobox")
    box.fill("l")
    names = page.page.get_by_role("option").locator("> bdi").all_text_contents()
    assert names[0] == "Leeds"
    box.press("ArrowDown")
    expect(page.page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    assert page.page.evaluate("kgPage.chosen()") == page.node(names[1])
    box.fill("nobody")
    assert "Nothing has this name" in page.page.locator("#matches").inner_text()


def test_classes_are_filtered(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.page.get_by_label("person").uncheck()
    shown = page.page.evaluate("kgPage.visible()")
    assert len(shown["nodes"]) == 4
    assert len(shown["edges"]) == 3
    assert page.page.evaluate("id => nodes.get(id).hidden", page.node("Mark Elder"))
    assert page.page.locator("#summary").inner_text() == "4 of 6 nodes, 3 of 7 edges"
    page.page.get_by_role("button", name="Show everything").click()
    assert page.page.evaluate("kgPage.visible().nodes.length") == 6
    assert page.page.get_by_label("person").is_checked()


def test_statuses_are_filtered(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.page.get_by_label("cancelled").uncheck()
    page.page.get_by_label("no status").uncheck()
    shown = page.page.evaluate("kgPage.visible()")
    assert page.node("tour of the north") not in shown["nodes"]
    assert page.edge("conducts") not in shown["edges"]
    assert page.page.evaluate("id => edges.get(id).hidden", page.edge("conducts"))


def test_what_is_filtered_away_is_no_longer_chosen(
    open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences
) -> None:
    page = open_page(graph, sentences)
    page.click("nodePoint", page.node("Mark Elder"))
    page.page.get_by_label("person").uncheck()
    assert page.page.evaluate("kgPage.chosen()") is None
    assert "Nothing selected" in page.panel()


def test_the_picture_stands_still(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    snapshot = "JSON.stringify([kgPage.positions(), kgPage.nodePoint('n0')])"
    before = page.page.evaluate(snapshot)
    moved = f"""before => new Promise(done => {{
        const end = performance.now() + 1000;
        const look = () => {snapshot} !== before ? done(true)
            : performance.now() > end ? done(false) : requestAnimationFrame(look);
        look(); }})"""
    assert page.page.evaluate(moved, before) is False
    page.click("nodePoint", "n0")
    page.page.get_by_label("town").uncheck()
    assert page.page.evaluate(snapshot) == before


def test_a_large_graph_opens_on_a_part_and_says_so(open_page: Any, many: Any) -> None:
    page = open_page(many(900), {})
    assert page.page.get_by_role("status").inner_text().startswith("Showing 500 of 900 nodes: the most connected;")
    assert page.page.evaluate("kgPage.nodes().length") == 500
    assert page.complaints == []


def test_the_table_holds_every_edge(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences)
    page.page.get_by_text("All edges as a table").press("Enter")
    rows = page.page.locator("#rows tbody tr")
    expect(rows).to_have_count(graph.number_of_edges())
    row = rows.filter(has_text="takes place in")
    assert [text.strip() for text in row.locator("td").all_text_contents()] == [
        "gala in Leeds", "takes place in", "Leeds", "planned", "1",
    ]  # fmt: skip
    row.get_by_role("button").press("Enter")
    assert page.page.evaluate("kgPage.chosen()") == page.edge("takes place in")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_telephone(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences, scheme: str) -> None:
    page = open_page(graph, sentences, size=(390, 844), scheme=scheme)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("nodePoint", page.node("The Hallé"))
    assert page.page.locator("#panel").bounding_box()["width"] <= 390
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_pages_are_dark(open_page: Any, graph: nx.MultiDiGraph, sentences: Sentences) -> None:
    page = open_page(graph, sentences, scheme="dark")
    light = page.page.evaluate("nodes.get('n0').color.border")
    page.page.emulate_media(color_scheme="light")
    page.page.wait_for_function("before => nodes.get('n0').color.border !== before", arg=light)


def test_an_empty_graph_opens(open_page: Any) -> None:
    page = open_page(nx.MultiDiGraph(), {})
    assert page.complaints == []
    assert "0 nodes" in page.page.locator("#summary").inner_text()
