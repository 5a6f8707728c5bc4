"""The days of an event, as its reports name them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kg.ontology import CORE
from kg.query.reports import Filled, full_day, is_day

if TYPE_CHECKING:
    from kg.query.courses import Courses, Happening

LONGEST = 366 * 3  # days of a span that is counted; a longer one is taken for two dates that do not belong together


class Span(NamedTuple):
    """Days from a first to a last one, which one report names; None where it is open. `filled` are the words for it."""

    first: date | None
    last: date | None
    report: str
    filled: tuple[Filled, ...]

    def days(self, weekdays: Collection[int]) -> set[date]:
        """Return its days; of several those of some days of the week (1: Monday). None of an open one.

        Examples:
            >>> from datetime import date
            >>> friday, monday = date(2018, 8, 24), date(2018, 8, 27)
            >>> len(Span(friday, monday, "", ()).days({1, 2, 3, 4, 5}))
            2
        """
        if self.first is None or self.last is None or not 0 <= (self.last - self.first).days <= LONGEST:
            return set()
        found = {self.first + timedelta(n) for n in range((self.last - self.first).days + 1)}
        return found if len(found) == 1 else {day for day in found if day.isoweekday() in weekdays} or found


def spans(courses: Courses, happening: Happening) -> Iterator[Span]:
    """Yield the days of an event, one report after the other; only what stands in the account of all documents."""
    standing = {(f.role, f.value) for f in happening.filled}
    left = {(f.role, f.value): f for f in happening.filled if is_day(f)}
    for report in happening.reports:
        told = [f for f in courses.told(report) if is_day(f) and (f.role, f.value) in standing]
        for f in told:
            left.pop((f.role, f.value), None)
        yield from _spans(courses, report, told)
    if left and happening.reports:  # what a person wrote
        yield from _spans(courses, happening.reports[0], list(left.values()))


def _spans(courses: Courses, report: str, told: list[Filled]) -> Iterator[Span]:
    starts, ends, single = [], [], []
    for f in told:
        if courses.ontology.is_a(f.role, str(CORE.startDate)):
            starts.append(f)
        elif courses.ontology.is_a(f.role, str(CORE.endDate)):
            ends.append(f)
        else:
            single.append(f)
    for f in single:
        yield Span(full_day(f.value), full_day(f.value), report, (f,))
    if len(starts) == len(ends):
        for start, end in zip(starts, ends, strict=True):
            yield Span(full_day(start.value), full_day(end.value), report, (start, end))
    else:
        for f in starts:
            yield Span(full_day(f.value), None, report, (f,))
        for f in ends:
            yield Span(None, full_day(f.value), report, (f,))
