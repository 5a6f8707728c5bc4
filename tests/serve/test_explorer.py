"""The explorer over HTTP, and in a browser as it is served."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from kg.pipeline.exploring import gather
from kg.pipeline.graph import open_graph
from kg.serve.explorer import Index
from kg.view.explorer import asset, index_bytes


def test_the_page_and_its_parts_are_given(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    for name, media_type in (
        ("explorer.js", "text/javascript"),
        ("explorer.css", "text/css"),
        ("LICENSES.txt", "text/plain"),
    ):
        answer = client.get(f"/assets/{name}")
        assert answer.content == asset(name)
        assert answer.headers["content-type"].startswith(media_type)
    for name in ("explorer.html", "manifest.json", "../page.py", "%2e%2e/page.py", ""):
        assert client.get(f"/assets/{name}").status_code == 404


def test_the_index_is_that_of_the_graph(client: httpx.Client, graph_folder: Path) -> None:
    with open_graph(graph_folder) as graph:
        expected = index_bytes(gather(graph))
    answer = client.get("/api/index.json")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == expected
    plain = client.get("/api/index.json", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == expected


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    for path in ("/api/index.json", "/assets/explorer.js"):
        tag = client.get(path).headers["etag"]
        again = client.get(path, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_evidence_is_given_by_name(client: httpx.Client) -> None:
    found = client.get("/api/evidence", params={"of": "event/strike"}).json()
    assert found["claims"]
    assert found["sentences"][0]["parts"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("of=", 400),
        ("of=event/none", 404),
        ("of=entity/pcs", 404),
        ("of=event/%3E%20x", 404),
        ("of=a&of=b", 400),
        (f"of={'x' * 400}", 400),
    ],
)
def test_evidence_of_nothing_is_one_line(client: httpx.Client, query: str, status: int) -> None:
    answer = client.get(f"/api/evidence?{query}")
    assert answer.status_code == status
    assert len(answer.text.strip().splitlines()) == 1
    assert "Traceback" not in answer.text


def test_only_reading_is_possible(client: httpx.Client) -> None:
    for path in ("/", "/api/index.json", "/api/evidence", "/assets/explorer.js"):
        assert client.post(path).status_code == 405
        assert client.head(path, params={"of": "event/strike"}).status_code == 200


class CountingPool:
    """Counts how often the index is made, and fails when told to."""

    def __init__(self) -> None:
        self.graph, self.made, self.fails = Path("1"), 0, False

    async def run(self, job: Any, **arguments: Any) -> Any:
        self.made += 1
        await asyncio.sleep(0)
        if self.fails:
            raise OSError
        return type("Answer", (), {"body": gzip.compress(str(self.made).encode(), mtime=0)})


def test_the_index_is_made_once_for_each_state_of_the_graph() -> None:
    async def ask() -> None:
        pool = CountingPool()
        index = Index(pool)
        await asyncio.gather(*(asyncio.shield(index.begin()) for _ in range(20)))
        assert pool.made == 1
        pool.graph = Path("2")
        body, _ = await index.begin()
        assert (pool.made, gzip.decompress(body)) == (2, b"2")

    asyncio.run(ask())


def test_an_index_that_failed_is_tried_again() -> None:
    async def ask() -> None:
        pool = CountingPool()
        pool.fails = True
        index = Index(pool)
        with pytest.raises(OSError):
            await index.begin()
        pool.fails = False
        assert gzip.decompress((await index.begin())[0]) == b"2"

    asyncio.run(ask())


# -- in a browser -------------------------------------------------------------------------------


@pytest.fixture
def address(server: Any) -> str:
    """Where `kg serve` serves the graph."""
    return str(server.url).rstrip("/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Any]:
    opened = browser.new_page()
    opened.complaints = []
    opened.on("console", lambda message: opened.complaints.append(message.text))
    opened.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    opened.close()


@pytest.mark.browser
def test_the_served_explorer_fetches_evidence_and_links_to_pages(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/#sel=event/strike")
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    expect(page.locator("#panel blockquote").first).to_be_visible()
    assert page.get_by_role("link", name="Its page").get_attribute("href") == "event/strike"
    assert page.locator("#panel figcaption a").first.get_attribute("href").startswith("document/")
    assert f"{address}/api/evidence?of=event%2Fstrike" in asked
    assert all(url.startswith((address, "data:")) for url in asked)
    assert [words for words in page.complaints if "GL Driver" not in words] == []


@pytest.mark.browser
def test_an_error_of_the_server_is_told(page: Any, address: str) -> None:
    page.route("**/api/evidence*", lambda route: route.fulfill(status=503, body="busy"))
    page.goto(f"{address}/#sel=event/ballot")
    page.wait_for_selector("html[data-ready]", timeout=60_000)
    expect(page.get_by_role("alert")).to_contain_text("503")
    page.unroute("**/api/evidence*")
    page.route("**/api/index.json", lambda route: route.fulfill(status=503, body=json.dumps("busy")))
    page.goto("about:blank")
    page.goto(f"{address}/")
    expect(page.get_by_role("alert")).to_contain_text("could not be loaded")
    page.unroute("**/api/index.json")
