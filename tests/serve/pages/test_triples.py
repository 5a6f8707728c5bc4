"""The same as RDF."""

from collections.abc import Callable
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.compare import to_isomorphic

from kg.errors import RequestRefused
from kg.pipeline.graph import Graph as Opened

Get = Callable[..., Any]
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
PATHS = ("/entity/pcs", "/event/strike", "/dispute/1", "/document/two%3Cb%3E", "/entity/hostile-0", "/claim/1")


def parsed(body: bytes, form: str) -> Graph:
    return Graph().parse(data=body, format=FORMATS[form])


@pytest.mark.parametrize("path", PATHS)
def test_all_forms_say_the_same(get: Get, path: str) -> None:
    graphs = [to_isomorphic(parsed(get(f"{path}.{form}").body, form)) for form in FORMATS]
    assert len(graphs[0]) > 3
    assert graphs[0] == graphs[1] == graphs[2]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_each_time(get: Get, form: str) -> None:
    assert all(get(f"{path}.{form}").body == get(f"{path}.{form}").body for path in PATHS)


def test_what_is_said_comes_with_its_references(get: Get, odd_graph: Opened) -> None:
    base, ontology = odd_graph.ontology.base, odd_graph.ontology
    graph = parsed(get("/event/strike.ttl").body, "ttl")
    strike = URIRef(f"{base}event/strike")
    assert (strike, RDF.type, URIRef(ontology.expand("ir:Strike"))) in graph
    exact = {str(o) for o in graph.objects(None, URIRef(ontology.expand("oa:exact")))}
    assert {"PCS members at the Home Office will strike.", "strike"} <= exact


def test_a_thing_brings_its_edges_and_who_they_lead_to(get: Get, odd_graph: Opened) -> None:
    graph = parsed(get("/entity/pcs.nt").body, "nt")
    labels = {str(o) for o in graph.objects(None, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))}
    assert {"PCS", "Mark Serwotka"} <= labels


def test_the_prefixes_are_bound(get: Get) -> None:
    body = get("/entity/pcs.ttl").body.decode()
    assert "@prefix core:" in body
    assert "core:documents 2" in body


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("text/html", "text/html; charset=utf-8"),
    ],
)
def test_what_is_accepted_is_sent_and_the_other_forms_are_named(get: Get, accept: str, media_type: str) -> None:
    answer = get("/entity/pcs", accept=accept)
    assert answer.media_type == media_type
    headers = dict(answer.headers)
    assert headers["vary"] == "Accept"
    for form in ("ttl", "jsonld", "nt", "html"):
        assert f'</entity/pcs.{form}>; rel="alternate"' in headers["link"]


def test_a_suffix_goes_before_what_is_accepted(get: Get) -> None:
    answer = get("/entity/pcs.ttl", accept="text/html")
    assert answer.media_type.startswith("text/turtle")
    assert "vary" not in dict(answer.headers)


def test_what_nobody_offers_is_not_acceptable(get: Get) -> None:
    with pytest.raises(RequestRefused) as refused:
        get("/entity/pcs", accept="image/png")
    assert refused.value.status == 406


def test_who_wants_data_of_nothing_is_told_in_one_line(get: Get) -> None:
    answer = get("/entity/home-ofice.ttl")
    assert answer.status == 404
    assert answer.body.decode().count("\n") == 1
    assert "/entity/home-office" in answer.body.decode()
