"""Reckons days: from the words for them and a day of reference, on the calendar alone.

A reference without a year, such as a dateline's, reckons in a year whose weekdays fit; what it gives then leaves
the year out, as the text does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.nlp.tense import AHEAD, BACK

MONTHS = {
    m: i
    for i, names in enumerate(
        (
            "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
            "september sept sep,october oct,november nov,december dec"
        ).split(","),
        start=1,
    )
    for m in names.split()
}
WEEKDAYS = {d: i for i, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_COMMON_YEARS = range(2001, 2008)  # with 2008, every weekday for each day of the year


def month_number(name: str | None) -> int:
    """Return the number of a month's name, 0 where it is none."""
    return MONTHS.get((name or "").lower().rstrip("."), 0)


def shifted(day: date, days: int) -> date | None:
    """Return the day so many days later, or None beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def day_in(year: int, month: int, number: int) -> date | None:
    """Return a day of the calendar, or None where there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher's algorithm, in Meeus, Astronomical Algorithms)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def holiday(name: str, year: int) -> date:
    """Return the day of a holiday in a year; Labor Day and Thanksgiving are those of the United States."""
    fixed = {"Christmas Day": (12, 25), "Christmas Eve": (12, 24), "Boxing Day": (12, 26), "New Year's Day": (1, 1)}
    fixed |= {"New Year's Eve": (12, 31), "May Day": (5, 1)}
    moving = {"Good Friday": -2, "Easter Sunday": 0, "Easter Monday": 1}
    if name in fixed:
        return date(year, *fixed[name])
    if name in moving:
        return easter(year) + timedelta(days=moving[name])
    first, weekday, weeks = (date(year, 9, 1), 0, 0) if name == "Labor Day" else (date(year, 11, 1), 3, 3)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * weeks)


@dataclass(frozen=True, slots=True)
class Reference:
    """The day from which times are reckoned, and what is known of it."""

    day: date
    year: bool = True  # the year is given
    weekday: bool = True  # so is the weekday

    def text(self, day: date) -> str:
        """Write a day reckoned from this one."""
        return day.isoformat() if self.year else f"--{day.month:02}-{day.day:02}"

    def month_text(self, year: int, month: int) -> str:
        """Write a month reckoned from this day."""
        return f"{year}-{month:02}" if self.year else f"--{month:02}"

    def plus(self, days: int) -> Iterator[str]:
        """Yield the day so many days later, where there is one."""
        day = shifted(self.day, days)
        if day is not None:
            yield self.text(day)

    def month_plus(self, months: int) -> Iterator[str]:
        """Yield the month so many months later."""
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + months, 12)
        if 0 < year < 10000:
            yield self.month_text(year, month + 1)

    def dated(self, month: int, number: int, lean: int) -> date | None:
        """Return the day of this month and number that is nearest, on the side to which the words lean."""
        years = (self.day.year - 1, self.day.year, self.day.year + 1)
        made = [d for y in years if 0 < y < 10000 and (d := day_in(y, month, number)) is not None]
        return min(made, key=lambda d: abs((d - self.day).days) + _against((d - self.day).days, lean), default=None)

    def nearest_month(self, month: int, lean: int) -> int:
        """Return the year of the nearest month of this number, on the side to which the words lean."""
        years = [y for y in (self.day.year - 1, self.day.year, self.day.year + 1) if 0 < y < 10000]

        def away(year: int) -> int:
            months = (year - self.day.year) * 12 + month - self.day.month
            wrong = (lean == AHEAD and months < 0) or (lean == BACK and months > 0)
            return abs(months) + (4 if wrong else 0)

        return min(years, key=away)

    def monthly(self, number: int, lean: int) -> date | None:
        """Return the day of this number nearest by: "on the 25th"."""
        made: list[date] = []
        for shift in (-1, 0, 1):
            year, month = divmod(self.day.year * 12 + self.day.month - 1 + shift, 12)
            day = day_in(year, month + 1, number) if 0 < year < 10000 else None
            if day is not None:
                made.append(day)
        if lean:
            made = [d for d in made if (d - self.day).days * lean >= 0] or made
        else:
            made = [d for d in made if d >= self.day - timedelta(days=20)] or made
        return min(made, key=lambda d: abs((d - self.day).days), default=None)

    def weekday_by(self, day: int, qualifier: str, week: str, lean: int) -> date:
        """Return the day that "next Monday", "Monday of last week", "on Monday" means."""
        after = self.day + timedelta(days=(day - self.day.weekday()) % 7)
        before = self.day - timedelta(days=(self.day.weekday() - day) % 7)
        monday = self.day - timedelta(days=self.day.weekday())
        if "last" in week:
            return monday + timedelta(days=day - 7)
        if "this" in week:
            return monday + timedelta(days=day)
        if week or qualifier == "a week on":
            return monday + timedelta(days=7 + day) if "next" in week or not week else after + timedelta(days=7)
        if qualifier == "last":  # of yesterday one would say "yesterday"
            return before if (self.day - before).days > 1 else before - timedelta(days=7)
        if qualifier in {"next", "coming"}:
            return after if after > self.day else after + timedelta(days=7)
        if qualifier == "this":
            return before if lean == BACK else after
        return after if lean == AHEAD else before


def _against(days: int, lean: int) -> int:
    """Return what it costs a day to lie on the side from which the words lean away."""
    return 180 if days * lean < 0 else 0


def reference_of(month: int, number: int, weekday: int | None) -> Reference | None:
    """Return a reference of a day whose year nothing gives; its weekday may be known."""
    if not 1 <= month <= 12:
        return None
    for year in (*_COMMON_YEARS, 2008, 2012, 2016):
        day = day_in(year, month, number)
        if day is not None and (weekday is None or day.weekday() == weekday):
            return Reference(day, year=False, weekday=weekday is not None)
    return None
