"""Readers of the kinds of time expressions: from what a pattern matched to days, months or years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from kg.nlp.number_words import count, ordinal
from kg.nlp.reckoning import WEEKDAYS, Reference, day_in, holiday, last_of_month, month_number, shifted
from kg.nlp.tense import AHEAD, BACK, OPEN, leaning
from kg.nlp.time_patterns import LASTING

_START = frozenset(
    {"since", "from", "beginning", "starting", "begin", "begins", "began", "started", "starts", "start", "commencing"}
)
_END = frozenset("until till ending ended ends end through finished settled terminated concluded collapsed".split())
_HOUR = re.compile(  # "until 5am on Tuesday"
    r"(?:\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\.?|o'clock)|\b(?:noon|midday|midnight))(?:\s+in the \w+)?(?:\s+on)?\s*$"
)
_SHIFTS = {
    "yesterday": -1,
    "last night": -1,
    "last evening": -1,
    "overnight": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
}
_HABIT = frozenset({"every", "each", "any", "a", "an", "alternate"})  # no day of its own: "a Sunday newspaper"
_DAYPARTS = frozenset("morning afternoon evening night lunchtime midnight noon dawn breakfast rush".split())
_TOLD_DAY = re.compile(r"\b(yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", re.IGNORECASE)

Read = tuple[str, list[str]]  # mode and values


@dataclass(slots=True)
class Place:
    """Where an expression stands, and what it may be reckoned from."""

    doc: Doc
    match: re.Match[str]
    token: Token
    end: int
    before: str
    published: Reference | None
    last: Reference | None  # the last full date that the text gave shortly before
    year: int = 0  # of which the sentence tells: "the 1913 strike lasted from May to July"

    @property
    def lean(self) -> int:
        """Which way the clause leans."""
        return leaning(self.token)

    def get(self, group: str) -> str:
        """Return what a group of the pattern matched."""
        return self.match.groupdict().get(group) or ""


def _mode(place: Place) -> str:
    words = re.findall(r"[a-z]+", _HOUR.sub("", place.before.lower()))[-2:]
    first = place.match.group().lower().split()[0]
    for names, mode in ((_START, "start"), (_END, "end")):
        if first in names or (words and words[-1] in names):
            return mode
        if words[-1:] in (["on"], ["in"], ["at"]) and words[0] in names:
            return mode
    return "days"


def _year_of(words: str, place: Place) -> int:
    """Return the year that "1984" or "last year" names, 0 where none is given."""
    if words.isdecimal():
        return int(words)
    if words and place.published is not None and place.published.year:
        return place.published.day.year + {"last": -1, "this": 0, "next": 1}[words.split()[0].lower()]
    return 0


def _one_day(place: Place, month: int, number: str, year: str, lean: int = OPEN) -> Iterator[str]:
    digits = re.match(r"\d+", number)
    if not digits or not month or not 1 <= int(digits.group()) <= 31:
        return
    day = int(digits.group())
    known = _year_of(year, place) or (place.year if lean != AHEAD else 0)
    if known:
        made = day_in(known, month, day)
        if made:
            yield made.isoformat()
    elif place.published is not None:
        made = place.published.dated(month, day, lean)
        if made:
            yield place.published.text(made)
    else:
        yield f"--{month:02}-{day:02}"


def _range(place: Place) -> Read | None:
    month_b = month_number(place.get("mb") or place.get("ma"))
    month_a = month_number(place.get("ma")) or month_b
    year_b = place.get("yb")
    known = _year_of(year_b, place)
    year_a = place.get("ya") or (str(known - 1) if known and month_a > month_b else year_b)
    lean = place.lean
    values = [
        *_one_day(place, month_a, place.get("a"), year_a, lean),
        *_one_day(place, month_b, place.get("b"), year_b, lean),
    ]
    return ("span", values) if len(values) == 2 else None


def _days(place: Place) -> Read:
    month, year = month_number(place.get("m")), place.get("y")
    since = _mode(place) == "start" and re.search(r"\bsince\b", place.before[-12:].lower())
    lean = BACK if since else place.lean
    values = [v for n in re.findall(r"\d{1,2}", place.get("d")) for v in _one_day(place, month, n, year, lean)]
    return _lasting(place, _mode(place), values)


def _lasting(place: Place, mode: str, values: list[str]) -> Read:
    """Make a span of "for three days from 23 April": the first and the last day."""
    match = LASTING.search(place.before)
    if match and len(values) == 1 and len(values[0]) == 10:
        days = {"d": 1, "w": 7, "h": 0}[match["u"][0].lower()] * count(match["n"])
        last = shifted(date.fromisoformat(values[0]), days - 1) if days > 1 else None
        if last:
            return "span", [values[0], last.isoformat()]
    return mode, values


def _iso(place: Place) -> Read:
    text = place.match.group()
    return _mode(place), [text] if day_in(*(int(x) for x in text.split("-"))) else []


def _month_year(place: Place) -> Read:
    months = [m for m in (month_number(place.get("n")), month_number(place.get("m"))) if m]
    year = _year_of(place.get("y"), place)
    return _mode(place), [f"{year}-{m:02}" if year else f"--{m:02}" for m in months]


def _month(place: Place) -> Read:
    qualifier = place.get("q").lower()
    months = [m for m in (month_number(place.get("n")), month_number(place.get("m"))) if m]
    if place.published is None:
        return _mode(place), [f"--{m:02}" for m in months]
    here, lean = place.published.day, BACK if qualifier == "since" else place.lean
    values: list[str] = []
    year = 0
    for n, month in enumerate(months):
        if n:
            year += month < months[0]  # from November to February
        elif place.year and lean != AHEAD:
            year = place.year
        elif qualifier == "last":
            year = here.year - (month >= here.month)
        elif qualifier == "next":
            year = here.year + (month <= here.month)
        else:
            year = place.published.nearest_month(month, lean)
        values.append(place.published.month_text(year, month))
    if re.search(r"\b(?:by|until|till) (?:at least )?(?:the )?end $", place.before) and place.published.year:
        day = last_of_month(int(values[-1][:4]), months[-1])
        return "end", [day.isoformat()]
    return _mode(place), values


def _relative_month(place: Place) -> Read | None:
    if place.published is None:
        return None
    words = place.get("q").lower()
    months = list(place.published.month_plus({"last": -1, "next": 1}.get(words, 0)))
    if place.get("end") and place.published.year and months:
        return "end", [last_of_month(int(months[0][:4]), int(months[0][5:])).isoformat()]
    return _mode(place), months


def _relative_year(place: Place) -> Read | None:
    if place.published is None or not place.published.year:
        return None
    return _mode(place), [str(place.published.day.year + (1 if place.get("q").lower() == "next" else -1))]


def _season(place: Place) -> Read | None:
    if place.published is None or not place.published.year:
        return None
    here = place.published.day
    ends = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 2}[place.get("s")]
    return _mode(place), [str(here.year - (here.month <= ends))]


def _ago(place: Place) -> Read | None:
    if place.published is None:
        return None
    number, unit = count(place.get("n")), place.get("u").lower()
    if unit == "day":
        return _mode(place), list(place.published.plus(-number))
    if unit == "month":
        return _mode(place), list(place.published.month_plus(-number))
    return (_mode(place), [str(place.published.day.year - number)]) if place.published.year else None


def _year(place: Place) -> Read | None:
    year = place.get("y")
    if len(year) == 2:  # "back in '73"
        if place.published is None or not place.published.year:
            return None
        today = place.published.day.year
        year = str(today - (today - int(year)) % 100)
    return _mode(place), [year, *re.findall(r"\d{4}", place.get("more"))]


def _relative(place: Place) -> Read | None:
    if place.published is None:
        return None
    words = re.sub(r"^to-", "to", place.get("r").lower())  # "to-morrow"
    return _mode(place), list(place.published.plus(_SHIFTS.get(words, 0)))


def _holiday(place: Place) -> Read | None:
    if place.published is None or not place.published.year:
        return None
    here, lean, name = place.published.day, place.lean, place.get("h")
    days = [holiday(name, y) for y in (here.year - 1, here.year, here.year + 1) if 1582 < y < 9999]
    fit = [d for d in days if (d - here).days * lean >= 0]
    return _mode(place), [min(fit, key=lambda d: abs((d - here).days)).isoformat()] if fit else []


def _nth(place: Place) -> Read | None:
    if place.published is None:
        return None
    here = place.published.day
    if place.get("m"):
        month = month_number(place.get("m"))
        year = _year_of(place.get("y"), place) or place.published.nearest_month(month, place.lean)
    else:
        shift = {"last": -1, "next": 1}.get(place.get("q").lower(), 0)
        year, month = divmod(here.year * 12 + here.month - 1 + shift, 12)
        month += 1
    weekday = WEEKDAYS[place.get("w").lower()]
    if place.get("n").lower() == "last":
        end = last_of_month(year, month)
        return _mode(place), [place.published.text(end - timedelta(days=(end.weekday() - weekday) % 7))]
    first = date(year, month, 1)
    offset = (weekday - first.weekday()) % 7 + 7 * (ordinal(place.get("n")) - 1)
    return _mode(place), [place.published.text(first + timedelta(days=offset))]


def _weekend(place: Place) -> Read | None:
    words = place.get("q").lower()
    base = place.last if words == "the following" else place.published
    if base is None or not base.weekday:
        return None
    here = base.day
    saturday = here + timedelta(days=(5 - here.weekday()) % 7)  # the coming one; today's on a Saturday
    ahead = words in {"this", "next", "the following", "by the"} or (words != "last" and place.lean == AHEAD)
    if here.weekday() == 6 and not (words == "next" or place.lean == AHEAD):
        saturday = here - timedelta(days=1)
    elif not ahead or (words == "this" and place.lean == BACK):
        saturday -= timedelta(days=7 if here.weekday() != 5 or words == "last" else 0)
    return _mode(place), [base.text(saturday), base.text(saturday + timedelta(days=1))]


def _weekday(place: Place) -> Read | None:
    word, more, qualifier = place.get("w").lower(), place.get("more"), place.get("q").lower()
    if word.endswith("days") or qualifier in _HABIT:
        return None
    if not qualifier and place.token.dep_ == "compound" and place.token.head.lower_ not in _DAYPARTS:
        return None
    mode = {"since": "start", "from": "start", "until": "end", "till": "end"}.get(qualifier.split(" ")[0], _mode(place))
    names = [WEEKDAYS[w.lower()] for w in (word, *re.findall(r"[A-Z][a-z]+day", more))]
    told = _told(place, names[0], qualifier)
    if told is None:
        if place.published is None or not place.published.weekday:
            return None
        base = place.published
        since = qualifier == "since" or re.search(r"\bsince\s*$", place.before)
        lean = BACK if since else AHEAD if qualifier == "by" else place.lean
        first = base.weekday_by(names[0], qualifier, place.get("wk").lower().strip(), lean)
    else:
        base, first = told
    days = [first]
    for name in names[1:]:
        days.append(days[-1] + timedelta(days=(name - days[-1].weekday()) % 7))
    values = [base.text(d) for d in days]
    return ("span" if re.search(r"\bto\b|til|through|-", more) and len(days) == 2 else mode), values


def _told(place: Place, weekday: int, qualifier: str) -> tuple[Reference, date] | None:
    """Reckon a weekday from the date told of before: "until the Monday", "the following Friday"."""
    last = place.last
    if last is None or not last.weekday or "the" not in qualifier.split():
        return None
    if qualifier.endswith("previous"):
        return last, last.day - timedelta(days=(last.day.weekday() - weekday - 1) % 7 + 1)
    later = (weekday - last.day.weekday()) % 7
    return last, last.day + timedelta(days=later or (7 if "following" in qualifier else 0))


def _ordinal(place: Place) -> Read | None:
    numbers = [int(n) for n in re.findall(r"\d{1,2}", place.get("d"))]
    after = place.doc[place.end] if place.end < len(place.doc) else None
    counts = after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ"}  # "on the 1st floor"
    base = place.last or place.published
    if base is None or counts or (place.get("two") and len(numbers) < 2):
        return None
    lean = OPEN if base is place.last else place.lean
    days = [d for n in numbers if (d := base.monthly(n, lean)) is not None]
    mode = "span" if " to " in place.get("d") and len(days) == 2 else _mode(place)
    return mode, [base.text(d) for d in days]


def _counted(place: Place) -> Read | None:
    """Read a day of this month, of the last or the next one: "the 4th inst."."""
    if place.published is None:
        return None
    today, months = place.published.day, {"ult": -1, "inst": 0, "prox": 1}[place.get("w")]
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    days = [day_in(year, month + 1, int(number)) for number in re.findall(r"\d+", place.get("d"))]
    return _mode(place), [place.published.text(day) for day in days if day is not None]


def _old(place: Place) -> Read | None:
    if place.published is None:
        return None
    number, unit = count(place.get("n") or place.get("k")), (place.get("u") or place.get("v")).lower()
    if unit == "month":
        return "start", list(place.published.month_plus(-number))
    return "start", list(place.published.plus(-number * (7 if unit == "week" else 1)))


def _nth_day(place: Place) -> Read | None:
    """Reckon the start from "for a second day", "the fifth week of": the day told in the sentence is that day."""
    number = ordinal(place.get("n"))
    if place.get("f").lower() == "on" and place.last is not None and not place.get("o"):
        return "days", list(place.last.plus(number - 1))
    running = place.get("f") or place.get("run") or place.get("o") or place.get("p").lower() in {"its", "their"}
    if not running or number < 2 or place.published is None:
        return None
    base = place.published
    told = _TOLD_DAY.search(place.token.sent.text)
    shift = 0
    if told and told[1].lower() == "yesterday":
        shift = -1
    elif told and base.weekday:
        shift = -((base.day.weekday() - WEEKDAYS[told[1].lower()]) % 7)
    week = place.get("u").lower() == "week"
    return "start", list(base.plus(shift - (number - 1) * (7 if week else 1)))


def _chain(place: Place) -> Read | None:
    if place.last is None:
        return None
    days = 1 if place.get("x") else count(place.get("n")) * (7 if place.get("u").lower() == "week" else 1)
    return _mode(place), list(place.last.plus(days))


def _midnight(place: Place) -> Read | None:
    if place.published is None:
        return None
    return _mode(place), list(place.published.plus(1 if place.lean == AHEAD else 0))


READERS: dict[str, Callable[[Place], Read | None]] = {
    "range": _range,
    "days": _days,
    "iso": _iso,
    "monthyear": _month_year,
    "month": _month,
    "relmonth": _relative_month,
    "relyear": _relative_year,
    "season": _season,
    "ago": _ago,
    "year": _year,
    "relative": _relative,
    "holiday": _holiday,
    "nth": _nth,
    "weekend": _weekend,
    "weekday": _weekday,
    "ordinal": _ordinal,
    "counted": _counted,
    "old": _old,
    "nthday": _nth_day,
    "chain": _chain,
    "midnight": _midnight,
}
