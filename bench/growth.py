"""How a cost grows with the number of articles."""

from __future__ import annotations

from collections.abc import Mapping
from math import log


def exponent(costs: Mapping[int, float]) -> float:
    """Return the k of cost = c × articles^k that fits best: the slope of the logarithms, by least squares.

    Args:
        costs: by number of articles; two numbers at least, and no cost of nothing.
    """
    points = [(log(number), log(cost)) for number, cost in costs.items()]
    x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
