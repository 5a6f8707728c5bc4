"""Pictures of days: bars of events, and the rows of a time line, as figures that a template draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.query.reports import full_day
from kg.query.timeline import MARKS

if TYPE_CHECKING:
    from kg.serve.pages.room import Room
    from kg.store.account import Happening

WIDTH, HEIGHT, LABELS = 720, 120, 24  # of the bars, and of the line of labels below them; units of the picture
SPAN = 72  # bars that a picture has at most
TICKS = 6
ROW, SCALE, LEFT, RIGHT = 24, 420, 190, 440  # of a time line


@dataclass(frozen=True, slots=True)
class Bar:
    """Events of one time and status: where its rectangle lies, and what it says."""

    x: float
    y: float
    width: float
    height: float
    look: str
    title: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A word on a scale."""

    x: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Bars:
    """Events by time. `undated` are those of no known year."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    looks: tuple[tuple[str, str], ...]
    first: str
    last: str
    total: int
    undated: int
    width: int = WIDTH
    height: int = HEIGHT + LABELS


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of a time line. `last` is the last day of what went on for longer."""

    day: date
    last: date
    what: str
    look: str
    event: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A row of a time line with its place."""

    y: int
    start: float
    end: float
    day: str
    what: str
    look: str
    event: str
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """A time line: rows over a scale of days."""

    rows: tuple[Drawn, ...]
    ticks: tuple[Tick, ...]
    looks: tuple[tuple[str, str], ...]
    width: int
    height: int


def looks(room: Room) -> dict[str, str]:
    """Return how each status looks: the core's name of it, by IRI."""
    return {room.ontology.term(name): name for name in MARKS}


def legend(room: Room, used: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the looks that are used, in the order of the statuses, each with what people call it."""
    there = set(used)
    return tuple((name, room.word(room.ontology.term(name))) for name in MARKS if name in there)


def bars(room: Room, dated: Iterable[tuple[str, Happening]]) -> Bars | None:
    """Return events by day, month, year or more years: the finest that gives no more than `SPAN` bars.

    None where fewer than two have a year.
    """
    look = looks(room)
    known: list[tuple[str, str]] = []
    undated = 0
    for day, one in dated:
        if _whole(day) is not None:
            known.append((day, look.get(one.event.status, "possible")))
        else:
            undated += 1
    if len(known) < 2:
        return None
    first, last = min(day for day, _ in known), max(day for day, _ in known)
    times = _times(first, last)
    place = {name: i for i, names in enumerate(times) for name in names}
    size = len(times[0][0])
    counts: dict[int, Counter[str]] = {}
    for day, how in known:
        slot = place.get(day[:size], place.get(f"{day}-01-01"[:size], 0))
        counts.setdefault(slot, Counter())[how] += 1
    return Bars(
        bars=tuple(_bars(room, counts, times)),
        ticks=tuple(_ticks(times)),
        looks=legend(room, (how for _, how in known)),
        first=first,
        last=last,
        total=len(known),
        undated=undated,
    )


def _times(first: str, last: str) -> list[list[str]]:
    """Return the times of the bars: each the days, months or years (as prefixes of days) that it stands for."""
    start, end = _whole(first) or date.min, _whole(last) or date.max
    days = [
        date.fromordinal(n).isoformat()
        for n in range(start.toordinal(), min(end.toordinal(), start.toordinal() + SPAN) + 1)
    ]
    if len(days) <= SPAN and len(first) == len(last) == len("2022-12-19"):
        return [[day] for day in days]
    months = [
        f"{n // 12:04}-{n % 12 + 1:02}" for n in range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    ]
    if len(months) <= SPAN:
        return [[month] for month in months]
    years = [f"{year:04}" for year in range(start.year, end.year + 1)]
    step = -(-len(years) // SPAN)
    return [years[i : i + step] for i in range(0, len(years), step)]


def _whole(day: str) -> date | None:
    """Return the first day of a day, month or year; None of what is none of these."""
    return full_day(f"{day}-01-01"[:10])


def _bars(room: Room, counts: dict[int, Counter[str]], times: Sequence[Sequence[str]]) -> Iterable[Bar]:
    tallest = max(count.total() for count in counts.values())
    wide = WIDTH / len(times)
    for slot in sorted(counts):
        names = times[slot]
        when = names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}"
        below = 0
        for how, label in legend(room, counts[slot]):
            number = counts[slot][how]
            top = HEIGHT * (below + number) / tallest
            yield Bar(
                x=round(slot * wide + wide * 0.1, 1),
                y=round(HEIGHT - top, 1),
                width=round(min(wide * 0.8, 40), 1),
                height=round(HEIGHT * number / tallest, 1),
                look=how,
                title=f"{when}: {number} {label}",
            )
            below += number


def _ticks(times: Sequence[Sequence[str]]) -> Iterable[Tick]:
    wide, every = WIDTH / len(times), max(1, -(-len(times) // TICKS))
    for slot in range(0, len(times), every):
        yield Tick(round(slot * wide + wide * 0.1, 1), times[slot][0], "start")


def line(room: Room, moments: Iterable[Moment]) -> Line | None:
    """Return a time line; None where there are no days."""
    them = sorted(moments, key=lambda m: (m.day, m.last, m.what, m.event))
    if not them:
        return None
    first, last = them[0].day, max(m.last for m in them)
    length = max(1, (last - first).days)

    def x(day: date) -> float:
        return round(LEFT + 10 + (day - first).days / length * (SCALE - 20), 1)

    rows = tuple(
        Drawn(
            y=LABELS + ROW * i + ROW // 2,
            start=x(m.day),
            end=x(m.last),
            day=m.day.isoformat(),
            what=_cut(m.what, 16),
            look=m.look,
            event=_cut(m.event, 62),
            title=f"{m.day.isoformat()}: {m.what}, {m.event}",
        )
        for i, m in enumerate(them)
    )
    ends = dict.fromkeys((first, last))
    ticks = tuple(Tick(x(day), day.isoformat(), "start" if day == first else "end") for day in ends)
    return Line(rows, ticks, legend(room, (m.look for m in them)), LEFT + SCALE + RIGHT, LABELS + ROW * len(rows) + 8)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
