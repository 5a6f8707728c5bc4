"""What stands in the news is text, whatever it looks like."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from kg.view import Sentence

pytestmark = pytest.mark.browser
X = "https://example.org/"

HOSTILE = [
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "javascript:window.hacked=1",
    "</script><script>window.hacked=1</script>",
    "<!--<script>window.hacked=1",
    '<a href="javascript:window.hacked=1">see href</a>',
    "line\u2028separator\u2029here",
    "\u202eright to left\u202c and \u202e never ended",
    "'; window.hacked=1; //",
    "${window.hacked=1} $data {{7*7}} {% x %}",
    "*bold* _it_ <b>bold</b>",
    "__proto__",
    "\x00\x07 control",
    "half a pair \ud83d",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(open_page: Any, text: str, thing: Any) -> None:
    graph = nx.MultiDiGraph()
    thing(graph, text, text, text, status="denied", kind="event", date=text, evidence=["s"])
    thing(graph, "other", "other", "thing")
    graph.add_edge(X + text, X + "other", key=text, label=text, status="planned", evidence=["s"])
    said = Sentence(text, text, text, text, text, 0.5, text, ((0, 3, text), (2, len(text), "")))
    plain = text.encode("utf-8", "replace").decode()
    page = open_page(graph, {"s": said}, title=plain, note=plain)
    for point, item in (("nodePoint", "n1" if page.node("other") == "n0" else "n0"), ("edgePoint", "e0")):
        page.click(point, item)
        shown = page.page.evaluate("document.querySelector('#panel h2').textContent")
        assert shown == page.page.evaluate("text => text", text)
        assert page.page.locator("#panel blockquote").text_content() == shown
    page.page.get_by_text("All edges as a table").click()
    page.page.get_by_role("combobox").fill(plain[:8])
    page.page.mouse.move(640, 300)
    assert page.page.evaluate("window.hacked") is None
    assert page.page.locator("img, iframe, a, main script").count() == 0
    assert all(url.startswith(("file:", "data:")) for url in page.requests)
    assert page.complaints == []


def test_a_script_put_in_later_does_not_run(open_page: Any, thing: Any) -> None:
    graph = nx.MultiDiGraph()
    thing(graph, "a", "a", "thing")
    page = open_page(graph, {})
    page.page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.hacked = 1";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.hacked = 1">');
    }""")
    page.page.wait_for_function("document.querySelector('img').complete")
    assert page.page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in words for words in page.complaints)


def test_a_request_put_in_later_does_not_leave(open_page: Any, thing: Any) -> None:
    graph = nx.MultiDiGraph()
    thing(graph, "a", "a", "thing")
    page = open_page(graph, {})
    refused = page.page.evaluate("() => fetch('http://127.0.0.1:9/').then(() => false, () => true)")
    assert refused
    assert any("Content Security Policy" in words for words in page.complaints)
