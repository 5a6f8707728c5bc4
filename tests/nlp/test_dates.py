"""Time expressions and the days they name. 2023-04-20 is a Thursday."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

THURSDAY = "2023-04-20"


def found(doc: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(t.kind, t.values) for t in doc._.kg_dates]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will strike on 7, 8, 20 and 21 May.", ("2023-05-07", "2023-05-08", "2023-05-20", "2023-05-21")),
        ("They will strike on May 7, 8 and 9.", ("2023-05-07", "2023-05-08", "2023-05-09")),
        ("They struck on 28 December.", ("2022-12-28",)),
        ("They struck on 3 March 1984.", ("1984-03-03",)),
        ("In 1984 they struck.", ("1984",)),
        ("On the 25th they will walk out.", ("2023-04-25",)),
        ("They walked out on Monday.", ("2023-04-17",)),
        ("They will walk out on Monday.", ("2023-04-24",)),
        ("They walked out yesterday.", ("2023-04-19",)),
        ("They will walk out next Tuesday and Wednesday.", ("2023-04-25", "2023-04-26")),
        ("They walked out last Thursday.", ("2023-04-13",)),
        ("They came out on the 28th ult. in a body.", ("2023-03-28",)),
        ("They will come out on the 1st prox. in a body.", ("2023-05-01",)),
        ("The meeting of 4th inst. was told.", ("2023-04-04",)),
        ("The men resume to-morrow.", ("2023-04-21",)),
        ("They came out on the 4th and 5th inst. in a body.", ("2023-04-04", "2023-04-05")),
        ("The hearing was adjourned to Monday.", ("2023-04-24",)),
        ("The stoppage was postponed until Monday.", ("2023-04-24",)),
        ("Talks with the minister on Monday evening were adjourned.", ("2023-04-17",)),
        ("The union has given notice of a strike on Sunday.", ("2023-04-23",)),
        ("Mill workers at Lawrence vote Sunday.", ("2023-04-23",)),
        ("The January strike closed the port.", ("2023-01",)),
        ("The rise was put off to June.", ("2023-06",)),
        ("They sent us back in '73.", ("1973",)),
        ("2011's strike was long.", ("2011",)),
        ("A stoppage by hauliers (2015) shut the port.", ("2015",)),
        ("The stoppage was extended until Sunday.", ("2023-04-23",)),
        ("They voted on Friday on a strike.", ("2023-04-14",)),
        ("The judge ordered them back to work on Monday.", ("2023-04-17",)),
        ("They left when guards tried to move them on Monday.", ("2023-04-17",)),
    ],
)
def test_days_resolve_against_the_publication_date(
    parse: Callable[..., Any], text: str, expected: tuple[str, ...]
) -> None:
    assert found(parse(text, THURSDAY)) == [("days", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They will strike from 3 to 7 May.", ("span", ("2023-05-03", "2023-05-07"))),
        ("They will strike from 28 April until 3 May.", ("span", ("2023-04-28", "2023-05-03"))),
        ("They struck from 28 December until 3 January 2022.", ("span", ("2021-12-28", "2022-01-03"))),
        ("They will strike for three days from 2 May.", ("span", ("2023-05-02", "2023-05-04"))),
        ("They have been on strike since 3 March.", ("start", ("2023-03-03",))),
        ("The ban lasts until 12 June.", ("end", ("2023-06-12",))),
        ("The union called an indefinite stoppage from Monday.", ("start", ("2023-04-24",))),
        ("They voted for an overtime ban starting Monday.", ("start", ("2023-04-24",))),
        ("They will strike from 6 to 8 December.", ("span", ("2023-12-06", "2023-12-08"))),
    ],
)
def test_spans_have_a_first_and_a_last_day(
    parse: Callable[..., Any], text: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert found(parse(text, THURSDAY)) == [expected]


def test_what_will_be_lies_ahead(parse: Callable[..., Any]) -> None:
    assert found(parse("They will strike on 1 and 2 December.", "2023-03-06")) == [
        ("days", ("2023-12-01", "2023-12-02"))
    ]
    assert found(parse("They struck on 1 December.", "2023-03-06")) == [("days", ("2022-12-01",))]


def test_a_day_that_a_month_has_not_is_none(parse: Callable[..., Any]) -> None:
    assert found(parse("They will come out on the 31st prox. in a body.", "2023-05-20")) == []


def test_what_nothing_gives_stays_open(parse: Callable[..., Any]) -> None:
    assert found(parse("They struck on 1 February.")) == [("days", ("--02-01",))]
    assert found(parse("They struck on Friday, as they did today.")) == []


@pytest.mark.parametrize(
    "text",
    ["They want 12 per cent in May or never.", "The march went on.", "They may strike.", "Of 2000 members most left."],
)
def test_words_that_look_like_dates_are_none(parse: Callable[..., Any], text: str) -> None:
    assert not [v for _, values in found(parse(text, THURSDAY)) for v in values if len(v) == 10]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met last month.", ("2023-03",)),
        ("They struck in July and August of last year.", ("2022-07", "2022-08")),
        ("The 1984 strike was long.", ("1984",)),
        ("In 1998 drivers banned overtime.", ("1998",)),
        ("They met at the weekend.", ("2023-04-15", "2023-04-16")),
        ("They walked out three days ago.", ("2023-04-17",)),
        ("They have called a rally on Monday.", ("2023-04-24",)),
        ("They refused to work on Monday.", ("2023-04-17",)),
        ("They were told of a stoppage fixed for Monday.", ("2023-04-24",)),
        ("They struck on Good Friday.", ("2023-04-07",)),
        ("They will strike on Tuesday 2 and Wednesday 3 May.", ("2023-05-02", "2023-05-03")),
        ("On March 2, 12 nurses met.", ("2023-03-02",)),
    ],
)
def test_words_for_days_and_months_near_the_day_of_writing(
    parse: Callable[..., Any], text: str, expected: tuple[str, ...]
) -> None:
    assert [v for _, values in found(parse(text, THURSDAY)) for v in values] == list(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The walkout entered its third day today.", ("start", ("2023-04-18",))),
        ("The two-week-old stoppage goes on.", ("start", ("2023-04-06",))),
        ("They began a two-day stoppage on Monday.", ("span", ("2023-04-17", "2023-04-18"))),
        ("A three-day stoppage ended on Tuesday.", ("span", ("2023-04-16", "2023-04-18"))),
        ("The ban stood until Monday.", ("end", ("2023-04-17",))),
        ("They went back on Tuesday, ending a three-day stoppage.", ("span", ("2023-04-16", "2023-04-18"))),
        ("They will strike for 48 hours from 6am on 3 May.", ("span", ("2023-05-03", "2023-05-05"))),
    ],
)
def test_how_long_something_lasts_gives_its_other_end(
    parse: Callable[..., Any], text: str, expected: tuple[str, tuple[str, ...]]
) -> None:
    assert expected in found(parse(text, THURSDAY))


def test_a_day_told_before_gives_the_days_after_it(parse: Callable[..., Any]) -> None:
    doc = parse("They walked out on 3 March 1990. The next day the drivers joined, and on the Monday the guards.")
    assert [v for _, v in found(doc)] == [("1990-03-03",), ("1990-03-04",), ("1990-03-05",)]


def test_months_are_of_the_year_that_a_sentence_is_about(parse: Callable[..., Any]) -> None:
    assert [v for _, v in found(parse("The 1913 strike lasted from May to July.", THURSDAY))][1:] == [
        ("1913-05", "1913-07")
    ]
    assert ("days", ("2023-04-18",)) in found(parse("The 1913 strike was recalled on 18 April 2023.", THURSDAY))
    assert found(parse("The company, founded in 1998, closed the plant on 12 March.", THURSDAY))[1][1] == (
        "2023-03-12",
    )


def test_a_dateline_stands_for_the_publication_date(parse: Callable[..., Any]) -> None:
    assert found(parse("ROME, Nov 18\n\nItaly stopped work today.")) == [
        ("days", ("--11-18",)),
        ("days", ("--11-18",)),
    ]
