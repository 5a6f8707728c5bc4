"""Updates and graphs as wholes, without a server: what may be written, and that all of it happens or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pyoxigraph as ox
import pytest

from kg.errors import KgError
from kg.ontology import load
from kg.pipeline.graph import Graph
from kg.serve.jobs import Answer, refusal
from kg.serve.sparql.graphs import delete_graph_job, post_graph_job, put_graph_job, read_graph_job
from kg.serve.sparql.operations import Operation
from kg.serve.sparql.results import Bounds
from kg.serve.sparql.updating import update_job
from kg.store import GraphStore, create_or_open

from .conftest import BASE

TURTLE = "text/turtle"
BOUNDS = Bounds(10_000, 10_000_000)


@pytest.fixture(scope="module")
def store(graph_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """A graph that is open for writing. Tests write to graphs of their own."""
    folder = Path(copytree(graph_folder, tmp_path_factory.mktemp("updates") / "graph"))
    with create_or_open(folder, ontology=load("industrial-relations")) as opened:
        yield opened


def told(job: Callable[..., Answer], graph: GraphStore | Graph, **arguments: object) -> tuple[int, str]:
    """Return the status and the text that a client gets."""
    try:
        answer = job(graph, **arguments)
    except KgError as error:
        refused = refusal(error)
        return refused.status, str(refused)
    return answer.status, answer.body.decode()


def update(store: GraphStore, text: str, using: tuple[str, ...] | None = None) -> tuple[int, str]:
    found = told(update_job, store, operation=Operation("update", text, using), services=frozenset())
    assert not (store.path / "scratch").exists()
    return found


def put(store: GraphStore, name: str, body: str | bytes, kind: str | None = TURTLE) -> tuple[int, str]:
    content = body.encode() if isinstance(body, str) else body
    return told(put_graph_job, store, name=name, content_type=kind, content=content)


def holds(store: GraphStore, pattern: str) -> bool:
    prefixes = dict(store.ontology.prefixes)
    return bool(store.raw.query(f"ASK {{ {pattern} }}", prefixes=prefixes, use_default_graph_as_union=True))


def number(store: GraphStore, graph: str) -> int:
    return sum(1 for _ in store.raw.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


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
def test_kgs_own_graphs_cannot_be_written(store: GraphStore, text: str, own: str) -> None:
    before = number(store, BASE + own)
    status, line = update(store, text.format(own=BASE + own))
    assert status == 403, line
    assert "kg" in line
    assert number(store, BASE + own) == before > 0
    assert not holds(store, "GRAPH <http://mine/beside> { ?s ?p ?o }")


def test_the_same_name_in_other_letters_is_the_same_graph(store: GraphStore) -> None:
    escaped = BASE.replace("h", "\\u0068", 1) + "graph/\\u0061ssembled"
    assert update(store, f"CLEAR GRAPH <{escaped}>")[0] == 403
    assert update(store, "INSERT DATA { GRAPH <document/new-one> { <a> <b> 1 } }")[0] == 403
    assert update(store, "CREATE GRAPH <document/new-one>")[0] == 403


@pytest.mark.parametrize("own", ["graph/assembled", "graph/ontology", "document/one", "document/new"])
def test_the_graph_store_keeps_them_as_well(store: GraphStore, own: str) -> None:
    name = BASE + own
    assert put(store, name, "")[0] == 403
    assert told(post_graph_job, store, name=name, content_type=TURTLE, content=b"<a> <b> 1 .")[0] == 403
    assert told(delete_graph_job, store, name=name)[0] == 403
    status, _ = told(read_graph_job, Graph(store), name=name, accept=None, bounds=BOUNDS)
    assert status == (404 if own == "document/new" else 200)


def test_operations_see_what_those_before_have_done(store: GraphStore) -> None:
    text = """PREFIX m: <http://mine/> INSERT DATA { GRAPH m:steps { m:a m:p 1, 2 . _:b m:p 'x' } } ;
        INSERT { GRAPH m:steps { ?s m:q ?o } } WHERE { GRAPH m:steps { ?s m:p ?o } } ;
        DELETE WHERE { GRAPH m:steps { ?s m:p ?o } } ;
        COPY m:steps TO m:copied ; DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s m:q 2 ; ?p ?o } }"""
    assert update(store, text)[0] == 204
    for graph in ("steps", "copied"):
        assert number(store, f"http://mine/{graph}") == 1, "two of m:a are gone, that of the blank node is left"
        assert holds(store, f"GRAPH <http://mine/{graph}> {{ ?b <http://mine/q> 'x' FILTER(isBlank(?b)) }}")


def test_all_of_an_update_is_made_or_nothing(store: GraphStore) -> None:
    text = "INSERT DATA { GRAPH <http://mine/half> { <a> <b> 1 } } ; DROP GRAPH <http://mine/never-there>"
    assert update(store, text) == (400, "update: The graph <http://mine/never-there> does not exist")
    assert not holds(store, "GRAPH <http://mine/half> { ?s ?p ?o }")


def test_blank_nodes_and_literals_come_back_as_they_were(store: GraphStore) -> None:
    body = '@prefix m: <http://mine/> . m:a m:p [ m:q "x\\n\\"y"@en-gb, 1.50, ( m:b ) ] .'
    assert put(store, "http://mine/blank", body)[0] == 201
    text = "DELETE { GRAPH <http://mine/blank> { ?b <http://mine/q> 1.50 } } WHERE { ?a <http://mine/p> ?b }"
    assert update(store, text)[0] == 204
    pattern = "?a m:p ?b . ?b m:q 'x\\n\"y'@en-gb, ?l . ?l rdf:first m:b FILTER NOT EXISTS { ?b m:q 1.50 }"
    assert store.raw.query(
        f"PREFIX m: <http://mine/> ASK {{ GRAPH m:blank {{ {pattern} }} }}", prefixes=dict(store.ontology.prefixes)
    )


def test_the_protocols_graphs_do_not_go_with_those_of_the_update(store: GraphStore) -> None:
    for text in (
        "WITH <http://mine/x> INSERT { <a> <b> 1 } WHERE {}",
        "INSERT { GRAPH <http://mine/x> { <a> <b> 1 } } USING <http://mine/y> WHERE {}",
    ):
        assert update(store, text, using=("http://mine/z",))[0] == 400


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
def test_what_is_no_update_is_told_in_a_line(store: GraphStore, text: str, said: str) -> None:
    status, line = update(store, text)
    assert status == 400
    assert said in line
    assert "\n" not in line


def test_an_update_that_changes_too_much_changes_nothing(store: GraphStore) -> None:
    text = "INSERT { GRAPH <http://mine/big> { ?a <http://mine/p> ?b } } WHERE { VALUES ?a { %s } VALUES ?b { %s } }"
    iris = " ".join(f"<http://mine/{n}>" for n in range(400))
    assert update(store, text % (iris, iris))[0] == 413
    assert not holds(store, "GRAPH <http://mine/big> { ?s ?p ?o }")


def test_what_a_build_would_take_for_an_article_is_none(store: GraphStore) -> None:
    text = "INSERT DATA { GRAPH <http://mine/d> { <http://mine/d> a core:Document ; dcterms:identifier 'd' } }"
    assert update(store, text)[0] == 204
    assert "http://mine/d" not in {document.iri for document in store.documents()}


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
    store: GraphStore, kind: str | None, body: str | bytes, status: int
) -> None:
    found, line = put(store, "http://mine/unread", body, kind)
    assert found == status
    assert "\n" not in line
    assert not store.raw.contains_named_graph(ox.NamedNode("http://mine/unread"))
