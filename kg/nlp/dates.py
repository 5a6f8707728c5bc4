"""Time expressions and the days they name.

A grammar of its own: measured beforehand, general date parsers read "January 29 and 30" as the year 2030 and
"this week" as a day. What nothing gives stays open: without a publication date or a dateline, "1 February" is
`--02-01` and "on Friday" no day.
"""

from __future__ import annotations

import re
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.annotations import TimeExpression
from kg.nlp.lasting import spread, until_return
from kg.nlp.reckoning import WEEKDAYS, Reference, day_in, month_number, reference_of
from kg.nlp.tense import BACK, leaning, put_off
from kg.nlp.time_patterns import ANCHOR, ANCHORED, DATELINE, PATTERNS
from kg.nlp.time_readers import READERS, Place

_LEDE = 600  # characters in which a dateline is looked for
_NEAR = 600  # characters after a date in which "the next day" reckons from it


class DateFinder:
    """The component `kg_dates`: sets `doc._.kg_dates`.

    It reads the publication date from `doc._.kg_published`; where that is None, a dateline from `doc._.kg_dateline`.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the time expressions of a parsed document."""
        published: date | None = doc._.kg_published
        usable = published is not None and 1 < published.year < 9999
        reference = Reference(published) if published is not None and usable else _dateline(doc)
        found: list[TimeExpression] = []
        last: Reference | None = None
        since = 0  # where `last` stood
        told = (0, -1)  # the year that a sentence is about, and where the sentence ends
        for kind, match in _chosen(doc.text):
            start, end = match.span()
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None:
                continue
            near = last if start - since < _NEAR else None
            before = match.string[max(0, start - 60) : start]
            year = told[0] if span.end <= told[1] else 0
            place = Place(doc, match, _content(span), span.end, before, reference, near, year)
            mode, values = READERS[kind](place) or ("days", [])
            if mode == "end" and put_off(place.token):
                mode = "days"  # "postponed until Thursday" ends nothing
            if kind == "year" and len(values) == 1 and _is_topic(match, span):
                told = (int(values[0]), span.sent.end)
            if values:
                found.append(TimeExpression(span.start, span.end, mode, tuple(values)))
                made = _anchor(values, place)
                last, since = (made, end) if made else (last, since)
        doc._.kg_dates = tuple(spread(doc, list(until_return(doc, found))))
        return doc


def _chosen(text: str) -> list[tuple[str, re.Match[str]]]:
    """Return what the patterns match, the earlier pattern's first claim; in the order of the text."""
    lines: dict[str, list[tuple[int, int]]] = {}  # by kind, the lines in which it may stand
    for line in re.finditer(r"[^\n]+", text):
        groups = {m.lastgroup or "" for m in ANCHOR.finditer(text, *line.span())}
        for kind in {k for g in groups for k in ANCHORED.get(g, (g,))}:
            lines.setdefault(kind, []).append(line.span())
    taken = bytearray(len(text))  # a mark for each character that a time expression has
    chosen: list[tuple[str, re.Match[str]]] = []
    for kind, pattern in PATTERNS:
        for start, end in lines.get(kind, ()):
            for match in pattern.finditer(text, start, end):
                a, b = match.span()
                if not any(taken[a:b]):
                    taken[a:b] = b"\1" * (b - a)
                    chosen.append((kind, match))
    return sorted(chosen, key=lambda x: x[1].start())


def _is_topic(match: re.Match[str], span: Span) -> bool:
    """Tell whether a sentence is about a year: "The 1913 strike lasted ...", "In 1979 ..."."""
    of_noun = match.group().lower().startswith(("the ", "a ")) and re.match(r"\s+[a-z]", match.string[match.end() :])
    return span.start == span.sent.start or bool(of_noun)


def _content(span: Span) -> Token:
    """Return the token of an expression that hangs highest in the tree, a preposition aside."""
    root: Token = span.root
    if root.pos_ in {"ADP", "SCONJ", "VERB", "AUX", "ADV"}:
        for child in root.children:
            if child.dep_ in {"pobj", "npadvmod", "pcomp"} and span.start <= child.i < span.end:
                return child
    return root


def _dateline(doc: Doc) -> Reference | None:
    """Return the day of a dateline, "LISBON, March 18 -", for an article without a publication date.

    It stands beside the text, where it was cut off (`doc._.kg_dateline`), or in it.
    """
    apart = DATELINE.search(doc._.kg_dateline)
    match = apart or DATELINE.search(doc.text, 0, _LEDE)
    if match is None:
        return None
    after = 0 if apart else match.end()
    month = month_number(match["m"] or match["k"])
    number = int(match["d"] or match["e"])
    if match["y"]:
        day = day_in(int(match["y"]), month, number)
        return Reference(day) if day else None
    weekday = WEEKDAYS.get((match["on"] or "").lower())
    if weekday is None:  # a report of the day names it: "Ferries did not sail on Wednesday"
        told = re.compile(r"\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b").search(doc.text, after, _LEDE * 2)
        span = doc.char_span(*told.span(1)) if told else None
        if told and span is not None and leaning(span.root) == BACK:
            weekday = WEEKDAYS[told[1].lower()]
    return reference_of(month, number, weekday)


def _anchor(values: list[str], place: Place) -> Reference | None:
    """Return the reference that a full date gives for what follows it."""
    text = values[-1]
    if len(text) == 10:
        return Reference(date.fromisoformat(text))
    if text.startswith("--") and len(text) == 7:
        weekday = WEEKDAYS.get(place.get("on").lower()) if len(values) == 1 else None
        return reference_of(int(text[2:4]), int(text[5:7]), weekday)
    return None
