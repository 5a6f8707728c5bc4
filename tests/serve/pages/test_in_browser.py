"""Pages in Chromium, as `kg serve` sends them: for everyone, by keyboard, in light and dark, and without a script."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Visit = Callable[..., Any]
PATHS = (
    "/entity/pcs",
    "/event/strike",
    "/dispute/1",
    "/document/one",
    "/document/two%3Cb%3E",
    "/claim/1",
    "/ontology",
    "/things",
    "/disputes",
    "/documents",
    "/entity/nobody",
    "/entity/hostile-0",
    "/document/a%2Fb",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nobody_is_shut_out(visit: Visit, path: str, scheme: str, width: int) -> None:
    page = visit(path, scheme=scheme, width=width).page
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in violations] == []


@pytest.mark.parametrize("path", PATHS)
def test_a_narrow_screen_shows_all_of_it(visit: Visit, path: str) -> None:
    page = visit(path, width=390).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", PATHS)
def test_nothing_runs_and_nothing_comes_from_elsewhere(visit: Visit, address: str, path: str) -> None:
    opened = visit(path)
    assert [text for text in opened.complaints if "404" not in text] == []
    assert all(url.startswith((address, "data:")) for url in opened.requests)
    assert opened.page.locator("script").count() == 0


def test_by_keyboard_from_the_words_to_what_was_read_and_on_to_the_event(visit: Visit) -> None:
    page = visit("/document/one").page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("href") == "#event-strike":
            break
    assert "strike" in str(page.locator(":focus").get_attribute("title"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == "event-strike"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/event/strike")


def test_references_are_folded_and_open(visit: Visit) -> None:
    page = visit("/event/strike").page
    quote = page.locator("blockquote").first
    expect(quote).to_be_hidden()
    page.locator("summary").first.press("Enter")
    expect(quote).to_be_visible()
    quote.locator("xpath=following-sibling::p//a").click()
    page.wait_for_url("**/document/**#c*")
    assert page.evaluate("document.querySelector(':target').className") in ("read", "said")


def test_the_map_is_drawn(visit: Visit) -> None:
    page = visit("/entity/pcs").page
    box = page.locator("svg.world use.shade-4").bounding_box()
    assert box is not None
    assert box["width"] > 3
    assert "United Kingdom" in str(page.locator("svg.world").get_attribute("aria-label"))


def test_a_client_that_has_a_page_is_not_sent_it_again(address: str) -> None:
    first = httpx.get(f"{address}/entity/pcs", headers={"accept": "text/html"})
    again = httpx.get(f"{address}/entity/pcs", headers={"accept": "text/html", "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["vary"]) == (304, b"", "Accept")


def test_a_client_asks_for_the_headers_alone(address: str) -> None:
    answer = httpx.head(f"{address}/entity/pcs", headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert answer.content == b""


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/document/two%3Cb%3E.ttl", 200),
        ("/document/two%3cb%3e", 200),
        ("/thing?iri=https://w3id.org/industrial-relations/document/..", 200),
        ("/thing", 400),
        ("/thing?iri=%00", 404),
        ("/entity/pcs?form=pdf", 404),
        ("/entity/pcs?first=-1", 400),
        ("/entity/pcs?first=" + "9" * 50, 400),
        ("/things?class=nonsense", 404),
        ("/things?class=trade%20union&first=2", 200),
        ("/ontology.ttl", 200),
        ("/assets/outlines.svg", 200),
        ("/assets/../jobs.py", 404),
        ("/entity/%ff", 404),
    ],
)
def test_addresses_over_http(address: str, path: str, status: int) -> None:
    answer = httpx.get(address + path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    if status >= 400 and not answer.headers["content-type"].startswith("text/html"):
        assert answer.text.count("\n") == 1
