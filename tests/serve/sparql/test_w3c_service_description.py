"""The W3C's tests of the service description, against a live server. All of them pass."""

from __future__ import annotations

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from .conftest import SHARED

FOLDER = SHARED / "w3c-protocol/sparql/sparql11/service-description"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TESTS = {"returns-rdf", "has-endpoint-triple", "conforms-to-schema"}
RANGES = {  # https://www.w3.org/TR/sparql11-service-description/, sections 3.2 to 3.4: domain, range
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", None),
    "supportedLanguage": ("Service", "Language"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
}
INSTANCES = {
    "Feature": {"UnionDefaultGraph", "BasicFederatedQuery", "DereferencesURIs", "RequiresDataset", "EmptyGraphs"},
    "Language": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
}


def test_these_are_all_tests() -> None:
    if not FOLDER.exists():
        pytest.skip(f"NOT TESTED: {FOLDER} is not there")
    manifest = Graph().parse(FOLDER / "manifest.ttl")
    mf = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    found = {str(test).rpartition("#")[2] for test in manifest.subjects(RDF.type, mf.ServiceDescriptionTest)}
    assert found == TESTS


def description(client: httpx.Client) -> Graph:
    answer = client.get("/sparql", headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize(
    ("accept", "form"), [(None, "turtle"), ("application/rdf+xml", "xml"), ("application/n-triples", "nt")]
)
def test_returns_rdf(reader: httpx.Client, accept: str | None, form: str) -> None:
    answer = reader.get("/sparql", headers={"accept": accept} if accept else {})
    assert answer.status_code == 200
    assert len(Graph().parse(data=answer.text, format=form)) > 10


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_has_endpoint_triple(reader: httpx.Client, path: str) -> None:
    answer = reader.get(path, headers={"accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    services = list(graph.subjects(RDF.type, SD.Service))
    assert len(services) == 1
    assert list(graph.objects(services[0], SD.endpoint)) == [URIRef(str(reader.base_url.join(path)))]


def test_conforms_to_schema(reader: httpx.Client, writer: httpx.Client) -> None:
    for client in (reader, writer):
        graph = description(client)
        for subject, predicate, target in graph:
            name = str(predicate).removeprefix(str(SD))
            if name == str(predicate):
                continue
            domain, kind = RANGES[name]
            assert (subject, RDF.type, SD[domain]) in graph
            assert isinstance(target, URIRef)
            if kind in INSTANCES:
                assert str(target).removeprefix(str(SD)) in INSTANCES[kind]
            elif kind is not None:
                assert (target, RDF.type, SD[kind]) in graph


def test_what_a_server_can_do_is_told(reader: httpx.Client, writer: httpx.Client) -> None:
    read, write = description(reader), description(writer)
    assert (None, SD.supportedLanguage, SD.SPARQL11Update) not in read
    assert (None, SD.supportedLanguage, SD.SPARQL11Update) in write
    assert (None, SD.feature, SD.UnionDefaultGraph) in read
    assert (None, SD.feature, SD.BasicFederatedQuery) not in read
