"""Annotations as readings: a graph is built of them as of what is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GoldError
from kg.frames import Language, load_language
from kg.model import Document, Reading, Ref
from kg.ontology import Ontology
from kg.readers import read_sources
from kg.readers.record import make_document
from kg.score import gold_readings, load_gold, score
from kg.score.readings import from_reading

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
TEXT = """Dockers to walk out

Some 200 members of the Dockers' Union will walk out at the
Port of Selby on Friday after 91 per cent voted for action.
"We want six per cent and not a penny less," said Ann Lee, general secretary of the DU.
"""


@pytest.fixture(scope="session")
def language(ontology: Ontology) -> Language:
    return load_language(ontology)


def read(folder: Path, annotation: dict[str, Any], language: Language, **given: bool) -> Reading:
    (folder / "d1.json").write_text(json.dumps(annotation), encoding="utf-8")
    documents = [make_document(TEXT, origin="test", fields={"id": name}) for name in ("d1", "not annotated")]
    (reading,) = gold_readings(documents, folder, language, **given)
    return reading


def test_facts_are_those_of_the_annotation(tmp_path: Path, annotation: dict[str, Any], language: Language) -> None:
    reading = read(tmp_path, annotation, language)
    gold = load_gold(tmp_path, language.ontology)
    assert score(gold, {"d1": from_reading(reading, language.ontology)}, language.ontology).all.f1 == 1
    assert [event.key for event in reading.events] == ["e1", "e2"]
    assert reading.events[0].fillers(language.ontology.expand("ir:actor")) == (Ref("union"),)
    assert {entity.key for entity in reading.entities} == {"union", "port", "ann"}


def test_evidence_stands_in_the_article(tmp_path: Path, annotation: dict[str, Any], language: Language) -> None:
    annotation["events"][0]["trigger"] = ["walk out"]
    reading = read(tmp_path, annotation, language)
    (piece,) = reading.events[0].evidence
    assert piece.exact.split() == annotation["events"][0]["evidence"][0].split()  # over a line break
    marked = {(language.ontology.shorten(m.role), TEXT[m.start : m.end]) for m in piece.marks}
    assert ("", "walk out") in marked
    assert ("ir:workersInvolved", "200") in marked
    assert ("ir:actor", "Dockers' Union") in marked
    assert ("ir:target", "Port of Selby") in marked


def test_what_names_do_not_tell_has_no_identity(tmp_path: Path, annotation: dict[str, Any], language: Language) -> None:
    annotation["entities"] |= {
        "lee": {"type": "ir:Person", "names": ["Lee"]},
        "crews": {"type": "ir:Workforce", "names": ["Crane drivers"]},
        "council": {"type": "ir:PublicBody", "names": ["the council"]},
        "pcs": {"type": "ir:TradeUnion", "names": ["PCS", "the PCS union"]},
    }
    identities = {entity.key: entity.identity for entity in read(tmp_path, annotation, language).entities}
    assert [identities[key] for key in ("lee", "crews", "council")] == [None, None, None]
    assert identities["pcs"] == "pcs"
    assert identities["ann"] == "person/ann-lee--dockers-union"
    assert identities["port"] == "company/port-of-selby"


def test_optional_facts_can_be_left_out(tmp_path: Path, annotation: dict[str, Any], language: Language) -> None:
    annotation["events"][0]["optional"] = ["*"]
    annotation["statements"][0] |= {"optional": True}
    whole, sure = (read(tmp_path, annotation, language, optional=optional) for optional in (True, False))
    turnout = language.ontology.expand("ir:turnout")
    assert [event.key for event in sure.events] == ["e2"]
    assert whole.events[1].fillers(turnout)
    assert not sure.events[0].fillers(turnout)
    assert len(whole.statements) - len(sure.statements) == 1


def test_a_wrong_annotation_is_refused(tmp_path: Path, annotation: dict[str, Any], language: Language) -> None:
    annotation["events"][0]["type"] = "ir:Stirke"
    with pytest.raises(GoldError, match="Did you mean ir:Strike"):
        read(tmp_path, annotation, language)


def test_all_that_is_annotated_in_seeds_is_found_in_the_articles(language: Language) -> None:
    documents: list[Document] = list(read_sources([SEEDS]))
    readings = list(gold_readings(documents, SEEDS, language))
    assert len(readings) == len(documents)
    for reading in readings:
        original = reading.document.original
        for said in (*reading.events, *reading.statements):
            assert said.evidence, (reading.document.id, said.key)
            assert all(original[piece.start : piece.end] == piece.exact for piece in said.evidence)
        for event in reading.events:
            assert any(not mark.role for piece in event.evidence for mark in piece.marks), (reading.document.id, event)
