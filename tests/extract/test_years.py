"""Days are of the year that the text gives an event, and years that something is compared with are none of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.merge import Happening
from kg.extract.years import in_its_year
from kg.frames import Language
from kg.model import Reading

ROLES = ("date", "startDate", "endDate")


@pytest.mark.parametrize(
    ("text", "told", "right"),
    [
        (
            "In 1972 miners struck. The strike began on 9 January.",
            {"date": ["1972"], "startDate": ["2024-01-09"]},
            {"date": [], "startDate": ["1972-01-09"]},
        ),
        (
            "In 1972 miners struck. The strike began on 9 January 1973.",
            {"date": ["1972"], "startDate": ["1973-01-09"]},
            {"date": ["1972"], "startDate": ["1973-01-09"]},
        ),
        (
            "In 1973 miners struck. The strike began on 29 February.",
            {"date": ["1973"], "startDate": ["2024-02-29"]},
            {"date": ["1973"], "startDate": ["2024-02-29"]},
        ),
        (
            "Miners struck in 1972 and 1974, last on 9 January.",
            {"date": ["1972", "1974", "2024-01-09"]},
            {"date": ["1972", "1974", "2024-01-09"]},
        ),
    ],
)
def test_days_take_the_year_of_their_event(
    parse: Callable[..., Any], language: Language, text: str, told: dict[str, list[str]], right: dict[str, list[str]]
) -> None:
    happening = Happening(language.frames[0], "occurred", roles={role: list(days) for role, days in told.items()})
    in_its_year(happening, parse(text, "2024-02-28"), ROLES)
    assert {role: days for role, days in happening.roles.items() if role in right} == right


def test_the_first_since_a_year_is_no_second_one(read: Callable[..., Reading]) -> None:
    text = "Dyers struck at Dorn Mills on Monday. It was the first strike against the mill since 1967."
    (strike,) = (e for e in read(text, "2024-02-28").events if e.type.endswith("#Strike"))
    assert "1967" not in str(strike.roles)
