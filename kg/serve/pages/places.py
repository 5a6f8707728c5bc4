"""Where something happened: the countries and the places of its events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Ref
from kg.serve.pages.maps import Map, world
from kg.serve.pages.records import Named

if TYPE_CHECKING:
    from kg.serve.pages.room import Room
    from kg.store.account import Happening

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Places:
    """Countries and places, each with the number of events."""

    countries: tuple[Named, ...]
    places: tuple[Named, ...]
    map: Map | None


def places_of(room: Room, events: Iterable[Happening]) -> Places | None:
    """Return where events took place; None where nothing tells."""
    places: Counter[str] = Counter()
    assembled = room.assembled
    countries: Counter[str] = Counter()
    for one in events:
        named = {
            f.key
            for role, fillers in one.event.roles
            if room.look(role) == "place"
            for f in fillers
            if isinstance(f, Ref)
        }
        places.update(named)
        parties = {f.key for _, fillers in one.event.roles for f in fillers if isinstance(f, Ref)} - named
        articles = (report.partition("#")[0] for report in assembled.reports(one.iri))
        country = room.countries.of_event(named, parties, articles)
        if country:
            countries[country] += 1
    if not places and not countries:
        return None
    return Places(
        countries=tuple(Named(room.country_names.get(code, code), count=n) for code, n in _ranked(countries)),
        map=world(countries, room.country_names),
        places=tuple(room.named(iri, count=n) for iri, n in _ranked(places)[:SHOWN]),
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def happenings(room: Room, iris: Iterable[str]) -> list[Happening]:
    """Return those of some nodes that are events of all documents, by IRI."""
    events = {iri for iri in iris if iri.startswith(room.assembled.happened)}
    found = (room.assembled.happening(one) for one in sorted(events))
    return [one for one in found if one is not None]
