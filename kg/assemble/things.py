"""What the mentions of one thing agree on: its class, its name, in how many documents it stands."""

from __future__ import annotations

from collections import Counter

from kg.model import Entity


class Thing:
    """Counts the mentions of one thing."""

    __slots__ = ("_labels", "_last", "_names", "_types", "documents")

    def __init__(self) -> None:
        self.documents = 0
        self._last = ""
        self._types: Counter[str] = Counter()
        self._labels: Counter[str] = Counter()
        self._names: set[str] = set()

    def add(self, entity: Entity, document: str) -> None:
        """Count a mention; those of one document come one after the other."""
        self._types[entity.type] += 1
        self._labels[entity.label] += 1
        self._names.update(entity.names)
        if document != self._last:
            self.documents += 1
            self._last = document

    @property
    def type(self) -> str:
        """The commonest class; of several, the first in alphabetical order."""
        return min(self._types, key=lambda iri: (-self._types[iri], iri))

    @property
    def label(self) -> str:
        """The commonest label; of several, the longest, then the first in alphabetical order."""
        return min(self._labels, key=lambda name: (-self._labels[name], -len(name), name))

    @property
    def other_names(self) -> tuple[str, ...]:
        """Every other name, sorted."""
        return tuple(sorted(self._names - {self.label}))
