"""Who has no part in an event though the article speaks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.findings import Findings
from kg.extract.triggers import TriggerFinder
from kg.frames import Language

Actors = Callable[[str], list[set[str]]]


@pytest.fixture
def actors(parse: Callable[..., Any], language: Language) -> Actors:
    """Return a function from a text to who may be the actor of each of its strikes."""

    def of(text: str) -> list[set[str]]:
        findings = Findings(parse(text, "2021-03-08"), language, TriggerFinder(language), published=None)
        decisions = findings.decisions()
        decisions.gather([float(not m.trigger.loose) for m in decisions.mentions], 0.5)
        strikes = [h for h in decisions.happenings if h.frame.event.endswith("#Strike")]
        candidates = decisions.candidates(strikes)["entity"]
        return [
            {f.label for c in candidates if c.happening is h and c.role.endswith("#actor") for _, f in c.found}
            for h in strikes
        ]

    return of


@pytest.mark.parametrize(
    ("rest", "out"),
    [
        ("Nurses have not joined the strike.", "Nurses"),
        ("Porters were not involved.", "Porters"),
        ("Clerks refused to take part.", "Clerks"),
        ("The Welders' Union said it would not back them.", "Welders' Union"),
    ],
)
def test_those_who_stay_out_are_no_actors(actors: Actors, rest: str, out: str) -> None:
    (found, *_) = actors(f"Doctors at Lagunda Foods struck on Monday. {rest}")
    assert "Doctors" in found and out not in found


def test_those_hired_in_their_place_do_not_strike(actors: Actors) -> None:
    (found, *_) = actors("Drivers struck Dorn Freight on Monday. The company has hired 200 replacement drivers.")
    assert "Drivers" in found and "replacement drivers" not in found


@pytest.mark.parametrize(
    "rest", ["Guards broke up the strike.", "Guards tried to break up the strike.", "Porters evicted the strikers."]
)
def test_those_who_break_it_up_are_no_actors(actors: Actors, rest: str) -> None:
    (found, *_) = actors(f"Doctors at Lagunda Foods struck on Monday. {rest}")
    assert "Doctors" in found and rest.split()[0] not in found


def test_those_who_act_themselves_are_actors(actors: Actors) -> None:
    (found, *_) = actors("Porters at Lagunda Foods refused to disperse. Porters struck on Monday.")
    assert "Porters" in found


def test_those_who_join_later_may_be_actors(actors: Actors) -> None:
    (found, *_) = actors(
        "Doctors at Lagunda Foods struck on Monday. Nurses did not join them. Porters joined on Tuesday."
    )
    assert "Porters" in found and "Nurses" not in found


def test_the_parties_of_two_strikes_stay_apart(actors: Actors) -> None:
    first, last = actors(
        "The Dyers' Union called off its strike at Corran Mills Ltd. "
        "The Weavers' Union will strike at Rosedale Mills Ltd on Friday."
    )
    assert "Dyers' Union" in first and "Weavers' Union" not in first
    assert "Weavers' Union" in last and "Dyers' Union" not in last


def test_a_union_without_a_strike_of_its_own_may_be_that_of_another(actors: Actors) -> None:
    (found, *_) = actors("The Dyers' Union struck on Monday. The Weavers' Union sent its officers to the gates.")
    assert {"Dyers' Union", "Weavers' Union"} <= found
