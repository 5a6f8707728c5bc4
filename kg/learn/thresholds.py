"""From which probability on to say yes."""

from __future__ import annotations

from collections.abc import Sequence

_LEAST, _MOST = 0.15, 0.8


def best_threshold(chances: Sequence[tuple[float, bool]], total: int) -> float:
    """Return the probability from which on saying yes gives the best F1.

    Args:
        chances: probability and truth of every case.
        total: how many there are to be found, those that are no case included.
    """
    best, found = 0.0, 0.5
    right = said = 0
    ordered = sorted(chances, key=lambda c: (-c[0], c[1]))
    for n, (p, yes) in enumerate(ordered):
        said += 1
        right += yes
        if n + 1 < len(ordered) and ordered[n + 1][0] == p:
            continue
        f1 = 2 * right / (said + total) if said + total else 0.0
        if f1 > best and _LEAST <= p <= _MOST:
            best, found = f1, p
    return round(found, 3)
