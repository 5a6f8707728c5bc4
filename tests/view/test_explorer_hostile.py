"""What stands in the news is text, whatever it looks like: in every view, panel and file of the explorer."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from kg.view.explorer import page as render_page

pytestmark = pytest.mark.browser

HOSTILE = [
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "<!--<script>window.hacked=1",
    '<a href="javascript:window.hacked=1">see</a>',
    "\u202eright to left\u202c and \u202e never ended",
    "'; window.hacked=1; // ${window.hacked=1} $data {{7*7}}",
    "__proto__",
    "=HYPERLINK(1)\u2028\x00\x07 half a pair \ud83d",
]
WORDS = {"label", "also", "title", "text", "source", "value", "by", "rule", "role", "qualifier"}


def poisoned(given: Any, text: str, key: str = "") -> Any:
    """Return the same data with every word of it replaced."""
    if isinstance(given, dict):
        return {k: poisoned(v, text, k) for k, v in given.items()}
    if isinstance(given, list):
        return [poisoned(v, text, key) for v in given]
    if isinstance(given, str) and key in WORDS | {"sources", "titles", "parts", "note", "courseLabel", "status"}:
        return text if given else given
    return given


@pytest.fixture(scope="module")
def data(account_page: Path) -> dict[str, Any]:
    html = account_page.read_text(encoding="utf-8")
    return {
        name: json.loads(re.search(rf'id="{name}">(.*?)</script>', html, flags=re.DOTALL)[1])
        for name in ("index", "evidence")
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(explore: Any, data: dict[str, Any], tmp_path: Path, text: str) -> None:
    index = deepcopy(data["index"]) | poisoned(
        {k: v for k, v in data["index"].items() if k not in ("terms", "start")}, text
    )
    index["statuses"] = [
        {**new, "line": old["line"]} for new, old in zip(index["statuses"], data["index"]["statuses"], strict=True)
    ]
    evidence = poisoned(data["evidence"], text)
    path = tmp_path / "page.html"
    path.write_text(render_page(index, evidence), encoding="utf-8")
    opened = explore("#sel=event/strike", page=path)
    page = opened.page
    expected = page.evaluate("text => text", text)
    page.wait_for_selector("#panel blockquote")
    expect(page.locator("#panel .claims")).to_have_count(1)
    assert expected in page.locator("#panel blockquote").first.text_content()
    for view in ("time", "map", "table", "sparql", "graph"):
        for chosen in ("entity/pcs", "dispute/1", ""):
            page.evaluate("change => kgExplorer.store.set(change)", {"view": view, "sel": chosen})
    page.evaluate("kgExplorer.store.set({ path: ['entity/pcs', 'entity/heathrow'], sel: '' })")
    page.evaluate("text => kgExplorer.store.set({ path: [], source: [text], about: 'entity/pcs', q: text })", text)
    page.keyboard.press("/")
    page.keyboard.type("right" if "right" in text else "window")
    page.evaluate("kgExplorer.store.set({ source: [], about: '', q: '' })")
    for name in ("SVG", "GraphML"):
        page.locator(".menu summary").click()
        with page.expect_download() as waiting:
            page.locator(".menu-items").get_by_role("button", name=name, exact=True).click()
        root = ElementTree.fromstring(Path(waiting.value.path()).read_bytes())
        assert not [element for element in root.iter() if element.tag.endswith(("script", "img", "a}"))]
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, iframe, body script:not([type]) ~ script, #panel a").count() == 0
    assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.requests)
    assert [words for words in opened.complaints if "GL Driver Message" not in words] == []


def test_a_script_put_in_later_does_not_run(explore: Any) -> None:
    opened = explore()
    opened.page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.hacked = 1";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.hacked = 1">');
    }""")
    assert opened.page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in words for words in opened.complaints)


def test_a_request_put_in_later_does_not_leave(explore: Any) -> None:
    opened = explore()
    assert opened.page.evaluate("() => fetch('http://127.0.0.1:9/').then(() => false, () => true)")
    assert any("Content Security Policy" in words for words in opened.complaints)
