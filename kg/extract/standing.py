"""An event's status, corrected where the words alone tell better than what resembles them."""

from __future__ import annotations

from datetime import date

from kg.extract.calling_off import not_called_off, said_to_be_off
from kg.extract.conditions import on_its_own_condition, only_possible
from kg.extract.merge import Happening
from kg.extract.negation import none_of_it
from kg.extract.times import gone_back
from kg.frames import English

_DONE = frozenset({"VBD", "VBN"})  # tags of verbs that tell what is past
_THERE = frozenset({"occurred", "planned"})
_AHEAD = frozenset({"planned", "possible"})
_DAY = len("2023-02-01")


def standing(happening: Happening, english: English, days: list[str], published: date | None) -> str:
    """Return the status of an event by its own words, or else the one that it has.

    What all its own clauses say there is none of has not happened, nor has what is a condition in all of them. What
    is only asked to be called off is not called off, and what is said to be called off soon is. What one will come back
    from is on. And what begins after the day of writing has not happened yet, unless its own verb says so ("dismissed
    with effect from").

    Args:
        happening: the event.
        english: the words by which a status is told.
        days: those on which it begins.
        published: the day of writing.
    """
    status, mentions = happening.status, happening.mentions
    sure = not any(m.trigger.weak or m.trigger.loose for m in mentions)
    if status in _THERE and sure and all(none_of_it(m.trigger.head) for m in mentions):
        return "denied"
    if status == "occurred" and all(on_its_own_condition(m.trigger.head) for m in mentions):
        return "possible"
    if status == "planned" and any(only_possible(m.trigger.head) for m in mentions):
        return "possible"
    if status in _AHEAD and any(said_to_be_off(m.trigger.head, english) for m in mentions):
        return "cancelled"
    back = [m for m in mentions if gone_back(m.trigger.head)]
    later = published is not None and bool(days) and min(days) > published.isoformat()
    if status in _AHEAD and not later and back and all(m in back or m.status == "occurred" for m in mentions):
        return "occurred"
    rest = [m for m in mentions if not not_called_off(m.trigger.head, english)]
    status = "occurred" if status == "cancelled" and not rest else status
    told = any(m.trigger.head.tag_ in _DONE or (m.said and m.status == "occurred") for m in rest)
    if status == "occurred" and published is not None and days and not told:
        whole = all(len(d) == _DAY and d[:1] != "-" for d in days)
        if whole and min(days) > published.isoformat():
            return "planned"
    return status
