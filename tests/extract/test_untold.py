"""Words for an event where there is none: laws, wishes, one side's own meetings; and what is over when it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading, Value
from kg.ontology import local_name

Read = Callable[..., Reading]


def events(reading: Reading) -> set[tuple[str, str]]:
    return {(local_name(e.type), local_name(e.status)) for e in reading.events}


def days(reading: Reading, kind: str = "Strike") -> set[tuple[str, str]]:
    """Return the days of the events of a class, with their roles."""
    return {
        (local_name(role), f.lexical)
        for e in reading.events
        if local_name(e.type) == kind
        for role, fillers in e.roles
        for f in fillers
        if role.endswith(("#date", "#startDate", "#endDate")) and isinstance(f, Value)
    }


@pytest.mark.parametrize(
    "text",
    [
        "State law prohibits strikes by prison guards.",
        "The Guards' Union is barred by law from striking.",
        "Under state law, teachers cannot strike.",
        "Strikes by police officers are illegal in the state.",
        "The Nurses' Union won the right to strike in 1987.",
        "The Guards' Union wants an improved offer from Northmere Rail.",
        "Hopes of a deal with the Guards' Union faded last night.",
        "The Guards' Union is pressing for a settlement.",
        "The Dockers' Union will meet on Friday to hear its leaders.",
        "Leaders of the Dockers' Union held a meeting in the park on Tuesday.",
    ],
)
def test_what_is_only_spoken_of_is_no_event(read: Read, text: str) -> None:
    assert not read(text, "2024-02-28").events


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Dockers' Union met the port authority on Monday.", ("Negotiation", "occurred")),
        ("The Dockers' Union and Dolan Steel will meet on Friday.", ("Negotiation", "planned")),
        ("A strike by the Steel Union is possible in April.", ("Strike", "possible")),
        ("Cabin crew have voted against going on strike.", ("Strike", "denied")),
        ("Members of the Guards' Union have rejected strike action.", ("Strike", "denied")),
        ("Northmere Rail refused to negotiate with the Guards' Union.", ("Negotiation", "denied")),
    ],
)
def test_what_is_told_of_is_one(read: Read, text: str, found: tuple[str, str]) -> None:
    assert found in events(read(text, "2024-02-28"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Porters will walk out at 7am on 12 July and return at 7am on 15 July.",
            {("startDate", "2024-07-12"), ("endDate", "2024-07-15")},
        ),
        (
            "The ferry crews will stop work on Friday and return on Monday.",
            {("startDate", "2024-03-01"), ("endDate", "2024-03-03")},
        ),
        (
            "Drivers will walk out from 5am on Monday until 5am on Tuesday.",
            {("startDate", "2024-03-04"), ("endDate", "2024-03-05")},
        ),
        (
            "Dockers went back to work today after a six-day stoppage.",
            {("startDate", "2024-02-22"), ("endDate", "2024-02-27")},
        ),
        ("The strike is over. Railwaymen resumed work this morning.", set()),
        ("Lecturers suspended their strike on Tuesday.", set()),
        ("The strike, which had lasted eleven weeks, terminated on Saturday.", {("endDate", "2024-02-24")}),
        ("Bin crews called off their three-week strike on Monday.", set()),
        ("Pilots have ruled out calling off Friday's strike.", {("date", "2024-03-01")}),
        ("Friday's strike has been averted.", {("date", "2024-03-01")}),
    ],
)
def test_days_on_which_it_ends_or_is_left(read: Read, text: str, found: set[tuple[str, str]]) -> None:
    assert days(read(text, "2024-02-28")) == found


def test_talks_that_resume_have_their_day(read: Read) -> None:
    assert days(read("Talks resume on Thursday at a hotel.", "2024-02-28"), "Negotiation") == {("date", "2024-02-29")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Guards go back on strike on 11 March.", {("date", "2024-03-11")}),
        ("Bus drivers resumed their strike on Tuesday after talks collapsed.", {("date", "2024-02-27")}),
        ("Train services will return to normal on Friday after Thursday's strike.", {("date", "2024-02-29")}),
        (
            "Workers struck on 1 February. They will strike again on 15 March.",
            {("date", "2024-02-01"), ("date", "2024-03-15")},
        ),
        ("The railway had to cancel trains because of Monday's strike.", {("date", "2024-02-26")}),
    ],
)
def test_days_of_what_is_taken_up_again_stay(read: Read, text: str, found: set[tuple[str, str]]) -> None:
    assert found <= days(read(text, "2024-02-28"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Strikes by 300 nurses at Ridgeview Hospital are unlawful, the trust said.", "Strike"),
        ("Under labour law, the Guards' Union can strike from Friday.", "Strike"),
        ("Drivers are waiting for an offer from Northmere Rail that it promised on Tuesday.", "Offer"),
        ("The two met on Monday at Acas, the Guards' Union said.", "Negotiation"),
        ("The Guards' Union and Northmere Rail's lawyers met on Monday.", "Negotiation"),
        ("The National Joint Council met on Monday with the Guards' Union.", "Negotiation"),
        ("Teachers rejected pay offers of 3 per cent from Selby Council.", "Offer"),
    ],
)
def test_what_only_resembles_them_is_an_event(read: Read, text: str, kind: str) -> None:
    assert kind in {name for name, status in events(read(text, "2024-02-28")) if status != "denied"}


def test_the_day_of_a_meeting_by_oneself_is_no_other_events_day(read: Read) -> None:
    text = "The executive of the Dockers' Union met on Monday and called a strike for 12 March."
    assert days(read(text, "2024-02-28")) == {("date", "2024-03-12")}


def test_a_strike_after_an_earlier_one_is_another(read: Read) -> None:
    reading = read(
        "Guards will strike for two days next week. It follows a one-day strike on 7 February.", "2024-02-28"
    )
    assert sorted(local_name(e.type) for e in reading.events) == ["Strike", "Strike"]
