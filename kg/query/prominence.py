"""Who is central, and who belongs together: figures of networkx on what things and events are linked with.

Every component is looked at by itself, and its nodes in the order of their IRIs, so that the figures are the same
each time and do not depend on what else stands in the graph.

References:
    Brin and Page, The anatomy of a large-scale hypertextual web search engine (1998): the centrality.
    Blondel et al., Fast unfolding of communities in large networks (2008): the communities.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.query.records import Prominence
from kg.store import terms as t

if TYPE_CHECKING:
    import networkx as nx

    from kg.query.catalogue import Catalogue

SEED = 7
SMALL = 3  # so many nodes are one community
MOST = 3_000  # nodes of a component that is looked at for one thing alone
Tie = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a node: its PageRank as a multiple of the mean of its component, and its community.

    `first` is the most central node of the community, which names it; `size` is how many nodes that has.
    """

    centrality: float
    rank: int
    linked: int
    first: str
    size: int


def places(ties: Mapping[Tie, float], nodes: Iterable[str] = ()) -> dict[str, Place]:
    """Return the places of all nodes.

    Args:
        ties: edges by subject, predicate and object, each with its weight; directions do not matter.
        nodes: those that may have no edge.
    """
    import networkx as nx

    pairs: dict[tuple[str, str], float] = {}
    for (one, _, other), weight in sorted(ties.items()):
        ends = min(one, other), max(one, other)
        pairs[ends] = pairs.get(ends, 0.0) + max(weight, 0.01)  # what is hardly believed is linked all the same
    whole: nx.Graph[str] = nx.Graph()
    whole.add_nodes_from({*nodes})
    whole.add_edges_from(pairs)
    inside: dict[str, list[tuple[str, str, float]]] = {}
    first_of = {node: min(part) for part in nx.connected_components(whole) for node in part}
    for (one, other), weight in sorted(pairs.items()):
        inside.setdefault(first_of[one], []).append((one, other, weight))
    scores = _scores([(one, other, weight) for (one, other), weight in sorted(pairs.items())])
    found = {node: Place(1.0, 1, 1, node, 1) for node in whole}
    for first in sorted(inside):
        found |= dict(_component(inside[first], scores))
    return found


def _numbered(edges: Iterable[tuple[str, str, float]]) -> tuple[list[str], nx.Graph[int]]:
    """Return the nodes of some edges, and a graph of their numbers, in which no order hangs on hashes of words."""
    import networkx as nx

    them = list(edges)
    nodes = sorted({end for one, other, _ in them for end in (one, other)})
    number = {node: i for i, node in enumerate(nodes)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    graph.add_weighted_edges_from((number[one], number[other], weight) for one, other, weight in them)
    return nodes, graph


def _scores(edges: Iterable[tuple[str, str, float]]) -> dict[str, float]:
    """Return the PageRank of each node by the mean of all; as nothing flows between components, by that of its own."""
    import networkx as nx

    nodes, graph = _numbered(edges)
    ranks = nx.pagerank(graph, tol=1e-7 / max(1, len(nodes)), max_iter=500) if nodes else {}
    return {node: round(ranks[i] * len(nodes), 3) for i, node in enumerate(nodes)}


def _component(edges: list[tuple[str, str, float]], scores: Mapping[str, float]) -> Iterator[tuple[str, Place]]:
    """Yield the places of the nodes of a component."""
    import networkx as nx

    nodes, graph = _numbered(edges)
    order = sorted(range(len(nodes)), key=lambda i: (-scores[nodes[i]], nodes[i]))
    ranked = {i: place for place, i in enumerate(order, 1)}
    one = [set(range(len(nodes)))]
    communities = nx.community.louvain_communities(graph, seed=SEED) if len(nodes) > SMALL else one
    for community in communities:
        first = min(community, key=lambda i: ranked[i])
        for i in community:
            yield nodes[i], Place(scores[nodes[i]], ranked[i], len(nodes), nodes[first], len(community))


def prominence(catalogue: Catalogue, iri: str) -> Prominence:
    """Return how a thing stands in the whole, by all that it is linked with over however many steps."""
    ties: dict[Tie, float] = {}
    degree = len(_ties(catalogue, iri))
    seen, rim = {iri}, [iri]
    while rim and len(seen) <= MOST:
        near: set[str] = set()
        for node in rim:
            found = _ties(catalogue, node)
            ties |= found
            near |= {end for one, _, other in found for end in (one, other)}
        rim = sorted(near - seen)
        seen |= near
    if rim:
        return Prominence(degree)
    place = places(ties, [iri])[iri]
    return Prominence(
        degree=degree,
        centrality=place.centrality,
        rank=place.rank,
        linked=place.linked,
        community=label_of(catalogue, place.first),
        size=place.size,
    )


def label_of(catalogue: Catalogue, iri: str) -> str:
    """Return the label of a thing or an event."""
    happening = catalogue.assembled.happening(iri)
    return catalogue.caption(happening) if happening is not None else catalogue.label(iri)


def _ties(catalogue: Catalogue, iri: str) -> dict[Tie, float]:
    """Return the edges of a thing or an event, each with how far it is to be believed."""
    assembled = catalogue.assembled
    things, happened = assembled.things, assembled.happened
    found: dict[Tie, float] = {}
    if iri.startswith(happened):
        belief = float(assembled.one(iri, t.BELIEF) or "0")
        return {
            (iri, quad.predicate.value, quad.object.value): belief
            for quad in assembled.quads(iri)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(things)
        }
    for quad in (*assembled.quads(iri), *assembled.quads(None, None, NamedNode(iri))):
        subject, predicate, target = t.value(quad.subject), quad.predicate.value, t.value(quad.object)
        if subject.startswith(happened):
            found[subject, predicate, target] = float(assembled.one(subject, t.BELIEF) or "0")
        elif subject.startswith(things) and target.startswith(things):
            node = assembled.edge(subject, predicate, target)
            found[subject, predicate, target] = float(assembled.one(node, t.BELIEF) or "0")
        elif quad.predicate in (t.MEMBER, t.ORGANIZATION):
            ends = [assembled.one(subject, p) or "" for p in (t.MEMBER, t.TYPE, t.ORGANIZATION)]
            tie = ends[0], ends[1], ends[2]
            found[tie] = max(found.get(tie, 0.0), float(assembled.one(subject, t.BELIEF) or "0"))
    return found
