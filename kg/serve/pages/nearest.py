"""What has a name like one that nothing has."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.serve.pages.records import Named

if TYPE_CHECKING:
    from kg.serve.pages.room import Room

MOST, LOOKED_AT = 6, 400  # names that are given, and that are compared letter by letter
LIKE, LONGEST = 0.5, 200  # how like they are at least; characters of a name that are looked at
_WORD = re.compile(r"[^\W_]+")


def nearest(room: Room, iri: str) -> tuple[Named, ...]:
    """Return the things, courses, events and articles whose IRIs end most like one that nothing has.

    Names that share a word with it are compared first, then those that begin with the same letter.
    """
    kind, _, wanted = iri.removeprefix(room.base).partition("/")
    name = unquote(wanted[:LONGEST]).casefold()
    words = set(_WORD.findall(name))
    sharing, beginning = [], []
    for known, other in room.endings.items():
        common = len(words & set(_WORD.findall(other)))
        if common:
            sharing.append((-common, abs(len(other) - len(name)), other, known))
        elif other.rpartition("/")[2][:1] == name.rpartition("/")[2][:1]:
            beginning.append((0, abs(len(other) - len(name)), other, known))
    matcher = SequenceMatcher(b=name, autojunk=False)
    scored = []
    for _, _, other, known in (*sorted(sharing)[:LOOKED_AT], *sorted(beginning)[:LOOKED_AT]):
        matcher.set_seq1(other)
        score = matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0
        if score >= LIKE:
            scored.append((not known.startswith(f"{room.base}{kind}/"), -score, known))
    return tuple(_named(room, known) for _, _, known in sorted(scored)[:MOST])


def _named(room: Room, iri: str) -> Named:
    return Named(room.listed[iri].title, room.href(iri)) if iri in room.listed else room.named(iri)
