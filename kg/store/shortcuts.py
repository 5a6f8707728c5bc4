"""Which short edges an event stands behind."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Event, Ref
from kg.ontology import CORE, Ontology


def shortcuts_of(event: Event, ontology: Ontology) -> Iterator[tuple[str, str, str]]:
    """Yield the key of an actor, the property, and the key of a target for each short form of an event."""
    for shortcut in ontology.shortcuts:
        if event.status in shortcut.statuses and ontology.is_a(event.type, shortcut.event):
            for actor in _keys(event, str(CORE.actor), ontology):
                for target in _keys(event, str(CORE.target), ontology):
                    yield actor, shortcut.property, target


def _keys(event: Event, core_role: str, ontology: Ontology) -> list[str]:
    return [
        filler.key
        for role, fillers in event.roles
        if ontology.is_a(role, core_role)
        for filler in fillers
        if isinstance(filler, Ref)
    ]
