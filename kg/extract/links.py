"""The edges between a document's things: who speaks for whom, who holds which office where, what is a unit of what."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kg.extract.entities import Entity
from kg.extract.spokespeople import Office
from kg.ontology import MEMBERSHIP, Ontology

Unit = tuple[Entity, Entity, int, int]
_SURE = {"office": 0.8, "unit": 0.7}


@dataclass(frozen=True, slots=True)
class Link:
    """An edge, with the tokens that tell of it. With a `title` it is an office held."""

    subject: Entity
    predicate: str
    object: Entity
    title: str | None
    start: int
    end: int
    rule: str
    confidence: float


def links(
    offices: Iterable[Office], units: Iterable[Unit], speakers: Collection[Entity], ontology: Ontology
) -> list[Link]:
    """Return the edges of the offices and units that the rules found, in their order.

    Unnamed spokespeople who say nothing ("a letter to officials of the union") speak for nobody.
    """
    speaks, unit = ontology.term("speaksFor"), ontology.term("unitOf")
    found: list[Link] = []
    unnamed = ontology.term("Spokesperson")
    for office in offices:
        if office.person.type == unnamed and office.person not in speakers:
            continue
        words = (office.start, max(office.end, office.start + 1), "office", _SURE["office"])
        found.append(Link(office.person, speaks, office.organization, None, *words))
        if office.title:
            found.append(Link(office.person, MEMBERSHIP, office.organization, office.title, *words))
    found += [Link(part, unit, whole, None, start, end, "unit", _SURE["unit"]) for part, whole, start, end in units]
    return found
