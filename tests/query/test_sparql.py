"""What SPARQL sees, and what it says when a query is wrong."""

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.errors import QueryError
from kg.ontology import Ontology
from kg.query import Iri, Rows, run
from kg.query.formats import render


def rows(store: ox.Store, ontology: Ontology, text: str) -> Rows:
    found = run(store, text, ontology=ontology)
    assert isinstance(found, Rows)
    return found


def message(ontology: Ontology, text: str, name: str = "query") -> str:
    with pytest.raises(QueryError) as caught:
        run(ox.Store(), text, ontology=ontology, name=name)
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_default_graph_is_the_union_and_prefixes_are_known(store: ox.Store, ontology: Ontology) -> None:
    text = "SELECT ?name { ?e ir:status ir:planned ; ir:actor/core:mentionOf/rdfs:label ?name }"
    assert {row.name for row in rows(store, ontology, text)} == {"PCS"}


def test_from_narrows_the_default_graph(store: ox.Store, ontology: Ontology) -> None:
    text = f"SELECT * FROM <{ontology.base}document/three> {{ ?e ir:status ?s }}"
    assert len(rows(store, ontology, text)) == 2


def test_a_prefix_of_the_query_wins(store: ox.Store, ontology: Ontology) -> None:
    text = "PREFIX rdfs: <http://purl.org/dc/terms/> SELECT ?t { ?d a core:Document ; rdfs:title ?t } ORDER BY ?t"
    assert [row.t for row in rows(store, ontology, text)] == ["Border strike called", "DWP <b>denies</b> cuts"]


def test_values_have_python_types(store: ox.Store, ontology: Ontology) -> None:
    text = """SELECT ?i ?d ?f ?b ?day ?part ?s ?none ?iri { VALUES (?i ?d ?f ?b ?day ?part ?s ?iri) {
        (3 2.5 1e0 true '2022-12-19'^^xsd:date '--12-19'^^xsd:gMonthDay 'x'@en ir:Strike) } }"""
    row = rows(store, ontology, text)[0]
    assert tuple(row) == (3, Decimal("2.5"), 1.0, True, date(2022, 12, 19), "--12-19", "x", None, row.iri)
    assert row["iri"] == ontology.expand("ir:Strike")
    assert isinstance(row.iri, Iri)
    assert repr(row.iri) == "ir:Strike"


def test_a_value_outside_its_type_stays_text(store: ox.Store, ontology: Ontology) -> None:
    text = "SELECT * { VALUES ?x { '2022-13-40'^^xsd:date 'many'^^xsd:integer 'x'^^xsd:decimal } }"
    assert {row.x for row in rows(store, ontology, text)} == {"2022-13-40", "many", "x"}


def test_ask(store: ox.Store, ontology: Ontology) -> None:
    assert run(store, "ASK { ?x ir:strikes ?y }", ontology=ontology) is True
    assert run(store, "ASK { ?x ir:strikes 1 }", ontology=ontology) is False


def test_construct_is_a_graph_that_comes_out_the_same(store: ox.Store, ontology: Ontology) -> None:
    text = "CONSTRUCT { ?e ir:status ?s ; rdfs:seeAlso [ rdfs:label ?n ] } { ?e ir:status ?s BIND(STR(?e) AS ?n) }"
    one, two = (run(store, text, ontology=ontology) for _ in range(2))
    assert isinstance(one, Graph)
    assert isinstance(two, Graph)
    assert isomorphic(one, two)
    for format_ in ("turtle", "ntriples", "jsonld"):
        assert render(one, format=format_) == render(two, format=format_)
    assert isomorphic(Graph().parse(data=render(one), format="turtle"), one)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?x\nWHERE { ?x ?y }", "query:2:15: `}` does not fit after `?y`"),
        ("SELECT ?x\nWHERE {\n  FILTER(?b = ) }", "query:3:15: `)` does not fit after `=`"),
        ("SELECT ?x WHERE { ?x ?y ?z } ORDER ?x", "query:1:36: `?x` does not fit after `ORDER`"),
        ("SELCT ?x { ?x ?y ?z }", "query:1:1: SPARQL has no word `SELCT`; did you mean SELECT?"),
        ("SELECT ?x {\n ?x skoz:note ?y }", "query:2:5: the prefix skoz: of skoz:note is not declared; did you mean"),
        ("SELECT ?x { ?x ?y 'open }", "query:1:19: the string that begins here is never closed"),
        ("SELECT ?x\nWHERE { ?x ?y ?z", "query:2:7: `{` is never closed"),
        ("SELECT * { ?s ?p ?o } ]", "query:1:23: `]` closes nothing"),
        ("SELECT ?x { ?é ?y ?z } GROUP BY ?y", "query:1:35: a column is neither in GROUP BY nor"),
        ("SELECT * { ?x ?y ?z } GROUP BY ?x", "does not go with GROUP BY; name the columns"),
        ("SELECT ?x { ?x <rel> ?y }", "query:1:16: this is no full IRI"),
        ("", "query:1:1: the query ends too early"),
        ("SELECT (<urn:f>(1) AS ?x) {}", "query: The custom function <urn:f> is not supported"),
    ],
)
def test_mistakes_are_told_with_their_place(ontology: Ontology, text: str, said: str) -> None:
    assert said in message(ontology, text)


def test_a_file_is_named(ontology: Ontology) -> None:
    assert message(ontology, "SELECT ?x { ?x ?y }", name="mine.rq").startswith("mine.rq:1:19: ")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX x: <a:b>\nDELETE WHERE { ?x ?y ?z }",
        "# SELECT\nDROP ALL",
        "LOAD <http://localhost/>",
    ],
)
def test_updates_are_refused(ontology: Ontology, text: str) -> None:
    assert "changes a graph; a query only reads" in message(ontology, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?x ?y ?z } }",
        "SELECT * { ?x ?y trueSERVICE<http://127.0.0.1:9/> { ?x ?y ?z } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?x ?y ?z } }",
        "SELECT * { ?a ?b '#' . SERVICE <http://127.0.0.1:9/> { ?x ?y ?z } }",
    ],
)
def test_other_servers_are_never_called(ontology: Ontology, text: str) -> None:
    assert "SERVICE is not allowed" in message(ontology, text)


def test_words_in_strings_comments_and_iris_are_no_commands(store: ox.Store, ontology: Ontology) -> None:
    text = """# SERVICE { INSERT
    SELECT ?service { BIND("SERVICE <x> {{{" AS ?service) FILTER(<http://x/SERVICE#INSERT> != ir:Strike) }"""
    assert rows(store, ontology, text)[0][0] == "SERVICE <x> {{{"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 10_000 + "}" * 10_000,
        "SELECT (" + "(" * 10_000 + "1" + ")" * 10_000 + " AS ?x) {}",
        "SELECT (" + "IF(true,1," * 600 + "1" + ")" * 600 + " AS ?x) {}",
        "SELECT (1" + "+1" * 30_000 + " AS ?x) {}",
        "SELECT * {{}" + "UNION{}" * 30_000 + "}",
        "SELECT * {?a <a:a>" + "/<a:a>" * 30_000 + " ?b }",
        "SELECT * {?a ?b (" + "1 " * 30_000 + ")}",
        "SELECT * {?a ?b 1" + ",1" * 30_000 + "}",
        "SELECT " + "".join(f"(1 AS ?x{i})" for i in range(30_000)) + " {}",
    ],
)
def test_what_would_end_the_process_is_refused(ontology: Ontology, text: str) -> None:
    said = message(ontology, text)
    assert "nested deeper than 500" in said or "more than 1000 patterns" in said


def test_nesting_below_the_limit_and_long_lists_are_answered(store: ox.Store, ontology: Ontology) -> None:
    deep = "SELECT * " + "{" * 499 + "}" * 499
    assert len(rows(store, ontology, deep)) == 1
    long = "SELECT ?x { VALUES ?x {" + " 1" * 20_000 + "} FILTER(?x IN (" + "1, " * 5_000 + "1)) }"
    assert len(rows(store, ontology, long)) == 20_000
    pairs = "SELECT ?x { VALUES (?x ?y) {" + " (1 ir:Strike)" * 5_000 + "} }"
    assert len(rows(store, ontology, pairs)) == 5_000


def test_asking_needs_no_pandas_networkx_or_rich() -> None:
    code = """if True:
        import sys, pyoxigraph
        from kg.ontology import load
        from kg.query import load_query, run
        query = load_query(load(), "strikes")
        run(pyoxigraph.Store(), query.bind({}, ontology=load()), ontology=load())
        sys.exit(bool({"pandas", "networkx", "rich", "spacy", "oxrdflib"} & sys.modules.keys()))"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
