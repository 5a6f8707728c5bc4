"""The facts of one document in the form in which they are compared, annotated or read from a graph alike.

Terms are local names ("occurred"), things are the sets of their names, numbers are floats.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Names = frozenset[frozenset[str]]
"""What a thing is called: for each of its names the set of that name's words."""

Filler = Names | float | str
"""What fills a role: a thing, a number, or a date, concept or text."""


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event. `fillers` is keyed by kind of fact; `optional` holds kinds of fact, or "*" for all of it."""

    type: str
    status: str | None
    fillers: dict[str, tuple[Filler, ...]]
    optional: frozenset[str] = frozenset()
    evidence: tuple[str, ...] = ()

    def of(self, fact: str) -> tuple[Filler, ...]:
        """Return the fillers of one kind of fact."""
        return self.fillers.get(fact, ())


@dataclass(frozen=True, slots=True)
class RelationFact:
    """An edge between two things, or an office held (then with the `title` as printed)."""

    subject: Names
    predicate: str
    object: Names
    title: str | None = None
    optional: bool = False
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class StatementFact:
    """What one speaker said in one run of speech."""

    speaker: Names
    stance: str | None
    text: str
    optional: bool = False


@dataclass(slots=True)
class GoldDoc:
    """All facts of one document. Their order decides between pairings that are equally good."""

    events: list[EventFacts] = field(default_factory=list)
    relations: list[RelationFact] = field(default_factory=list)
    statements: list[StatementFact] = field(default_factory=list)
