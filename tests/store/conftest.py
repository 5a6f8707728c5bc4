"""Readings made by hand, in the terms of whatever ontology is given, and graphs built from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.model import (
    Concept,
    Document,
    Entity,
    Event,
    Evidence,
    Mark,
    Reading,
    Ref,
    Relation,
    Statement,
    Value,
)
from kg.ontology import MEMBERSHIP, Ontology, domains, load, ontology_root
from kg.pipeline.assembling import assemble
from kg.store import GraphStore, create_or_open

BARE = """@prefix core: <https://w3id.org/kg/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
<https://example.org/bare> a owl:Ontology ; core:base "https://example.org/bare/" ; owl:versionInfo "9" ."""


XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = (
    "PCS strikes at DWP.\r\nAbout 100,000 members of the Public and Commercial Services union walked out on 1 "
    'February. “=Pay us”, said John Mooney, branch secretary of PCS. 𝒩aïve \\u0041 "quotes".'
)


def evidence(ontology: Ontology, text: str, words: str, *, role: str = "", marked: str = "") -> Evidence:
    start = text.index(words)
    at = text.index(marked or words, start)
    mark = Mark(ontology.term(role) if role else "", at, at + len(marked or words))
    return Evidence(start, start + len(words), words, "frames/strike#active", 0.85, (mark,))


def first_event_class(ontology: Ontology) -> str:
    """The class that has a shortcut, or else any."""
    return ontology.shortcuts[0].event if ontology.shortcuts else ontology.below("Event")[0]


def number_role(ontology: Ontology) -> str:
    return next((role.iri for role in ontology.roles.values() if role.kind == "number"), f"{ontology.base}ontology#n")


def make_reading(
    ontology: Ontology,
    identifier: str = "a",
    *,
    text: str = TEXT,
    status: str = "occurred",
    reader: str = "kg 0.1.0, m 1",
) -> Reading:
    """A reading in which everything that the model has stands once."""
    headline = evidence(ontology, text, "PCS strikes at DWP.", role="actor", marked="PCS")
    lead = evidence(ontology, text, "About 100,000 members of the Public and Commercial Services union walked out")
    quote = evidence(ontology, text, "“=Pay us”, said John Mooney, branch secretary of PCS.")
    organization, person = ontology.below("Organization")[0], ontology.below("Person")[0]
    return Reading(
        document=Document(
            id=identifier,
            text=text,
            original=text,
            title="PCS strikes at DWP",
            published=date(2023, 2, 1),
            source="The Gazette",
            url="https://example.org/a b?<>",
            extra=(("author", "N. N."), ("sec tion/ü", "=1+1")),
        ),
        entities=(
            Entity("dwp", organization, ("DWP",), "dwp"),
            Entity("john-mooney", person, ("John Mooney", "Mooney"), "person/john-mooney", (quote,)),
            Entity("pcs", organization, ("PCS", "Public and Commercial Services union"), "pcs", (headline,)),
            Entity("the-council", organization, ("the council",)),
        ),
        events=(
            Event(
                "e1",
                first_event_class(ontology),
                ontology.term(status),
                (
                    (ontology.term("actor"), (Ref("pcs"),)),
                    (ontology.term("date"), (Value("2023-02-01", f"{XSD}date"), Value("--02-02", f"{XSD}gMonthDay"))),
                    (number_role(ontology), (Value("100000", f"{XSD}integer", ontology.term("about-value")),)),
                    (ontology.term("reason"), (Concept(f"{ontology.base}ontology#pay"),)),
                    (ontology.term("target"), (Ref("dwp"), Ref("the-council"))),
                ),
                (headline, lead),
            ),
        ),
        relations=(
            Relation("john-mooney", ontology.term("speaksFor"), "pcs", (quote,)),
            Relation("john-mooney", MEMBERSHIP, "pcs", (quote,), title="branch secretary"),
        ),
        statements=(Statement("s1", "john-mooney", ontology.term("claims"), "=Pay us", (quote,), about="e1"),),
        reader=reader,
    )


def assemble_store(store: GraphStore) -> None:
    """What the pipeline does after documents were added or removed."""
    assemble(store)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The core alone: a domain that adds nothing."""
    root = tmp_path_factory.mktemp("ontology")
    (root / "core.ttl").write_bytes((ontology_root() / "core.ttl").read_bytes())
    (root / "bare").mkdir()
    (root / "bare" / "domain.ttl").write_text(BARE, encoding="utf-8")
    return Ontology("bare", root=root)


@pytest.fixture(params=[*domains(), "bare"])
def ontology(request: pytest.FixtureRequest, bare: Ontology) -> Ontology:
    return bare if request.param == "bare" else load(request.param)


@pytest.fixture
def industrial() -> Ontology:
    return load("industrial-relations")


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., GraphStore]:
    """Build a graph with its assembled layer, and open it for writing."""

    def make(ontology: Ontology, *readings: Reading, name: str = "graph") -> GraphStore:
        store = create_or_open(tmp_path / name, ontology=ontology)
        store.replace_ontology()
        store.add(readings)
        assemble_store(store)
        return store

    return make


@pytest.fixture
def full_reading() -> Callable[..., Reading]:
    """A reading in which everything that the model has stands once: `full_reading(ontology, identifier, ...)`."""
    return make_reading


@pytest.fixture
def assemble_into() -> Callable[[GraphStore], None]:
    return assemble_store
