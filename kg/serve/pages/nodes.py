"""The page of any other node: what the graph says of it, and what says something by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg.ontology import local_name
from kg.serve.pages.records import Named, Property, Reference, Value
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.serve.pages.room import Room

VALUES = 50  # of a property


@dataclass(frozen=True, slots=True)
class NodePage:
    """What the page of a node shows."""

    label: str
    classes: tuple[Named, ...]
    says: tuple[Property, ...]
    said: tuple[Property, ...]
    references: tuple[Reference, ...]


def node_page(room: Room, iri: str) -> NodePage | None:
    """Return the page of a node of whatever graph; None where nothing is said of it."""
    node = NamedNode(iri)
    own = list(room.store.raw.quads_for_pattern(node, None, None))
    if not own:
        return None
    classes = sorted(q.object.value for q in own if q.predicate == t.TYPE and isinstance(q.object, NamedNode))
    label = next((q.object.value for q in own if q.predicate == t.LABEL and isinstance(q.object, Literal)), "")
    kinds = ", ".join(room.word(class_) for class_ in classes)
    return NodePage(
        label=label or f"{kinds or 'node'} {local_name(iri)}",
        classes=tuple(map(room.named, classes)),
        says=_properties(room, ((q, q.object) for q in own if q.predicate != t.TYPE)),
        said=_properties(room, ((q, q.subject) for q in room.store.raw.quads_for_pattern(None, None, node))),
        references=room.references(iri),
    )


def _properties(room: Room, ends: Iterable[tuple[Quad, object]]) -> tuple[Property, ...]:
    found: dict[str, dict[Named, None]] = {}
    for quad, end in ends:
        values = found.setdefault(quad.predicate.value, {})
        if isinstance(end, NamedNode):
            values[_named(room, end.value)] = None
        elif isinstance(end, Literal):
            values[Named(end.value)] = None
    properties = []
    for predicate in sorted(found):
        values_ = sorted(found[predicate], key=lambda named: (named.text, named.href or ""))
        shown = tuple(Value(named) for named in values_[:VALUES])
        comment = room.ontology.comment(predicate)
        properties.append(
            Property(
                room.word(predicate), shown, "", comment, max(0, len(values_) - VALUES), "", room.href(predicate) or ""
            )
        )
    return tuple(properties)


def _named(room: Room, iri: str) -> Named:
    if iri in room.terms or not iri.startswith(room.base):
        return room.named(iri) if iri in room.terms else Named(iri)
    happening = room.assembled.happening(iri)
    if happening is not None:
        return Named(room.catalogue.caption(happening), room.href(iri))
    return room.named(iri)
