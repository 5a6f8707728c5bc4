from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

import kg.store.graph
from kg.errors import UnknownName
from kg.identity import document_digest, short_hash
from kg.model import Document, Entity, Event, Evidence, Reading, Ref, Relation
from kg.ontology import MEMBERSHIP, Ontology, load
from kg.store import GraphStore, create_or_open, document_version, open_read, reading_quads
from kg.store.batches import BULK, ONE_STEP, apply, difference, replace_graph
from kg.store.ontology_quads import ontology_quads
from kg.store.sorting import sorted_lines

Build = Callable[..., GraphStore]
Make = Callable[..., Reading]
Assemble = Callable[[GraphStore], None]


def test_documents_and_digests(build: Build, ontology: Ontology, full_reading: Make) -> None:
    reading = full_reading(ontology, "x/1")
    store = build(ontology, reading, Reading(Document(id="bare", text="t", original="t"), reader="r"))
    bare, full = store.documents()
    assert (full.identifier, full.title, full.source) == ("x/1", "PCS strikes at DWP", "The Gazette")
    assert full.published == reading.document.published
    assert (bare.title, bare.published, bare.source) == (None, None, None)
    assert store.digests() == {
        "x/1": (document_digest(reading.document), document_version(ontology, reading.reader)),
        "bare": (document_digest(Document(id="bare", text="", original="t")), document_version(ontology, "r")),
    }


def test_info(build: Build, industrial: Ontology, full_reading: Make) -> None:
    info = build(industrial, full_reading(industrial), full_reading(industrial, "b", reader="other")).info()
    assert info["documents"] == 2
    assert sum(info["layers"].values()) == info["quads"]
    assert sum(info["entities"].values()) == 5  # three that have an identity, and each document's council
    assert sum(info["events"].values()) == 1  # of which both tell
    assert len(info["versions"]) == 2
    assert info["bytes"] > 10_000
    assert not info["stale"]


def test_dataset_is_the_same_graph(build: Build, industrial: Ontology, full_reading: Make) -> None:
    store = build(industrial, full_reading(industrial))
    rows = store.dataset.query("SELECT ?a ?b { ?a ir:strikes ?b }")
    assert len(list(rows)) == 2
    assert len(store.dataset) == len({quad.triple for quad in store.raw})


def test_remove_needs_the_name(build: Build, industrial: Ontology, full_reading: Make) -> None:
    store = build(industrial, full_reading(industrial, "article-17"))
    with pytest.raises(UnknownName, match="Did you mean article-17"):
        store.remove("article-71")
    assert not store.stale


def test_stale_until_assembled(build: Build, industrial: Ontology, full_reading: Make, assemble_into: Assemble) -> None:
    store = build(industrial)
    assert not store.stale
    store.add([])
    assert not store.stale
    store.add([full_reading(industrial)])
    store.close()
    with open_read(store.path) as reader:
        assert reader.stale
    with create_or_open(store.path, ontology=industrial) as writer:
        assemble_into(writer)
        assert not writer.stale
        writer.replace_ontology()
        assert not writer.stale
        writer.remove("a")
        assert writer.stale


def test_what_was_read_before_an_exception_is_kept(build: Build, industrial: Ontology, full_reading: Make) -> None:
    def readings() -> Iterator[Reading]:
        yield full_reading(industrial, "a")
        raise KeyboardInterrupt

    store = build(industrial)
    with pytest.raises(KeyboardInterrupt):
        store.add(readings())
    assert list(store.digests()) == ["a"]


def test_ontology_without_blank_nodes(build: Build, ontology: Ontology) -> None:
    store = build(ontology)
    assert store.info()["layers"]["ontology"] == len(ontology.graph)
    assert not any("_:" in str(quad).split('"')[0] for quad in store.raw)


def test_blank_nodes_of_an_ontology_get_names(tmp_path: Path, industrial: Ontology) -> None:
    def made() -> set[str]:
        (tmp_path / "core.ttl").write_bytes((industrial.root / "core.ttl").read_bytes())
        (tmp_path / "d").mkdir(exist_ok=True)
        (tmp_path / "d" / "domain.ttl").write_text(
            "@prefix core: <https://w3id.org/kg/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            '<https://e.org/d> a owl:Ontology ; core:base "https://e.org/d/" ; owl:versionInfo "1" .\n'
            "<https://e.org/d#c> owl:unionOf ( [ owl:onClass core:Event ] core:Agent ) .",
            encoding="utf-8",
        )
        return {str(quad) for quad in ontology_quads(Ontology("d", root=tmp_path))}

    first = made()
    assert first == made()
    assert not any(line.startswith("_:") or " _:" in line for line in first)


@pytest.mark.parametrize("size", [10, BULK + 1])
def test_difference_writes_what_differs(industrial: Ontology, size: int, full_reading: Make) -> None:
    quads = list(reading_quads(full_reading(industrial), industrial))
    graph, raw = quads[0].graph_name, Store()
    more = [replace_text(quads[0], i) for i in range(size)]
    for wanted in (quads, more, quads[:20] + more, [], quads):
        apply(raw, graph, difference(raw, graph, wanted))
        assert set(raw) == set(wanted)
        assert not any(difference(raw, graph, wanted))
    assert size < ONE_STEP


def test_great_differences_go_in_steps(
    industrial: Ontology, full_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.batches.ONE_STEP", 10)
    quads = list(reading_quads(full_reading(industrial), industrial))
    graph, raw = quads[0].graph_name, Store()
    for wanted in (quads[:50], quads[20:]):
        apply(raw, graph, difference(raw, graph, wanted))
        assert set(raw) == set(wanted)


def replace_text(quad: object, number: int) -> object:
    from pyoxigraph import Literal, NamedNode, Quad

    assert isinstance(quad, Quad)
    return Quad(quad.subject, NamedNode("http://e.org/p"), Literal(f"a\\u0041\n\"'{number}"), quad.graph_name)


@given(st.text())
def test_replacing_keeps_any_text(text: str) -> None:
    ontology = load("industrial-relations")
    raw = Store()
    for body in ("", text):
        quads = set(reading_quads(Reading(Document(id="d", text=body, original=body)), ontology))
        (graph,) = {quad.graph_name for quad in quads}
        replace_graph(raw, graph, quads)
        assert set(raw) == quads


@given(
    lines=st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))),
    chunk=st.integers(1, 5),
    most=st.integers(2, 4),
)
def test_sorted_lines(lines: list[str], chunk: int, most: int) -> None:
    assert list(sorted_lines(lines, chunk=chunk, most=most)) == sorted(set(lines))


# -- the graph is a function of its documents, not of how they came --------------------------------

KEYS = ("a", "b", "c")


@st.composite
def small_readings(draw: st.DrawFn) -> Reading:
    """Two or three entities, an event and relations, under one of four identifiers."""
    ontology = load("industrial-relations")
    classes = [ontology.below("Organization")[0], ontology.below("Person")[0]]
    entities = tuple(
        Entity(
            key,
            draw(st.sampled_from(classes)),
            tuple(draw(st.lists(st.sampled_from(["X", "Y", "Zed", "Ünd"]), min_size=1, max_size=2, unique=True))),
            draw(st.sampled_from([None, "x", "y", "person/z"])),
        )
        for key in KEYS
    )
    refs = st.sampled_from(KEYS)
    event = Event(
        "e",
        ontology.shortcuts[0].event,
        ontology.term(draw(st.sampled_from(["occurred", "planned", "denied"]))),
        ((ontology.term("actor"), (Ref(draw(refs)),)), (ontology.term("target"), (Ref(draw(refs)),))),
        (Evidence(0, 1, "t", "rule", draw(st.sampled_from([0.25, 0.5, 1.0]))),),
    )
    relations = (
        Relation(draw(refs), ontology.term("speaksFor"), draw(refs), ()),
        Relation(draw(refs), MEMBERSHIP, draw(refs), (), title=draw(st.sampled_from(["Chair", "chair", "секретарь"]))),
    )
    document = Document(id=draw(st.sampled_from(["1", "2", "3", "4/ä"])), text="text", original="text")
    said = short_hash(entities, event, relations)  # one reader reads a text in one way
    return Reading(document, entities, (event,), relations, reader=said)


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(st.one_of(small_readings(), st.sampled_from(["1", "2", "3", "4/ä"])), max_size=10), data=st.data()
)
def test_the_same_documents_give_the_same_bytes(steps: list[Reading | str], data: st.DataObject) -> None:
    ontology = load("industrial-relations")
    left: dict[str, Reading] = {}
    with tempfile.TemporaryDirectory() as folder:
        with create_or_open(Path(folder) / "steps", ontology=ontology) as store:
            for step in steps:
                if isinstance(step, Reading):
                    store.add([step])
                    left[step.document.id] = step
                elif step in left:
                    store.remove(step)
                    del left[step]
                if data.draw(st.booleans()):
                    _assemble(store)
            store.replace_ontology()
            _assemble(store)
            after = list(store.quads_sorted())
        order = data.draw(st.permutations(sorted(left)))
        with create_or_open(Path(folder) / "fresh", ontology=ontology) as store:
            store.replace_ontology()
            store.add(left[identifier] for identifier in order)
            _assemble(store)
            assert list(store.quads_sorted()) == after == sorted(after)


def _assemble(store: GraphStore) -> None:
    from kg.pipeline.assembling import assemble

    assemble(store)


def test_batches_do_not_show(
    build: Build, industrial: Ontology, full_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = [full_reading(industrial, str(i % 7), reader=f"r{i}") for i in range(10)]
    whole = list(build(industrial, *readings, name="one").quads_sorted())
    monkeypatch.setattr(kg.store.graph, "BATCH", 250)
    monkeypatch.setattr("kg.store.batches.BULK", 100)
    assert list(build(industrial, *readings, name="two").quads_sorted()) == whole
    last = {reading.document.id: reading for reading in readings}
    assert list(build(industrial, *last.values(), name="three").quads_sorted()) == whole
    again = replace(last["1"], reader="r99")
    assert list(build(industrial, *last.values(), again, name="four").quads_sorted()) != whole
