"""Abbreviations of states behind the names of towns: "in Joliet, Ill., on Friday"."""

from __future__ import annotations

import calendar
from collections.abc import Container, Sequence

_DATES = frozenset({*calendar.day_name, *calendar.day_abbr, *calendar.month_name, *calendar.month_abbr, "Sept"} - {""})


def is_date_word(word: str) -> bool:
    """Tell whether a word is the name of a day or a month, or short for one."""
    return word.rstrip(".") in _DATES


def is_state(words: Sequence[str], states: Container[str]) -> bool:
    """Tell whether the last of some words is the state of the town before it; "On Friday, B.C. nurses" has no town.

    Args:
        words: the last of them with or without its point.
        states: the abbreviations, with their points.
    """
    if len(words) < 3 or words[-2] != "," or f"{words[-1].rstrip('.')}." not in states:
        return False
    return words[-3][:1].isupper() and not is_date_word(words[-3])
