"""Reads what an RDF dataset says all documents say together, in the layout of docs/graph.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF

from kg.identity import assembled_graph, identifier_of
from kg.ontology import CORE, Ontology, local_name
from kg.quad_source import QuadSource
from kg.score.crossdoc import Mention
from kg.score.quads import text_of


@dataclass(frozen=True, slots=True)
class ToldClaim:
    """A value of a role of a happening, as one report tells it; IRIs are those of the dataset."""

    happening: str
    role: str  # local name
    value: str
    speaker: str | None
    report: Mention


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step of a dispute's course."""

    dispute: str
    kind: str  # local name
    date: str


@dataclass(frozen=True, slots=True)
class Assembled:
    """The assembled layer: what each mention is of. Mentions are named by document and key, as the dataset has them."""

    entities: Mapping[Mention, str]
    happenings: Mapping[Mention, str]
    disputes: Mapping[Mention, str]
    copies: frozenset[tuple[str, str]]
    claims: tuple[ToldClaim, ...]
    steps: tuple[ToldStep, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was put together."""
        return not self.entities


def assembled_in(store: QuadSource, ontology: Ontology) -> Assembled:
    """Return the assembled layer of a dataset.

    An event that is no report of a happening is not among `happenings`, and an event without a dispute not among
    `disputes`; an event's dispute is that of its happening, or its own.
    """
    layer = _Layer(store, ontology)
    happenings = dict(layer.mentions(str(CORE.reportOf), "event"))
    part_of = ontology.term("partOf")
    own = dict(layer.mentions(part_of, "event"))
    of_happening = dict(layer.edges(part_of))
    disputes = {mention: of_happening[node] for mention, node in happenings.items() if node in of_happening}
    return Assembled(
        entities=dict(layer.mentions(str(CORE.mentionOf), "entity")),
        happenings=happenings,
        disputes=own | disputes,
        copies=frozenset(_all_pairs(layer.documents(str(CORE.copyOf)))),
        claims=tuple(sorted(layer.claims(), key=repr)),
        steps=tuple(sorted(layer.steps(), key=repr)),
    )


class _Layer:
    """Looks up edges of the assembled graph."""

    def __init__(self, store: QuadSource, ontology: Ontology) -> None:
        self.store = store
        self.ontology = ontology
        self.graph = ox.NamedNode(assembled_graph(ontology.base))

    def edges(self, predicate: str) -> Iterator[tuple[str, str]]:
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, self.graph)
        yield from sorted((text_of(q.subject), text_of(q.object)) for q in quads)

    def mention(self, node: str, kind: str) -> Mention | None:
        """Return the document and key of a node of the read layer, `D#event-e1`."""
        document, _, key = node.partition(f"#{kind}-")
        return (identifier_of(self.ontology.base, document), key) if key else None

    def mentions(self, predicate: str, kind: str) -> Iterator[tuple[Mention, str]]:
        for node, value in self.edges(predicate):
            mention = self.mention(node, kind)
            if mention is not None:
                yield mention, value

    def documents(self, predicate: str) -> Iterator[tuple[str, str]]:
        for a, b in self.edges(predicate):
            yield identifier_of(self.ontology.base, a), identifier_of(self.ontology.base, b)

    def claims(self) -> Iterator[ToldClaim]:
        told = self.records(
            of=str(CORE.claimOf),
            role=str(CORE.claimRole),
            value=str(RDF.value),
            speaker=str(CORE.claimant),
            report=str(CORE.report),
        )
        for claim in told:
            report = self.mention(claim.get("report", ""), "event")
            if report is not None and {"of", "role", "value"} <= claim.keys():
                role, value = local_name(claim["role"]), local_name(claim["value"])
                yield ToldClaim(claim["of"], role, value, claim.get("speaker"), report)

    def steps(self) -> Iterator[ToldStep]:
        for step in self.records(of=str(CORE.inCourse), kind=str(CORE.stepKind), date=str(CORE.on)):
            if {"of", "kind", "date"} <= step.keys():
                yield ToldStep(step["of"], local_name(step["kind"]), step["date"])

    def records(self, **predicates: str) -> list[dict[str, str]]:
        """Return what the nodes that have any of these predicates say by them, by the names given here."""
        said: dict[str, dict[str, str]] = defaultdict(dict)
        for name, predicate in predicates.items():
            for node, value in self.edges(predicate):
                said[node].setdefault(name, value)
        return list(said.values())


def _all_pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield every pair of those that pairs hold together, each sorted."""
    groups: list[set[str]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    for group in groups:
        yield from ((a, b) for a in group for b in group if a < b)
