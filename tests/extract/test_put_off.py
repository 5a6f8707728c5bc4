"""Events that are given another day are two: the one that was to be, and the one that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading, Value
from kg.ontology import local_name

Read = Callable[..., Reading]


def strikes(reading: Reading) -> set[tuple[str, str]]:
    """Return the status and the days of each strike."""
    days = ("#date", "#startDate", "#endDate")
    return {
        (
            local_name(e.status),
            " ".join(
                f.lexical for role, fillers in e.roles for f in fillers if role.endswith(days) if isinstance(f, Value)
            ),
        )
        for e in reading.events
        if e.type.endswith("#Strike")
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Nurses have postponed Friday's strike until 20 March.",
            {("cancelled", "2020-03-06"), ("planned", "2020-03-20")},
        ),
        (
            "The Guild of Dyers rescheduled Friday's stoppage for 20 March.",
            {("cancelled", "2020-03-06"), ("planned", "2020-03-20")},
        ),
        (
            "Metro drivers have put back from 12 to 19 March a one-day strike.",
            {("cancelled", "2020-03-12"), ("planned", "2020-03-19")},
        ),
        (
            "Bank clerks who were to go on strike on 12 March have deferred it to 20 March.",
            {("cancelled", "2020-03-12"), ("planned", "2020-03-20")},
        ),
        (
            "A two-day strike on March 9 and 10 has been postponed until March 16.",
            {("cancelled", "2020-03-09 2020-03-10"), ("planned", "2020-03-17 2020-03-16")},
        ),
        ("The Dyers' Union deferred its strike to 20 March.", {("planned", "2020-03-20")}),
        ("The Dyers' Union has delayed its strike to March 19 and 20.", {("planned", "2020-03-19 2020-03-20")}),
        ("The Dyers' Union on Monday postponed a strike until 20 March.", {("planned", "2020-03-20")}),
        ("The Dyers' Union postponed the strike to allow talks to be held until Friday.", {("cancelled", "")}),
        ("The Dyers' Union has postponed its strike.", {("cancelled", "")}),
        ("The Dyers' Union suspended its strike on Tuesday.", {("cancelled", "")}),  # the day of suspending it
    ],
)
def test_what_is_given_another_day(read: Read, text: str, found: set[tuple[str, str]]) -> None:
    assert strikes(read(text, "2020-03-04")) == found


@pytest.mark.parametrize(
    "text",
    [
        "The strike, rescheduled for 20 March, will shut the mill.",
        "Dyers struck in January over pay, and the mill put them off until May.",
        "The Dyers' Union may postpone Friday's strike until 20 March.",
        "The Dyers' Union did not postpone Friday's strike until 20 March.",
    ],
)
def test_what_is_not_moved_is_one(read: Read, text: str) -> None:
    assert len(strikes(read(text, "2020-03-04"))) == 1


def test_what_else_stays_of_both(read: Read) -> None:
    events = read("Nurses in Leeds have postponed Friday's strike over pay until 20 March.", "2020-03-04").events
    told = [{local_name(r) for r, fillers in e.roles if fillers} for e in events]
    assert told == [{"actor", "date", "place", "reason"}] * 2
