"""The part of a large graph that the explorer shows: what most articles tell of, and what belongs to it.

A browser holds some ten thousand things and events with ease, and a page of them can be made in seconds. Of a graph
with more, the index is that of a small graph beside it, in memory, which has all that is said of its nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Store

from kg.model import Ref
from kg.query import KnowledgeGraph
from kg.store import GraphStore
from kg.store import terms as t
from kg.store.account import Assembled

if TYPE_CHECKING:
    from kg.store.account import Happening

WHOLE = 40_000  # things and events up to which a graph is shown whole
THINGS, EVENTS = 2_500, 2_500  # that most articles tell of
CENTRAL, OWN = 500, 10  # things of which the events that most articles tell of are shown, and how many of each
MENTIONS = 20  # of a thing, by which its country is found
_OF_DOCUMENT = (t.PUBLISHED, t.SOURCE, t.TITLE, t.IDENTIFIER)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a graph as a graph of its own; `shown` of `known` things and events are in it."""

    graph: KnowledgeGraph
    shown: int
    known: int
    articles: int

    @property
    def note(self) -> str:
        """What a reader is told of it."""
        return (
            f"This graph is large: here are the {self.shown:,} things and events of which most articles tell, "
            f"of {self.known:,}. The lists of things, articles and courses have all of them."
        )


def prominent(graph: KnowledgeGraph, *, whole: int = WHOLE) -> Part | None:
    """Return the part of a graph of which most articles tell; None where the graph is small enough.

    Args:
        graph: open for reading.
        whole: things and events that a graph may have to be shown whole.
    """
    choosing = _Choosing(graph)
    documents = choosing.documents()
    if len(documents) <= whole:
        return None
    choosing.choose(documents)
    store = Store()
    store.bulk_extend(choosing.quads())
    part = KnowledgeGraph(GraphStore(graph.store.path, store, graph.ontology))
    articles = sum(1 for _ in graph.store.raw.quads_for_pattern(None, t.IDENTIFIER, None))
    return Part(part, len(choosing.things) + len(choosing.events), len(documents), articles)


class _Choosing:
    """Chooses things and events, and reads what is said of them."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._raw = graph.store.raw
        self._assembled = Assembled(self._raw, graph.ontology)
        self.things: set[str] = set()
        self.events: dict[str, Happening] = {}

    def documents(self) -> dict[str, int]:
        """Return in how many documents each thing and event stands."""
        kinds = (self._assembled.things, self._assembled.happened)
        quads = self._raw.quads_for_pattern(None, t.DOCUMENTS, None, self._assembled.graph)
        found = ((quad.subject.value, quad.object) for quad in quads if isinstance(quad.subject, NamedNode))
        return {iri: int(t.value(number)) for iri, number in found if iri.startswith(kinds)}

    def choose(self, documents: dict[str, int]) -> None:
        """Choose things and events by their documents; ties go by IRI."""

        def first(iris: Iterable[str], number: int) -> list[str]:
            return nlargest(number, sorted(iris), key=lambda iri: documents.get(iri, 0))

        parties = [*self._assembled.parties("actor"), *self._assembled.parties("target")]
        things = first((iri for iri in documents if iri.startswith(self._assembled.things)), THINGS)
        events = set(first((iri for iri in documents if iri.startswith(self._assembled.happened)), EVENTS))
        for thing in things[:CENTRAL]:
            events.update(first(self._assembled.having(parties, thing), OWN))
        self.things.update(things)
        for iri in sorted(events):
            happening = self._assembled.happening(iri)
            if happening is not None:
                self.events[iri] = happening
                self.things.update(f.key for _, fillers in happening.event.roles for f in fillers if isinstance(f, Ref))

    def quads(self) -> Iterator[Quad]:
        """Yield what is said of them, and of what stands between them."""
        documents: set[str] = set()
        for thing in sorted(self.things):
            yield from self._of_thing(thing)
        for iri, happening in self.events.items():
            yield from self._assembled.quads(iri)
            reports = self._assembled.quads(None, t.REPORT_OF, NamedNode(iri))
            yield from reports
            documents.update(t.value(report.subject).partition("#")[0] for report in reports)
            for step in self._assembled.subjects(t.STEP_EVENT, iri):
                yield from self._assembled.quads(step)
            if happening.course:
                yield from self._assembled.quads(happening.course)
        for document in sorted(documents):
            for predicate in _OF_DOCUMENT:
                yield from self._raw.quads_for_pattern(NamedNode(document), predicate, None, None)

    def _of_thing(self, thing: str) -> Iterator[Quad]:
        for quad in self._assembled.quads(thing):
            target = t.value(quad.object)
            if not target.startswith(self._assembled.things):
                yield quad
            elif target in self.things:
                yield quad
                yield from self._assembled.quads(self._assembled.edge(thing, quad.predicate.value, target))
        # the store has them in the order of hashes of their IRIs, which is the same each time
        mentions = self._raw.quads_for_pattern(None, t.MENTION_OF, NamedNode(thing), self._assembled.graph)
        yield from islice(mentions, MENTIONS)
        for office in self._assembled.subjects(t.MEMBER, thing):
            if (self._assembled.one(office, t.ORGANIZATION) or "") in self.things:
                yield from self._assembled.quads(office)
                for role in self._assembled.all(office, t.OFFICE):
                    yield from self._assembled.quads(role)
