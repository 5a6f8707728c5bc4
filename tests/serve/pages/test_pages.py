"""What the pages show."""

from collections.abc import Callable
from typing import Any

import pytest

from kg.pipeline.graph import Graph
from kg.serve.pages import jobs

Page = Callable[..., Any]
PATHS = (
    "/entity/pcs",
    "/entity/home-office",
    "/entity/person/mark-serwotka",
    "/entity/two%3Cb%3E--spokesman",
    "/event/strike",
    "/event/ballot",
    "/dispute/1",
    "/document/one",
    "/document/two%3Cb%3E",
    "/document/three",
    "/state/1",
    "/claim/1",
    "/link/3",
    "/step/1",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_node_has_its_page(page: Page, path: str) -> None:
    found = page(path)
    assert not found.faults
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(below <= above + 1 for above, below in zip(found.headings, found.headings[1:], strict=False))
    assert len(found.anchors) == len(set(found.anchors))


@pytest.mark.parametrize("path", PATHS)
def test_every_link_within_the_pages_leads_somewhere(page: Page, get: Page, odd_graph: Graph, path: str) -> None:
    terms = jobs.terms(odd_graph).body.decode()
    found = page(path)
    outside = ("/things", "/disputes", "/documents", "/sparql", "/assets", "http", "data:")
    for href in set(found.links):
        target, _, anchor = href.partition("#")
        if target == "/ontology":
            assert f'id="{anchor}"' in terms
        elif not target and anchor:
            assert anchor in found.anchors
        elif target.startswith("?"):
            assert get(path, only=target.partition("only=")[2].partition("&")[0]).status == 200
        elif target != "/" and not target.startswith(outside):
            answer = get(target.partition("?")[0], form=target.partition("?form=")[2] or None)
            assert answer.status == 200, href
            if anchor:
                assert f'id="{anchor}"' in answer.body.decode(), href


def test_a_thing_tells_its_names_its_relations_and_its_events(page: Page) -> None:
    text = page("/entity/pcs").text
    assert "PCS" in text
    assert "also called Public and Commercial Services Union" in text
    assert "Mark Serwotka" in text
    assert "strike: PCS → Home Office" in text
    assert "belief 0.98, 2 sources" in text


def test_a_statement_leads_to_the_sentence_in_its_article(page: Page) -> None:
    found = page("/event/strike")
    assert "PCS members at the Home Office will strike." in found.text
    assert "Border strike called, Gazette, 2022-12-10" in found.text
    assert "confidence 0.90, rule strike.active" in found.text
    assert "/document/one#c0" in found.links


def test_claims_that_contradict_each_other_stand_beside_each_other_with_who_says_so(get: Page) -> None:
    html = get("/event/strike").body.decode()
    beside = html.partition('<ul class="beside">')[2].partition("</section>")[0]
    assert "about 1000" in beside
    assert "300" in beside
    assert "Mark Serwotka / PCS" in beside


def test_an_event_tells_how_its_status_went(page: Page) -> None:
    text = page("/event/strike").text
    assert text.index("2022-12-10 planned") < text.index("2023-01-30 occurred")


def test_a_dispute_begins_with_one_sentence(page: Page) -> None:
    text = page("/dispute/1").text
    sentence = text[text.index("In this dispute") :].partition(".")[0]
    for told in ("PCS stands against Home Office", "over pay and pensions", "strike", "2022", "the last step known is"):
        assert told in sentence


def test_a_dispute_tells_its_steps_and_its_table_with_the_words(page: Page) -> None:
    text = page("/dispute/1").text
    assert text.index("Step by step") < text.index("In figures and words")
    assert "workers involved, highest 1000" in text
    assert "PCS members at the Home Office will strike." in text


def test_the_words_of_an_article_lead_to_what_was_read_and_back(page: Page) -> None:
    found = page("/document/one")
    assert "PCS members at the Home Office will strike. Pay us, said Mark Serwotka." in found.text
    assert "#event-strike" in found.links
    assert "#m36" in found.links
    assert "/event/strike" in found.links
    assert "/entity/pcs" in found.links


def test_the_links_between_mentions_tell_score_reason_and_author(page: Page) -> None:
    text = page("/entity/person/mark-serwotka").text
    assert "a spokesman unsure" in text
    assert all(told in text for told in ("0.40", "the same <organisation>", "kg", "two<b>"))


def test_a_page_says_how_it_is_cited(page: Page, odd_graph: Graph) -> None:
    text = page("/entity/pcs").text
    assert "Cite this" in text
    assert "@misc{kg-" in text
    assert odd_graph.ontology.base + "entity/pcs" in text


def test_the_same_page_has_the_same_bytes(get: Page) -> None:
    assert all(get(path).body == get(path).body for path in PATHS)


def test_one_part_of_a_page_has_its_own_address(page: Page) -> None:
    found = page("/entity/pcs", only="events", first=2)
    assert "2 to" in found.text
    assert "also called" in found.text
    assert "Why these mentions are one" not in found.text


def test_what_nothing_is_called_has_a_page_with_the_nearest_names(get: Page, tree: Any) -> None:
    answer = get("/entity/home-ofice")
    assert answer.status == 404
    assert "/entity/home-office" in tree(answer.body.decode()).links


@pytest.mark.parametrize(
    "path", ["/entity/%zz", "/entity/" + "x" * 5000, "/nothing/at/all", "/document", "//", "/entity/\u202e"]
)
def test_a_path_that_nothing_has_is_not_found(get: Page, path: str) -> None:
    assert get(path).status == 404


def test_the_lists_tell_what_there_is(odd_graph: Graph, tree: Any) -> None:
    articles = tree(jobs.documents(odd_graph).body.decode())
    assert "/document/one" in articles.links
    assert not articles.faults
    assert "/dispute/1" in tree(jobs.courses(odd_graph).body.decode()).links
    unions = tree(jobs.things(odd_graph, class_="trade union").body.decode())
    assert "/entity/pcs" in unions.links
    assert "/entity/dwp" not in unions.links


def test_a_list_goes_on(odd_graph: Graph, tree: Any) -> None:
    assert "3 to" in tree(jobs.documents(odd_graph, first=3).body.decode()).text


def test_the_terms_have_a_page_that_their_iris_lead_to(odd_graph: Graph, tree: Any) -> None:
    found = tree(jobs.terms(odd_graph).body.decode())
    assert "Strike" in found.anchors
    assert not found.faults
    assert b"owl:Class" in jobs.terms(odd_graph, form="ttl").body


def test_all_who_take_part_are_told_on_their_own_page(page: Page) -> None:
    found = page("/entity/pcs", only="neighbours")
    assert "Home Office" in found.text
    assert "Why these mentions are one" not in found.text


def test_a_part_that_a_page_has_not_gives_the_whole(page: Page) -> None:
    assert "Why these mentions are one" in page("/entity/pcs", only="nonsense").text


def test_a_page_leads_to_the_same_in_the_explorer(page: Page) -> None:
    assert "/#about=entity%2Fpcs&sel=entity%2Fpcs" in page("/entity/pcs").links
