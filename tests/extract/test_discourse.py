"""How an article leads up to an event: constructions of language, seen in the features of what may fill its roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.extract.decisions.discourse import Discourse
from kg.extract.findings import Findings
from kg.extract.triggers import TriggerFinder
from kg.frames import Language
from kg.ontology import local_name


def discourse(parse: Callable[..., Any], language: Language, text: str) -> tuple[Discourse, Any]:
    findings = Findings(parse(text), language, TriggerFinder(language), published=None, loose=True)
    decisions = findings.decisions()
    decisions.gather([1.0] * len(decisions.mentions), 0.0)
    return Discourse(decisions.context), decisions


def named(decisions: Any, name: str) -> Any:
    return next(e for e in decisions.context.entities.all if name in e.names)


def test_who_was_named_last_stands_nearest_before_an_event(parse: Callable[..., Any], language: Language) -> None:
    text = "The Ferry Crews' Union met Brightline Ltd. The Dock Pilots' Union was not there. A strike began on Monday."
    lead, decisions = discourse(parse, language, text)
    strike = next(h for h in decisions.happenings if h.frame.name == "strike")
    near, far = (lead.lead(strike, named(decisions, n)) for n in ("Dock Pilots' Union", "Ferry Crews' Union"))
    assert near["back"] < far["back"]
    assert (near["since"], far["since"]) == (1, 2)


def test_a_place_in_the_phrase_of_those_who_strike(parse: Callable[..., Any], language: Language) -> None:
    around, decisions = discourse(parse, language, "Train drivers in Manchester went on strike on Monday.")
    place, drivers = (named(decisions, n) for n in ("Manchester", "Train drivers"))
    row = around.around(place, {"https://example.org/actor": [drivers]})
    assert {local_name(k) for k in row} >= {"Workforce"}
    assert row["via.role=actor"]
    assert not around.around(drivers, {})
