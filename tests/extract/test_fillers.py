"""What may fill a role: days, numbers and reasons that are none of an event's are no candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.decisions.taking import Decisions
from kg.extract.findings import Findings
from kg.extract.triggers import TriggerFinder
from kg.frames import Language

Found = Callable[[str, str], set[str]]


@pytest.fixture
def found(parse: Callable[..., Any], language: Language) -> Found:
    """Return a function from a text and a kind of filler to all that may fill a role of an event."""

    def of(text: str, kind: str) -> set[str]:
        findings = Findings(parse(text, "2021-03-08"), language, TriggerFinder(language), published=None)
        decisions: Decisions = findings.decisions()
        decisions.gather([float(not m.trigger.loose) for m in decisions.mentions], 0.5)
        candidates = decisions.candidates(decisions.happenings)[kind]
        return {str(getattr(f, "value", f)).rpartition("#")[2] for c in candidates for _, f in c.found}

    return of


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It was its first national walkout since 1994.", set()),
        ("Dockers struck on Monday, the longest stoppage since 1986.", {"2021-03-08"}),
        ("Most nurses have been on strike since 3 March 2021.", {"2021-03-03"}),
        ("Workers at the largest mine have been on strike since 3 March 2021.", {"2021-03-03"}),
    ],
)
def test_the_first_since_a_day_did_not_begin_then(found: Found, text: str, days: set[str]) -> None:
    assert found(text, "time") == days


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The 44,000-strong Weavers' Union struck on Monday.", set()),
        ("The 500-member union struck on Monday.", set()),
        ("The 600-strong workforce struck on Monday.", {"600"}),
        ("The 600-member Dyers' Local 7 struck on Monday.", {"600"}),
        ('"We struck on Monday," said Ann Cole, 34. She left.', set()),
    ],
)
def test_the_size_of_a_union_or_an_age_is_no_number_of_strikers(found: Found, text: str, numbers: set[str]) -> None:
    assert {n.removesuffix(".0") for n in found(text, "number")} == numbers


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Welders walked off the job on Monday. They left their jobs at noon.", set()),
        ("Welders walked out on Monday after talks on the job losses.", {"jobs"}),
        ("Welders struck on Monday over jobs.", {"jobs"}),
    ],
)
def test_idioms_name_no_reason(found: Found, text: str, reasons: set[str]) -> None:
    assert found(text, "concept") == reasons
