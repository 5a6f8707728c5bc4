"""Clusters: which cases are of one thing, and why.

Cases are joined by what they share (a name, a name beside a party), best reasons first, so that the result does not
depend on their order. No two cases are compared that share no name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.resolve.cases import Case


class Reason(NamedTuple):
    """Why a case is one with others: what they share, and the share of such pairs that are one (estimated)."""

    score: float
    words: str


ALONE = Reason(1.0, "")  # no other case is of the same thing
JUDGED = Reason(1.0, "judged to be the same")


class Cluster(NamedTuple):
    """The cases of one thing, sorted by node, with the reason why each is in it."""

    cases: tuple[Case, ...]
    reasons: Mapping[str, Reason]


class Doubt(NamedTuple):
    """A case that may be one with those of a cluster (its first case's node), and with what probability."""

    node: str
    cluster: str
    reason: Reason


class Joining:
    """Joins cases (union-find). Pairs that must stay apart are never joined, not even by way of others.

    Args:
        cases: all cases that have to do with each other.
        apart: pairs of nodes that are known to be two.
    """

    def __init__(self, cases: Iterable[Case], *, apart: Iterable[tuple[str, str]] = ()) -> None:
        self.cases = {case.node: case for case in sorted(cases, key=lambda case: case.node)}
        self._above: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._reasons: dict[str, Reason] = {}
        self._told: dict[str, set[str]] = {}  # the documents of those clusters of which they were asked
        self._apart: dict[str, set[str]] = defaultdict(set)
        for left, right in apart:
            if left in self.cases and right in self.cases:
                self._apart[left].add(right)
                self._apart[right].add(left)

    def top(self, node: str) -> str:
        """Return what stands for the cluster of a case."""
        above = self._above
        while (up := above.get(node, node)) != node:
            above[node] = above.get(up, up)
            node = up
        return node

    def members(self, node: str) -> list[str]:
        """Return the nodes of the cluster of a case."""
        top = self.top(node)
        return self._members.get(top, [top])

    def join(self, left: str, right: str, reason: Reason, *, told_apart: bool = False) -> bool:
        """Join the clusters of two cases, and tell whether they are one now.

        With `told_apart` they are not joined where a document has a case in both: it tells them apart.
        """
        a, b = self.top(left), self.top(right)
        if a == b:
            return True
        if told_apart and self._documents(a) & self._documents(b):
            return False
        small, large = sorted((a, b), key=lambda top: (len(self.members(top)), top))
        if self._apart and self._kept_apart(small, large):
            return False
        for node in (left, right):
            if self._reasons.get(node, ALONE).score < reason.score or node not in self._reasons:
                self._reasons[node] = reason
        lost = self.members(small)
        self._members.setdefault(large, [large]).extend(lost)
        if large in self._told:
            self._told[large].update(self.cases[node].document for node in lost)
        self._members.pop(small, None)
        self._told.pop(small, None)
        self._above[small] = large
        return True

    def _documents(self, top: str) -> set[str]:
        """Return the documents of a cluster."""
        known = self._told.get(top)
        if known is None:
            known = self._told[top] = {self.cases[node].document for node in self.members(top)}
        return known

    def _kept_apart(self, small: str, large: str) -> bool:
        known = (self._apart[node] for node in self.members(small) if node in self._apart)
        return any(self.top(other) == large for others in known for other in others)

    def join_all(self, nodes: Sequence[str], reason: Reason) -> None:
        """Join cases that share something."""
        for node in nodes[1:]:
            self.join(nodes[0], node, reason)

    def join_by(self, share: Callable[[Case], Iterable[Hashable]], reason: Reason, *, told_apart: bool = False) -> None:
        """Join the cases that share any of what `share` gives for them."""
        holders: dict[Hashable, list[str]] = {}
        for node, case in self.cases.items():
            for key in share(case):
                holders.setdefault(key, []).append(node)
        for key in sorted(holders, key=repr) if told_apart else holders:  # what was joined before may keep others apart
            nodes = holders[key]
            for node in nodes[1:]:
                self.join(nodes[0], node, reason, told_apart=told_apart)

    def attach(
        self, nodes: Iterable[str], candidates: Callable[[Case], Iterable[str]], reason: Reason, doubt: Reason
    ) -> Iterator[Doubt]:
        """Join each case with the one cluster that it may belong to; of several, yield each as a doubt."""
        found = {node: sorted({self.top(other) for other in candidates(self.cases[node])}) for node in nodes}
        for node, tops in found.items():
            others = [top for top in tops if top != self.top(node)]
            if len(others) == 1 and len(tops) == 1:
                self.join(node, others[0], reason)
            elif len(others) > 1:
                for top in others:
                    yield Doubt(node, min(self.members(top)), Reason(doubt.score / len(others), doubt.words))

    def clusters(self) -> list[Cluster]:
        """Return the clusters, sorted by the node of their first case."""
        tops = Counter(self.top(node) for node in self.cases)
        made = []
        for top in tops:
            nodes = sorted(self.members(top))
            reasons = {node: self._reasons.get(node, ALONE) for node in nodes}
            made.append(Cluster(tuple(self.cases[node] for node in nodes), reasons))
        return sorted(made, key=lambda cluster: cluster.cases[0].node)
