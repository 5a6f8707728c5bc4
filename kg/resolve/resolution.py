"""From cases to things: which there are, what they are called, and which case is of which."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from kg.identity import short_hash, slug
from kg.ontology import Ontology
from kg.outlines import Outline
from kg.resolve import people, things
from kg.resolve.cases import NAMED_ALONE, Case, Cases, full_names
from kg.resolve.clusters import ALONE, JUDGED, Cluster, Doubt, Joining, Reason


@dataclass(frozen=True, slots=True)
class Resolved:
    """What cases that have to do with each other come to.

    `entities` gives the IRI of the thing of each node, `reasons` why it is that, `doubts` the other things that it may
    be, `judged` who said so where somebody did.
    """

    entities: dict[str, str]
    reasons: dict[str, Reason]
    doubts: tuple[tuple[str, str, Reason], ...]
    judged: dict[str, str]


class Resolver:
    """Resolves the things of a domain.

    Args:
        ontology: the domain.
        countries: the country of each thing that a gazetteer knows, by identity.
    """

    def __init__(self, ontology: Ontology, countries: Mapping[str, str]) -> None:
        self._base = ontology.base
        self._cases = Cases(ontology, countries)
        self.case = self._cases.case

    def alone(self, type_: str) -> bool:
        """Tell whether names of things of a class tell by themselves.

        The others are resolved after these, beside them.
        """
        return self._cases.kind(type_) in NAMED_ALONE

    def sole(self, case: Case) -> str:
        """Return the IRI of the thing of which this is the only case; its scene and its twin do not matter."""
        return _iri(self._base, _identity(Cluster((case,), {})))

    def scene(self, outline: Outline) -> frozenset[str]:
        """Return what is known to stand beside each thing of a document: the full names in it."""
        return full_names(outline)

    def keys(self, case: Case) -> set[str]:
        """Return what two cases must share one of to be looked at together."""
        return set(things.keys(case) if case.kind in NAMED_ALONE else people.keys(case))

    def resolve(
        self,
        cases: Sequence[Case],
        *,
        together: Iterable[tuple[str, str, str]] = (),
        apart: Iterable[tuple[str, str]] = (),
    ) -> Resolved:
        """Tell which cases are of one thing.

        Args:
            cases: all that share keys with each other, directly or by way of others; all of them `alone`, or none.
            together: pairs of nodes that somebody (the third) judged to be of one thing.
            apart: pairs of nodes that somebody judged to be of two.
        """
        if len(cases) == 1:
            (case,) = cases
            return Resolved({case.node: self.sole(case)}, {case.node: ALONE}, (), {})
        joining = Joining(cases, apart=apart)
        judged = {}
        for left, right, author in together:
            if left in joining.cases and right in joining.cases and joining.join(left, right, JUDGED):
                judged[left] = judged[right] = author
        doubts = list((things if cases[0].kind in NAMED_ALONE else people).join(joining))
        clusters = joining.clusters()
        names = _names(clusters, self._base)
        entities: dict[str, str] = {}
        reasons: dict[str, Reason] = {}
        for cluster, iri in zip(clusters, names, strict=True):
            for case in cluster.cases:
                entities[case.node] = iri
                reasons[case.node] = cluster.reasons[case.node]
        return Resolved(entities, reasons, tuple(sorted(set(_open(doubts, entities)))), judged)


def _open(doubts: Iterable[Doubt], entities: dict[str, str]) -> Iterator[tuple[str, str, Reason]]:
    for doubt in doubts:
        if entities[doubt.node] != entities[doubt.cluster]:
            yield doubt.node, entities[doubt.cluster], doubt.reason


def _names(clusters: Sequence[Cluster], base: str) -> list[str]:
    """Return the IRI of each thing.

    It is that of the name by which most documents identify it. Of several things of one name that of which most
    documents tell bears it alone; the others bear their country or an organisation of theirs beside it.
    """
    wanted = [_identity(cluster) for cluster in clusters]
    taken: dict[str, list[int]] = defaultdict(list)
    for i, identity in enumerate(wanted):
        taken[identity].append(i)
    found = [""] * len(clusters)
    for identity, holders in taken.items():
        holders.sort(key=lambda i: (-len({case.document for case in clusters[i].cases}), clusters[i].cases[0].node))
        used: set[str] = set()
        for rank, i in enumerate(holders):
            name = identity if rank == 0 else f"{identity}--{_beside(clusters[i])}"
            if name in used:
                name = f"{identity}--{short_hash(clusters[i].cases[0].node)}"
            used.add(name)
            found[i] = _iri(base, name)
    return found


def _iri(base: str, name: str) -> str:
    return f"{base}entity/{quote(name, safe='/', errors='surrogatepass')}"


def _identity(cluster: Cluster) -> str:
    if len(cluster.cases) == 1:
        (case,) = cluster.cases
        return case.known or (case.mention.identity if _tells(case) else None) or _first(cluster)
    known = Counter(case.known for case in cluster.cases if case.known)
    names = known or Counter(case.mention.identity or "" for case in cluster.cases if _tells(case))
    if names:
        return str(min(names, key=lambda name: (-names[name], name)))
    return _first(cluster)


def _first(cluster: Cluster) -> str:
    """Return what a thing is called that no name tells: by its first mention."""
    return cluster.cases[0].node.rpartition("/")[2].replace("#entity-", "--")


def _tells(case: Case) -> bool:
    return bool(case.mention.identity) and case.kind != "spokesperson"


def _beside(cluster: Cluster) -> str:
    homes = Counter(case.country for case in cluster.cases if case.country)
    if homes and cluster.cases[0].kind in NAMED_ALONE:
        return min(homes, key=lambda home: (-homes[home], home)).lower()
    own = Counter(slug(iri.rpartition("/")[2]) for case in cluster.cases for iri in case.own)
    if own:
        return min(own, key=lambda name: (-own[name], name))
    return short_hash(cluster.cases[0].node)
