"""Names in one list fill a role together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from kg.extract.decisions.coordination import Coordination
from kg.extract.decisions.taking import Decisions
from kg.extract.entities import Entity
from kg.extract.findings import Findings
from kg.extract.triggers import TriggerFinder
from kg.frames import Language

PLACE = "#place"


def shared(
    parse: Callable[..., Any], language: Language, text: str, sure: dict[str, float], *, role: str = PLACE
) -> dict[str, float]:
    """Return what may be the places of a text's first strike get: by themselves these probabilities, others 0."""
    findings = Findings(parse(text, "2021-03-08"), language, TriggerFinder(language), published=date(2021, 3, 8))
    decisions: Decisions = findings.decisions()
    decisions.gather([1.0] * len(decisions.mentions), 0.5)
    first = decisions.happenings[0]
    places = [c for c in decisions.candidates([first])["entity"] if c.role.endswith(role)]
    names = [c.found[0][1].label for c in places if isinstance(c.found[0][1], Entity)]
    found = Coordination(decisions.context).shared(places, np.array([sure.get(name, 0.0) for name in names]))
    return dict(zip(names, map(float, found), strict=True))


def test_a_sure_name_speaks_for_those_in_its_list(parse: Callable[..., Any], language: Language) -> None:
    text = "Bakers went on strike in Leeds, Bradford and Hull on Monday."
    found = shared(parse, language, text, {"Leeds": 0.9, "Hull": 0.1})
    assert found["Leeds"] == 0.9
    assert found["Hull"] > 0.5
    assert found["Bradford"] > 0.5


def test_a_doubtful_name_takes_nothing_from_a_sure_one(parse: Callable[..., Any], language: Language) -> None:
    text = "Bakers went on strike in Leeds and Hull on Monday."
    assert shared(parse, language, text, {"Leeds": 0.9, "Hull": 0.1})["Leeds"] == 0.9


def test_a_list_elsewhere_says_nothing(parse: Callable[..., Any], language: Language) -> None:
    text = "Bakers went on strike in Leeds on Monday. The company has shops in Leeds and Hull."
    assert shared(parse, language, text, {"Leeds": 0.9, "Hull": 0.1})["Hull"] == 0.1


def test_employers_of_other_classes_are_in_one_list(parse: Callable[..., Any], language: Language) -> None:
    text = "PCS members in the DWP and the DVLA will strike on Friday."
    found = shared(parse, language, text, {"DWP": 0.9, "DVLA": 0.1}, role="#target")
    assert found["DVLA"] > 0.5
