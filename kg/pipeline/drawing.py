"""Draws a graph: things and events with the sentences behind them, as one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.identity import short_hash
from kg.pipeline.exploring import gather
from kg.pipeline.files import writing
from kg.pipeline.quoting import Quotes
from kg.query import KnowledgeGraph
from kg.query.records import CourseRecord, ReportRecord
from kg.store import EvidenceRow, evidence_of
from kg.view import COLOURS, Sentence, around, most_connected, render
from kg.view.explorer import page

if TYPE_CHECKING:
    import networkx as nx

    from kg.ontology import Ontology

ENGINES = ("explorer", "pyvis")
MOST_NODES = {"explorer": 20_000, "pyvis": 500}
MOST_SENTENCES = {"explorer": 12, "pyvis": 25}  # behind one node or edge
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
        kept = 'sandbox="allow-scripts allow-downloads" referrerpolicy="no-referrer"'  # apart from the notebook
        return f'<iframe srcdoc="{escape(self.html)}" {kept} width="100%" height="{HEIGHT}" frameborder="0"></iframe>'

    def __repr__(self) -> str:
        return f"Picture({self.shown} of {self.nodes} nodes)"


def draw(
    graph: KnowledgeGraph,
    *,
    about: str | None = None,
    hops: int = 2,
    max_nodes: int | None = None,
    colour: str = COLOURS[0],
    engine: str = ENGINES[0],
) -> Picture:
    """Draw a graph, or what lies around one thing, event or course.

    Args:
        graph: what to draw.
        about: the thing, event or course in the middle, as `KnowledgeGraph.find` takes it.
        hops: how many steps around it.
        max_nodes: a larger graph is cut to its most connected part, and the page says so; `MOST_NODES` if None.
        colour: what colours stand for at first: "class" or "community".
        engine: what makes the page, one of `ENGINES`.

    Raises:
        UnknownName: nothing has a name like `about`.
        UsageError: a number is too small, or colours cannot stand for `colour`.
    """
    if engine not in ENGINES:
        raise UsageError(f"there is no engine {engine!r}; engines: {', '.join(ENGINES)}")
    if colour not in COLOURS:
        raise UsageError(f"colours cannot stand for {colour!r}; they stand for: {', '.join(COLOURS)}")
    network, note = graph.to_networkx(measures=True), None
    if about is not None:
        network, note = _around(graph, network, about, hops)
    limit = MOST_NODES[engine] if max_nodes is None else max_nodes
    shown = set(network) if len(network) <= limit else set(most_connected(network, limit))
    if engine == ENGINES[0]:
        html = _explorer(graph, network, shown, note=note, colour=colour)
    else:
        sentences = dict(_attach(graph, network, shown))
        title = f"{graph.ontology.domain.replace('-', ' ').capitalize()}: {len(graph.documents())} documents"
        html = render(network, sentences, title=title, max_nodes=limit, note=note, colour=colour)
    return Picture(html, nodes=len(network), shown=len(shown))


def _explorer(
    graph: KnowledgeGraph, network: nx.MultiDiGraph, shown: set[str], *, note: str | None, colour: str
) -> str:
    whole = graph.to_networkx() if note else network
    notes = [note] if note else []
    if len(shown) < len(network):
        notes.append(f"{len(shown):,} of {len(network):,} nodes, the most connected")
    only = None if len(shown) == len(whole) else shown
    index = gather(
        graph,
        note="; ".join(notes),
        start="" if colour == COLOURS[0] else f"#colour={colour}",
        only=only,
    )
    edges = index["edges"]
    short = {i for i, kind in enumerate(index["kinds"]) if kind["short"]}
    names = [f"event/{name}" for name in index["events"]["name"]]
    names += [name for name, kind in zip(edges["name"], edges["kind"], strict=True) if kind not in short]
    return page(index, Quotes(graph.store).all(names, most=MOST_SENTENCES[ENGINES[0]]))


def _around(graph: KnowledgeGraph, network: nx.MultiDiGraph, about: str, hops: int) -> tuple[nx.MultiDiGraph, str]:
    """Return what lies around a thing, an event or a course, and what to say of that."""
    middle = graph.find(about)[0]
    if isinstance(middle, CourseRecord):
        _add_course(graph, network, middle)
    iri = (middle.event or middle.iri) if isinstance(middle, ReportRecord) else middle.iri
    note = f"{middle.label}, and what lies within {hops} {'step' if hops == 1 else 'steps'}"
    return around(network, [iri], hops), note


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
        rows = evidence_of(graph.store, node, limit=MOST_SENTENCES["pyvis"])
        named = [(_name(row), row) for row in rows]
        network.nodes[node]["evidence"] = [name for name, _ in named]
        yield from ((name, _sentence(row, graph.ontology)) for name, row in named)
    for edge in network.edges(shown, keys=True):
        if edge[1] in shown:
            rows = evidence_of(graph.store, (edge[0], edge[2], edge[1]), limit=MOST_SENTENCES["pyvis"])
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
