"""Which reports tell of one event: what agrees weighs for it, what contradicts against, what is left out nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random
from typing import Any

import pytest

from kg.assemble.happenings import joined
from kg.assemble.likeness import Days, Traits, likeness


def days(*named: date) -> Days:
    return Days(min(named), max(named), True, frozenset(named))


def report(document: str, **told: Any) -> Traits:
    """A report of a strike of U against E, as told on 3 May."""
    known: dict[str, Any] = {
        "node": f"{document}#event-{told.pop('key', 'e')}",
        "document": document,
        "twin": document,
        "type": "Strike",
        "published": date(2024, 5, 3),
        "actors": frozenset("U"),
        "targets": frozenset("E"),
        **dict.fromkeys(("places", "matters", "outcomes", "counts"), frozenset()),
        "figures": (),
        "days": None,
        "mutual": False,
    }
    return Traits(**{**known, **told})


def one(*reports: Traits) -> bool:
    return len(joined(reports)) == 1


def test_the_same_parties_on_the_same_day_are_one_strike_and_on_another_day_another() -> None:
    tenth = days(date(2024, 5, 10))
    assert one(report("a", days=tenth), report("b", days=tenth))
    assert not one(report("a", days=tenth), report("b", days=days(date(2024, 5, 20))))


def test_a_month_may_be_that_of_a_day_in_it() -> None:
    may = Days(date(2024, 5, 1), date(2024, 5, 31), False, frozenset())
    assert likeness(report("a", days=may), report("b", days=days(date(2024, 5, 10)))) > 0
    assert likeness(report("a", days=may), report("b", days=days(date(2024, 7, 10)))) < 0


def test_other_targets_weigh_against_it() -> None:
    tenth = days(date(2024, 5, 10))
    assert not one(report("a"), report("b", targets=frozenset("F")))
    same, other = report("b", days=tenth), report("b", days=tenth, targets=frozenset("F"))
    assert likeness(report("a", days=tenth), same) > likeness(report("a", days=tenth), other)


def test_a_ballot_of_91_per_cent_is_not_that_of_62() -> None:
    ninety, other = (("share", frozenset({91.0})),), (("share", frozenset({62.0})),)
    assert one(report("a", figures=ninety), report("b", figures=(("share", frozenset({90.6})),)))
    assert not one(report("a", figures=ninety), report("b", figures=other))


def test_what_one_leaves_out_weighs_nothing() -> None:
    full = report("b", places=frozenset("P"), matters=frozenset("M"), counts=frozenset({200.0}))
    assert likeness(report("a"), full) == likeness(report("a"), report("b"))


def test_the_farther_apart_the_articles_the_less_alike() -> None:
    told = [report("b", published=date(2024, month, 3)) for month in (5, 6, 9)]
    found = [likeness(report("a"), other) for other in told]
    assert found == sorted(found, reverse=True)
    assert likeness(report("a"), report("b", published=None)) == found[0]


def test_likeness_is_symmetric() -> None:
    left = report("a", counts=frozenset({100.0}), days=days(date(2024, 5, 10)))
    right = report("b", counts=frozenset({110.0}), targets=frozenset("F"), published=date(2024, 6, 1))
    assert likeness(left, right) == likeness(right, left)


def test_reports_of_one_article_stay_apart_even_by_way_of_another() -> None:
    tenth = days(date(2024, 5, 10))
    told = [report("a", key="1", days=tenth), report("a", key="2", days=tenth), report("b", days=tenth)]
    assert sorted(map(len, joined(told))) == [1, 2]


def test_other_classes_and_other_parties_are_never_one() -> None:
    tenth = days(date(2024, 5, 10))
    assert not one(report("a", days=tenth), report("b", days=tenth, type="Ballot"))
    nobody = frozenset[str]()
    assert not one(report("a", actors=nobody, targets=nobody), report("b", actors=nobody, targets=nobody))


def test_copies_tell_of_the_same() -> None:
    other = report("b", days=days(date(2024, 5, 20)), published=date(2024, 5, 4))
    assert not one(report("a", days=days(date(2024, 5, 10))), other)
    assert one(report("a", days=days(date(2024, 5, 10))), replace(other, twin="a"))


@pytest.mark.parametrize("share", [0, 1, 2])
def test_talks_are_those_of_the_parties_whoever_is_named_first(share: int) -> None:
    both = {
        "actors": frozenset({"U", "E"}),
        "targets": frozenset[str](),
        "mutual": True,
        "days": days(date(2024, 5, 10)),
    }
    other = {**both, "actors": frozenset([["V", "F"], ["U", "F"], ["E", "U"]][share])}
    assert one(report("a", **both), report("b", **other)) is (share == 2)


def test_the_order_of_reports_does_not_matter() -> None:
    told = [
        report("a", days=days(date(2024, 5, 10))),
        report("b", days=days(date(2024, 5, 10)), targets=frozenset("EF")),
        report("c", targets=frozenset("F"), published=date(2024, 5, 5)),
        report("d", targets=frozenset(), days=days(date(2024, 5, 11))),
    ]
    first = joined(told)
    assert all(joined(order) == first for order in permutations(told))


def naive(reports: list[Traits]) -> list[tuple[Traits, ...]]:
    """What `joined` says it does, done word by word."""
    ordered = sorted(reports, key=lambda each: each.node)
    groups = [[each] for each in ordered]
    pairs = [
        (-likeness(left, right), left.node, right.node)
        for i, left in enumerate(ordered)
        for right in ordered[i + 1 :]
        if left.type == right.type and left.document != right.document and left.parties & right.parties
    ]
    for score, left, right in sorted(pairs):
        a, b = (next(group for group in groups if node in [each.node for each in group]) for node in (left, right))
        apart = {each.document for each in a}.isdisjoint({each.document for each in b})
        if score < 0 and a is not b and apart:
            scores = [likeness(*sorted((x, y), key=lambda each: each.node)) for x in a for y in b]
            if sum(scores) / len(scores) > 0:
                groups.remove(b)
                a += b
    return sorted((tuple(sorted(g, key=lambda each: each.node)) for g in groups), key=lambda group: group[0].node)


@pytest.mark.parametrize("seed", range(40))
def test_many_reports_are_joined_likeliest_first_by_their_average(seed: int) -> None:
    chance = Random(seed)
    told = []
    for number in range(chance.randrange(2, 30)):
        first = date(2024, 5, 1 + chance.randrange(12))
        told.append(
            report(
                f"d{chance.randrange(20)}",
                key=str(number),
                actors=frozenset(chance.sample("UVW", chance.randrange(1, 3))),
                targets=frozenset(chance.sample("EFG", chance.randrange(3))),
                places=frozenset(chance.sample("PQ", chance.randrange(2))),
                counts=frozenset([float(chance.randrange(100, 900))]) if chance.random() < 0.4 else frozenset(),
                days=chance.choice([None, days(first), Days(first, date(2024, 6, 1), False, frozenset())]),
            )
        )
    assert joined(told) == naive(told)
