"""Edges between things: the relations of documents, and the short forms of their events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.model import Event, Reading, Ref
from kg.ontology import CORE, Ontology

Edge = tuple[str, str, str]


def plain_edges(reading: Reading, names: Mapping[str, str]) -> Iterator[Edge]:
    """Yield the relations of a document that are no offices. `names` gives the IRI of each entity's key."""
    for relation in reading.relations:
        if relation.title is None:
            yield names[relation.subject], relation.predicate, names[relation.object]


def shortcut_edges(reading: Reading, names: Mapping[str, str], ontology: Ontology) -> Iterator[Edge]:
    """Yield the short form of each event whose class and status have one: from each actor to each target."""
    for event in reading.events:
        for shortcut in ontology.shortcuts:
            if event.status in shortcut.statuses and ontology.is_a(event.type, shortcut.event):
                targets = filler_keys(event, str(CORE.target), ontology)
                for actor in filler_keys(event, str(CORE.actor), ontology):
                    for target in targets:
                        yield names[actor], shortcut.property, names[target]


def filler_keys(event: Event, core_role: str, ontology: Ontology) -> list[str]:
    """Return the keys of the entities that fill a role below `core_role`."""
    return [
        filler.key
        for role, fillers in event.roles
        if ontology.is_a(role, core_role)
        for filler in fillers
        if isinstance(filler, Ref)
    ]
