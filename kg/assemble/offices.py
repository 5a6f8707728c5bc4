"""Offices held, as all documents tell of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.identity import short_hash, slug
from kg.model import Reading


class Office(NamedTuple):
    """That `member` holds the office `role` in `organization`."""

    iri: str
    type: str
    member: str
    organization: str
    role: str


class Offices:
    """Merges the offices that differ only in how the title is spelt: "General Secretary", "general secretary"."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._found: set[Office] = set()
        self._titles: dict[str, Counter[str]] = {}

    def add(self, reading: Reading, names: Mapping[str, str]) -> None:
        """Add the offices of one document. `names` gives the IRI of each entity's key."""
        for relation in reading.relations:
            if relation.title is None:
                continue
            member, organization, key = names[relation.subject], names[relation.object], slug(relation.title)
            role = f"{self._base}role/{key}"
            iri = f"{self._base}membership/{short_hash(member, relation.predicate, organization, key)}"
            self._found.add(Office(iri, relation.predicate, member, organization, role))
            self._titles.setdefault(role, Counter())[relation.title] += 1

    def __iter__(self) -> Iterator[Office]:
        """Iterate over the offices, sorted by IRI."""
        return iter(sorted(self._found))

    def roles(self) -> Iterator[tuple[str, str]]:
        """Yield the IRI and the commonest title of each role; of several, the first in alphabetical order."""
        for role in sorted(self._titles):
            titles = self._titles[role]
            yield role, min(titles, key=lambda title: (-titles[title], title))
