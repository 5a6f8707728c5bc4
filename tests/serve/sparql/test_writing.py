"""Updates and the graph store: who may write, what may be written, and that all of it happens or nothing."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kg.ontology import load
from kg.store import create_or_open, open_read

from .conftest import BASE, TOKEN

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


def number(client: httpx.Client, graph: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    rows = client.get("/sparql", params={"query": text}).json()["results"]["bindings"]
    return int(rows[0]["n"]["value"])


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
    ["", "Bearer", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN],
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


# -- what may be written --------------------------------------------------------------------

OWN = {
    "INSERT DATA {{ GRAPH <{own}> {{ <a> <b> 1 }} }}",
    "DELETE DATA {{ GRAPH <{own}> {{ <a> <b> 1 }} }}",
    "WITH <{own}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 1 }} WHERE {{ ?s ?p ?o }}",
    "DELETE WHERE {{ GRAPH <{own}> {{ ?s ?p ?o }} }}",
    "DELETE WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g = <{own}>) }}",
    "INSERT {{ GRAPH ?g {{ <a> <b> 1 }} }} WHERE {{ BIND(IRI(CONCAT('{own}', '')) AS ?g) }}",
    "INSERT {{ GRAPH ?g {{ <a> <b> 1 }} }} USING NAMED <{own}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "PREFIX p: <{own}> INSERT DATA {{ GRAPH p: {{ <a> <b> 1 }} }}",
    "BASE <{own}> INSERT DATA {{ GRAPH <> {{ <a> <b> 1 }} }}",
    "CLEAR GRAPH <{own}>",
    "DROP SILENT GRAPH <{own}>",
    "CLEAR ALL",
    "CLEAR SILENT NAMED",
    "DROP ALL",
    "DROP SILENT NAMED",
    "COPY DEFAULT TO <{own}>",
    "MOVE <{own}> TO <http://mine/moved>",
    "ADD SILENT <http://mine/kept> TO <{own}>",
    "INSERT DATA {{ GRAPH <http://mine/beside> {{ <a> <b> 1 }} }} ; DROP GRAPH <{own}>",
}


@pytest.mark.parametrize("own", ["graph/assembled", "graph/ontology", "document/one"])
@pytest.mark.parametrize("text", sorted(OWN))
def test_kgs_own_graphs_cannot_be_written(writer: httpx.Client, text: str, own: str) -> None:
    before = number(writer, BASE + own)
    answer = update(writer, text.format(own=BASE + own))
    assert answer.status_code == 403, answer.text
    assert "kg" in answer.text
    assert answer.text.count("\n") == 1
    assert number(writer, BASE + own) == before > 0
    assert not holds(writer, "GRAPH <http://mine/beside> { ?s ?p ?o }")


def test_the_same_name_in_other_letters_is_the_same_graph(writer: httpx.Client) -> None:
    escaped = BASE.replace("h", "\\u0068", 1) + "graph/\\u0061ssembled"
    assert update(writer, f"CLEAR GRAPH <{escaped}>").status_code == 403
    assert update(writer, "INSERT DATA { GRAPH <document/new-one> { <a> <b> 1 } }").status_code == 403
    assert update(writer, "CREATE GRAPH <document/new-one>").status_code == 403


@pytest.mark.parametrize("own", ["graph/assembled", "graph/ontology", "document/one", "document/new"])
def test_the_graph_store_keeps_them_as_well(writer: httpx.Client, own: str) -> None:
    for method in ("PUT", "POST", "DELETE"):
        answer = writer.request(method, "/graphs", params={"graph": BASE + own}, content="", headers=TURTLE)
        assert answer.status_code == 403
    read = writer.get("/graphs", params={"graph": BASE + own})
    assert read.status_code == (404 if own == "document/new" else 200)


def test_what_is_written_is_seen_at_once_and_beside_what_kg_says(writer: httpx.Client) -> None:
    tagged = "INSERT { GRAPH <http://mine/tags> { ?e <http://mine/tag> 'soon' } } WHERE { ?e ir:status ir:planned }"
    assert update(writer, tagged).status_code == 204
    assert holds(writer, "?e <http://mine/tag> 'soon' ; ir:status ir:planned")
    assert update(writer, "DROP GRAPH <http://mine/tags>").status_code == 204
    assert not holds(writer, "?e <http://mine/tag> ?t")


def test_operations_see_what_those_before_have_done(writer: httpx.Client) -> None:
    text = """PREFIX m: <http://mine/> INSERT DATA { GRAPH m:steps { m:a m:p 1, 2 . _:b m:p 'x' } } ;
        INSERT { GRAPH m:steps { ?s m:q ?o } } WHERE { GRAPH m:steps { ?s m:p ?o } } ;
        DELETE WHERE { GRAPH m:steps { ?s m:p ?o } } ;
        COPY m:steps TO m:copied ; DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s m:q 2 ; ?p ?o } }"""
    assert update(writer, text).status_code == 204
    for graph in ("steps", "copied"):
        assert number(writer, f"http://mine/{graph}") == 1, "two of m:a are gone, that of the blank node is left"
        assert holds(writer, f"GRAPH <http://mine/{graph}> {{ ?b <http://mine/q> 'x' FILTER(isBlank(?b)) }}")


def test_all_of_an_update_is_made_or_nothing(writer: httpx.Client) -> None:
    text = "INSERT DATA { GRAPH <http://mine/half> { <a> <b> 1 } } ; DROP GRAPH <http://mine/never-there>"
    answer = update(writer, text)
    assert (answer.status_code, answer.text) == (400, "update: The graph <http://mine/never-there> does not exist\n")
    assert not holds(writer, "GRAPH <http://mine/half> { ?s ?p ?o }")


def test_blank_nodes_and_literals_come_back_as_they_were(writer: httpx.Client) -> None:
    body = '@prefix m: <http://mine/> . m:a m:p [ m:q "x\\n\\"y"@en-gb, 1.50, ( m:b ) ] .'
    put = writer.put("/graphs", params={"graph": "http://mine/blank"}, content=body, headers=TURTLE)
    assert put.status_code == 201
    text = "DELETE { GRAPH <http://mine/blank> { ?b <http://mine/q> 1.50 } } WHERE { ?a <http://mine/p> ?b }"
    assert update(writer, text).status_code == 204
    pattern = "?a m:p ?b . ?b m:q 'x\\n\"y'@en-gb, ?l . ?l rdf:first m:b FILTER NOT EXISTS { ?b m:q 1.50 }"
    query = f"PREFIX m: <http://mine/> ASK FROM <http://mine/blank> {{ {pattern} }}"
    assert writer.get("/sparql", params={"query": query}).json()["boolean"] is True


def test_the_protocols_graphs_do_not_go_with_those_of_the_update(writer: httpx.Client) -> None:
    for text in (
        "WITH <http://mine/x> INSERT { <a> <b> 1 } WHERE {}",
        "INSERT { GRAPH <http://mine/x> { <a> <b> 1 } } USING <http://mine/y> WHERE {}",
    ):
        answer = writer.post("/sparql?using-graph-uri=http://mine/z", content=text, headers=UPDATE)
        assert answer.status_code == 400
    wrong = writer.post("/sparql?default-graph-uri=http://mine/z", content=INSERT, headers=UPDATE)
    assert wrong.status_code == 400


NO_UPDATES = {
    "LOAD <http://127.0.0.1:9/>": "LOAD is not allowed",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <http://mine/x>": "LOAD is not allowed",
    "LOADSILENT <http://127.0.0.1:9/>": "LOAD is not allowed",
    "INSERT { <a> <b> ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": "SERVICE is not allowed",
    "INSERT { <a> <b> ?o } WHERE { SERVICE SILENT ?s { ?s ?p ?o } }": "SERVICE is not allowed",
    "INSERT DATA { <a> <b> ?x }": "take no variables",
    "DELETE { <a> <b> [] } WHERE {}": "blank nodes cannot be deleted",
    "INSERT DATA { GRAPH <http://x/\\u003E> { <a> <b> 1 } }": "Invalid IRI",
    "INSERT DATA { @prefix a: <b> . }": "does not fit",
    "INSERT DATA { <a> <b> ": "} is expected",
    "INSERT DATA { <a> <b> 1 } SELECT": "; is expected",
    "SELECT * { ?s ?p ?o }": "is expected, and there is `SELECT`",
    "INSERT { <a> <b> 1 } WHERE { ?s ?p }": "does not fit",
    "INSERT { <a> <b> 1 } WHERE " + "{" * 5000 + "}" * 5000: "nested deeper",
    "INSERT DATA { <a> <b> " + "[ <c> " * 5000 + "]" * 5000 + "}": "nested deeper",
}


@pytest.mark.parametrize(("text", "said"), NO_UPDATES.items(), ids=range(len(NO_UPDATES)))
def test_what_is_no_update_is_told_in_a_line(writer: httpx.Client, text: str, said: str) -> None:
    answer = update(writer, text)
    assert answer.status_code == 400
    assert said in answer.text
    assert answer.text.count("\n") == 1


def test_an_update_that_changes_too_much_changes_nothing(writer: httpx.Client) -> None:
    text = "INSERT { GRAPH <http://mine/big> { ?a <http://mine/p> ?b } } WHERE { VALUES ?a { %s } VALUES ?b { %s } }"
    iris = " ".join(f"<http://mine/{n}>" for n in range(400))
    answer = update(writer, text % (iris, iris))
    assert answer.status_code == 413
    assert not holds(writer, "GRAPH <http://mine/big> { ?s ?p ?o }")


def test_what_a_build_would_take_for_an_article_is_none(writer: httpx.Client, written_folder: Path) -> None:
    text = "INSERT DATA { GRAPH <http://mine/d> { <http://mine/d> a core:Document ; dcterms:identifier 'd' } }"
    assert update(writer, text).status_code == 204
    with open_read(written_folder) as store:
        assert "http://mine/d" not in {document.iri for document in store.documents()}


# -- beside other writers -------------------------------------------------------------------


def hold(folder: Path, held: Callable[[], None], done: Callable[[], None]) -> None:
    with create_or_open(folder, ontology=load("industrial-relations")):
        held()
        done()


def test_while_a_build_writes_updates_wait_and_queries_do_not(writer: httpx.Client, written_folder: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, done = spawn.Event(), spawn.Event()
    builder = spawn.Process(target=hold, args=(written_folder, held.set, done.wait))
    builder.start()
    try:
        assert held.wait(60)
        answer = update(writer, INSERT)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "is writing to this graph" in answer.text
        assert str(written_folder) not in answer.text
        assert holds(writer, "?s a ir:Strike")
    finally:
        done.set()
        builder.join()
    assert update(writer, INSERT).status_code == 204


# -- the graph store ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/turtle", "<a> <b> 1", 400),
        ("text/turtle", b"<a> <b> '\xff' .", 400),
        ("text/plain", "<http://a> <http://b> 1 .", 415),
        (None, "<a> <b> 1 .", 415),
        ("application/trig", "<a> <b> 1 .", 415),
        ("text/turtle; charset=utf-16", "<a> <b> 1 .", 415),
        ("application/ld+json", '{"@context": "http://127.0.0.1:9/c", "@id": "http://a"}', 400),
        ("application/ld+json", '{"@id": "http://g", "@graph": [{"@id": "http://a", "http://p": 1}]}', 400),
        ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY e "ee">]><r/>', 400),
        ("multipart/form-data; boundary=x", "no parts", 400),
        ("multipart/form-data; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\na\r\n--x--\r\n", 415),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    writer: httpx.Client, kind: str | None, body: str | bytes, status: int
) -> None:
    headers = {"content-type": kind} if kind else {}
    answer = writer.put("/graphs", params={"graph": "http://mine/unread"}, content=body, headers=headers)
    assert answer.status_code == status
    assert answer.text.count("\n") == 1
    assert writer.get("/graphs", params={"graph": "http://mine/unread"}).status_code == 404


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
