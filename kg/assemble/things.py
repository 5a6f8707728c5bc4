"""What the mentions of one thing agree on: its class, its name, in how many documents it stands."""

from __future__ import annotations

from collections.abc import Sequence

GIVEN = 10**9  # documents that a person outweighs


class Thing:
    """Counts the mentions of one thing of all documents."""

    __slots__ = ("_documents", "_labels", "_names", "_types", "iri")

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._documents: set[int] = set()
        self._types: dict[str, int] = {}
        self._labels: dict[str, int] = {}
        self._names: set[str] = set()

    def add(self, document: int, type_: str, names: Sequence[str], *, given: str = "") -> None:
        """Count a mention; what a person gave outweighs what any number of documents say."""
        self._types[type_] = self._types.get(type_, 0) + (GIVEN if "class" in given else 1)
        self._labels[names[0]] = self._labels.get(names[0], 0) + (GIVEN if "label" in given else 1)
        self._names.update(names)
        self._documents.add(document)

    @property
    def documents(self) -> int:
        """In how many documents it stands."""
        return len(self._documents)

    @property
    def type(self) -> str:
        """The commonest class; of several, the first in alphabetical order."""
        return min(self._types, key=lambda iri: (-self._types[iri], iri))

    @property
    def label(self) -> str:
        """The commonest label; of several, the longest, then the first in alphabetical order."""
        return min(self._labels, key=lambda name: (-self._labels[name], -len(name), name))

    def other_names(self, label: str) -> list[str]:
        """Return every name but the label, sorted."""
        return sorted(self._names - {label})
