"""Numbers in words: "twenty-one", "thirty-sixth", for figures and for the days they count."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNITS = {
    w: float(i)
    for i, w in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen nineteen"
        ).split()
    )
}
TENS = {
    w: 10.0 * i
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_THOUSANDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "lakh": 1e5, "crore": 1e7, "dozen": 12.0}
_ORDINAL_UNITS = {
    w: i
    for i, w in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth"
        ).split(),
        start=1,
    )
}
_ORDINAL_TENS = {f"{w[:-1]}ieth": int(v) for w, v in TENS.items()}

ORDINAL = (
    rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(_ORDINAL_UNITS)})|{'|'.join(_ORDINAL_UNITS)}|{'|'.join(_ORDINAL_TENS)}"
    r"|\d{1,3}(?:st|nd|rd|th))"
)
CARDINAL = (
    rf"(?:(?:{'|'.join(TENS)})(?:-(?:{'|'.join(list(UNITS)[1:10])}))?|{'|'.join(reversed(list(UNITS)[1:]))}|\d{{1,3}})"
)


def word_value(word: str) -> float | None:
    """Read a number below a hundred in words."""
    lower = word.lower()
    if lower in UNITS:
        return UNITS[lower]
    if lower in TENS:
        return TENS[lower]
    tens, dash, unit = lower.partition("-")
    if dash and tens in TENS and unit in UNITS:
        return TENS[tens] + UNITS[unit]
    return None


def read_words(words: Sequence[str], i: int) -> tuple[float, int] | None:
    """Read the number in words that begins at `i`, "one hundred and twenty-five": its value and its end.

    The words are in lower case, hyphens words of their own.
    """
    whole, part, at = 0.0, -1.0, i
    while at < len(words):
        word = words[at]
        value = word_value(word)
        after = words[at + 1] if at + 1 < len(words) else ""
        if value is not None and (part < 0 or (part >= 100 and part % 100 == 0)):
            part = max(part, 0.0) + value
        elif word == "-" and part % 100 in TENS.values() and 0 < UNITS.get(after, 0) < 10:
            part, at = part + UNITS[after], at + 1
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word in _THOUSANDS and part > 0:
            whole, part = whole + part * _THOUSANDS[word], -1.0
        elif word == "and" and (part >= 100 or (part < 0 and whole)) and word_value(after):
            pass
        else:
            break
        at += 1
    if at == i:
        return None
    return whole + max(part, 0.0), at


def count(text: str) -> int:
    """Return how many "three", "a" or "14" are, 0 where it is no number."""
    lower = text.lower()
    if lower in {"a", "an", "one"}:
        return 1
    return int(lower) if lower.isdecimal() else int(word_value(lower) or 0)


def ordinal(text: str) -> int:
    """Return which "third", "thirty-sixth" or "36th" is, 0 where it is none."""
    lower = text.lower()
    digits = re.match(r"\d+", lower)
    if digits:
        return int(digits.group())
    tens, dash, unit = lower.partition("-")
    if dash:
        return int(TENS.get(tens, 0)) + _ORDINAL_UNITS.get(unit, 0)
    return _ORDINAL_UNITS.get(lower) or _ORDINAL_TENS.get(lower, 0)
