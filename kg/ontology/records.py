"""What is known of a role and of a shortcut edge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RoleKind = Literal["entity", "concept", "number", "date", "text"]


@dataclass(frozen=True, slots=True)
class Role:
    """A property of events. `domains` are the event classes that have it, `ranges` what may fill it."""

    iri: str
    name: str  # the local name: "workersInvolved"
    label: str
    kind: RoleKind
    domains: frozenset[str]
    ranges: frozenset[str]
    functional: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A plain edge that stands for an event: `property` from each actor to each target."""

    property: str
    event: str
    statuses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a course: an event of one of these classes, with one of these statuses, and this outcome if any."""

    concept: str
    events: frozenset[str]
    statuses: frozenset[str]
    outcome: str | None
    day: str  # when it is taken: on the "first" or "last" day of the event, or when it is "told"
