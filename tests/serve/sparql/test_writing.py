"""Updates and the graph store over HTTP: who may write, and that what is written is seen."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from kg.ontology import load
from kg.store import create_or_open

from .conftest import TOKEN

UPDATE = {"content-type": "application/sparql-update"}
TURTLE = {"content-type": "text/turtle"}
INSERT = "INSERT DATA { GRAPH <http://mine/g> { <http://mine/a> rdfs:label 'a' } }"


def update(client: httpx.Client, text: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/sparql", content=text, headers={**UPDATE, **named})


def holds(client: httpx.Client, pattern: str) -> bool:
    truth = client.get("/sparql", params={"query": f"ASK {{ {pattern} }}"}).json()["boolean"]
    assert isinstance(truth, bool)
    return truth


# -- who may write --------------------------------------------------------------------------


def attempts(client: httpx.Client, **headers: str) -> list[httpx.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    graph = "/graphs?graph=http%3A%2F%2Fmine%2Fnot"
    return [
        client.post("/sparql", content="INSERT DATA { GRAPH <http://mine/not> { <a> <b> 1 } }", headers=UPDATE | named),
        client.post("/sparql", data={"update": "INSERT DATA { GRAPH <http://mine/not> { <a> <b> 1 } }"}, headers=named),
        *(client.request(m, graph, content="<a> <b> 1 .", headers=TURTLE | named) for m in ("PUT", "POST", "DELETE")),
        client.get(graph, headers=named),
        client.head(graph, headers=named),
    ]


def test_a_server_that_only_reads_writes_for_nobody(reader: httpx.Client) -> None:
    for answer in attempts(reader, authorization=f"Bearer {TOKEN}"):
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN],
)
def test_without_the_token_nothing_is_written(writer: httpx.Client, authorization: str) -> None:
    with httpx.Client(base_url=writer.base_url, timeout=60) as stranger:
        for answer in attempts(stranger, **({"authorization": authorization} if authorization else {})):
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer ")
    assert not holds(writer, "GRAPH <http://mine/not> { ?s ?p ?o }")


def test_two_tokens_are_none(writer: httpx.Client) -> None:
    headers = [("content-type", UPDATE["content-type"]), ("authorization", "Bearer x")]
    request = writer.build_request("POST", "/sparql", content=INSERT, headers=headers)
    request.headers = httpx.Headers([*request.headers.multi_items(), ("authorization", f"Bearer {TOKEN}")])
    assert writer.send(request).status_code == 401


@pytest.mark.parametrize(
    "told",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_no_page_of_another_site_writes_even_with_the_token(writer: httpx.Client, told: dict[str, str]) -> None:
    for answer in attempts(writer, **told):
        assert answer.status_code == 403
    assert not holds(writer, "GRAPH <http://mine/not> { ?s ?p ?o }")


def test_the_servers_own_page_may_write(writer: httpx.Client) -> None:
    origin = str(writer.base_url).rstrip("/")
    assert update(writer, INSERT, origin=origin, sec_fetch_site="same-origin").status_code == 204


def test_an_update_is_never_made_by_get_or_by_another_type(writer: httpx.Client) -> None:
    text = INSERT.replace("mine/g", "mine/never")
    assert writer.get("/sparql", params={"update": text}).status_code == 405
    assert writer.get("/sparql", params={"query": text}).status_code == 400
    assert writer.post("/sparql", params={"update": text}).status_code == 400
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/json", "application/sparql-query"):
        assert update(writer, text, content_type=kind).status_code in (400, 415)
    assert writer.post("/sparql", data={"query": text}).status_code == 400
    assert not holds(writer, "GRAPH <http://mine/never> { ?s ?p ?o }")


def test_what_is_written_is_seen_at_once_and_beside_what_kg_says(writer: httpx.Client) -> None:
    tagged = "INSERT { GRAPH <http://mine/tags> { ?e <http://mine/tag> 'soon' } } WHERE { ?e ir:status ir:planned }"
    assert update(writer, tagged).status_code == 204
    assert holds(writer, "?e <http://mine/tag> 'soon' ; ir:status ir:planned")
    assert update(writer, "DROP GRAPH <http://mine/tags>").status_code == 204
    assert not holds(writer, "?e <http://mine/tag> ?t")


# -- beside other writers -------------------------------------------------------------------


def test_while_a_build_writes_updates_wait_and_queries_do_not(writer: httpx.Client, written_folder: Path) -> None:
    with create_or_open(written_folder, ontology=load("industrial-relations")):
        answer = update(writer, INSERT)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "is writing to this graph" in answer.text
        assert str(written_folder) not in answer.text
        assert holds(writer, "?s a ir:Strike")
    assert update(writer, INSERT).status_code == 204


# -- the graph store ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "?graph=", "?graph=here", "?default&graph=http://x/", "?graph=http://x/&a=1", "?x=1"]
)
def test_one_graph_is_named(writer: httpx.Client, query: str) -> None:
    assert writer.get(f"/graphs{query}").status_code == 400
    assert writer.put(f"/graphs{query}", content="", headers=TURTLE).status_code == 400


def test_a_graph_by_its_address_is_the_one_of_that_name(writer: httpx.Client) -> None:
    address = str(writer.base_url.join("/graphs/mine/one"))
    assert writer.put("/graphs/mine/one", content="<> <#p> 1 .", headers=TURTLE).status_code == 201
    assert writer.head("/graphs", params={"graph": address}).status_code == 200
    assert holds(writer, f"GRAPH <{address}> {{ <{address}> <{address}#p> 1 }}")
    assert writer.delete("/graphs/mine/one").status_code == 200
    assert writer.delete("/graphs/mine/one").status_code == 404
    assert writer.patch("/graphs/mine/one").status_code == 405
    assert writer.get("/graphs/mine/a%20b%3Fc%23d/%C3%BC").status_code == 404
    assert writer.get("/graphs/mine/{}").status_code in (400, 404)
