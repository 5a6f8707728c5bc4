"""Likeness: whether two reports tell of one happening.

Reports are compared by what both of them name: who, against whom, when, where, how many, which figures. What agrees
weighs for one happening, what contradicts weighs against it, what one of them leaves out weighs nothing (Fellegi and
Sunter, A theory for record linkage, 1969). The weights are natural logarithms of odds, set by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

BASE = -2.0  # two reports of one class of event and of one party
SAME_PARTIES, OTHER_PARTIES = 1.5, -3.5
SAME_DAYS, NEAR_DAYS, OTHER_DAYS = 3.5, 0.5, -4.0
SAME_MONTH = 1.5
SAME_PLACE, OTHER_PLACE = 1.0, -0.8
SAME_MATTER, OTHER_MATTER = 0.6, -1.5
SAME_FIGURE, OTHER_FIGURE = 3.0, -4.0
SAME_COUNT, OTHER_COUNT = 1.5, -0.5
OTHER_OUTCOME = -4.0
PER_DAY, FARTHEST = -0.02, -5.0  # between the days of the articles
COPIED = 6.0

_CLOSE = 1.0  # points between two figures that may be one, rounded
_SIMILAR = 0.15  # between two counts
_SLACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Days:
    """When something happens: the first and the last day that it can be, None where that is open.

    `exact` tells that every date of it names a day, `named` holds these days.
    """

    first: date | None
    last: date | None
    exact: bool
    named: frozenset[date]

    def meets(self, other: Days) -> bool:
        """Tell whether the two can be the same days."""
        return self._begins_before_end_of(other) and other._begins_before_end_of(self)

    def _begins_before_end_of(self, other: Days) -> bool:
        return self.first is None or other.last is None or self.first <= other.last

    def near(self, other: Days) -> bool:
        """Tell whether a day of one is no more than two days from a day of the other."""
        return any(abs(a - b) <= _SLACK for a in self.named for b in other.named)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a report: entities by IRI, figures by role."""

    node: str
    document: str
    twin: str
    type: str
    published: date | None
    actors: frozenset[str]
    targets: frozenset[str]
    places: frozenset[str]
    matters: frozenset[str]
    outcomes: frozenset[str]
    counts: frozenset[float]
    figures: tuple[tuple[str, frozenset[float]], ...]
    days: Days | None
    mutual: bool  # every party is an actor, as of talks

    @property
    def parties(self) -> frozenset[str]:
        """Everyone who takes part."""
        return self.actors | self.targets


def likeness(left: Traits, right: Traits) -> float:
    """Return the logarithm of the odds that two reports of one class of event tell of one happening; symmetric."""
    return (
        BASE
        + _parties(left, right)
        + _when(left, right)
        + _sets(left.places, right.places, SAME_PLACE, OTHER_PLACE)
        + _sets(left.matters, right.matters, SAME_MATTER, OTHER_MATTER)
        + _sets(left.outcomes, right.outcomes, 0.0, OTHER_OUTCOME)
        + _figures(left, right)
        + _counts(left.counts, right.counts)
        + _gap(left, right)
        + (COPIED if left.twin == right.twin else 0.0)
    )


def _sets(left: frozenset[str], right: frozenset[str], same: float, other: float) -> float:
    if not left or not right:
        return 0.0
    return same if left & right else other


def _parties(left: Traits, right: Traits) -> float:
    if left.mutual:
        both = len(left.parties & right.parties)
        fewer = min(len(left.parties), len(right.parties))
        if fewer < 2 or both > 1:
            return SAME_PARTIES * both
        return OTHER_PARTIES
    return _sets(left.actors, right.actors, SAME_PARTIES, OTHER_PARTIES / 2) + _sets(
        left.targets, right.targets, SAME_PARTIES, OTHER_PARTIES
    )


def _when(left: Traits, right: Traits) -> float:
    a, b = left.days, right.days
    if a is None or b is None:
        return 0.0
    if a.named & b.named:
        return SAME_DAYS
    if not a.meets(b):
        return NEAR_DAYS if a.near(b) else OTHER_DAYS
    return SAME_DAYS if a.exact and b.exact and None not in (a.first, a.last, b.first, b.last) else SAME_MONTH


def _figures(left: Traits, right: Traits) -> float:
    theirs = dict(right.figures)
    total = 0.0
    for role, mine in left.figures:
        other = theirs.get(role)
        if other:
            close = min(abs(a - b) for a in mine for b in other) <= _CLOSE
            total += SAME_FIGURE if close else OTHER_FIGURE
    return total


def _counts(left: Iterable[float], right: Iterable[float]) -> float:
    pairs = [(a, b) for a in left for b in right]
    if not pairs:
        return 0.0
    return SAME_COUNT if any(abs(a - b) <= _SIMILAR * max(a, b) for a, b in pairs) else OTHER_COUNT


def _gap(left: Traits, right: Traits) -> float:
    if left.published is None or right.published is None:
        return 0.0
    return max(FARTHEST, PER_DAY * abs((left.published - right.published).days))
