"""Large answers come whole, or it is told that they do not; queries of people's own may be the server's to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import QueryError, StoreError
from kg.model import Reading
from kg.ontology import load
from kg.pipeline.assembling import assemble
from kg.query import KnowledgeGraph
from kg.store import create_or_open, open_read, place_of
from kg.store.credentials import credentials_for
from kg.store.requests import Requests
from kg.store.sparql_server import SparqlServer

Server = Any  # as conftest.py has it
Make = Callable[..., Reading]
GRAPH = NamedNode("https://w3id.org/kg/test/large")
NUMBER = 23_456  # more than twice what Virtuoso gives at once


@pytest.fixture
def sparql(server: Server) -> Iterator[SparqlServer]:
    endpoint = place_of(server.url)
    made = SparqlServer(endpoint, Requests(server.url, credentials_for(server.url)))  # type: ignore[arg-type]
    yield made
    made.drop(GRAPH)
    made.close()


def test_large_graphs_go_and_come_whole(sparql: SparqlServer) -> None:
    triples = [
        Triple(NamedNode(f"https://e.org/{i}"), NamedNode("https://e.org/p"), Literal(f"text {i}"))
        for i in range(NUMBER)
    ]
    sparql.put(GRAPH, triples)
    assert sparql.count(f"{{ GRAPH {GRAPH} {{ ?s ?p ?o }} }}") == NUMBER
    assert set(sparql.triples(GRAPH, "?s ?p ?o")) == set(triples)
    rows = sparql.rows("?s ?o", f"{{ GRAPH {GRAPH} {{ ?s <https://e.org/p> ?o }} }}")
    assert {(s, o) for s, o in rows} == {(t.subject, t.object) for t in triples}
    sparql.put(GRAPH, triples[:3])
    assert set(sparql.triples(GRAPH, "?s ?p ?o")) == set(triples[:3])


def test_queries_that_the_server_answers_itself(
    server: Server, full_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ontology = load("industrial-relations")
    with create_or_open(server.url, ontology=ontology) as store:
        store.replace_ontology()
        store.add([full_reading(ontology, name) for name in "ab"])
        assemble(store)
    monkeypatch.setenv("KG_STORE_ENGINE", "server")
    with KnowledgeGraph(open_read(server.url)) as graph:
        assert len(graph.query("articles")) == 2  # type: ignore[arg-type]
        assert graph.ask("ASK { ?x a ir:Strike }")
        assert not graph.ask("ASK { ?x a <https://e.org/none> }")
        assert len(graph.query("DESCRIBE ir:Strike")) > 0  # type: ignore[arg-type]
        with pytest.raises(QueryError, match=r"query:1:\d+: "):  # a mistake is told before anything is sent
            graph.query("SELECT ?x { ?x }")
        with pytest.raises(QueryError, match="SERVICE"):
            graph.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
        everything = "SELECT ?a ?b { GRAPH ?g { ?a ?p ?x } GRAPH ?h { ?b ?q ?y } } LIMIT 20000"
        if server.flavour == "virtuoso":
            with pytest.raises(QueryError, match="only a part of the answer"):
                graph.query(everything)
        else:
            assert len(graph.query(everything)) == 20_000  # type: ignore[arg-type]


def test_what_is_no_sparql_server_is_told(oxigraph: Server) -> None:
    site = oxigraph.url.removesuffix("/query")
    with pytest.raises(StoreError, match=r"answers (404|405) at /nothing"):
        open_read(f"{site}/nothing")
    with pytest.raises(StoreError, match="no graph here; kg build makes one"):
        open_read(oxigraph.url)
