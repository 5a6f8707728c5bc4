import re
from collections.abc import Callable
from typing import Any

from kg.pipeline.graph import Graph
from kg.serve.pages.room import Room, room_of

Page = Callable[..., Any]


def test_a_citation_names_the_graph_and_no_day_but_that_of_its_articles(page: Page, odd_graph: Graph) -> None:
    text = page("/event/strike").text
    cited = text[text.index("Cite this") :]
    assert room_of(odd_graph).version in cited
    assert set(re.findall(r"\d{4}-\d\d-\d\d", cited)) == {"2023-01-30"}


def test_the_version_is_that_of_what_the_graph_holds(odd_graph: Graph) -> None:
    assert Room(odd_graph).version == Room(odd_graph).version
    assert re.fullmatch("[0-9a-f]{12}", Room(odd_graph).version)


def test_an_article_is_cited_as_it_was_published(page: Page) -> None:
    text = page("/document/one").text
    assert "“Border strike called”. Gazette, 2022-12-10" in text
    assert "journal = {Gazette}" in text


def test_no_name_breaks_out_of_bibtex(get: Page) -> None:
    html = get("/document/a%2Fb").body.decode()
    entry = html.partition("<code>")[2].partition("</code>")[0]
    assert entry.count("{") == entry.count("}")
    assert "\\&amp;" in entry
