"""Happenings: which reports, of several documents, tell of one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.assemble.likeness import Traits, likeness

LEAST = 0.0  # logarithm of the odds of two reports being one happening, on average over two groups


def joined(reports: Sequence[Traits]) -> list[tuple[Traits, ...]]:
    """Return the happenings that reports tell of, each as its reports, sorted.

    Groups of reports are joined, the likeliest pair first, while two groups are on average more likely one happening
    than two and no document has a report in both: what a document tells apart stays apart.
    """
    scores = {pair: likeness(*pair) for pair in _pairs(sorted(reports, key=lambda one: one.node))}
    groups: dict[str, list[Traits]] = {one.node: [one] for one in reports}
    for left, right in sorted(scores, key=lambda pair: (-scores[pair], pair[0].node, pair[1].node)):
        if scores[left, right] <= LEAST:
            break
        a, b = groups[left.node], groups[right.node]
        if a is b or {one.document for one in a} & {one.document for one in b}:
            continue
        if _average(a, b, scores) > LEAST:
            a.extend(b)
            groups |= {one.node: a for one in b}
    unique = {id(group): group for group in groups.values()}
    found = [tuple(sorted(group, key=lambda one: one.node)) for group in unique.values()]
    return sorted(found, key=lambda group: group[0].node)


def _average(a: Iterable[Traits], b: Sequence[Traits], scores: Mapping[tuple[Traits, Traits], float]) -> float:
    found = []
    for left in a:
        for right in b:
            pair = (left, right) if left.node < right.node else (right, left)
            found.append(scores[pair] if pair in scores else likeness(*pair))
    return sum(found) / len(found)


def _pairs(reports: Sequence[Traits]) -> Iterator[tuple[Traits, Traits]]:
    """Yield the pairs of reports of different documents that share a class and a party."""
    for i, left in enumerate(reports):
        for right in reports[i + 1 :]:
            if left.type == right.type and left.document != right.document and left.parties & right.parties:
                yield left, right
