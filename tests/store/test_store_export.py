from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import networkx as nx
import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import Dataset

from kg.errors import UnknownName
from kg.model import Reading
from kg.ontology import Ontology
from kg.store import EXPORTS, GraphStore, export

Build = Callable[..., GraphStore]
Make = Callable[..., Reading]


@pytest.fixture
def store(build: Build, ontology: Ontology, full_reading: Make) -> GraphStore:
    return build(ontology, full_reading(ontology, "a"), full_reading(ontology, "b/ä", status="denied"))


@pytest.fixture
def industrial_store(build: Build, industrial: Ontology, full_reading: Make) -> GraphStore:
    return build(industrial, full_reading(industrial, "a"), full_reading(industrial, "b", status="denied"))


def written(store: GraphStore, name: str) -> bytes:
    out = io.BytesIO()
    export(store, name, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "form"), [("nquads", RdfFormat.N_QUADS), ("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)]
)
def test_every_quad_comes_back(store: GraphStore, name: str, form: RdfFormat) -> None:
    assert set(parse(written(store, name), form)) == set(store.raw)


def test_every_triple_comes_back(store: GraphStore) -> None:
    parsed = {quad.triple for quad in parse(written(store, "turtle"), RdfFormat.TURTLE)}
    assert parsed == {quad.triple for quad in store.raw}


def test_rdflib_reads_them_too(industrial_store: GraphStore) -> None:
    for name, form in (("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")):
        dataset = Dataset()
        dataset.parse(data=written(industrial_store, name), format=form)
        assert len(list(dataset.quads())) == len(industrial_store.raw), name


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_graph_gives_the_same_bytes(
    build: Build, ontology: Ontology, full_reading: Make, store: GraphStore, name: str
) -> None:
    readings = [full_reading(ontology, "b/ä", status="denied"), full_reading(ontology, "a")]
    assert written(build(ontology, *readings, name="other"), name) == written(store, name)


def test_prefixes_make_it_readable(industrial_store: GraphStore) -> None:
    for name in ("trig", "turtle"):
        text = written(industrial_store, name).decode()
        assert "@prefix ir: <https://w3id.org/industrial-relations/ontology#>" in text
        assert " a ir:Strike ;" in text
    context = json.loads(written(industrial_store, "jsonld"))["@context"]
    assert context["schema"] == "https://schema.org/"


def test_nquads_are_sorted(industrial_store: GraphStore) -> None:
    lines = written(industrial_store, "nquads").decode().splitlines()
    assert lines == sorted(set(lines))


def test_unknown_format(industrial_store: GraphStore) -> None:
    with pytest.raises(UnknownName, match="Did you mean turtle"):
        export(industrial_store, "turtel", io.BytesIO())


def test_an_empty_graph(build: Build, industrial: Ontology) -> None:
    store = build(industrial)
    store.raw.clear()
    for name in EXPORTS:
        written(store, name)
    assert json.loads(written(store, "jsonld"))["@graph"] == []
    assert isinstance(store.raw, Store)


def test_graphml(industrial_store: GraphStore) -> None:
    text = written(industrial_store, "graphml")
    graph = nx.parse_graphml(text.decode())
    base = industrial_store.ontology.base
    (node,) = [node for node in graph if "/event/" in node]
    event = graph.nodes[node]
    assert event["class"] == "ir:Strike"
    assert (event["status"], event["date"], event["reason"]) == ("occurred", "2023-02-01; XXXX-02-02", "pay")
    assert (event["document"], event["documents"], event["sources"]) == ("a; b", 2, 1)
    assert 0 < event["belief"] <= 1
    assert graph.nodes[f"{base}entity/pcs"]["label"] == "PCS"
    edges = {(a, data["predicate"], b) for a, b, data in graph.edges(data=True)}
    pcs = f"{base}entity/pcs"
    assert (pcs, "ir:strikes", f"{base}entity/dwp") in edges
    assert (node, "ir:actor", pcs) in edges
    assert all(0 < data["weight"] <= 1 <= data["sources"] for *_, data in graph.edges(data=True))
    titles = {data.get("title") for _, _, data in graph.edges(data=True) if data["predicate"] == "org:Membership"}
    assert titles == {"branch secretary"}


def test_graphml_is_xml_whatever_the_names(build: Build, industrial: Ontology, full_reading: Make) -> None:
    from dataclasses import replace

    reading = full_reading(industrial)
    odd = replace(reading.entities[0], names=("<b>&\x00\x0b\ufffe",))
    ElementTree.fromstring(
        written(build(industrial, replace(reading, entities=(odd, *reading.entities[1:]))), "graphml")
    )


def test_csv(industrial_store: GraphStore) -> None:
    rows = list(csv.DictReader(io.StringIO(written(industrial_store, "csv").decode())))
    strikes = [row for row in rows if row["predicate"] == "ir:strikes"]
    assert {(row["subject"], row["object"], row["status"], row["document"]) for row in strikes} == {
        ("PCS", "DWP", "occurred", "a"),
        ("PCS", "the council", "occurred", "a"),
    }
    assert {row["date"] for row in strikes} == {"2023-02-01; XXXX-02-02"}
    claims = next(row for row in rows if row["predicate"] == "ir:claims")
    assert (claims["subject"], claims["object"]) == ("John Mooney", "'=Pay us")
    office = next(row for row in rows if row["predicate"] == "org:Membership")
    assert office["title"] == "branch secretary"
    assert not any(cell.startswith(tuple("=+-@")) for row in rows for cell in row.values())
    told = {row["document"]: row["subject_iri"] for row in rows if row["predicate"] == "ir:actor"}
    assert len(told) == 2, "each document tells of it"
    assert len(set(told.values())) == 1, "and it is one event"
    assert all("/event/" in iri for iri in told.values())
    actors = [row["sentence"] for row in rows if row["predicate"] == "ir:actor" and row["document"] == "a"]
    assert actors == ["PCS strikes at DWP."]
