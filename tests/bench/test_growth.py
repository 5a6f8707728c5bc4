"""How a cost grows, as the benchmarks tell it."""

from __future__ import annotations

import pytest

from bench.growth import exponent


def test_a_cost_in_step_with_the_articles_has_exponent_one_and_one_of_all_pairs_two() -> None:
    assert exponent({1_000: 4.0, 10_000: 40.0, 50_000: 200.0}) == pytest.approx(1)
    assert exponent({1_000: 0.5, 2_000: 2.0, 8_000: 32.0}) == pytest.approx(2)


def test_one_odd_size_does_not_decide() -> None:
    assert 0.9 < exponent({1_000: 1.0, 10_000: 13.0, 50_000: 50.0}) < 1.1
