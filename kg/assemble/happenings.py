"""Happenings: which reports, of several documents, tell of one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.assemble.likeness import Traits, likeness

LEAST = 0.0  # logarithm of the odds of two reports being one happening, on average over two groups


def joined(reports: Sequence[Traits]) -> list[tuple[Traits, ...]]:
    """Return the happenings that reports tell of, each as its reports, sorted.

    Groups of reports are joined, the likeliest pair first, while two groups are on average more likely one happening
    than two and no document has a report in both: what a document tells apart stays apart. Each two reports are
    compared once or twice, so that the cost grows with the square of the reports, however they are joined.
    """
    ordered = sorted(reports, key=lambda one: one.node)
    groups = _Groups(ordered)
    for _, left, right in sorted(_likely(ordered)):
        groups.consider(left, right)
    return sorted(groups.all(), key=lambda group: group[0].node)


def _likely(reports: Sequence[Traits]) -> Iterator[tuple[float, int, int]]:
    """Yield the pairs of reports that are likely one happening, by how likely, negative: those that may be compared.

    They are of different documents, and share a class and a party.
    """
    for i, left in enumerate(reports):
        parties = left.parties
        for j in range(i + 1, len(reports)):
            right = reports[j]
            if left.type == right.type and left.document != right.document and parties & right.parties:
                score = likeness(left, right)
                if score > LEAST:
                    yield -score, i, j


class _Groups:
    """Groups of reports, with the sums of the likenesses between those that were compared."""

    def __init__(self, reports: Sequence[Traits]) -> None:
        self._group = list(range(len(reports)))  # by report
        self._members = {i: [one] for i, one in enumerate(reports)}
        self._held = {i: [i] for i in range(len(reports))}
        self._documents = {i: {one.document} for i, one in enumerate(reports)}
        self._sums: dict[int, dict[int, float]] = {i: {} for i in range(len(reports))}

    def all(self) -> Iterator[tuple[Traits, ...]]:
        """Yield the groups, each sorted."""
        for members in self._members.values():
            yield tuple(sorted(members, key=lambda one: one.node))

    def consider(self, left: int, right: int) -> None:
        """Join the groups of two reports if they are one happening."""
        a, b = self._group[left], self._group[right]
        if a == b or not self._documents[a].isdisjoint(self._documents[b]):
            return
        if self._sum(a, b) / (len(self._members[a]) * len(self._members[b])) > LEAST:
            self._join(a, b)

    def _sum(self, a: int, b: int) -> float:
        if b not in self._sums[a]:
            others = self._members[b]
            self._sums[a][b] = self._sums[b][a] = sum(
                likeness(*((left, right) if left.node < right.node else (right, left)))
                for left in self._members[a]
                for right in others
            )
        return self._sums[a][b]

    def _join(self, a: int, b: int) -> None:
        for other in sorted((self._sums[a].keys() | self._sums[b].keys()) - {a, b}):
            self._sums[a][other] = self._sums[other][a] = self._sum(a, other) + self._sum(b, other)
            del self._sums[other][b]
        del self._sums[b], self._sums[a][b]
        for report in self._held[b]:
            self._group[report] = a
        self._held[a] += self._held.pop(b)
        self._members[a] += self._members.pop(b)
        self._documents[a] |= self._documents.pop(b)
