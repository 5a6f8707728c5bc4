"""How long something lasts gives its other end: "a two-day stoppage on Monday" ends on Tuesday."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span, Token

from kg.annotations import TimeExpression
from kg.frames.returning import governor, is_return, returns
from kg.nlp.number_words import count
from kg.nlp.reckoning import reference_of, shifted
from kg.nlp.time_patterns import DURATION

_LONGEST = 31  # days; a longer time is no length of a happening told with its day
_FAR = 5  # edges between what lasts and the day
_SPANLESS = frozenset(
    "week weekend month year notice period deadline ultimatum old break wait limit agreement contract "
    "pause lull truce suspension hiatus recess holiday closure absence gap interval adjournment".split()
)
_ENDING = frozenset({"end", "finish", "return", "conclude", "terminate", "settle", "cease"})
_AFTER = frozenset({"after", "following"})
_DEEDS = frozenset("declare rule order ignore defy condemn denounce criticise criticize discuss outlaw".split())
_LEAVING = frozenset({"call", "suspend", "abandon", "lift", "break", "discontinue"})
_CLOCK = re.compile(r"\d\s?[ap]\.?m\b|\d[.:]\d\d\b|\bnoon\b|\bmidday\b|\bo'clock\b|\bshift on\b", re.IGNORECASE)


def until_return(doc: Doc, found: Sequence[TimeExpression]) -> Iterator[TimeExpression]:
    """Yield the time expressions; of "stop work on Friday and return on Monday" one that lasts until Sunday."""
    last: TimeExpression | None = None
    for when in found:
        day = _first_until(doc, last, when) if last is not None else None
        if last is not None and day is not None:
            last = replace(last, kind="span", values=(last.values[0], day))
            continue
        if last is not None:
            yield last
        last = when
    if last is not None:
        yield last


def _first_until(doc: Doc, first: TimeExpression, back: TimeExpression) -> str | None:
    """Return the last day of what begins with one day and is left again on another; None where they tell no such."""
    if not (first.kind in {"days", "start"} and back.kind == "days" and len(first.values) == len(back.values) == 1):
        return None
    a, b = doc[first.start : first.end].root, doc[back.start : back.end].root
    if not (len(first.values[0]) == len(back.values[0]) == 10 and returns(b) and not returns(a)):
        return None
    verb = next((t for t in b.ancestors if is_return(t)), None)
    if verb is None or verb.dep_ != "conj" or not (verb.head.is_ancestor(a) or verb.head.i == a.i):
        return None
    one, other = date.fromisoformat(first.values[0]), date.fromisoformat(back.values[0])
    clock = _CLOCK.search(doc[verb.i : back.end + 4].text)
    end = other if clock else shifted(other, -1)
    return end.isoformat() if end is not None and end > one else None


def spread(doc: Doc, found: Sequence[TimeExpression]) -> Iterator[TimeExpression]:
    """Yield the time expressions; a day beside how long something lasts becomes a span."""
    spans: dict[int, TimeExpression] = {}
    text = doc.text
    for match in DURATION.finditer(text):
        days, by_hours = _days(match)
        if not 1 < days <= _LONGEST:
            continue
        length = doc.char_span(*match.span(), alignment_mode="expand")
        if length is None:
            continue
        lasting = _lasting(length)
        if lasting is None or _of_others(lasting):
            continue
        sentence = length.sent
        near = [
            (away, i)
            for i, t in enumerate(found)
            if sentence.start <= t.start < sentence.end
            and len(t.values) == 1
            and (away := _away(doc, t, lasting)) <= _FAR
        ]
        if not near:
            continue
        _, i = min(near)
        made = _span(doc, found[i], days, lasting, by_clock=by_hours and bool(_CLOCK.search(sentence.text)))
        if made is not None:
            spans.setdefault(i, made)
    for i, when in enumerate(found):
        yield spans.get(i, when)


def _days(match: re.Match[str]) -> tuple[int, bool]:
    if match["one"]:
        return 7, False
    number, unit = count(match["n"]), match["u"].lower()
    if unit == "hour":
        return (number // 24, True) if number % 24 == 0 else (0, True)
    return number * (7 if unit == "week" else 1), False


def _lasting(length: Span) -> Token | None:
    """Return the token of what lasts: the noun after "two-day", the verb of "for two days"."""
    after = length.doc[length.end] if length.end < len(length.doc) else None
    root = length.root
    noun = root
    if root.dep_ in {"compound", "amod", "nmod", "nummod", "npadvmod"}:
        while noun.dep_ in {"compound", "amod", "nmod", "nummod", "npadvmod"} and noun.head.i != noun.i:
            noun = noun.head
    elif root.dep_ == "pobj" and root.head.lower_ in {"for", "of"}:
        noun = root.head.head
    else:
        return None
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in _LEAVING and any(c.dep_ == "poss" for c in noun.children):
        return None  # "called off their three-week strike on Monday"
    if noun.lemma_.lower() in _SPANLESS or (after is not None and after.lemma_.lower() in _SPANLESS):
        return None
    if noun.dep_ == "pobj" and noun.head.lower_ in _AFTER and is_return(governor(noun.head)):
        return noun  # "went back on Friday after a two-day strike"
    if noun.dep_ == "pobj" and noun.head.lower_ in {*_AFTER, "before", "since", "within"}:
        return None
    return noun


def _of_others(lasting: Token) -> bool:
    """Tell whether a day beside what lasts is that on which others did something: "on Tuesday a court declared it"."""
    return governor(lasting).lemma_.lower() in _DEEDS


def _away(doc: Doc, when: TimeExpression, lasting: Token) -> int:
    """Return the edges between a day and what lasts; verbs of beginning and planning stand between them."""
    at = doc[when.start : when.end].root
    up: dict[int, int] = {}
    for steps in range(_FAR + 1):
        up[at.i] = steps
        if at.head.i == at.i:
            break
        at = at.head
    at = lasting
    for steps in range(_FAR + 1):
        if at.i in up:
            return steps + up[at.i]
        if at.head.i == at.i:
            break
        at = at.head
    return 99


def _span(doc: Doc, when: TimeExpression, days: int, lasting: Token, *, by_clock: bool) -> TimeExpression | None:
    """Return the span from or to a day; hours from an hour of the day end one day later."""
    text = when.values[0]
    if when.kind == "span" or len(text) not in {7, 10} or (len(text) == 7 and not text.startswith("--")):
        return None
    if len(text) == 10:
        day = date.fromisoformat(text)
    else:
        reference = reference_of(int(text[2:4]), int(text[5:7]), None)
        if reference is None:
            return None
        day = reference.day
    verb = doc[when.start : when.end].root.head
    if verb.pos_ == "ADP":
        verb = verb.head
    ended = lasting.dep_ == "dobj" and lasting.head.lemma_.lower() in _ENDING  # "on Friday, ending a two-day strike"
    if lasting.dep_ == "pobj" and lasting.head.lower_ in _AFTER:
        last_day = shifted(day, -1)
        if last_day is None or by_clock:
            return None
        day = last_day
    ends = when.kind == "end" or ended or verb.lemma_.lower() in _ENDING or is_return(verb)
    other = shifted(day, (1 - days) if ends else days - 1 + by_clock)
    if other is None:
        return None
    first, last = sorted((day, other))
    values = tuple(d.isoformat() if len(text) == 10 else f"--{d.month:02}-{d.day:02}" for d in (first, last))
    return replace(when, kind="span", values=values)
