"""Reading annotations: the form, and every mistake told at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GoldError
from kg.ontology import Ontology
from kg.score import load_gold
from kg.score.sameness import names_of


def save(folder: Path, name: str, gold: Any) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(gold if isinstance(gold, str) else json.dumps(gold), encoding="utf-8")


def test_files_may_lie_in_a_folder_gold(tmp_path: Path, annotation: dict[str, Any], ontology: Ontology) -> None:
    save(tmp_path / "gold", "d1.json", annotation)
    save(tmp_path, "other.json", "{")
    assert list(load_gold(tmp_path, ontology)) == ["d1"]
    assert load_gold(tmp_path / "gold", ontology) == load_gold(tmp_path, ontology)


def test_facts(tmp_path: Path, annotation: dict[str, Any], ontology: Ontology) -> None:
    save(tmp_path, "d1.json", annotation)
    doc = load_gold(tmp_path, ontology)["d1"]
    strike, ballot = doc.events
    assert (strike.type, strike.status) == ("Strike", "planned")
    assert strike.of("actor") == (names_of(["Dockers' Union", "DU"]),)
    assert strike.of("workersInvolved") == (200.0,)
    assert strike.of("date") == ("2024-05-10",)
    assert ballot.of("outcome") == ("inFavour",)
    assert ballot.of("turnout") == (64.5,)
    assert ballot.optional == {"turnout"}
    assert [r.predicate for r in doc.relations] == ["speaksFor", "Membership"]
    assert doc.relations[0].sentence == "We want six per cent and not a penny less"


def test_every_mistake_is_told_at_once(tmp_path: Path, annotation: dict[str, Any], ontology: Ontology) -> None:
    annotation["events"][0] |= {"type": "ir:Stirke", "actor": ["unoin"], "organiser": [], "status": "ir:plannd"}
    annotation["events"][1] |= {"turnout": "high", "outcome": "ir:pay"}
    annotation["relations"][0]["p"] = "ir:speakFor"
    annotation["relations"][1].pop("role")
    annotation["statements"][0] |= {"stance": "ir:asks", "text": None}
    annotation["entities"]["ann"]["type"] = "ir:Persn"
    save(tmp_path, "d1.json", annotation)
    save(tmp_path, "d2.json", '{"doc": "d2",\n "entities": }')
    save(tmp_path, "d3.json", [])
    save(tmp_path, "d4.json", {"doc": "d4"})
    with pytest.raises(GoldError) as caught:
        load_gold(tmp_path, ontology)
    lines = str(caught.value).splitlines()
    for expected in (
        "d1.json: event e1: ir:Stirke is no event type. Did you mean ir:Strike?",
        "d1.json: event e1: ir:plannd is no status. Did you mean ir:planned?",
        "d1.json: event e1: actor: no entity has the key 'unoin'. Did you mean union?",
        "d1.json: event e1: organiser is no role.",
        "d1.json: event e2: turnout: 'high' is no number",
        "d1.json: event e2: ir:pay is no outcome.",
        "d1.json: relation 1: ir:speakFor is no relation. Did you mean ir:speaksFor?",
        'd1.json: relation 2: an office held needs its title as "role"',
        "d1.json: statement 1: ir:asks is no stance.",
        'd1.json: statement 1: "text" must hold the words that were said',
        "d1.json: entity ann: ir:Persn is no class. Did you mean ir:Person?",
        "d2.json:2: not JSON: Expecting value (column 14)",
        "d3.json: is no JSON object",
        'd4.json: "entities" is missing or not an object',
        'd4.json: "events" is missing or not a list',
    ):
        assert any(line.startswith(expected) for line in lines), (expected, lines)


def test_one_document_twice(tmp_path: Path, annotation: dict[str, Any], ontology: Ontology) -> None:
    save(tmp_path, "a.json", annotation)
    save(tmp_path, "b.json", annotation)
    with pytest.raises(GoldError, match=r"b\.json: a\.json annotates 'd1' already"):
        load_gold(tmp_path, ontology)


def test_no_annotations(tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(GoldError, match="no annotations here"):
        load_gold(tmp_path / "nothing", ontology)
