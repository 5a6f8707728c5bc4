from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import Ontology, load

SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load("industrial-relations")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the scorer and annotations that the project was given; beside a development checkout only."""
    if not (SHARED / "score.py").is_file():
        message = f"NOT COMPARED with the given scorer: {SHARED / 'score.py'} is not here"
        warnings.warn(message, stacklevel=1)
        pytest.skip(message)
    return SHARED


@pytest.fixture(scope="session")
def golds(shared: Path) -> list[dict[str, Any]]:
    paths = sorted((shared / "corpus" / "gold").glob("*.json"))
    return [json.loads(p.read_text(encoding="utf-8")) for p in paths if p.name != "crossdoc.json"]


@pytest.fixture
def annotation() -> dict[str, Any]:
    """A small annotation with something of everything."""
    return {
        "doc": "d1",
        "published": "2024-05-03",
        "entities": {
            "union": {"type": "ir:TradeUnion", "names": ["Dockers' Union", "DU"]},
            "port": {"type": "ir:Company", "names": ["Port of Selby"]},
            "ann": {"type": "ir:Person", "names": ["Ann Lee"]},
        },
        "events": [
            {
                "id": "e1",
                "type": "ir:Strike",
                "status": "ir:planned",
                "actor": ["union"],
                "target": ["port"],
                "workersInvolved": [{"value": 200, "qualifier": "about"}],
                "date": ["2024-05-10"],
                "startDate": None,
                "endDate": None,
                "place": [],
                "reason": ["ir:pay"],
                "outcome": None,
                "percentInFavour": None,
                "turnout": None,
                "percentOffered": None,
                "optional": [],
                "evidence": ["Some 200 members of the Dockers' Union will walk out at the Port of Selby"],
            },
            {
                "id": "e2",
                "type": "ir:Ballot",
                "status": "ir:occurred",
                "actor": ["union"],
                "outcome": "ir:inFavour",
                "percentInFavour": 91,
                "turnout": [64.5],
                "optional": ["turnout"],
                "evidence": ["after 91 per cent voted for action"],
            },
        ],
        "relations": [
            {"s": "ann", "p": "ir:speaksFor", "o": "union"},
            {"s": "ann", "p": "org:Membership", "o": "union", "role": "general secretary"},
        ],
        "statements": [
            {
                "speaker": "ann",
                "stance": "ir:demands",
                "about": "e1",
                "text": "We want six per cent and not a penny less",
            }
        ],
    }
