from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import NamedNode

from kg.identity import assembled_graph
from kg.model import Reading
from kg.ontology import MEMBERSHIP, Ontology, load
from kg.store import GraphStore, evidence_of, verify_offsets

Build = Callable[..., GraphStore]
HEADLINE, LEAD = "PCS strikes at DWP.", "About 100,000 members of the Public and Commercial Services union walked out"
QUOTE = "“=Pay us”, said John Mooney, branch secretary of PCS."


@pytest.fixture
def store(build: Build, industrial: Ontology, full_reading: Callable[..., Reading]) -> GraphStore:
    return build(
        industrial,
        full_reading(industrial, "a"),
        full_reading(industrial, "b"),
        full_reading(industrial, "denied", status="denied"),
    )


def thing(name: str) -> str:
    return f"{load('industrial-relations').base}entity/{name}"


def node(name: str) -> str:
    return f"{load('industrial-relations').base}document/a#{name}"


def said(store: GraphStore, what: str | tuple[str, str, str]) -> list[tuple[str, str]]:
    return [(row.identifier, row.exact) for row in evidence_of(store, what)]


def test_a_row_leads_to_the_sentence(store: GraphStore, industrial: Ontology) -> None:
    row = evidence_of(store, node("event-e1"))[0]
    assert (row.document_iri, row.identifier, row.title) == (node("")[:-1], "a", "PCS strikes at DWP")
    assert (row.source, row.published.isoformat() if row.published else "") == ("The Gazette", "2023-02-01")
    assert (row.start, row.end, row.exact, row.rule, row.confidence) == (0, 19, HEADLINE, "frames/strike#active", 0.85)
    assert row.marks == ((industrial.term("actor"), 0, 3, "PCS"),)
    assert row.node == node("event-e1")


def test_of_nodes(store: GraphStore) -> None:
    assert said(store, node("event-e1")) == [("a", HEADLINE), ("a", LEAD)]
    assert said(store, node("statement-s1")) == [("a", QUOTE)]
    assert said(store, node("entity-pcs")) == [("a", HEADLINE)]
    assert said(store, thing("pcs")) == [("a", HEADLINE), ("b", HEADLINE), ("denied", HEADLINE)]
    assert evidence_of(store, "http://example.org/nothing") == []


def test_an_entity_never_read_by_itself_shows_its_events(store: GraphStore) -> None:
    assert said(store, thing("a--the-council")) == [("a", HEADLINE), ("a", LEAD)]
    assert said(store, node("entity-the-council")) == [("a", HEADLINE), ("a", LEAD)]


def test_a_shortcut_leads_to_the_events_behind_it(store: GraphStore, industrial: Ontology) -> None:
    """And to none that is denied."""
    strikes = industrial.shortcuts[0].property
    edge = (thing("pcs"), strikes, thing("dwp"))
    assert {(i, row.exact) for row in evidence_of(store, edge) for i in [row.identifier]} == {
        (i, exact) for i in "ab" for exact in (HEADLINE, LEAD)
    }
    assert said(store, (thing("dwp"), strikes, thing("pcs"))) == []
    assert said(store, (thing("pcs"), strikes, thing("a--the-council"))) == [("a", HEADLINE), ("a", LEAD)]
    assert said(store, (thing("pcs"), strikes, thing("person/john-mooney"))) == []
    assert said(store, (thing("pcs"), strikes, node("entity-dwp"))) == [("a", HEADLINE), ("a", LEAD)]


def test_relations_of_one_and_of_all_documents(store: GraphStore, industrial: Ontology) -> None:
    speaks = industrial.term("speaksFor")
    everywhere = [("a", QUOTE), ("b", QUOTE), ("denied", QUOTE)]
    assert said(store, (thing("person/john-mooney"), speaks, thing("pcs"))) == everywhere
    assert said(store, (node("entity-john-mooney"), speaks, node("entity-pcs"))) == [("a", QUOTE)]
    assert said(store, (thing("person/john-mooney"), MEMBERSHIP, thing("pcs"))) == everywhere
    assert said(store, (thing("pcs"), speaks, thing("person/john-mooney"))) == []


def test_offices_of_one_and_of_all_documents(store: GraphStore, industrial: Ontology) -> None:
    graph = NamedNode(assembled_graph(industrial.base))
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    (office,) = [quad.subject for quad in store.raw.quads_for_pattern(None, kind, NamedNode(MEMBERSHIP), graph)]
    assert isinstance(office, NamedNode)
    assert said(store, office.value) == [("a", QUOTE), ("b", QUOTE), ("denied", QUOTE)]
    member = (office.value, "http://www.w3.org/ns/org#member", thing("person/john-mooney"))
    assert said(store, member) == said(store, office.value)


def test_a_role_leads_to_the_sentence_that_marks_it(store: GraphStore, industrial: Ontology) -> None:
    actor = (node("event-e1"), industrial.term("actor"), node("entity-pcs"))
    target = (node("event-e1"), industrial.term("target"), node("entity-dwp"))
    assert said(store, actor) == [("a", HEADLINE)]
    assert said(store, target) == [("a", HEADLINE), ("a", LEAD)]


def test_limit(store: GraphStore) -> None:
    assert len(evidence_of(store, thing("pcs"), limit=2)) == 2


def test_offsets_are_verified(store: GraphStore, industrial: Ontology, full_reading: Callable[..., Reading]) -> None:
    assert verify_offsets(store) == []
    wrong = full_reading(industrial, "wrong")
    shifted = replace(wrong.statements[0].evidence[0], start=1, end=5, exact="PCS ", marks=())
    store.add([replace(wrong, statements=(replace(wrong.statements[0], evidence=(shifted,)),))])
    (message,) = verify_offsets(store)
    assert message.endswith("'PCS ' was read at 1-5, where 'CS s' stands")
