"""One body of tests over all stores: a graph on a server is the graph that a folder would hold, to the byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.errors import StoreError, UnknownName
from kg.model import Document, Reading
from kg.ontology import Ontology, load
from kg.pipeline.assembling import assemble
from kg.pipeline.judgements import read_judgements
from kg.query import KnowledgeGraph
from kg.store import EXPORTS, GraphStore, create_or_open, evidence_of, export, open_read
from kg.store.quads import document_iri, reading_quads
from kg.validate import validate

Make = Callable[..., Reading]
ODD = (
    "𝒩aïve \\u0041 \"quotes\" 'and' `ticks`\r\n\ttabs \u2028 \u202e \ufeff \ufffd \U0010ffff \ue000 e\u0301 é ",
    " spaces at both ends ",
    "control \x01\x02\x0b\x1f\x7f\x85 and %41 &amp; <b> ]]> {{ ?x }} $1 \\n \\\\",
    "a line\n" * 9_000 + "x" * 130_000 + " 𝒩ü&<>",
    "long, and what XML cannot hold: \x01\x02" + "ü𝒩" * 10_000,
)


def built(place: str, readings: list[Reading], ontology: Ontology) -> GraphStore:
    store = create_or_open(place, ontology=ontology)
    store.replace_ontology()
    store.add(readings)
    assemble(store)
    return store


def exported(store: GraphStore, name: str = "nquads") -> bytes:
    out = io.BytesIO()
    export(store, name, out)
    return out.getvalue()


@pytest.fixture
def same(tmp_path: Path) -> Callable[..., GraphStore]:
    """The graph in a folder to compare with."""
    return lambda readings, ontology: built(str(tmp_path / "same"), readings, ontology)


def test_documents_come_and_go(place: str, same: Callable[..., GraphStore], full_reading: Make) -> None:
    ontology = load("industrial-relations")
    one, two, three = (full_reading(ontology, name) for name in ("a", "b/ü 1", "c"))
    other = replace(one, reader="kg 0.2.0, m 1", events=())
    with built(place, [one, two], ontology) as store:
        assert not store.stale
        with pytest.raises(StoreError, match="is writing to this graph"):
            create_or_open(place, ontology=ontology)
    with create_or_open(place, ontology=ontology) as store:
        assert list(store.digests()) == ["a", "b/ü 1"]
        assert store.add([other, three]) == 2
        assert store.stale
        with pytest.raises(UnknownName, match="no document"):
            store.remove("nothing")
    with open_read(place) as reader:
        assert reader.stale
        with pytest.raises(StoreError, match="open for reading only"):
            reader.remove("a")
    with create_or_open(place, ontology=ontology) as store:
        assemble(store)
        store.remove("b/ü 1")
        assemble(store)
    with open_read(place) as store, same([other, three], ontology) as wanted:
        assert not store.stale
        assert exported(store) == exported(wanted)
        assert store.documents() == wanted.documents()
        assert store.digests() == wanted.digests()
        assert store.page("a").reading() == wanted.page("a").reading()


def test_all_that_is_asked_is_the_same(place: str, same: Callable[..., GraphStore], full_reading: Make) -> None:
    ontology = load("industrial-relations")
    readings = [full_reading(ontology, name, status=status) for name, status in (("a", "occurred"), ("b", "planned"))]
    built(place, readings, ontology).close()
    with open_read(place) as store, same(readings, ontology) as wanted:
        for name in EXPORTS:
            assert exported(store, name) == exported(wanted, name), name
        assert store.info() | {"bytes": 0} == wanted.info() | {"bytes": 0}
        graph, there = KnowledgeGraph(store), KnowledgeGraph(wanted)
        for label in ("PCS", "John Mooney"):
            assert graph.show(label) == there.show(label)
        assert graph.entities() == there.entities()
        assert graph.events() == there.events()
        assert graph.disputes().to_dataframe().equals(there.disputes().to_dataframe())
        event = there.events()[0].iri
        assert evidence_of(store, event) == evidence_of(wanted, event)
        assert validate(store.raw, ontology) == validate(wanted.raw, ontology)
        for query in ("strikes", "speaks-for", "articles", "SELECT ?p (COUNT(*) AS ?n) { ?s ?p 'PCS' } GROUP BY ?p"):
            answer, right = graph.query(query), there.query(query)
            assert answer.serialised == right.serialised, query  # type: ignore[union-attr]
        made = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o ; core:belief ?b }"
        assert set(graph.query(made)) == set(there.query(made))  # type: ignore[arg-type]
        assert graph.ask("ASK { ?x a ir:Strike }")


def test_texts_stay_as_they_are(place: str, same: Callable[..., GraphStore]) -> None:
    ontology = load("industrial-relations")
    readings = [
        Reading(Document(id=f"odd-{i}", text=text, original=text, title=text[:900]), reader="r")
        for i, text in enumerate(ODD)
    ]
    with built(place, readings, ontology) as store, same(readings, ontology) as wanted:
        assert [store.page(f"odd-{i}").document().original for i in range(len(ODD))] == list(ODD)
        assert exported(store) == exported(wanted)


def test_what_lies_beside_the_quads_is_kept(place: str) -> None:
    ontology = load("industrial-relations")
    first = '{"id": "x", "note": "𝒩 \\" line"}\n'.encode() + b"a" * 20_000 + b"\n"
    with built(place, [], ontology) as store:
        assert store.read_beside("judgements.jsonl") == b""
        assert not read_judgements(store).all
        store.replace_beside("judgements.jsonl", first)
    with create_or_open(place, ontology=ontology) as store:
        assert store.read_beside("judgements.jsonl") == first
        store.replace_beside("judgements.jsonl", first + b"more\n")
        assert store.read_beside("judgements.jsonl") == first + b"more\n"
        store.replace_beside("judgements.jsonl", b"")
    with open_read(place) as store:
        assert store.read_beside("judgements.jsonl") == b""


def test_another_domain_is_told(place: str) -> None:
    built(place, [], load("industrial-relations")).close()
    with pytest.raises(StoreError, match="industrial-relations"):
        create_or_open(place, ontology=load("company-deals"))


def lines_of(*readings: Reading, ontology: Ontology) -> bytes:
    """Documents as shards hold them."""
    quads = (quad for reading in readings for quad in reading_quads(reading, ontology))
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()


def test_whole_documents_are_loaded_and_replaced(
    place: str, same: Callable[..., GraphStore], full_reading: Make
) -> None:
    ontology = load("industrial-relations")
    one, two, three = (full_reading(ontology, name) for name in ("a", "b/ü 1", "c"))
    other = replace(one, reader="kg 0.2.0, m 1", events=())
    with create_or_open(place, ontology=ontology) as store:
        store.replace_ontology()
        store.load(io.BytesIO(lines_of(one, two, ontology=ontology)))
        assert list(store.digests()) == ["a", "b/ü 1"]
        with pytest.raises(StoreError, match="damaged"):
            store.load(io.BytesIO(lines_of(three, ontology=ontology)[:-20]))
    with create_or_open(place, ontology=ontology) as store:
        assert list(store.digests()) == ["a", "b/ü 1"]
        store.replace(NamedNode(document_iri(ontology, "a")), reading_quads(other, ontology))
        assemble(store)
    with open_read(place) as store, same([other, two], ontology) as wanted:
        assert exported(store) == exported(wanted)
        assert store.digests() == wanted.digests()
