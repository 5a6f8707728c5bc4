"""Where something happened: the countries and the places of its events."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.model import Ref
from kg.ontology import CORE
from kg.serve.pages.records import Named
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.serve.pages.room import Room
    from kg.store.account import Happening

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Places:
    """Countries and places, each with the number of events."""

    countries: tuple[Named, ...]
    places: tuple[Named, ...]


def places_of(room: Room, iri: str) -> Places | None:
    """Return where the events of a thing or a course, or an event itself, took place; None where nothing tells."""
    places: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for one in _happenings(room, iri):
        named = {f.key for role, fillers in one.event.roles if _is_place(room, role) for f in fillers if isinstance(f, Ref)}
        places.update(named)
        country = country_of(room, one, named)
        if country:
            countries[country] += 1
    if not places and not countries:
        return None
    return Places(
        countries=tuple(Named(code, count=n) for code, n in _ranked(countries)),
        places=tuple(room.named(iri, count=n) for iri, n in _ranked(places)[:SHOWN]),
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _is_place(room: Room, role: str) -> bool:
    return room.ontology.is_a(role, str(CORE.place))


def _happenings(room: Room, iri: str) -> list[Happening]:
    assembled = room.assembled
    own = assembled.happening(iri)
    if own is not None:
        return [own]
    subjects = {t.value(quad.subject) for quad in assembled.quads(None, None, NamedNode(iri))}
    found = (assembled.happening(one) for one in sorted(subjects) if one.startswith(assembled.happened))
    return [one for one in found if one is not None]


def country_of(room: Room, happening: Happening, places: set[str]) -> str:
    """Return the country of an event: that of its places, else that of most who take part; "" where none tells."""
    others = {f.key for _, fillers in happening.event.roles for f in fillers if isinstance(f, Ref)} - places
    for things in (places, others):
        counts = Counter(code for thing in things if (code := room.countries.get(thing.removeprefix(room.assembled.things))))
        if counts:
            return _ranked(counts)[0][0]
    return ""
