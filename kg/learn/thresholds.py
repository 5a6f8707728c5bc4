"""From which probability on to say yes, and how much less is enough for a choice that is rare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_LEAST, _MOST = 0.15, 0.5  # of calibrated probabilities, the best is half of the F1 that is reached
_POWERS = (0.0, 0.05, 0.1, 0.15, 0.2)  # more of it chose rare classes too often in articles of other kinds


def near_best(chances: Sequence[tuple[float, bool]], total: int, *, given_up: float = 0.0) -> tuple[float, float]:
    """Return the lowest and the highest probability from which on saying yes gives the best F1, or nearly.

    Near its best F1 is flat: within little of it lie thresholds for higher recall and for higher precision. Above a
    half only chance could put it.

    Source: Z. C. Lipton, C. Elkan and B. Naryanaswamy, Optimal thresholding of classifiers to maximize F1 measure
    (ECML PKDD 2014).

    Args:
        chances: probability and truth of every case.
        total: how many there are to be found, those that are no case included.
        given_up: how much of F1 may be lost.
    """
    curve: list[tuple[float, float]] = []
    right = said = 0
    ordered = sorted(chances, key=lambda c: (-c[0], c[1]))
    for n, (p, yes) in enumerate(ordered):
        said += 1
        right += yes
        if n + 1 < len(ordered) and ordered[n + 1][0] == p:
            continue
        if _LEAST <= p <= _MOST:
            curve.append((p, 2 * right / (said + total)))
    best = max((f1 for _, f1 in curve), default=0.0)
    good = [p for p, f1 in curve if f1 >= best - given_up] if best else [_MOST]
    return round(min(good), 3), round(max(good), 3)


def best_lifts(sure: NDArray[np.float64], targets: NDArray[np.int64]) -> list[float]:
    """Return by what the probabilities of the classes are multiplied before the greatest is chosen.

    The best macro F1 needs rare classes to be chosen sooner than the fewest mistakes do. Each class is lifted by a
    power of how rare it is: one number to choose, so that few cases of a class cannot mislead.

    Source: A. K. Menon et al., Long-tail learning via logit adjustment (ICLR 2021).

    Args:
        sure: of shape (rows, classes), of cases that were not learned from.
        targets: the class of each row.
    """
    counts = np.bincount(targets, minlength=sure.shape[1])
    rare = counts.max(initial=1) / np.maximum(counts, 1)

    def macro(power: float) -> float:
        chosen = (sure * rare**power).argmax(axis=1)
        right = np.bincount(targets[chosen == targets], minlength=len(counts))
        told = np.bincount(chosen, minlength=len(counts))
        return float((2 * right / np.maximum(counts + told, 1)).mean())

    return [round(float(lift), 3) for lift in rare ** max(_POWERS, key=macro)]
