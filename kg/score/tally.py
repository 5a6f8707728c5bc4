"""Counts of facts found, missed and wrongly found, and the figures made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Facts found (`tp`), missed (`fn`) and wrongly found (`fp`)."""

    tp: int = 0
    fn: int = 0
    fp: int = 0

    @property
    def gold(self) -> int:
        """How many facts are annotated: tp + fn."""
        return self.tp + self.fn

    @property
    def found(self) -> int:
        """How many facts were found: tp + fp."""
        return self.tp + self.fp

    @property
    def precision(self) -> float:
        """P = tp / (tp + fp); 1 where nothing was found."""
        return self.tp / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """R = tp / (tp + fn); 1 where nothing is annotated."""
        return self.tp / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """F1 = 2PR / (P + R); 0 where both are 0."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def add(self, tp: int = 0, fn: int = 0, fp: int = 0) -> None:
        """Add to the counts."""
        self.tp += tp
        self.fn += fn
        self.fp += fp

    def figures(self) -> dict[str, float]:
        """Return P, R, F1 under the keys `p`, `r`, `f`, and the three counts."""
        return {
            "p": self.precision,
            "r": self.recall,
            "f": self.f1,
            "tp": self.tp,
            "fn": self.fn,
            "fp": self.fp,
        }


Tallies = dict[str, Tally]
"""The counts by kind of fact."""


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of some counts."""
    result = Tally()
    for t in tallies:
        result.add(t.tp, t.fn, t.fp)
    return result


def macro(tallies: Iterable[Tally]) -> float:
    """Return the mean F1 over the kinds that are annotated at all."""
    scores = [t.f1 for t in tallies if t.gold]
    return sum(scores) / max(1, len(scores))
