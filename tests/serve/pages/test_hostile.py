"""Names that want to be something else stay names."""

from collections.abc import Callable
from typing import Any

import pytest

from kg.identity import document_iri
from kg.pipeline.graph import Graph
from kg.serve.pages import jobs
from kg.serve.pages.addresses import ANY, path_of

Page = Callable[..., Any]
WORDS = "<script>alert(1)</script>\"'&\N{REPLACEMENT CHARACTER}gnp.exe\N{REPLACEMENT CHARACTER} x"


@pytest.mark.parametrize("path", ["/entity/hostile-0", "/event/hostile-0", "/dispute/hostile-0", "/document/a%2Fb"])
def test_nothing_of_a_name_is_markup(get: Page, tree: Any, path: str) -> None:
    html = get(path).body.decode()
    found = tree(html)
    assert WORDS in found.text
    assert not found.faults
    assert "<script" not in html
    assert not any(name.startswith("on") or name == "style" for name, _ in found.attributes)
    assert not any(c in html for c in "\u202e\u0007\u2028")


@pytest.mark.parametrize("job", [jobs.documents, jobs.courses, jobs.things])
def test_nothing_of_a_list_is_markup(odd_graph: Graph, tree: Any, job: Callable[[Graph], Any]) -> None:
    html = job(odd_graph).body.decode()
    assert "<script" not in html
    assert not tree(html).faults


def test_no_link_runs(page: Page) -> None:
    assert not any(link.lower().startswith("javascript") for link in page("/document/a%2Fb").links)


def test_every_article_is_found_whatever_its_identifier(odd: tuple[str, ...], odd_graph: Graph) -> None:
    for identifier in odd:
        iri = document_iri(odd_graph.ontology.base, identifier)
        path = path_of(iri, odd_graph.ontology.base) or ""
        asked = {"iri": iri} if path.startswith(ANY) else {"raw_path": path.encode()}
        for form in (None, "ttl", "jsonld", "nt"):
            answer = jobs.thing(odd_graph, **asked, form=form)
            assert answer.status == 200
            assert form or b"<h1>" in answer.body


def test_a_name_that_ends_like_a_form_is_a_name(get: Page) -> None:
    assert get("/document/one.ttl").media_type.startswith("text/html")
    assert b"PCS members" not in get("/document/one.ttl").body
    assert b"articleBody" in get("/document/one.ttl.ttl").body


def test_a_form_whose_address_is_a_name_has_another_address(page: Page) -> None:
    assert "/document/one?form=ttl" in page("/document/one").links
    assert "/document/one.nt" in page("/document/one").links
