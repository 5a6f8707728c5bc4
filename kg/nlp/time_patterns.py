"""The regular expressions of time expressions, in the order in which they are tried."""

from __future__ import annotations

import re

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_NO_NUMBER = r"(?!\d|[.,]\d|\s*(?:per cent|%|percent|pct|pc\b))"
_DAYS = rf"{_DAY}(?:(?:\s*,\s*|\s*,?\s+and\s+|\s*&\s*|\s+or\s+){_DAY})*{_NO_NUMBER}"
_ON = rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?"
_TO = r"\s*(?:-|–|to|until|till|through|and)\s*"
_DASH = r"\s*(?:-|–|to|through)\s*"


def _month(group: str) -> str:
    return rf"(?P<{group}>{_MONTH})\b\.?"


def _year(group: str) -> str:
    return rf"(?:,?\s+(?P<{group}>{_YEAR}))?"


_FROM = r"(?P<lead>from|between)\s+"
_NONE = "(?P<lead>)(?P<ma>)(?P<ya>)"  # groups that a pattern lacks, so that all have the same
_MORE_DAYS = rf"(?P<more>(?:(?:,\s+|,?\s+and\s+|\s+or\s+|\s+to\s+|-){_WEEKDAY})*)"
_WEEK = r"(?P<wk>\s+(?:week|next week|of next week|of this week|last week|of last week))?"
_QUALIFIER = r"(?P<q>last|next|this|since|until|from|by|on|before|late|early|every|a week on)?"
_RELATIVE = (
    "today|yesterday|tomorrow|tonight|this morning|this afternoon|this evening|last night|"
    "the day after tomorrow|the day before yesterday"
)

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, flags))
    for kind, pattern, flags in (
        # from 3 to 7 May; from 28 April until 3 May
        (
            "range",
            rf"{_FROM}{_ON}(?P<a>{_DAY})(?:\s+{_month('ma')})?{_year('ya')}{_TO}"
            rf"{_ON}(?P<b>{_DAY})\s+(?:of\s+)?{_month('mb')}{_year('yb')}",
            re.IGNORECASE,
        ),
        # from May 3 to 7; between April 28 and May 3
        (
            "range",
            rf"{_FROM}{_ON}{_month('ma')}\s+(?P<a>{_DAY}){_year('ya')}{_TO}"
            rf"{_ON}(?:{_month('mb')}\s+)?(?P<b>{_DAY})(?!\d){_year('yb')}",
            re.IGNORECASE,
        ),
        # 3-7 May; May 3-7
        ("range", rf"(?P<a>{_DAY}){_DASH}(?P<b>{_DAY})\s+{_month('mb')}{_year('yb')}{_NONE}", re.IGNORECASE),
        (
            "range",
            rf"{_month('mb')}\s+(?P<a>{_DAY}){_DASH}(?P<b>{_DAY})(?!\d){_year('yb')}{_NONE}",
            re.IGNORECASE,
        ),
        # 7, 8 and 20 February; February 7, 8 and 20
        ("days", rf"{_ON}(?:the\s+)?(?P<d>{_DAYS})\s+(?:of\s+)?{_month('m')}{_year('y')}", 0),
        ("days", rf"{_ON}{_month('m')}\s+(?:the\s+)?(?P<d>{_DAYS}){_year('y')}", 0),
        ("iso", rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", 0),
        ("monthyear", rf"\b{_month('m')},?\s+(?P<y>{_YEAR})\b", 0),
        ("month", rf"\b(?i:in|since|last|next|this|early|late|mid|from|until|of|by)[ -]{_month('m')}(?!\s+\d)", 0),
        # in 1984; not "of 2000 members"
        ("year", rf"\b(?i:in|since|of|during|until|from)\s+(?P<y>{_YEAR})\b(?!\s+(?:staff|men|people|[a-z]+s\b))", 0),
        ("relative", rf"\b(?P<r>{_RELATIVE})\b", re.IGNORECASE),
        ("weekday", rf"\b{_QUALIFIER}\s*(?P<w>{_WEEKDAY}s?){_MORE_DAYS}{_WEEK}", re.IGNORECASE),
        ("ordinal", rf"\b(?i:on) the (?P<d>{_ORDINAL}(?:(?:,\s*|\s+and\s+)(?:the\s+)?{_ORDINAL})*)\b", 0),
    )
)

# every time expression holds one of these
ANCHOR = re.compile(rf"\b(?:{_MONTH})\b|{_WEEKDAY}|{_YEAR}|\b(?:{_RELATIVE})\b|\bon the \d", re.IGNORECASE)

# "for three days from", "a five-day walkout beginning on": what stands before the first day of a span
LASTING = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})(?:[ -]| consecutive | successive )"
    r"(?P<u>day|week|hour)s?"
    r"(?: of)?(?:[ -]\w+)? (?:from|starting|beginning)(?: the)?\s*(?:on )?$",
    re.IGNORECASE,
)
