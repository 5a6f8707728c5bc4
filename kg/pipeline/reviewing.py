"""What people are asked to judge: the most doubtful merges, and the facts that are least certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from kg.errors import UnknownName
from kg.identity import assembled_graph, document_iri, identifier_of, node_iri
from kg.ontology import CORE
from kg.pipeline.judgements import opinions
from kg.pipeline.subjects import Subject, Subjects
from kg.query import KnowledgeGraph
from kg.query.describing import evidence
from kg.query.records import EvidenceRow
from kg.resolve import Judgement, Judgements, Verdict
from kg.resolve.records import Thing
from kg.store import terms as t

MACHINE = "kg"  # the author of the links that are not a person's
DOUBTFUL = 0.9  # the score from which on nobody need look at a merge
EVEN = 0.5
_KINDS = ("event", "statement", "edge", "membership")


@dataclass(frozen=True, slots=True)
class Merge:
    """A mention, and the other mentions of the thing that it is, or may be, one of."""

    mention: Thing
    rest: Thing
    verdict: str  # the machine's: same or unsure
    score: float
    reason: str
    sentences: tuple[tuple[EvidenceRow, ...], tuple[EvidenceRow, ...]]

    def judgement(self, verdict: Verdict, *, note: str | None = None) -> Judgement:
        """Return what somebody holds of it."""
        return Judgement("", "", verdict, things=(self.mention, self.rest), note=note)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact with its confidence; `disputed` if another document tells otherwise."""

    node: str
    subject: Subject
    confidence: float
    disputed: bool
    sentences: tuple[EvidenceRow, ...]


class Review:
    """Finds what to ask next in one graph.

    Args:
        graph: open for reading.
        about: only what a thing or an event of this name has to do with.

    Raises:
        UnknownName: nothing is called so.
        UsageError: several things are.
        JudgementError: the file of judgements has mistakes.
    """

    def __init__(self, graph: KnowledgeGraph, *, about: str | None = None) -> None:
        self.graph = graph
        self.store = graph.store
        self.subjects = Subjects(graph)
        self._assembled = NamedNode(assembled_graph(graph.ontology.base))
        self._opinions = opinions(self.store, self.subjects.judgements)
        self._about = self._nodes(about) if about is not None else None

    def take_up(self, lines: Iterable[Judgement]) -> None:
        """Take up what was judged since."""
        known = self.subjects.judgements
        self.subjects = Subjects(self.graph, Judgements([*known.all, *lines], known.ontology))

    # -- merges -----------------------------------------------------------------------------

    def merges(self) -> list[str]:
        """Return the links of which the machine was least sure, those that it left open first."""
        found = []
        for link in self._instances("Link"):
            verdict = self._value(link, "judgement")
            score = float(self._value(link, "score") or 0)
            open_ = verdict == str(CORE.unsure)
            if (open_ or (verdict == str(CORE.same) and score < DOUBTFUL)) and self._asked(link):
                found.append((not open_, abs(score - EVEN) if open_ else score, link))
        return [link for _, _, link in sorted(found)]

    def _asked(self, link: str) -> bool:
        """Tell whether a link is the machine's, about what is looked for, and nobody's opinion yet."""
        mention, thing = self._value(link, "mention"), self._value(link, "entity")
        others = [node for node in self._mentions(thing) if node != mention]
        if self._value(link, "author") not in ("", MACHINE) or not mention or not others:
            return False
        if self._about is not None and not {mention, *others} & self._about:
            return False
        own = self._key(mention)
        return not any(self._opinions.on_pair(own, self._key(other)) for other in others)

    def merge(self, link: str) -> Merge:
        """Return what is asked of a link."""
        mention, thing = self._value(link, "mention"), self._value(link, "entity")
        others = [node for node in self._mentions(thing) if node != mention]
        return Merge(
            mention=self.subjects.mentions([mention]),
            rest=self.subjects.mentions(others, self.subjects.record(thing)),
            verdict=self._value(link, "judgement").rpartition("#")[2],
            score=float(self._value(link, "score") or 0),
            reason=self._value(link, "reason"),
            sentences=(
                self._sentences(mention),
                tuple(row for node in others[:3] for row in self._sentences(node)[:1]),
            ),
        )

    # -- facts ------------------------------------------------------------------------------

    def facts(self) -> list[str]:
        """Return the nodes of the facts that nobody has judged: the disputed ones first, then the least sure."""
        confidence = self._confidence()
        nodes = [node for node in confidence if self._about is None or node in self._about]
        ranked = sorted((node not in self._disputed, confidence[node], node) for node in nodes)
        return [node for _, _, node in ranked if not self._judged(node)]

    def fact(self, node: str) -> Doubt | None:
        """Return what is asked of a fact; None where it has been judged since."""
        if self._judged(node):
            return None
        rows = tuple(evidence(self.store, node, distinct=True))
        confidence = max((row.confidence for row in rows), default=0.0)
        return Doubt(node, self.subjects.fact(node), confidence, node in self._disputed, rows)

    def _judged(self, node: str) -> bool:
        """Tell whether somebody accepted or rejected a fact, or was unsure of it."""
        document = node.partition("#")[0]
        if not self.subjects.judgements.touches(identifier_of(self.graph.ontology.base, document)):
            return False
        _, judged = self.subjects.reading(document)
        return self.subjects.fact(node).id in judged.accepted | judged.rejected | judged.unsure

    def _confidence(self) -> dict[str, float]:
        """Return how sure each fact is: as its surest piece of evidence."""
        pieces = self.store.raw.quads_for_pattern(None, t.CONFIDENCE, None)
        sure = {t.value(quad.subject): float(t.value(quad.object)) for quad in pieces}
        found: dict[str, float] = {}
        for quad in self.store.raw.quads_for_pattern(None, self.store.terms.evidence, None):
            owner = t.value(quad.subject)
            if owner.partition("#")[2].partition("-")[0] in _KINDS:
                found[owner] = max(found.get(owner, 0.0), sure.get(t.value(quad.object), 0.0))
        return found

    @cached_property
    def _disputed(self) -> frozenset[str]:
        """The reports of which claims differ from those of others."""
        return frozenset(report for claim in self._instances("Claim") for report in self._values(claim, "report"))

    # -- nodes ------------------------------------------------------------------------------

    def _nodes(self, name: str) -> frozenset[str]:
        """Return the mentions and facts that a name has to do with."""
        try:
            thing = self.subjects.thing(name)
        except UnknownName:
            node = self.subjects.node(name)
            events = [r.iri for r in self.graph.find(name)] if node is None else [node]
            reports = [report for event in events for report in self._subjects("reportOf", event)]
            return frozenset((*events, *reports))
        base = self.graph.ontology.base
        mentions = {node_iri(document_iri(base, document), "entity", key) for document, key in thing.mentions}
        around = {
            t.value(quad.subject)
            for mention in mentions
            for quad in self.store.raw.quads_for_pattern(None, None, NamedNode(mention))
        }
        return frozenset(mentions | around)

    def _sentences(self, node: str) -> tuple[EvidenceRow, ...]:
        return tuple(evidence(self.store, node, limit=3, distinct=True))

    def _key(self, node: str) -> tuple[str, str]:
        document, _, key = node.partition("#entity-")
        return identifier_of(self.graph.ontology.base, document), key

    def _mentions(self, thing: str) -> list[str]:
        return self._subjects("mentionOf", thing) if thing else []

    def _subjects(self, predicate: str, iri: str) -> list[str]:
        quads = self.store.raw.quads_for_pattern(None, NamedNode(CORE[predicate]), NamedNode(iri), self._assembled)
        return sorted(t.value(quad.subject) for quad in quads)

    def _instances(self, class_: str) -> Iterator[str]:
        quads = self.store.raw.quads_for_pattern(None, t.TYPE, NamedNode(CORE[class_]), self._assembled)
        return (t.value(quad.subject) for quad in quads)

    def _value(self, node: str, predicate: str) -> str:
        return min(self._values(node, predicate), default="")

    def _values(self, node: str, predicate: str) -> Iterator[str]:
        quads = self.store.raw.quads_for_pattern(NamedNode(node), NamedNode(CORE[predicate]), None, self._assembled)
        return (t.value(quad.object) for quad in quads)
