"""What is compared when it is decided whether two mentions tell of one happening."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest

from kg.extract.decisions.story import Row
from kg.extract.events import Mention
from kg.extract.findings import Findings
from kg.extract.merge import Happening
from kg.extract.triggers import TriggerFinder
from kg.frames import Language

TWO = (
    "Bakers at Ellmoor Mills walked out on 3 March 2021 over pay. The Ellmoor strike closed two ovens. "
    "A second strike is planned for 17 March 2021."
)


def found(parse: Callable[..., Any], language: Language, text: str) -> Findings:
    doc = parse(text, "2021-03-08")
    return Findings(doc, language, TriggerFinder(language), published=date(2021, 3, 8))


def strikes(findings: Findings) -> list[Mention]:
    return [m for m in findings.mentions if m.frame.event.endswith("#Strike")]


def test_another_strike_on_another_day_clashes(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, TWO)
    first, *_, last = strikes(findings)
    happening = Happening(first.frame, first.status, [first], dict(first.roles))
    (row,) = findings.decisions().sameness.rows([happening], last)
    assert row["days.clash"] and row["days.gap"] == 14
    assert row["indefinite"] and row["only"]
    assert row["status=occurred>planned"]


def test_a_later_mention_shares_words_and_has_no_days(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, TWO)
    first, second, *_ = strikes(findings)
    happening = Happening(first.frame, first.status, [first], dict(first.roles))
    (row,) = findings.decisions().sameness.rows([happening], second)
    assert row["definite"] and row["gap"] == 1
    assert row["days.theirs"] and not row["days.ours"]
    assert "days.clash" not in row


def test_mentions_go_where_they_are_chosen_to(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, TWO)
    sameness = findings.decisions().sameness

    def alike(rows: Sequence[Row]) -> Any:
        return np.array([0.1 if row.get("days.clash") else 0.9 for row in rows])

    gathered = findings.merger.gather(strikes(findings), sameness.chooser(alike, lambda name: 0.5))
    assert [len(h.mentions) for h in gathered] == [len(strikes(findings)) - 1, 1]
    assert sameness.twins[id(gathered[1].mentions[0])] == 0.1


def test_what_the_rules_hold_apart_must_be_surer(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, "Bakers walked out on 3 March 2021. Bakers walked out on 9 February 2021.")
    first, last = strikes(findings)
    happening = Happening(first.frame, first.status, [first], dict(first.roles))

    def chosen(mention: Mention, sure: float) -> Happening | None:
        sameness = findings.decisions().sameness
        choose = sameness.chooser(lambda rows: np.array([sure]), lambda name: 0.5 if "apart" in name else 0.1)
        return choose([happening], mention)

    assert not findings.merger.compatible(happening, last)
    assert (chosen(last, 0.4), chosen(last, 0.6)) == (None, happening)
    assert (chosen(first, 0.05), chosen(first, 0.2)) == (None, happening)


def test_one_more_that_is_to_come_is_another(parse: Callable[..., Any], language: Language) -> None:
    text = "Bakers at Ellmoor Mills walked out on 3 March 2021. They will walk out again unless talks resume."
    findings = found(parse, language, text)

    def alike(rows: Sequence[Row]) -> Any:
        return np.full(len(rows), 0.9)

    gathered = findings.merger.gather(strikes(findings), findings.decisions().sameness.chooser(alike, lambda name: 0.5))
    assert [len(h.mentions) for h in gathered] == [1, 1]


def test_without_a_choice_the_rules_gather(parse: Callable[..., Any], language: Language) -> None:
    findings = found(parse, language, TWO)
    assert len(findings.merger.gather(strikes(findings))) == 2


@pytest.mark.parametrize("published", [date(2021, 2, 2), None])
def test_days_fit_the_month_that_was_told_before(
    parse: Callable[..., Any], language: Language, published: date | None
) -> None:
    text = "Pilots are to strike during February. The stoppages are set for February 11 and 12."
    doc = parse(text, published.isoformat() if published else None)
    findings = Findings(doc, language, TriggerFinder(language), published=published)
    first, last = strikes(findings)
    assert findings.merger.compatible(Happening(first.frame, first.status, [first], dict(first.roles)), last)


def test_what_is_planned_for_a_month_is_not_what_occurred_on_a_day_of_it(
    parse: Callable[..., Any], language: Language
) -> None:
    doc = parse("Pilots struck on February 1. Guards at Ellmoor Ferries are to strike during February.", None)
    findings = Findings(doc, language, TriggerFinder(language), published=None)
    first, last = strikes(findings)
    assert not findings.merger.compatible(Happening(first.frame, first.status, [first], dict(first.roles)), last)


def test_what_differs_in_days_and_parties_is_another(parse: Callable[..., Any], language: Language) -> None:
    text = (
        "The strike at Brelling Mills Ltd began on 3 March 2021. The strike at Ostow Mills Ltd began on 4 March 2021."
    )
    findings = found(parse, language, text)
    first, last = strikes(findings)
    happening = Happening(first.frame, first.status, [first], dict(first.roles))
    sure = findings.decisions().sameness.chooser(lambda rows: np.array([0.9]), lambda name: 0.5)
    assert sure([happening], last) is None
    assert sure([happening], first) is happening
