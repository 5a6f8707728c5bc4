import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kg.errors import UsageError
from kg.ontology import Ontology
from kg.query import run
from kg.query.formats import render, write

LONG = "long " * 40


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def select(store: ox.Store, ontology: Ontology) -> object:
    text = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ ('x, \"y\"\\n[bold]z' 1) (ir:Strike UNDEF) ('{LONG}' 2.5) }} }}"
    return run(store, text, ontology=ontology)


def test_csv_is_the_standards(select: object) -> None:
    text = render(select, format="csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["a", "b"],
        ['x, "y"\n[bold]z', "1"],
        ["https://w3id.org/industrial-relations/ontology#Strike", ""],
        [LONG, "2.5"],
    ]
    assert text.startswith("a,b\r\n")


def test_csv_alters_no_cell_for_spreadsheets(store: ox.Store, ontology: Ontology) -> None:
    cells = ["=1+1", "+1", "-1", "@a"]
    values = " ".join(f"'{cell}'" for cell in cells)
    found = run(store, f"SELECT ?a {{ VALUES ?a {{ {values} }} }}", ontology=ontology)
    assert render(found, format="csv").split() == ["a", *cells]


def test_tsv_json_and_xml_are_the_standards(select: object) -> None:
    assert render(select, format="tsv").startswith('?a\t?b\n"x, \\"y\\"\\n[bold]z"\t')
    assert json.loads(render(select, format="json"))["head"]["vars"] == ["a", "b"]
    assert ElementTree.fromstring(render(select, format="xml")).tag.endswith("sparql")


def test_plain_table_is_neither_cut_nor_coloured(select: object) -> None:
    out = io.StringIO()
    write(select, out)
    assert LONG.strip() in out.getvalue()
    assert "[bold]z" in out.getvalue()
    assert "\x1b" not in out.getvalue()


def test_terminal_table_fits_its_width(select: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = Terminal()
    write(select, out)
    assert "…" in out.getvalue()
    assert "[bold]z" in out.getvalue()


@pytest.mark.parametrize(("format_", "said"), [("table", "true\n"), ("csv", "true\n"), ("tsv", "true\n")])
def test_ask(format_: str, said: str) -> None:
    assert render(True, format=format_) == said
    assert json.loads(render(False, format="json"))["boolean"] is False


def test_graphs(store: ox.Store, ontology: Ontology) -> None:
    graph = run(store, "CONSTRUCT { ?a ir:strikes ?b } WHERE { ?a ir:strikes ?b }", ontology=ontology)
    assert isinstance(graph, Graph)
    assert "ir:strikes" in render(graph)
    assert "@prefix skos:" not in render(graph)
    assert render(graph, format="ntriples").count("\n") == 1
    assert len(Graph().parse(data=render(graph, format="jsonld"), format="json-ld")) == 1


def test_describe(store: ox.Store, ontology: Ontology) -> None:
    graph = run(store, "DESCRIBE ir:Strike", ontology=ontology)
    assert 'rdfs:label "strike"@en' in render(graph, format="turtle")


@pytest.mark.parametrize(
    ("result", "format_", "said"),
    [
        (True, "turtle", "the format turtle does not fit the answer of ASK; formats: table, csv, tsv, json, xml"),
        (Graph(), "csv", "does not fit the answer of CONSTRUCT or DESCRIBE; formats: turtle, ntriples, jsonld"),
        (True, "excel", "there is no format 'excel' for the answer of ASK; formats: table"),
    ],
)
def test_formats_that_do_not_fit(result: object, format_: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        render(result, format=format_)
    assert said in str(caught.value)
