"""Shaping the data: the graph and its sentences become the plain JSON that the page reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

import networkx as nx

from kg.errors import UnknownName
from kg.view import look

Line = Literal["solid", "dashed", "dotted", "struck", "crossed"]
"""How a status is drawn: struck is grey and crossed red, both dashed with a cross and a line through the label."""

STATUSES: Mapping[str, Line] = MappingProxyType(
    {"occurred": "solid", "planned": "dashed", "possible": "dotted", "cancelled": "struck", "denied": "crossed"}
)
COLOURS = ("class", "community")
"""What colours can stand for."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words behind a node or an edge, and where they stand.

    `document` is the document's identifier; `confidence` lies between 0 and 1; `rule` says what found
    it. `marks` are (start, end, role) in code points of `text`, end exclusive; role "" for words that
    fill none.
    """

    text: str
    document: str
    title: str | None = None
    source: str | None = None
    date: str | None = None
    confidence: float | None = None
    rule: str | None = None
    marks: tuple[tuple[int, int, str], ...] = ()


def project(
    graph: nx.MultiDiGraph, sentences: Mapping[str, Sentence], *, statuses: Mapping[str, Line] = STATUSES
) -> Json:
    """Return all that the page shows, sorted, with short ids instead of IRIs.

    Nodes are "n0", "n1", ... in the order of their IRIs, edges "e0", ... in the order of subject,
    object and predicate.

    Raises:
        UnknownName: a status that is not in `statuses`, or evidence that is not in `sentences`.
    """
    ids = {node: f"n{i}" for i, node in enumerate(sorted(graph))}
    edges = sorted(graph.edges(keys=True), key=lambda edge: tuple(map(str, edge)))
    cited = _Cited(sentences)
    classes = _classes(graph)
    number = {entry["iri"]: i for i, entry in enumerate(classes)}
    communities = _communities(graph)
    places = {entry["iri"]: i for i, entry in enumerate(communities)}
    lines = list(statuses)
    bends = _bends(edges)
    nodes = [_node(graph, node, ids, number, lines, cited) for node in ids]
    for node, entry in zip(ids, nodes, strict=True):
        entry["community"] = places.get(str(graph.nodes[node].get("community")))
    links = [
        {
            "id": f"e{i}",
            "from": ids[u],
            "to": ids[v],
            "iri": str(key),
            "label": str(graph.edges[u, v, key].get("label") or key),
            "status": _status(graph.edges[u, v, key].get("status"), lines),
            "bend": bends[i],
            "evidence": cited.numbers(graph.edges[u, v, key].get("evidence", ())),
            **_rests(graph.edges[u, v, key]),
        }
        for i, (u, v, key) in enumerate(edges)
    ]
    counts = Counter(item["status"] for item in (*nodes, *links) if item["status"] is not None)
    return {
        "classes": classes,
        "communities": communities,
        "statuses": [{"label": s, "line": statuses[s], "count": counts[i]} for i, s in enumerate(lines)],
        "nodes": nodes,
        "edges": links,
        "sentences": cited.entries,
    }


class _Cited:
    """The sentences that were asked for, numbered in the order of asking."""

    def __init__(self, sentences: Mapping[str, Sentence]) -> None:
        self.sentences = sentences
        self.entries: list[Json] = []
        self._numbers: dict[str, int] = {}

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """Return the numbers of some sentences, each once."""
        return [self._number(key) for key in dict.fromkeys(ids)]

    def _number(self, key: str) -> int:
        if key not in self._numbers:
            if key not in self.sentences:
                raise UnknownName("sentence", key, self.sentences)
            self._numbers[key] = len(self.entries)
            self.entries.append(_sentence(self.sentences[key]))
        return self._numbers[key]


def _sentence(said: Sentence) -> Json:
    return {
        "parts": parts(said.text, said.marks),
        "document": said.document,
        "title": said.title,
        "source": said.source,
        "date": None if said.date is None else str(said.date),
        "confidence": None if said.confidence is None else round(float(said.confidence), 4),
        "rule": said.rule,
    }


def parts(text: str, marks: Iterable[tuple[int, int, str]]) -> list[list[str | None]]:
    """Cut a text at its marks, so that the page need not count characters.

    Args:
        text: the sentence.
        marks: start, end and role; marks may overlap, and what lies outside the text is ignored.

    Returns:
        Pieces of text, each with the roles that mark it joined by ", ", or None where nothing does.
    """
    inside = [(max(0, a), min(len(text), b), role) for a, b, role in marks]
    inside = [mark for mark in inside if mark[0] < mark[1]]
    cuts = sorted({0, len(text), *(c for a, b, _ in inside for c in (a, b))})
    pieces: list[list[str | None]] = []
    for a, b in pairwise(cuts):
        roles = [role for start, end, role in inside if start <= a and b <= end]
        pieces.append([text[a:b], ", ".join(dict.fromkeys(r for r in roles if r)) if roles else None])
    return pieces


def _classes(graph: nx.MultiDiGraph) -> list[Json]:
    """Return the classes of the nodes, entities before events, the commonest first, each with its symbol."""
    found: dict[str, Json] = {}
    for node in sorted(graph):
        data = graph.nodes[node]
        iri = str(data.get("class") or "")
        kind = "event" if data.get("kind") == "event" else "entity"
        entry = found.setdefault(
            iri, {"iri": iri, "label": str(data.get("class_label") or iri or "thing"), "kind": kind, "count": 0}
        )
        entry["count"] += 1
    order = sorted(found.values(), key=lambda c: (c["kind"] == "event", -c["count"], c["label"], c["iri"]))
    entities = sum(c["kind"] == "entity" for c in order)
    for i, entry in enumerate(order):
        event = entry["kind"] == "event"
        entry["colour"], entry["shape"] = look.symbol(
            entry["kind"], i - entities if event else i, entities if event else 0
        )
    return order


def _communities(graph: nx.MultiDiGraph) -> list[Json]:
    """Return the communities of the nodes, the largest first; those that have no colour of their own have the last."""
    found: dict[str, Json] = {}
    for node in sorted(graph):
        iri = graph.nodes[node].get("community")
        if iri is not None:
            label = str(graph.nodes[node].get("community_label") or iri)
            found.setdefault(str(iri), {"iri": str(iri), "label": label, "count": 0})["count"] += 1
    order = sorted(found.values(), key=lambda c: (-c["count"], c["label"], c["iri"]))
    for i, entry in enumerate(order):
        entry["colour"] = min(i, look.COMMUNITIES)
    return order


def _rests(data: Mapping[str, Any]) -> Json:
    """Return how far a node or an edge is to be believed, and by how many, where that is given."""
    known = {name: data[name] for name in ("belief", "documents", "sources") if data.get(name) is not None}
    return {name: round(float(value), 4) if name == "belief" else int(value) for name, value in known.items()}


def _node(
    graph: nx.MultiDiGraph,
    node: str,
    ids: Mapping[str, str],
    classes: Mapping[str, int],
    statuses: list[str],
    cited: _Cited,
) -> Json:
    data = graph.nodes[node]
    label = str(data.get("label") or node)
    date = data.get("date")
    return {
        "id": ids[node],
        "iri": str(node),
        "label": label,
        "caption": look.caption(label),
        "class": classes[str(data.get("class") or "")],
        "status": _status(data.get("status"), statuses),
        "documents": 0,
        **_rests(data),
        "date": None if date is None else str(date),
        "degree": int(graph.degree[node]),
        "weight": look.weight(int(graph.degree[node]), data.get("centrality")),
        "evidence": cited.numbers(data.get("evidence", ())),
    }


def _status(label: str | None, statuses: list[str]) -> int | None:
    if label is None:
        return None
    if label not in statuses:
        raise UnknownName("status", label, statuses)
    return statuses.index(label)


def _bends(edges: list[tuple[str, str, Any]]) -> list[float]:
    """Return for each edge how far it bends, so that parallel and opposite edges lie side by side."""
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, (u, v, _) in enumerate(edges):
        together[min(u, v), max(u, v)].append(i)
    bends = [0.0] * len(edges)
    for (first, second), members in together.items():
        for place, i in enumerate(members):
            if first == second:
                bends[i] = float(place)  # loops: one beside the other
            else:
                bends[i] = look.bend(place, len(members)) * (1 if edges[i][0] == first else -1)
    return bends
