"""Queries over HTTP: how they are sent, what they see, in which formats the answer comes, and how large it may be."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from .conftest import BASE

Ask = Callable[..., httpx.Response]
ONE = "SELECT (1 AS ?x) {}"


def values(answer: httpx.Response) -> list[str]:
    return sorted(v["value"] for row in answer.json()["results"]["bindings"] for v in row.values())


def test_the_three_ways_to_ask_give_the_same(reader: httpx.Client) -> None:
    answers = [
        reader.get("/sparql", params={"query": ONE}),
        reader.post("/sparql", data={"query": ONE}),
        reader.post("/sparql", content=ONE, headers={"content-type": "application/sparql-query; charset=UTF-8"}),
        reader.get("/sparql/", params={"query": ONE}),
    ]
    assert {(a.status_code, a.headers["content-type"], a.content) for a in answers} == {
        (200, "application/sparql-results+json", answers[0].content)
    }
    head = reader.head("/sparql", params={"query": ONE})
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-length"] == str(len(answers[0].content))


def test_prefixes_are_known_and_the_default_graph_is_everything(ask: Ask) -> None:
    answer = ask("SELECT DISTINCT ?name { ?e ir:status ir:planned ; ir:actor/core:mentionOf/rdfs:label ?name }")
    assert values(answer) == ["PCS"]


def test_relative_iris_are_those_of_the_graph(ask: Ask) -> None:
    assert ask("ASK { GRAPH <document/one> { ?s ?p ?o } }").json()["boolean"] is True


def test_the_request_says_which_graphs_are_seen_whatever_the_query_says(reader: httpx.Client) -> None:
    query = (
        "SELECT DISTINCT ?g { { ?x a core:Document BIND('default' AS ?g) } UNION { GRAPH ?g { ?x a core:Document } } }"
    )
    three, one = f"{BASE}document/three", f"{BASE}document/one"

    def seen(text: str, **graphs: str) -> list[str]:
        fields = {name.replace("_", "-"): value for name, value in graphs.items()}
        return values(reader.get("/sparql", params={"query": text, **fields}))

    assert seen(query, default_graph_uri=three) == ["default"]
    assert seen(query, named_graph_uri=one) == [one]
    assert seen(query, default_graph_uri=three, named_graph_uri=one) == ["default", one]
    with_from = query.replace("{", f"FROM <{three}> FROM NAMED <{three}> {{", 1)
    assert seen(with_from) == ["default", three]
    assert seen(with_from, named_graph_uri=one) == [one]
    glued = f"SELECT*FROMNAMED<{three}>{{GRAPH?g{{?x a core:Document}}}}"
    assert seen(glued) == sorted([three, *seen("SELECT ?x { ?x a core:Document }", default_graph_uri=three)])


FORMATS = {
    "application/json": "application/sparql-results+json",
    "application/sparql-results+json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/csv": "text/csv; charset=utf-8",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
    "*/*": "application/sparql-results+json",
    "text/*": "application/sparql-results+xml",
    "text/csv;q=0.5, application/sparql-results+xml;q=0.7": "application/sparql-results+xml",
    "application/json;q=0, application/sparql-results+json;q=0, */*": "application/sparql-results+xml",
    "text/turtle, text/csv;q=0.1": "text/csv; charset=utf-8",
    "nonsense": "application/sparql-results+json",
}


@pytest.mark.parametrize(("accept", "given"), FORMATS.items())
def test_rows_in_the_format_that_is_wanted(ask: Ask, accept: str, given: str) -> None:
    answer = ask(ONE, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, given)
    assert answer.headers["vary"] == "accept"


@pytest.mark.parametrize("name", ["JSON", "XML", "TSV"])
def test_rows_say_the_same_in_every_format(ask: Ask, name: str) -> None:
    query = """SELECT ?x ?y { VALUES (?x ?y) { (<http://x/ü> "=1") ("a\\tb\\r\\n,'\\"<&"@en -2.50) (UNDEF true) } }"""
    form = getattr(ox.QueryResultsFormat, name)
    found, expected = (
        ox.parse_query_results(content, format=kind)
        for content, kind in (
            (ask(query, accept=form.media_type.partition(";")[0]).content, form),
            (ox.Store().query(query).serialize(format=ox.QueryResultsFormat.JSON), ox.QueryResultsFormat.JSON),
        )
    )
    assert [[row["x"], row["y"]] for row in found] == [[row["x"], row["y"]] for row in expected]


GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


@pytest.mark.parametrize(("accept", "form"), GRAPHS.items())
def test_triples_in_the_format_that_is_wanted(ask: Ask, accept: str, form: str) -> None:
    query = "CONSTRUCT { ?s a ?c ; <http://x/p> 'ü\\n' } { ?s a ?c , ir:Strike }"
    answer = ask(query, accept=accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    expected = Graph().parse(data=ask(query, accept="application/n-triples").text, format="nt")
    found = Dataset(default_union=True).parse(data=answer.text, format=form)
    assert {quad[:3] for quad in found} == set(expected)
    assert len(expected) > 1


def test_describe(ask: Ask) -> None:
    answer = ask("DESCRIBE <document/one>")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    assert len(Graph().parse(data=answer.text, format="turtle")) > 3


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (ONE, "text/turtle"),
        (ONE, "image/png"),
        ("ASK {}", "text/csv"),
        ("CONSTRUCT WHERE { ?s a ir:Strike }", "text/csv"),
        ("SELECT (1 AS ?x) {}", "application/json;q=0"),
        ("CONSTRUCT { <a> <http://x/1> 1 } {}", "application/rdf+xml"),
        ('SELECT ("\\u0001" AS ?x) {}', "application/sparql-results+xml"),
        ("ASK {}", "text/html"),
    ],
)
def test_no_format_fits(ask: Ask, query: str, accept: str) -> None:
    answer = ask(query, accept=accept)
    assert answer.status_code == 406
    assert answer.text.count("\n") == 1


def test_cells_of_csv_are_no_formulas_and_numbers_stay(ask: Ask) -> None:
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]
    query = f"SELECT ?x {{ VALUES ?x {{ {' '.join(json.dumps(b) for b in bad)} '=1'@en '=1'^^xsd:integer 'a=1' }} }}"
    cells = [row[0] for row in csv.reader(io.StringIO(ask(query, accept="text/csv").text, newline=""))]
    assert cells == ["x", *(f"'{b}" for b in bad), "'=1", "'=1", "a=1"]
    numbers = ask("SELECT ?x { VALUES ?x { -1 -2.5 '-3'^^xsd:double } }", accept="text/csv").text
    assert numbers == "x\r\n-1\r\n-2.5\r\n-3\r\n"
    assert "'" not in ask(query, accept="text/tab-separated-values").text


@pytest.mark.parametrize("accept", ["application/json", "text/xml", "text/csv", "text/tab-separated-values"])
def test_a_result_that_is_too_large_is_an_error_and_never_cut(ask: Ask, accept: str) -> None:
    rows = " ".join(str(n) for n in range(1001))
    assert ask(f"SELECT ?x {{ VALUES ?x {{ {rows} }} }} LIMIT 1000", accept=accept).status_code == 200
    many = ask(f"SELECT ?x {{ VALUES ?x {{ {rows} }} }}", accept=accept)
    assert (many.status_code, many.headers["content-type"]) == (403, "text/plain; charset=utf-8")
    assert many.text == "the result has more than 1,000 rows; ask for fewer with LIMIT or FILTER\n"
    wide = " ".join(f"(REPLACE(STR(?p), '.', '{'a' * 1000}') AS ?x{n})" for n in range(50))
    large = ask(f"SELECT {wide} {{ ?s ?p ?o }} LIMIT 1000", accept=accept)
    assert large.status_code == 403
    assert "1,000,000 bytes" in large.text


def test_a_graph_that_is_too_large_is_an_error(ask: Ask) -> None:
    rows = " ".join(str(n) for n in range(1001))
    answer = ask(f"CONSTRUCT {{ <http://x> <http://y> ?x }} {{ VALUES ?x {{ {rows} }} }}")
    assert answer.status_code == 403


WRONG = {
    "query=ASK%20%7B": "never closed",
    "query=": "ends too early",
    "query=ASK%7B%7D&query=ASK%7B%7D": "there are 2",
    "query=%FF": "not UTF-8",
    "query=ASK%7B%7D&default-graph-uri=here": "whole IRI",
    "query=ASK%7B%7D&using-graph-uri=http%3A%2F%2Fx%2F": "does not go with a query",
    "query=INSERT%20DATA%20%7B%7D": "only reads",
    "query=ASK%7B%7D" + "&a=1" * 2001: "more than 2000 fields",
}


@pytest.mark.parametrize(("address", "said"), WRONG.items())
def test_what_is_wrong_with_a_request_is_told_in_a_line(reader: httpx.Client, address: str, said: str) -> None:
    answer = reader.get(f"/sparql?{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert said in answer.text
    assert answer.text.count("\n") == 1
    assert "Traceback" not in answer.text


def test_post_says_its_type_and_its_query_stands_in_the_body(reader: httpx.Client) -> None:
    def posted(content: str, kind: str | None, address: str = "") -> int:
        return reader.post(
            f"/sparql{address}", content=content, headers={"content-type": kind} if kind else {}
        ).status_code

    form = "application/x-www-form-urlencoded"
    assert posted("ASK {}", None) == 415
    assert posted("ASK {}", "text/plain") == 415
    assert posted("query=ASK{}", "multipart/form-data; boundary=x") == 415
    assert posted("ASK {}", "application/sparql-query; charset=utf-16") == 415
    assert posted("", form, "?query=ASK%7B%7D") == 400
    assert posted("query=ASK{}&update=CLEAR+ALL", form) == 400
    assert posted("", form) == 400


def test_other_methods_are_refused(reader: httpx.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = reader.request(method, "/sparql", params={"query": "ASK {}"})
        assert answer.status_code == 405
        assert "POST" in answer.headers["allow"]
