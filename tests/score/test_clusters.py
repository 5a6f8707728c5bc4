"""The measures of coreference, on examples whose figures are worked out in the literature or by hand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.score.clusters import Agreement, b_cubed, ceaf_e, conll, muc, settled

Measure = Callable[[Mapping[Any, Hashable], Mapping[Any, Hashable]], Agreement]
MEASURES = (b_cubed, muc, ceaf_e)
clusterings = st.lists(st.integers(0, 4), min_size=1, max_size=12).map(lambda own: dict(enumerate(own)))


def clustering(*clusters: str) -> dict[str, int]:
    """Make a clustering of single letters."""
    return {letter: n for n, cluster in enumerate(clusters) for letter in cluster}


def near(measure: Agreement, p: float, r: float) -> bool:
    return (measure.precision, measure.recall) == (pytest.approx(p), pytest.approx(r))


def test_example_of_bagga_and_baldwin() -> None:
    # Truth {1-5} {6,7} {8-12}; response one joins the second with the third cluster, response two with the first.
    truth = clustering("12345", "67", "89ABC")
    assert near(b_cubed(truth, clustering("12345", "6789ABC")), 16 / 21, 1)
    assert near(b_cubed(truth, clustering("1234589ABC", "67")), 7 / 12, 1)
    assert near(muc(truth, clustering("12345", "6789ABC")), 9 / 10, 1)
    assert near(muc(truth, clustering("1234589ABC", "67")), 9 / 10, 1)


def test_example_of_the_reference_scorer() -> None:
    # Pradhan et al. 2014, figure 1: key {a b c} {d e f g}, response {a b} {c d} {f g h i}; h, i are not annotated.
    key, response = clustering("abc", "defg"), clustering("ab", "cd", "fghi")
    assert near(muc(key, response), 2 / 3, 2 / 5)
    assert muc(key, response).hit_gold == 2
    assert b_cubed(key, response).recall == pytest.approx((2 * 2 / 3 + 1 / 3 + 2 * 2 / 4 + 1 / 4) / 7)  # 0.42
    assert ceaf_e(key, response).recall == pytest.approx((4 / 5 + 4 / 6) / 2)


def test_a_mention_that_was_not_found_lowers_recall_alone() -> None:
    gold, found = clustering("ab", "c"), clustering("ab")
    assert near(b_cubed(gold, found), 1, 2 / 3)
    assert near(ceaf_e(gold, found), 1, 1 / 2)
    assert near(muc(gold, found), 1, 1)  # nothing links a mention that stands alone


def test_clusters_of_one_have_no_links() -> None:
    gold = clustering("a", "b", "c")
    assert near(muc(gold, gold), 1, 1)
    assert near(muc(gold, clustering("ab", "c")), 0, 1)
    assert conll(gold, gold) == 1


@pytest.mark.parametrize("measure", MEASURES)
@given(gold=clusterings, found=clusterings)
def test_figures_lie_between_0_and_1_and_1_means_the_same(
    measure: Measure, gold: dict[int, int], found: dict[int, int]
) -> None:
    given_ = measure(gold, found)
    assert 0 <= given_.precision <= 1 + 1e-9
    assert 0 <= given_.recall <= 1 + 1e-9
    assert measure(gold, {mention: ("other", cluster) for mention, cluster in gold.items()}).f1 == pytest.approx(1)


@given(gold=clusterings, found=clusterings)
def test_precision_is_recall_the_other_way_round(gold: dict[int, int], found: dict[int, int]) -> None:
    both = gold.keys() & found.keys()
    ours, theirs = ({m: c for m, c in given_.items() if m in both} for given_ in (gold, found))
    for measure in MEASURES:
        assert measure(ours, theirs).precision == pytest.approx(measure(theirs, ours).recall)


# -- what is left open --------------------------------------------------------------------------

OPEN: Iterable[Iterable[str]] = [("x", "y", "z")]
GOLD = {"a": "x", "b": "x", "c": "y", "d": "z"}


@pytest.mark.parametrize("found", ["ab|c|d", "abc|d", "abd|c", "ab|cd", "abcd"])
def test_neither_to_join_nor_to_part_what_is_open_is_a_mistake(found: str) -> None:
    given_ = clustering(*found.split("|"))
    for measure in MEASURES:
        assert measure(settled(GOLD, given_, OPEN), given_).f1 == pytest.approx(1)


def test_what_is_open_excuses_nothing_else() -> None:
    found = clustering("a", "bc", "d")
    assert b_cubed(settled(GOLD, found, OPEN), found).f1 < 1
    assert b_cubed(settled(GOLD | {"e": "w"}, clustering("abe", "c", "d"), OPEN), clustering("abe", "c", "d")).f1 < 1
