"""Numbers in words and digits, how exact they are, and what they count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("About 86,000 members were balloted.", 86000, "about-value"),
        ("More than 200 nurses walked out.", 200, "atLeast"),
        ("Up to 1.4 million workers are affected.", 1400000, "atMost"),
        ("Tens of thousands of teachers marched.", 20000, "atLeast"),
        ("Hundreds of drivers marched.", 200, "atLeast"),
        ("Several hundred drivers marched.", 200, "atLeast"),
        ("Half a million people took part.", 500000, "exactly"),
        ("Two hundred and fifty dockers left.", 250, "exactly"),
        ("Three thousand two hundred dockers left.", 3200, "exactly"),
        ("Sixty-odd loaders stood outside.", 60, "about-value"),
        ("Fewer than 150 posts will go.", 150, "atMost"),
        ("A dozen pickets stood there.", 12, "exactly"),
        ("One hundred and twenty-five porters left.", 125, "exactly"),
        ("Hundreds of thousands of workers marched.", 200000, "atLeast"),
        ("More than a hundred and fifty cooks left.", 150, "atLeast"),
        ("Two and a half thousand dockers stopped.", 2500, "exactly"),
        ("1 600 miners stopped.", 1600, "exactly"),
    ],
)
def test_numbers_and_their_bounds(parse: Callable[..., Any], text: str, value: float, bound: str) -> None:
    figures = parse(text)._.kg_figures
    assert [(f.value, f.bound) for f in figures] == [(value, bound)]


@pytest.mark.parametrize(
    ("digits", "values"),
    [
        ("1,234,567", [1234567]),
        ("1,234.5", [1234.5]),
        ("1.250.000", [1250000]),
        ("1.234,5", [1234.5]),
        ("3,5", [3.5]),
        ("0.125", [0.125]),
        ("1.110.11", []),
        ("1.234,567,8", []),
    ],
)
def test_digits_with_points_and_commas(parse: Callable[..., Any], digits: str, values: list[float]) -> None:
    assert [figure.value for figure in parse(f"They shipped {digits} tonnes.")._.kg_figures] == values


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("They want 4.5 per cent more.", "percent"),
        ("They want 10% more.", "percent"),
        ("They want 9 pct more.", "percent"),
        ("It costs £1,500 a year.", "money"),
        ("A strike of 48 hours began.", "duration"),
        ("It fell by 61 votes.", "votes"),
    ],
)
def test_units(parse: Callable[..., Any], text: str, unit: str) -> None:
    assert [f.unit for f in parse(text)._.kg_figures] == [unit]


def test_the_counted_noun_is_found_across_adjectives(parse: Callable[..., Any]) -> None:
    doc = parse("Some 1,200 low-paid hospital porters stopped work.")
    assert doc[doc._.kg_figures[0].head].text == "porters"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Members voted by 612 to 88 to strike.", 87.4),
        ("They rejected it by 3,022 votes to 417.", 12.1),
        ("The offer was turned down by 88% in a vote.", 12.0),
        ("They voted by nine to one for a strike.", 90.0),
        ("1,412 members voted in favour and 96 against.", 93.6),
        ("In a ballot 62 per cent voted against the offer.", 38.0),
        ("In the ballot 62 percent of those voting said no.", 38.0),
        ("In the vote 91 per cent of the nurses rejected the contract.", 9.0),
        ("Of the members 57.5 pct voted to turn it down.", 42.5),
    ],
)
def test_vote_counts_give_the_share_in_favour(parse: Callable[..., Any], text: str, share: float) -> None:
    assert [(f.value, f.unit) for f in parse(text)._.kg_figures] == [(share, "share")]


def test_a_figure_of_those_who_voted_is_the_poll(parse: Callable[..., Any]) -> None:
    figures = parse("With 74 pct of its members voting, 62 pct voted to strike.")._.kg_figures
    assert [(f.value, f.unit) for f in figures] == [(74.0, "poll"), (62.0, "percent")]


def test_money_without_a_currency_counts_nobody(parse: Callable[..., Any]) -> None:
    assert [f.unit for f in parse("The strike cost millions. It lost 40,000 a day.")._.kg_figures] == ["money"] * 2


def test_a_score_is_no_vote(parse: Callable[..., Any]) -> None:
    assert "share" not in [f.unit for f in parse("The dockers beat the miners by 40 to 2.")._.kg_figures]


def test_parts_of_a_whole_are_percentages(parse: Callable[..., Any]) -> None:
    figures = parse("Four in five backed it, and two thirds of the crew stayed.")._.kg_figures
    assert [(f.value, f.unit) for f in figures] == [(80.0, "percent"), (66.7, "percent")]


def test_a_dash_parts_a_word_from_a_figure(parse: Callable[..., Any]) -> None:
    assert 2800 in [f.value for f in parse("Hotel workers--2,800 in Leeds and 40 in Hull--struck.")._.kg_figures]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Some 97% of those who took part in the ballot backed it on a turnout of 71%.",
            {("percent", 97), ("percent", 71)},
        ),
        ("A majority of 58% of members who took part in the ballot voted no.", {("share", 42)}),
        ("Guards voted by 58% to 42% not to strike.", {("share", 42)}),
        ("The ballot fell short of the 50% turnout threshold.", {("threshold", 50)}),
        (
            "They rejected a deal that would have raised pay by 30%, with 57% voting no.",
            {("percent", 30), ("share", 43)},
        ),
        ("Turnout was 61 per cent (threshold 50 per cent) in the ballot.", {("percent", 61), ("percent", 50)}),
    ],
)
def test_who_voted_and_what_a_vote_needs(parse: Callable[..., Any], text: str, found: set[tuple[str, float]]) -> None:
    assert {(f.unit, f.value) for f in parse(text)._.kg_figures} == found
