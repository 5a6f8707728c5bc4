"""Draws a graph: things and events with the sentences behind them, as one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kg.identity import short_hash
from kg.pipeline.files import writing
from kg.query import KnowledgeGraph
from kg.query.records import CourseRecord, ReportRecord
from kg.store import EvidenceRow, evidence_of
from kg.view import COLOURS, Sentence, around, most_connected, render

if TYPE_CHECKING:
    import networkx as nx

    from kg.ontology import Ontology

MOST_SENTENCES = 25  # behind one node or edge
HEIGHT = 640  # pixels in a notebook


@dataclass(frozen=True, slots=True)
class Picture:
    """A page that shows `shown` of `nodes` nodes; a notebook shows it as it is."""

    html: str
    nodes: int
    shown: int

    def save(self, path: Path | str) -> None:
        """Write the page to a file.

        Raises:
            KgError: the file cannot be written.
        """
        with writing(path) as file:
            file.write(self.html.encode())

    def _repr_html_(self) -> str:
        return f'<iframe srcdoc="{escape(self.html)}" width="100%" height="{HEIGHT}" frameborder="0"></iframe>'

    def __repr__(self) -> str:
        return f"Picture({self.shown} of {self.nodes} nodes)"


def draw(
    graph: KnowledgeGraph,
    *,
    about: str | None = None,
    hops: int = 2,
    max_nodes: int = 500,
    colour: str = COLOURS[0],
) -> Picture:
    """Draw a graph, or what lies around one thing, event or course.

    Args:
        graph: what to draw.
        about: the thing, event or course in the middle, as `KnowledgeGraph.find` takes it.
        hops: how many steps around it.
        max_nodes: a larger graph is cut to its most connected part, and the page says so.
        colour: what colours stand for at first: "class" or "community".

    Raises:
        UnknownName: nothing has a name like `about`.
        UsageError: a number is too small, or colours cannot stand for `colour`.
    """
    network, note = graph.to_networkx(measures=True), None
    if about is not None:
        middle = graph.find(about)[0]
        if isinstance(middle, CourseRecord):
            _add_course(graph, network, middle)
        iri = (middle.event or middle.iri) if isinstance(middle, ReportRecord) else middle.iri
        network = around(network, [iri], hops)
        note = f"{middle.label}, and what lies within {hops} {'step' if hops == 1 else 'steps'}"
    shown = set(network) if len(network) <= max_nodes else set(most_connected(network, max_nodes))
    sentences = dict(_attach(graph, network, shown))
    title = f"{graph.ontology.domain.replace('-', ' ').capitalize()}: {len(graph.documents())} documents"
    page = render(network, sentences, title=title, max_nodes=max_nodes, note=note, colour=colour)
    return Picture(page, nodes=len(network), shown=len(shown))


def _add_course(graph: KnowledgeGraph, network: nx.MultiDiGraph, course: CourseRecord) -> None:
    """Add a course as a node, with edges from the events that are part of it."""
    part_of = graph.ontology.term("partOf")
    label = graph.ontology.label(part_of)
    days = {"date": course.first_day} if course.first_day else {}
    classes = {"class": course.class_, "class_label": course.class_label}
    network.add_node(course.iri, kind="event", label=course.label, **classes, **days)
    for event in graph.events_of(course):
        network.add_edge(event, course.iri, part_of, label=label, status=network.nodes[event]["status"])


def _attach(graph: KnowledgeGraph, network: nx.MultiDiGraph, shown: set[str]) -> Iterator[tuple[str, Sentence]]:
    """Give the nodes and edges that are shown their evidence, and yield the sentences by name."""
    for node in sorted(shown):
        rows = evidence_of(graph.store, node, limit=MOST_SENTENCES)
        named = [(_name(row), row) for row in rows]
        network.nodes[node]["evidence"] = [name for name, _ in named]
        yield from ((name, _sentence(row, graph.ontology)) for name, row in named)
    for edge in network.edges(shown, keys=True):
        if edge[1] in shown:
            rows = evidence_of(graph.store, (edge[0], edge[2], edge[1]), limit=MOST_SENTENCES)
            named = [(_name(row), row) for row in rows]
            network.edges[edge]["evidence"] = [name for name, _ in named]
            yield from ((name, _sentence(row, graph.ontology)) for name, row in named)


def _name(row: EvidenceRow) -> str:
    return short_hash(row.identifier, row.start, row.end, row.rule, row.confidence, *row.marks)


def _sentence(row: EvidenceRow, ontology: Ontology) -> Sentence:
    return Sentence(
        text=row.exact,
        document=row.identifier,
        title=row.title,
        source=row.source,
        date=row.published.isoformat() if row.published else None,
        confidence=row.confidence,
        rule=row.rule,
        marks=tuple(
            (mark.start - row.start, mark.end - row.start, ontology.label(mark.role) if mark.role else "")
            for mark in row.marks
        ),
    )
