"""The page at which people ask SPARQL, in a real browser against a real server."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .conftest import Live

HOSTILE = """SELECT ?who ?whom ?day WHERE { VALUES (?who ?whom ?day) {
  ("<img src=x onerror=alert(1)>" "</script><script>alert(2)</script>" "2024-03-01"^^xsd:date)
  ("=1+1" "\\u202Eesrever" "2024-03-05"^^xsd:date) } }"""


@pytest.fixture
def page(browser: Browser, server: Live) -> Iterator[Page]:
    """The page, wide, of which no script may fail and which may ask nobody but the server."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("dialog", lambda dialog: wrong.append(dialog.message) or dialog.dismiss())
    opened.on(
        "request",
        lambda asked: wrong.append(asked.url) if not asked.url.startswith((server.url, "data:", "blob:")) else None,
    )
    yield opened
    opened.close()
    assert wrong == []


def ask(page: Page, server: Live, query: str, shown: str = "table") -> None:
    page.goto(f"{server.url}sparql#query={quote(query)}&as={shown}")
    page.wait_for_selector("#answer .note:not(:has(button)):not(:empty)")


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_programs_get_no_page_at_the_endpoint(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "html" not in client.get("/sparql").headers["content-type"]


def test_the_prepared_queries_are_there_with_their_parameters(client: httpx.Client) -> None:
    told = client.get("/api/queries.json").json()
    strikes = next(query for query in told["queries"] if query["name"] == "strikes")
    assert [parameter["name"] for parameter in strikes["parameters"]] == ["union", "employer", "status"]
    assert "ir:cancelled" in {value["value"] for value in strikes["parameters"][2]["values"]}
    text = client.get("/api/queries/strikes", params={"union": 'a "b'}).text
    assert "UNDEF" in text
    assert '"a \\"b"' in text
    assert client.get("/api/queries/strikes", params={"unoin": "PCS"}).status_code == 400
    assert client.get("/api/queries/strkies").status_code == 404


@pytest.mark.browser
def test_a_prepared_query_is_asked_and_drawn(page: Page, server: Live) -> None:
    page.goto(f"{server.url}sparql")
    page.fill("#examples input[type=search]", "who strikes")
    page.click("#examples summary")
    page.click("#examples details[open] button")
    page.wait_for_selector("#answer table tbody tr")
    rows = page.locator("#answer tbody tr").count()
    assert rows > 0
    page.click(".yasr_btn:has-text('Graph')")
    page.wait_for_selector("svg.net .tie")
    assert "as=graph" in page.url
    page.reload()
    page.wait_for_selector("svg.net .tie")


@pytest.mark.browser
def test_things_of_the_graph_lead_to_their_pages(page: Page, server: Live) -> None:
    ask(
        page,
        server,
        "SELECT ?thing WHERE { ?thing core:documents ?n . ?thing rdfs:label ?label } ORDER BY ?label LIMIT 1",
    )
    page.click("#answer tbody a")
    page.wait_for_url("**/entity/**")
    assert page.locator("h1").inner_text()


@pytest.mark.browser
def test_what_is_wrong_is_told_where_it_is(page: Page, server: Live) -> None:
    ask(page, server, "SELECT * WHERE { ?s ?p }")
    assert "1:24" in page.locator("#answer [role=alert]").inner_text()


@pytest.mark.browser
def test_hostile_answers_are_words(page: Page, server: Live) -> None:
    ask(page, server, HOSTILE)
    assert "<img src=x onerror=alert(1)>" in page.locator("#answer tbody").inner_text()
    for name in ("Graph", "Time line"):
        page.click(f".yasr_btn:has-text('{name}')")
        page.wait_for_selector("svg.net circle" if name == "Graph" else ".moments li")
    assert page.locator("#answer img").count() == 0


@pytest.mark.browser
def test_no_spreadsheet_runs_what_is_downloaded(page: Page, server: Live) -> None:
    ask(page, server, HOSTILE)
    with page.expect_download() as download:
        page.click(".yasr_downloadIcon")
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert rows[0] == ["who", "whom", "day"]
    assert rows[2][0] == "'=1+1"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everyone_can_use_it(page: Page, server: Live, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    ask(page, server, HOSTILE)
    for name in ("Table", "Graph", "Time line"):
        page.click(f".yasr_btn:has-text('{name}')")
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_it_is_asked_with_the_keyboard_alone(page: Page, server: Live) -> None:
    page.goto(f"{server.url}sparql")
    page.wait_for_selector(".CodeMirror")
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT (6 * 7 AS ?found) WHERE { } ")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer tbody td:has-text('42')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "run"
