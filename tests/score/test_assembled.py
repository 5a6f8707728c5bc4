"""What is read of an assembled layer, and which mention that was read is which annotated one."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF

from kg.identity import assembled_graph, document_iri
from kg.model import Document, Entity, Event, Evidence, Reading, Ref
from kg.ontology import CORE, Ontology
from kg.score import align_reading, assembled_in
from kg.score.assembled import ToldStep


@pytest.fixture
def store(ontology: Ontology) -> ox.Store:
    """Return two reports of one strike; the second article is a copy of the first, and a third of the second."""
    one, two, three = (document_iri(ontology.base, name) for name in ("a", "b c", "d"))
    names = "event/1", "claim/1", "entity/du", "step/1"
    strike, claim, union, step = (f"{ontology.base}{name}" for name in names)
    edges = [
        (f"{one}#entity-union", CORE.mentionOf, union),
        (f"{two}#entity-du", CORE.mentionOf, union),
        (f"{one}#event-e1", CORE.reportOf, strike),
        (f"{two}#event-e1", CORE.reportOf, strike),
        (f"{two}#event-e2", ontology.term("partOf"), f"{ontology.base}dispute/2"),
        (strike, ontology.term("partOf"), f"{ontology.base}dispute/1"),
        (two, CORE.copyOf, one),
        (three, CORE.copyOf, two),
        (claim, CORE.claimOf, strike),
        (claim, CORE.claimRole, ontology.expand("ir:workersInvolved")),
        (claim, CORE.claimant, union),
        (claim, CORE.report, f"{one}#event-e1"),
        (step, CORE.inCourse, f"{ontology.base}dispute/1"),
        (step, CORE.stepKind, ontology.expand("ir:notice")),
    ]
    store, graph = ox.Store(), ox.NamedNode(assembled_graph(ontology.base))
    for subject, predicate, value in edges:
        store.add(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value), graph))
    store.add(ox.Quad(ox.NamedNode(claim), ox.NamedNode(RDF.value), ox.Literal("850"), graph))
    store.add(ox.Quad(ox.NamedNode(step), ox.NamedNode(CORE.on), ox.Literal("2019-03-19"), graph))
    return store


def test_what_is_put_together(store: ox.Store, ontology: Ontology) -> None:
    found = assembled_in(store, ontology)
    assert found.entities == dict.fromkeys([("a", "union"), ("b c", "du")], f"{ontology.base}entity/du")
    assert found.happenings.keys() == {("a", "e1"), ("b c", "e1")}
    assert found.disputes[("a", "e1")] == f"{ontology.base}dispute/1"  # that of its happening
    assert found.disputes[("b c", "e2")] == f"{ontology.base}dispute/2"  # its own
    assert found.copies == {("a", "b c"), ("a", "d"), ("b c", "d")}
    (claim,) = found.claims
    assert (claim.role, claim.value, claim.report) == ("workersInvolved", "850", ("a", "e1"))
    assert found.steps == (ToldStep(f"{ontology.base}dispute/1", "notice", "2019-03-19"),)
    assert claim.speaker == f"{ontology.base}entity/du"


def test_an_empty_store_has_nothing(ontology: Ontology) -> None:
    assert assembled_in(ox.Store(), ontology).empty


def read(ontology: Ontology, *, entities: dict[str, tuple[str, ...]], strike: str, evidence: str) -> Reading:
    union, actor = ontology.expand("ir:TradeUnion"), ontology.expand("ir:actor")
    event = Event(
        strike,
        ontology.expand("ir:Strike"),
        ontology.expand("ir:planned"),
        ((actor, (Ref(next(iter(entities))),)),),
        (Evidence(0, 1, evidence, "frame", 0.9),),
    )
    things = tuple(Entity(key, union, names) for key, names in entities.items())
    return Reading(Document("d1", "", ""), things, (event,))


def test_mentions_of_annotations_align_by_key(annotation: dict[str, Any], ontology: Ontology) -> None:
    reading = read(ontology, entities={"union": ("Somebody Else",)}, strike="e1", evidence="x")
    aligned = align_reading(annotation, reading, ontology)
    assert aligned.entities == {("d1", "union"): ("d1", "union")}
    assert aligned.events == {("d1", "e1"): ("d1", "e1")}


def test_mentions_that_were_read_align_by_names_and_facts(annotation: dict[str, Any], ontology: Ontology) -> None:
    names = {"dockers-union": ("Dockers' Union",), "selby": ("Selby",)}
    evidence = annotation["events"][0]["evidence"][0]
    reading = read(ontology, entities=names, strike="strike-1", evidence=evidence)
    aligned = align_reading(annotation, reading, ontology)
    assert aligned.entities == {("d1", "union"): ("d1", "dockers-union")}
    assert aligned.events == {("d1", "e1"): ("d1", "strike-1")}
