"""Days in the year that an event is told of: "In 1972 miners struck. The strike began on 9 January"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc

from kg.extract.merge import Happening

_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def in_its_year(happening: Happening, doc: Doc, roles: Sequence[str]) -> None:
    """Give an event's days the year that the text gives it, where they were told without one and got another.

    Args:
        happening: with its roles, which are changed.
        doc: the parsed document.
        roles: those that days fill.
    """
    told = {str(d) for r in roles for d in happening.roles.get(r, ()) if _YEAR.fullmatch(str(d))}
    if len(told) != 1:
        return
    (year,) = told
    printed = {v for t in doc._.kg_dates if _YEAR.search(doc[t.start : t.end].text) for v in t.values}
    moved = False
    for role in roles:
        days = [str(d) for d in happening.roles.get(role, ())]
        anew = [_moved(d, year) if _DAY.fullmatch(d) and d not in printed else d for d in days]
        if anew != days:
            happening.roles[role] = list(anew)
            moved = True
    for role in roles if moved else ():
        happening.roles[role] = [d for d in happening.roles.get(role, ()) if str(d) != year]


def _moved(day: str, year: str) -> str:
    """Return a day in another year; the same where that year has no such day."""
    try:
        return date(int(year), int(day[5:7]), int(day[8:])).isoformat()
    except ValueError:
        return day
