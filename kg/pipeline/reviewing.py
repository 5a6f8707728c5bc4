"""What people are asked to judge: the most doubtful merges, and the facts that are least certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from kg.errors import UnknownName
from kg.identity import assembled_graph, document_iri, identifier_of, node_iri, short_hash
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
LIKELY = 0.8  # the score above which a merge of one name is asked last
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
    """A fact with its confidence; `disputed` if others tell otherwise.

    `belief` is that in what all documents tell of it, its confidence where nothing is put together of it.
    """

    node: str
    subject: Subject
    confidence: float
    belief: float
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
        self._mentioned: dict[str, list[str]] = {}
        self._about = self._nodes(about) if about is not None else None

    def take_up(self, lines: Iterable[Judgement]) -> None:
        """Take up what was judged since."""
        known = self.subjects.judgements
        self.subjects = Subjects(self.graph, Judgements([*known.all, *lines], known.ontology))

    # -- merges -----------------------------------------------------------------------------

    def questions(self, kinds: Iterable[str]) -> list[tuple[str, str]]:
        """Return what to ask of some kinds ("merges", "facts"), each with its kind; merges of one name last."""
        found: list[tuple[str, str]] = []
        for kind in kinds:
            found += [(kind, node) for node in (self.merges() if kind == "merges" else self.facts())]
        return sorted(found, key=lambda one: one[0] == "merges" and one[1] in self._alike)

    def merges(self) -> list[str]:
        """Return the links of which the machine was least sure, each two things once.

        Those that it left open come first, then the others by score; names that differ in nothing but their case last.
        """
        found = []
        for link in self._instances("Link"):
            verdict = self._value(link, "judgement")
            score = float(self._value(link, "score") or 0)
            open_ = verdict == str(CORE.unsure)
            if (open_ or (verdict == str(CORE.same) and score < DOUBTFUL)) and self._asked(link):
                found.append((link in self._alike, not open_, abs(score - EVEN) if open_ else score, link))
        once: dict[frozenset[str], str] = {}
        for *_, link in sorted(found):
            once.setdefault(self._two(link), link)
        return list(once.values())

    def _asked(self, link: str) -> bool:
        """Tell whether a link is the machine's, about what is looked for, and nobody's opinion yet."""
        mention, others = self._value(link, "mention"), self._others(link)
        if self._value(link, "author") not in ("", MACHINE) or not mention or not others:
            return False
        if self._about is not None and not {mention, *others} & self._about:
            return False
        ours = self._mentions(self._thing(mention)) if self._is_open(link) else [mention]
        return not self._opinions.between(map(self._key, ours), map(self._key, others))

    def _two(self, link: str) -> frozenset[str]:
        """Return the two that a link is about: two things where it is open, else a mention and the others."""
        mention, others = self._value(link, "mention"), self._others(link)
        if self._is_open(link):
            return frozenset((self._thing(mention), self._value(link, "entity")))
        return frozenset((mention, others[0] if len(others) == 1 else self._value(link, "entity")))

    @cached_property
    def _alike(self) -> frozenset[str]:
        """The links that are likely, between names that differ in nothing but their case."""
        likely = [
            link
            for link in self._instances("Link")
            if not self._is_open(link) and LIKELY < float(self._value(link, "score") or 0) < DOUBTFUL
        ]
        return frozenset(
            link for link in likely if self._names([self._value(link, "mention")]) & self._names(self._others(link))
        )

    def _names(self, mentions: Iterable[str]) -> set[str]:
        """Return the labels of mentions, in lower case."""
        quads = (q for m in mentions for q in self.store.raw.quads_for_pattern(NamedNode(m), t.LABEL, None))
        return {t.value(quad.object).casefold() for quad in quads}

    def merge(self, link: str) -> Merge:
        """Return what is asked of a link."""
        mention, thing = self._value(link, "mention"), self._value(link, "entity")
        others = self._others(link)
        return Merge(
            mention=self.subjects.mentions([mention]),
            rest=self.subjects.mentions(others, self.subjects.record(thing)),
            verdict=self._value(link, "judgement").rpartition("#")[2],
            score=float(self._value(link, "score") or 0),
            reason=self._value(link, "why"),
            sentences=(
                self._sentences(mention),
                tuple(row for node in others[:3] for row in self._sentences(node)[:1]),
            ),
        )

    def _is_open(self, link: str) -> bool:
        return self._value(link, "judgement") == str(CORE.unsure)

    def _others(self, link: str) -> list[str]:
        """Return the mentions of the thing of a link, without the one that the link is about."""
        mention = self._value(link, "mention")
        return [node for node in self._mentions(self._value(link, "entity")) if node != mention]

    def _thing(self, mention: str) -> str:
        return self._value(mention, "mentionOf")

    # -- facts ------------------------------------------------------------------------------

    def facts(self) -> list[str]:
        """Return the nodes of the facts that nobody has judged: the disputed ones first, then the least believed.

        Of what several documents tell each report is one.
        """
        confidence = self._confidence()
        ranked = sorted(
            (node not in self._disputed, self._belief(node, sure), sure, node)
            for node, sure in confidence.items()
            if self._about is None or node in self._about
        )
        return [node for *_, node in ranked if not self._judged(node)]

    def fact(self, node: str) -> Doubt | None:
        """Return what is asked of a fact; None where it has been judged since."""
        if self._judged(node):
            return None
        rows = tuple(evidence(self.store, node, distinct=True))
        sure = max((row.confidence for row in rows), default=0.0)
        disputed = node in self._disputed
        return Doubt(node, self.subjects.fact(node), sure, self._belief(node, sure), disputed, rows)

    def _belief(self, node: str, confidence: float) -> float:
        """Return the belief in what all documents tell of a fact, its confidence where that is not put together."""
        whole = self._value(node, "reportOf") or self._edge(node)
        return float(self._value(whole, "belief") or confidence) if whole else confidence

    def _edge(self, node: str) -> str:
        """Return the node of all documents for a relation of one; "" of other facts, offices among them."""
        if not node.partition("#")[2].startswith("edge-"):
            return ""
        ends = (t.SUBJECT, t.PREDICATE, t.OBJECT)
        found = [q for end in ends for q in self.store.raw.quads_for_pattern(NamedNode(node), end, None)]
        subject, predicate, target = (t.value(quad.object) for quad in found)
        return f"{self.graph.ontology.base}edge/{short_hash(self._thing(subject), predicate, self._thing(target))}"

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
        """The reports of which a claim is none of what somebody else, or another article, says of the same."""
        told: dict[tuple[str, str], dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
        for claim in self._instances("Claim"):
            what = self._value(claim, "claimOf"), self._value(claim, "claimRole")
            who = self._value(claim, "report"), self._value(claim, "claimant")
            quads = self.store.raw.quads_for_pattern(NamedNode(claim), t.VALUE, None, self._assembled)
            told[what][who] |= {t.value(quad.object) for quad in quads}
        return frozenset(
            who[0]
            for tellers in told.values()
            for who, values in tellers.items()
            if any(not values & others for others in tellers.values())
        )

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
        if thing not in self._mentioned:
            self._mentioned[thing] = self._subjects("mentionOf", thing) if thing else []
        return self._mentioned[thing]

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
