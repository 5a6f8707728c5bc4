"""One-to-one pairings between what is annotated and what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scipy.optimize import linear_sum_assignment

Pair = tuple[int, int]


def largest_matching[T](gold: Sequence[T], found: Sequence[T], same: Callable[[T, T], bool]) -> list[Pair]:
    """Return the pairs of a largest one-to-one matching between two short lists.

    Kuhn's algorithm: each annotated fact takes a free partner, or moves the one who has it to another.
    """
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j, candidate in enumerate(found):
            if j not in seen and same(gold[i], candidate):
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in range(len(gold)):
        place(i, set())
    return [(i, j) for j, i in owner.items()]


def best_pairing(gain: Sequence[Sequence[float]]) -> list[Pair]:
    """Return the one-to-one pairing with the largest total gain; pairs without gain are left out.

    The assignment problem, solved by scipy. Among pairings of equal gain the order of rows and columns decides.
    """
    if not gain or not gain[0]:
        return []
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if gain[i][j] > 0]
