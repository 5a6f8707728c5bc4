from __future__ import annotations

import dataclasses
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Store

from kg.model import Document, Entity, Event, Reading, Value
from kg.ontology import Ontology, load
from kg.store import document_iri, reading_quads
from kg.store.readings import Page
from kg.store.terms import Terms

Make = Callable[..., Reading]


def page_of(reading: Reading, ontology: Ontology) -> Page:
    raw = Store()
    raw.extend(reading_quads(reading, ontology))
    return Page(raw, Terms.of(ontology), document_iri(ontology, reading.document.id))


def test_everything_stands_in_the_documents_graph(ontology: Ontology, full_reading: Make) -> None:
    quads = list(reading_quads(full_reading(ontology, "a/b c"), ontology))
    assert len(quads) == len(set(quads)) > 100
    assert {quad.graph_name.value for quad in quads} == {f"{ontology.base}document/a%2Fb%20c"}
    assert not any(isinstance(node, BlankNode) for quad in quads for node in (quad.subject, quad.object))


def test_same_reading_same_quads(ontology: Ontology, full_reading: Make) -> None:
    assert list(reading_quads(full_reading(ontology), ontology)) == list(
        reading_quads(full_reading(ontology), ontology)
    )


def test_domain_terms_stand_for_core_terms(industrial: Ontology, full_reading: Make) -> None:
    lines = {str(quad.triple) for quad in reading_quads(full_reading(industrial), industrial)}
    ir, d = "https://w3id.org/industrial-relations/ontology#", "https://w3id.org/industrial-relations/document/a"
    core, rdf = "https://w3id.org/kg/core#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    number = '"100000"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert f"<{d}#event-e1> <{ir}status> <{ir}occurred>" in lines
    assert f"<{d}#event-e1> <{ir}workersQualifier> <{ir}about>" in lines
    assert f"<{d}#event-e1> <{core}figure> <{d}#event-e1-figure-1>" in lines
    assert f"<{d}#event-e1-figure-1> <{core}qualifier> <{ir}about>" in lines
    assert f"<{d}#event-e1-figure-1> <{rdf}value> {number}" in lines
    assert f"<{d}#statement-s1> <{ir}about> <{d}#event-e1>" in lines
    assert f"<{d}#entity-john-mooney> <{ir}speaksFor> <{d}#entity-pcs>" in lines
    assert f"<{d}> <{core}field> <{d}#field-sec%20tion%2F%C3%BC>" in lines


def test_reading_comes_back(ontology: Ontology, full_reading: Make) -> None:
    reading = full_reading(ontology)
    back = page_of(reading, ontology).reading()
    assert back.document == dataclasses.replace(reading.document, text=reading.document.original)
    assert back.reader == reading.reader
    assert back.entities == reading.entities
    assert back.relations == reading.relations
    assert back.statements == reading.statements
    (event,), (original,) = back.events, reading.events
    assert event.evidence == original.evidence
    assert {role: set(f) for role, f in event.roles} == {role: set(f) for role, f in original.roles}


def test_half_a_surrogate_keeps_the_offsets(industrial: Ontology) -> None:
    document = Document(id="x\udc80", text="a\ud800b", original="a\ud800b", title="\udfff")
    assert page_of(Reading(document), industrial).document().original == "a\ufffdb"


def test_evidence_says_one_thing_only(industrial: Ontology, full_reading: Make) -> None:
    """Two pieces that differ in anything are two nodes."""
    reading = full_reading(industrial)
    event = reading.events[0]
    first = event.evidence[0]
    others = (
        dataclasses.replace(first, rule="other"),
        dataclasses.replace(first, confidence=0.5),
        dataclasses.replace(first, marks=()),
    )
    event = dataclasses.replace(event, evidence=(first, *others, first))
    back = page_of(dataclasses.replace(reading, events=(event,)), industrial).reading()
    assert set(back.events[0].evidence) == {first, *others}


@given(text=st.text(), name=st.text(min_size=1), lexical=st.integers().map(str))
def test_any_text_survives(text: str, name: str, lexical: str) -> None:
    ontology = load("industrial-relations")
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    reading = Reading(
        Document(id=name, text=text, original=text, source=text, url=text, extra=((name, text),)),
        entities=(Entity("k", ontology.below("Person")[0], (name,)),),
        events=(
            Event(
                "e", ontology.event_classes[0], ontology.term("planned"),
                ((ontology.term("date"), (Value(lexical, integer),)),), (),
            ),
        ),
    )  # fmt: skip
    back = page_of(reading, ontology).reading()
    assert back.document == reading.document
    assert back.entities == reading.entities
    assert len(back.events) == 1
