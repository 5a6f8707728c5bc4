"""Time expressions and the days they name.

A grammar of its own: measured beforehand, general date parsers read "January 29 and 30" as the year 2030 and
"this week" as a day. What nothing gives stays open: without a publication date, "1 February" is
`--02-01` and "on Friday" no day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from kg.annotations import TimeExpression
from kg.nlp.time_patterns import ANCHOR, LASTING, PATTERNS

_MONTHS = {
    m: i
    for i, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for m in names.split()
}
_DAYS = {d: i for i, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])}
_NUM = {
    w: i for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
}
_START = frozenset(
    {"since", "from", "beginning", "starting", "begin", "begins", "began", "started", "starts", "start", "commencing"}
)
_END = frozenset({"until", "till", "ending", "ended", "ends", "end", "through"})
_AHEAD = frozenset(
    {
        "will",
        "'ll",
        "shall",
        "to",
        "would",
        "could",
        "may",
        "might",
        "due",
        "plan",
        "plans",
        "planned",
        "next",
        "scheduled",
        "set",
        "expected",
    }
)


class DateFinder:
    """The component `kg_dates`: sets `doc._.kg_dates`; reads the publication date from `doc._.kg_published`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the time expressions of a parsed document."""
        found: list[TimeExpression] = []
        taken = bytearray(len(doc.text))  # a mark for each character that a time expression has
        published: date | None = doc._.kg_published
        for kind, match in _matches(doc.text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            span = doc.char_span(start, end, alignment_mode="expand")
            read = self._read(kind, match, doc, span.start if span is not None else 0, published)
            if span is None or read is None:
                continue
            taken[start:end] = b"\1" * (end - start)
            mode, values = read
            if values:
                found.append(TimeExpression(span.start, span.end, mode, tuple(values)))
        found.sort(key=lambda t: t.start)
        doc._.kg_dates = tuple(found)
        return doc

    def _read(
        self, kind: str, match: re.Match[str], doc: Doc, token: int, published: date | None
    ) -> tuple[str, list[str]] | None:
        get = match.groupdict().get
        before = match.string[max(0, match.start() - 60) : match.start()]
        mode = _mode(before, match.group())
        if kind == "range":
            month_b = _month(get("mb") or get("ma"))
            month_a = _month(get("ma")) or month_b
            year_b = get("yb")
            year_a = get("ya") or (str(int(year_b) - 1) if year_b and month_a > month_b else year_b)
            values = [
                *_day(month_a, get("a"), year_a, published),
                *_day(month_b, get("b"), year_b, published),
            ]
            return ("span", values) if len(values) == 2 else None
        if kind == "days":
            numbers = re.findall(r"\d{1,2}", get("d") or "")
            values = [v for n in numbers for v in _day(_month(get("m")), n, get("y"), published)]
            return self._lasting(before, mode, values)
        if kind == "iso":
            return mode, [match.group()] if _is_day(match.group()) else []
        if kind == "monthyear":
            return mode, [f"{get('y')}-{_month(get('m')):02}"]
        if kind == "month":
            return mode, list(_month_of(_month(get("m")), match.group().lower(), published))
        if kind == "year":
            return mode, [str(get("y"))]
        if published is None or not 1 < published.year < 9999:
            return mode, []
        if kind == "relative":
            shift = {
                "yesterday": -1,
                "last night": -1,
                "tomorrow": 1,
                "the day after tomorrow": 2,
                "the day before yesterday": -2,
            }
            day = _shifted(published, shift.get((get("r") or "").lower(), 0))
            return mode, [day.isoformat()] if day else []
        if kind == "ordinal":
            return mode, [v for n in re.findall(r"\d{1,2}", get("d") or "") for v in _nearest_day(int(n), published)]
        return self._weekdays(match, doc[token], mode, published)

    def _lasting(self, before: str, mode: str, values: list[str]) -> tuple[str, list[str]]:
        """Make a span of "for three days from 23 April": the first and the last day."""
        match = LASTING.search(before)
        if match and len(values) == 1 and len(values[0]) == 10:
            count = (
                _NUM.get(match["n"].lower()) or int(match["n"])
                if match["n"].isdigit() or match["n"].lower() in _NUM
                else 0
            )
            days = {"d": 1, "w": 7, "h": 0}[match["u"][0].lower()] * count
            if days > 1:
                last = _shifted(date.fromisoformat(values[0]), days - 1)
                return ("span", [values[0], last.isoformat()]) if last else (mode, values)
        return mode, values

    def _weekdays(self, match: re.Match[str], token: Token, mode: str, published: date) -> tuple[str, list[str]]:
        word, more = match["w"].lower(), match["more"] or ""
        if word.endswith("days") or (match["q"] or "").lower() == "every":
            return mode, []
        qualifier = (match["q"] or "").lower()
        week = (match["wk"] or "").lower()
        names = [word, *(w.lower() for w in re.findall(r"[A-Z][a-z]+day", more))]
        ahead = _looks_ahead(token)
        days: list[date] = []
        for name in names:
            day = _weekday(_DAYS[name], qualifier, week, ahead, published)
            if days and day < days[-1]:
                day += timedelta(days=7)
            days.append(day)
        if (" to " in more or "-" in more) and len(days) == 2:
            return "span", [d.isoformat() for d in days]
        if qualifier in {"since", "until", "from"}:
            mode = {"since": "start", "from": "start", "until": "end"}[qualifier]
        return mode, [d.isoformat() for d in days]


def _shifted(day: date, days: int) -> date | None:
    """Return the day so many days later, or None beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what the patterns match, pattern by pattern, in the lines that hold a word or number of time."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", text) if ANCHOR.search(text, *m.span())]
    for kind, pattern in PATTERNS:
        for start, end in lines:
            for match in pattern.finditer(text, start, end):
                yield kind, match


def _mode(before: str, own: str) -> str:
    words = re.findall(r"[a-z]+", before.lower())[-2:]
    first = own.lower().split()[0]
    if (
        first in _START
        or (words and words[-1] in _START)
        or (words[-1:] in (["on"], ["in"], ["at"]) and words[:1] and words[0] in _START)
    ):
        return "start"
    if first in _END or (words and words[-1] in _END) or (words[-1:] == ["on"] and words[:1] and words[0] in _END):
        return "end"
    return "days"


def _month(name: str | None) -> int:
    return _MONTHS.get((name or "").lower().rstrip("."), 0)


def _day(month: int, number: str | None, year: str | None, published: date | None) -> Iterator[str]:
    digits = re.match(r"\d+", number or "")
    if not digits or not month:
        return
    day = int(digits.group())
    if not 1 <= day <= 31:
        return
    if year:
        years = [int(year)]
    elif published:
        years = [published.year - 1, published.year, published.year + 1]
    else:
        yield f"--{month:02}-{day:02}"
        return
    made = []
    for each in years:
        try:
            made.append(date(each, month, day))
        except ValueError:
            continue
    if made:
        best = min(made, key=lambda d: abs((d - (published or d)).days)) if not year else made[0]
        yield best.isoformat()


def _nearest_day(number: int, published: date) -> Iterator[str]:
    for shift in (0, 1):
        month = published.month + shift
        year, month = published.year + (month > 12), (month - 1) % 12 + 1
        try:
            made = date(year, month, number)
        except ValueError:
            continue
        if shift or made >= published - timedelta(days=20):
            yield made.isoformat()
            return


def _month_of(month: int, words: str, published: date | None) -> Iterator[str]:
    if not month or published is None:
        return
    year = published.year
    if words.startswith("last") and month >= published.month:
        year -= 1
    elif words.startswith("next") and month <= published.month:
        year += 1
    elif not words.startswith(("last", "next")):
        year = min((year - 1, year, year + 1), key=lambda y: abs((y - published.year) * 12 + month - published.month))
    yield f"{year}-{month:02}"


def _weekday(day: int, qualifier: str, week: str, ahead: bool, published: date) -> date:
    delta = (day - published.weekday()) % 7
    after, before = published + timedelta(days=delta), published - timedelta(days=(published.weekday() - day) % 7)
    monday = published - timedelta(days=published.weekday())
    if "next" in week or week.strip() == "week" or qualifier == "a week on":
        return monday + timedelta(days=7 + day)
    if "last week" in week:
        return monday + timedelta(days=day - 7)
    if qualifier == "last":
        return before if before < published else before - timedelta(days=7)
    if qualifier == "next":
        return after if after > published else after + timedelta(days=7)
    return after if ahead else before


def _looks_ahead(token: Token) -> bool:
    """Tell whether the clause of a token speaks of the future."""
    for up in (token, *token.ancestors):
        if up.pos_ in {"VERB", "AUX"}:
            auxiliaries = {c.lower_ for c in up.children if c.dep_ in {"aux", "auxpass", "neg"} or c.lower_ == "due"}
            if auxiliaries & _AHEAD or up.lower_ in _AHEAD:
                return True
            if up.tag_ in {"VBZ", "VBP"} and not auxiliaries & {"have", "has", "do", "does"}:
                return True
            if up.tag_ == "VBD" or (auxiliaries & {"was", "were", "had", "has", "have"}):
                return any(c.lower_ in {"due", "set", "scheduled", "expected"} for c in up.children)
    return False
