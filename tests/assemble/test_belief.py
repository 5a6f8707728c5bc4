"""Belief: 1 - product of (1 - 0.98 x confidence) over independent witnesses, less half of that of those who deny it."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.assemble.belief import RELIABLE, Witness, belief

witnesses = st.lists(
    st.builds(Witness, st.sampled_from("abcd"), st.floats(0, 1), accepted=st.just(False), denies=st.booleans()),
    min_size=1,
    max_size=6,
)


def test_one_article_is_believed_as_far_as_it_was_read_surely_and_no_source_wholly() -> None:
    assert belief([Witness("a", 0.9)]) == pytest.approx(0.98 * 0.9)
    assert belief([Witness("a", 1.0)]) == RELIABLE


def test_a_second_source_makes_it_surer_and_a_copy_does_not() -> None:
    one, two = Witness("a", 0.8), Witness("b", 0.8)
    assert belief([one, two]) == pytest.approx(1 - (1 - 0.98 * 0.8) ** 2, abs=1e-4)
    assert belief([one, Witness("a", 0.7)]) == belief([one])


def test_of_copies_the_surest_counts() -> None:
    assert belief([Witness("a", 0.6), Witness("a", 0.9)]) == belief([Witness("a", 0.9)])


def test_who_denies_it_takes_away_no_more_than_half() -> None:
    told, denied = Witness("a", 0.9), Witness("b", 0.9, denies=True)
    assert belief([told, denied]) == pytest.approx(0.98 * 0.9 * (1 - 0.98 * 0.9 / 2), abs=1e-4)


def test_where_all_deny_it_the_denial_is_told() -> None:
    assert belief([Witness("a", 0.9, denies=True)]) == belief([Witness("a", 0.9)])


def test_what_a_person_confirmed_is_believed() -> None:
    assert belief([Witness("a", 0.1, accepted=True), Witness("b", 0.9, denies=True)]) == 1.0


@given(witnesses)
def test_it_is_a_probability_and_does_not_depend_on_the_order(them: list[Witness]) -> None:
    assert 0 <= belief(them) <= 1
    assert len({belief(order) for order in list(permutations(them))[:24]}) == 1


@given(witnesses, st.floats(0, 1))
def test_one_more_who_tells_it_never_makes_it_less(them: list[Witness], confidence: float) -> None:
    if any(not witness.denies for witness in them):
        assert belief([*them, Witness("new", confidence)]) >= belief(them)
