"""For everyone: axe finds nothing, in any view, light and dark, wide and narrow; all can be reached with the keys."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ADDRESSES = {
    "graph": "",
    "community": "#colour=community&most=10",
    "thing": "#about=entity/pcs&sel=entity/pcs",
    "event": "#sel=event/strike",
    "course": "#view=time&sel=dispute/1",
    "map": "#view=map&country=GB",
    "table": "#view=table&status=ir:occurred&from=2022-01-01",
    "edges": "#view=table&rows=edges&sel=event/strike|ir:actor|entity/pcs",
    "path": "#path=entity/person/mark-serwotka&path=entity/heathrow",
    "choosing a path": "#path=entity/pcs&sel=entity/pcs",
    "SPARQL": "#view=sparql&q=home",
    "nothing": "#q=nothing+has+this+name",
}


def violations(page: Any) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})" for one in found for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing(explore: Any, name: str, scheme: str) -> None:
    # axe is put into the page from outside, which the page's own policy forbids
    page = explore(ADDRESSES[name], color_scheme=scheme, bypass_csp=True).page
    if page.locator(".evidence").count():
        expect(page.locator(".evidence[aria-busy]")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.parametrize("name", ["graph", "event", "map", "table"])
def test_axe_finds_nothing_on_a_telephone(explore: Any, name: str) -> None:
    page = explore(ADDRESSES[name], size=(390, 844), bypass_csp=True).page
    assert violations(page) == []
    page.get_by_role("button", name="Filters").click()
    assert violations(page) == []


def test_axe_finds_nothing_in_what_opens(explore: Any) -> None:
    page = explore("#most=10", bypass_csp=True).page
    page.keyboard.press("/")
    page.keyboard.type("p")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".menu summary").press("Enter")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.evaluate("""() => {
      const { shown } = kgExplorer.views.graph;
      shown.nodes.splice(1);
      kgExplorer.views.graph.open(shown.nodes[0]);
    }""")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []


def test_everything_is_reached_with_the_tabulator(explore: Any) -> None:
    page = explore("#sel=event/strike").page
    expect(page.locator(".evidence[aria-busy]")).to_have_count(0)
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        where = page.evaluate(
            "[...document.querySelectorAll('header, #facets, #view, #strip, #panel')]"
            ".find(part => part.contains(document.activeElement))?.id || document.activeElement.className"
        )
        reached.add(where)
    assert {"skip", "facets", "view", "strip", "panel"} <= reached


def test_tabs_are_walked_with_the_arrows(explore: Any) -> None:
    page = explore().page
    page.get_by_role("tab", name="Graph").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Time line")).to_be_focused()
    expect(page.get_by_role("tab", name="Time line")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".lane").first).to_be_visible()
