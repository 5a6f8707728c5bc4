"""The regular expressions of time expressions, in the order in which they are tried."""

from __future__ import annotations

import re

from kg.nlp.number_words import CARDINAL, ORDINAL

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_NO_NUMBER = r"(?!\d|[.,:]\d|-\w|\s*(?:per cent|%|percent|pct|pc\b|[ap]\.?m\b|o'clock|hours?\b|years?\b|million))"
_NEXT = rf"(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s*&\s*|\s+or\s+)(?:on\s+)?(?:{_WEEKDAY},?\s+)?(?:the\s+)?"
_DAYS = rf"{_DAY}(?:{_NEXT}{_DAY}{_NO_NUMBER})*{_NO_NUMBER}"
# after the month, a comma alone may end the date: "On March 2, 12 nurses"
_LATER_DAYS = (
    rf"{_DAY}(?:(?:,\s*{_DAY}(?=,|\s+and\s|\s+or\s))*,?(?:\s+and|\s+or|\s*&)\s+(?:the\s+)?{_DAY}{_NO_NUMBER})?"
    rf"{_NO_NUMBER}"
)
_ON = rf"(?:(?P<on>{_WEEKDAY}),?\s+(?:the\s+)?)?"
_ON_TOO = rf"(?:{_WEEKDAY},?\s+(?:the\s+)?)?"
_TO = r",?\s*(?:-|–|to|until|till|through|and)\s*"
_DASH = r"\s*(?:-|–|to|through|until)\s*"


def _month(group: str) -> str:
    return rf"(?P<{group}>{_MONTH})\b\.?"


def _year(group: str) -> str:
    return rf"(?:,?\s+(?:of\s+)?(?P<{group}>{_YEAR}|(?:last|this|next) year))?"


_FROM = r"(?P<lead>from|between)\s+"
_NONE = "(?P<lead>)(?P<ma>)(?P<ya>)"  # groups that a pattern lacks, so that all have the same
_MORE_DAYS = (
    rf"(?P<more>(?:(?:,\s+|,?\s+and(?:\s+on)?\s+|\s+or\s+|\s+to\s+|\s+(?:un)?til\s+|\s+through\s+|-){_WEEKDAY})*)"
)
_WEEK = r"(?P<wk>\s+(?:week|next week|of next week|(?:of )?this week|(?:of )?last week|next|last)\b)?"
_QUALIFIER = (
    r"(?P<q>last|next|this|coming|since|until|till|from|by|on|before|late|early|every|each|any|a week on|an?|alternate|"
    r"(?:on|until|till|by|from|that|for) the|the following|the next|the previous|that|the)?"
)
_RELATIVE = (
    "to-?day|yesterday|to-?morrow|to-?night|this morning|this afternoon|this evening|last night|overnight|last evening|"
    "the day after tomorrow|the day before yesterday"
)
_OF = (
    r"(?:in|since|last|next|this|early|late|mid|from|until|till|of|by|for|during|before|after|around|that|begins|"
    r"began|to)"
)
_HEADS = "staff|men|women|people|jobs|posts|members|workers|cases"  # what so many are, where no year is meant
_HOLIDAYS = (
    "Good Friday|Easter Monday|Easter Sunday|Christmas Day|Christmas Eve|Boxing Day|New Year's Day|New Year's Eve|"
    "May Day|Labor Day|Thanksgiving Day|Thanksgiving"
)
_YEARS_OF = r"(?:in|since|of|during|until|till|from|by|about|before|after|through|to|at least|around)"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, flags))
    for kind, pattern, flags in (
        # from 3 to 7 May; from 28 April until 3 May
        (
            "range",
            rf"{_FROM}{_ON}(?P<a>{_DAY})(?:\s+{_month('ma')})?{_year('ya')}{_TO}"
            rf"{_ON_TOO}(?P<b>{_DAY})\s+(?:of\s+)?{_month('mb')}{_year('yb')}",
            re.IGNORECASE,
        ),
        # from May 3 to 7; between April 28 and May 3
        (
            "range",
            rf"{_FROM}{_ON}{_month('ma')}\s+(?P<a>{_DAY}){_year('ya')}{_TO}"
            rf"{_ON_TOO}(?:{_month('mb')}\s+)?(?P<b>{_DAY}){_NO_NUMBER}{_year('yb')}",
            re.IGNORECASE,
        ),
        # 28 April - 3 May; April 28 to May 3
        (
            "range",
            rf"(?P<lead>){_ON}(?P<a>{_DAY})\s+{_month('ma')}{_year('ya')}{_DASH}{_ON_TOO}(?P<b>{_DAY})\s+{_month('mb')}{_year('yb')}",
            re.IGNORECASE,
        ),
        (
            "range",
            rf"(?P<lead>){_ON}{_month('ma')}\s+(?P<a>{_DAY}){_year('ya')}{_DASH}{_ON_TOO}{_month('mb')}\s+(?P<b>{_DAY}){_NO_NUMBER}{_year('yb')}",
            re.IGNORECASE,
        ),
        # 3-7 May; May 3-7
        ("range", rf"(?P<a>{_DAY}){_DASH}(?P<b>{_DAY})\s+{_month('mb')}{_year('yb')}{_NONE}(?P<on>)", re.IGNORECASE),
        (
            "range",
            rf"{_month('mb')}\s+(?P<a>{_DAY}){_DASH}(?P<b>{_DAY}){_NO_NUMBER}{_year('yb')}{_NONE}(?P<on>)",
            re.IGNORECASE,
        ),
        # 7, 8 and 20 February; February 7, 8 and 20
        ("days", rf"{_ON}(?:the\s+)?\b(?P<d>{_DAYS})\s+(?:of\s+)?{_month('m')}{_year('y')}", 0),
        ("days", rf"{_ON}\b{_month('m')}\s+(?:the\s+)?(?P<d>{_LATER_DAYS}){_year('y')}", 0),
        ("iso", rf"\b(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)\b", 0),
        # July and August 1911; in July last year; the December of 2010
        (
            "monthyear",
            rf"\b(?:{_month('n')}(?:,\s+|\s+and\s+|\s+or\s+))?{_month('m')},?\s+(?:of\s+)?"
            rf"(?P<y>{_YEAR}|(?:last|this|next) year)\b",
            0,
        ),
        (
            "month",
            rf"\b(?i:(?P<q>{_OF}))[ -](?:{_month('n')}(?:,\s+|\s+and\s+|\s+or\s+|\s+to\s+))?{_month('m')}(?!\s+\d)",
            0,
        ),
        ("month", rf"\b(?P<q>)(?P<n>)(?P<m>{_MONTH})(?='s\b|’s\b)", 0),
        # the January strike; whose March walkout
        ("month", rf"(?:\b(?i:the|an?|its|their|our|whose|that)|['’]s)\s+(?P<q>)(?P<n>)(?P<m>{_MONTH})(?=\s+[a-z])", 0),
        # last month; the end of next month
        (
            "relmonth",
            r"\b(?P<end>(?:by|until|till|before) the end of )?(?:(?P<q>last|next|this|earlier this|later this)|"
            r"(?:of|in) the) month\b(?!'s (?:pay|wages|salary))",
            re.IGNORECASE,
        ),
        ("relyear", r"\b(?P<q>last|next) year\b(?!'s)", re.IGNORECASE),
        ("season", r"\b(?i:(?P<q>last)) (?P<s>spring|summer|autumn|fall|winter)\b", 0),
        # three days ago
        ("ago", rf"\b(?P<n>an?|{CARDINAL})\s+(?P<u>day|month|year)s?\s+ago\b", re.IGNORECASE),
        # in 1984; the 1984 strike; not "of 2000 members"
        (
            "year",
            rf"\b(?:(?:I|i)n|(?i:{_YEARS_OF}))\s+(?:early\s+|late\s+|mid-)?(?P<y>{_YEAR})\b"
            rf"(?P<more>(?:(?:,|\s+and|\s+or|,\s+and)\s+{_YEAR}\b)*)(?!,\d|[.-]\d|\s+(?:{_HEADS})\b)"
            r"(?:(?<=\bIn \d{4})|(?!\s+[a-z]+s\b))",
            0,
        ),
        (
            "year",
            rf"\b(?i:an?|the|its|their|that|our|his)\s+(?P<y>{_YEAR})(?P<more>)(?=\s+[a-z-]+\b)(?!\s+(?:{_HEADS})\b)",
            0,
        ),
        # 2011's strike; a stoppage by hauliers (2015); back in '73
        ("year", rf"\b(?P<y>{_YEAR})(?P<more>)(?=['’]s\s)", 0),
        ("year", rf"\((?P<y>{_YEAR})(?P<more>)\)", 0),
        ("year", r"\b(?i:in|of|since|the)\s+['’](?P<y>\d\d)(?P<more>)\b(?![.,]\d|['’])", 0),
        ("holiday", rf"\b(?P<h>{_HOLIDAYS})(?!\w|'s day)", 0),
        ("relative", rf"\b(?P<r>{_RELATIVE})\b", re.IGNORECASE),
        # the first Monday of the month
        (
            "nth",
            rf"\b(?P<n>first|second|third|fourth|last)\s+(?P<w>{_WEEKDAY})\s+(?:of|in)\s+"
            rf"(?:(?P<q>the|this|last|next) month|{_month('m')}{_year('y')})",
            re.IGNORECASE,
        ),
        (
            "weekend",
            r"\b(?P<q>over the|at the|this|last|next|during the|the following|all|by the)\s+weekend\b",
            re.IGNORECASE,
        ),
        ("weekday", rf"\b(?:{_QUALIFIER}\s+)?(?P<w>{_WEEKDAY}s?)\b{_MORE_DAYS}{_WEEK}", re.IGNORECASE),
        # the 4th inst.; on the 1st prox.
        (
            "counted",
            rf"\b(?:the\s+)?(?P<d>{_DAY}(?:(?:,\s*|,?\s+and\s+)(?:the\s+)?{_DAY})*)\s+(?P<w>inst|ult|prox)(?:ant|imo)?\b\.?",
            0,
        ),
        (
            "ordinal",
            rf"\b(?:(?i:on|from|until|till|by|since|for)\s+(?:{_WEEKDAY},?\s+)?the|(?P<two>the))\s+"
            rf"(?P<d>{_ORDINAL}(?:(?:,\s*|,?\s+and\s+|\s+to\s+(?:the\s+)?)(?:the\s+)?{_ORDINAL})*)\b",
            0,
        ),
        # a 20-day-old strike; for a second day; entered its fifth week
        (
            "old",
            rf"\b(?:(?P<n>{CARDINAL})-(?P<u>day|week|month)s?-old|(?:now|just)\s+(?P<k>{CARDINAL})\s+(?P<v>day|week)s?\s+old)\b",
            re.IGNORECASE,
        ),
        (
            "nthday",
            rf"\b(?:(?P<f>for|in|into|enters|entered|entering|on|reached|began|begins|starts|started|is|was|marks|marked)\s+)?"
            rf"(?P<p>a|the|its|their|his|her)\s+(?P<n>{ORDINAL})(?:\s+(?:and\s+(?:last|final)|straight|successive|consecutive|full))?"
            r"\s+(?P<u>day|night|morning|week)\b(?P<o>\s+of\b)?(?P<run>\s+(?:running|in a row))?",
            re.IGNORECASE,
        ),
        # the next day; three days later
        (
            "chain",
            rf"\b(?:(?P<x>the (?:next|following) (?:day|morning|afternoon|evening|night))|"
            rf"(?P<n>{CARDINAL}|a) (?P<u>day|week)s? later)\b",
            re.IGNORECASE,
        ),
        ("midnight", r"\b(?:at|from|since) midnight\b(?!\s+(?:on|to|and|last|[A-Z0-9]))", 0),
    )
)

# every time expression holds one of these; the group tells which patterns can match where it stands
ANCHOR = re.compile(
    rf"\b(?:(?P<month>(?:{_MONTH})\b)|(?P<weekday>{_WEEKDAY})|(?P<year>{_YEAR}\b|(?<=['’])\d\d\b)|(?P<relative>(?:{_RELATIVE})\b)|"
    rf"(?P<holiday>{_HOLIDAYS})|(?P<ordinal>the(?=\s+\d))|(?P<relmonth>month\b)|(?P<relyear>(?:last|next) year\b)|"
    r"(?P<ago>ago\b)|(?P<weekend>weekend)|(?P<season>last (?:spring|summer|autumn|fall|winter)\b)|(?P<old>old\b)|"
    r"(?P<counted>(?:the )?\d{1,2}(?:st|nd|rd|th)? (?:inst|ult|prox))|"
    r"(?P<chain>later\b|the(?= (?:next|following)\b))|(?P<midnight>midnight)|"
    r"(?P<nthday>day\b|night\b|morning\b|week\b))",
    re.IGNORECASE,
)
_BY_MONTH = ("range", "days", "monthyear", "month")
ANCHORED = {  # the kinds of patterns for each group of ANCHOR
    "month": (*_BY_MONTH, "nth"),
    "weekday": ("weekday", "nth"),
    "year": ("iso", "year"),
    "relmonth": ("relmonth", "nth"),
    "ordinal": ("counted", "ordinal"),
}

# "for three days from", "a five-day walkout beginning on": what stands before the first day of a span
LASTING = re.compile(
    rf"\b(?P<n>{CARDINAL})(?:[ -]| consecutive | successive )(?P<u>day|week|hour)s?"
    r"(?: of)?(?:[ -]\w+)? (?:from|starting|beginning)(?: the)?\s*(?:on )?$",
    re.IGNORECASE,
)

# "a two-day stoppage", "for 48 hours", "a week-long walkout": how long something lasts
DURATION = re.compile(
    rf"\b(?:(?P<n>{CARDINAL})[ -](?P<u>day|hour|week)s?|(?P<one>week)-?long)\b"
    r"(?!-old|\s+(?:ago|later|old|earlier|before|after|notice))",
    re.IGNORECASE,
)

# LISBON, March 18 - ; ROME, 4 Nov
DATELINE = re.compile(
    rf"^[A-Z][A-Z .,'’-]{{2,40}}[,( ]\s*(?:[A-Z][a-z]+,\s+)?\(?(?:(?P<on>{_WEEKDAY}),?\s+)?"
    rf"(?:(?P<m>{_MONTH})\b\.?\s+(?P<d>\d{{1,2}})|(?P<e>\d{{1,2}})\s+(?P<k>{_MONTH})\b\.?)(?:,?\s+(?P<y>{_YEAR}))?(?:,?\s+[A-Z]\w{{1,9}})?\s*(?:$|[-–—(:)])",
    re.MULTILINE,
)
