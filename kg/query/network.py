"""The graph for networkx: things and events as nodes, roles, relations and short forms as edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.identity import node_iri
from kg.model import Ref
from kg.ontology import local_name
from kg.query.prominence import label_of, places
from kg.store import terms as t
from kg.store.shortcuts import shortcuts_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import Event, Relation
    from kg.query.catalogue import Catalogue
    from kg.query.records import ReportRecord
    from kg.store.account import Happening
    from kg.store.readings import Page

LAYERS = ("assembled", "read")
CERTAIN_FIRST = ("occurred", "planned", "possible", "cancelled", "denied")


def to_networkx(catalogue: Catalogue, layer: str, *, measures: bool = False) -> nx.MultiDiGraph:
    """Return the graph with IRIs as nodes and predicates as keys; see `KnowledgeGraph.to_networkx`."""
    if layer not in LAYERS:
        raise UsageError(f"there is no layer {layer!r}; layers: {', '.join(LAYERS)}")
    drawing = _Account(catalogue) if layer == "assembled" else _Read(catalogue)
    drawing.fill()
    if measures:
        _measure(catalogue, drawing.graph)
    return drawing.graph


def _measure(catalogue: Catalogue, graph: nx.MultiDiGraph) -> None:
    """Give each node its centrality and its community."""
    ties = {(u, key, v): float(data.get("weight", 1.0)) for u, v, key, data in graph.edges(keys=True, data=True)}
    for node, place in places(ties, graph).items():
        first = graph.nodes[place.first].get("label") or label_of(catalogue, place.first)
        graph.nodes[node].update(centrality=place.centrality, community=place.first, community_label=first)


class _Drawing:
    """A graph that is made, and the ways in which nodes and edges get into it."""

    def __init__(self, catalogue: Catalogue) -> None:
        import networkx as nx

        self.catalogue = catalogue
        self.ontology = catalogue.ontology
        self.graph: nx.MultiDiGraph = nx.MultiDiGraph()
        self.rank = {self.catalogue.word(self.ontology.term(s)): i for i, s in enumerate(CERTAIN_FIRST)}

    def fill(self) -> None:
        """Put in everything."""
        raise NotImplementedError

    def node(self, iri: str, kind: str, label: str, class_: str, **more: str | float | None) -> None:
        given = {name: value for name, value in more.items() if value is not None}
        classes = {"class": class_, "class_label": self.catalogue.word(class_)}
        self.graph.add_node(iri, kind=kind, label=label, **classes, **given)

    def edge(self, one: str, other: str, key: str) -> dict[str, Any]:
        """Return the data of an edge, which is added where it is not there."""
        if not self.graph.has_edge(one, other, key):
            self.graph.add_edge(one, other, key, label=self.label(key))
        data: dict[str, Any] = self.graph.edges[one, other, key]
        return data

    def surer(self, data: dict[str, Any], status: str) -> None:
        """Give an edge a status, if it has none that is more certain."""
        data["status"] = min((status, data.get("status", status)), key=lambda s: self.rank.get(s, len(self.rank)))

    def entitle(self, data: dict[str, Any], title: str) -> None:
        titles = {title, *data.get("titles", "").split("; ")} - {""}
        data["titles"] = data["label"] = "; ".join(sorted(titles))

    def label(self, predicate: str) -> str:
        return local_name(predicate).lower() if predicate == t.OFFICE_CLASS.value else self.catalogue.word(predicate)


class _Account(_Drawing):
    """What all documents say together."""

    def fill(self) -> None:
        """Put in everything."""
        assembled = self.catalogue.assembled
        for iri, thing in self.catalogue.entities.items():
            self.node(iri, "entity", thing.label, thing.class_, documents=thing.documents)
        rests = [assembled.column(predicate) for predicate in (t.BELIEF, t.DOCUMENTS, t.SOURCES)]
        for subject, predicate, target, node in assembled.edges():
            self.between(subject, predicate, target, [column.get(node, ["0"])[0] for column in rests])
        for member, organization, role, node in assembled.offices():
            kind = assembled.one(node, t.TYPE) or ""
            data = self.between(member, kind, organization, [column.get(node, ["0"])[0] for column in rests])
            self.entitle(data, assembled.one(role, t.LABEL) or "")
        for happening in assembled.happenings():
            self.happening(happening)

    def between(self, subject: str, predicate: str, target: str, rests: list[str]) -> dict[str, Any]:
        """Add an edge between two things, of which that with most behind it counts."""
        if subject not in self.graph or target not in self.graph:
            return {}
        data = self.edge(subject, target, predicate)
        data["belief"] = data["weight"] = max(float(rests[0]), data.get("belief", 0.0))
        for name, number in zip(("documents", "sources"), rests[1:], strict=True):
            data[name] = max(int(number), data.get(name, 0))
        return data

    def happening(self, happening: Happening) -> None:
        event = happening.event
        status = self.catalogue.word(event.status)
        rests = {"belief": happening.belief, "documents": happening.documents, "sources": happening.sources}
        days = self.catalogue.days(event)
        label = self.catalogue.caption(happening)
        self.node(happening.iri, "event", label, event.type, status=status, date=next(iter(days), None), **rests)
        for role, fillers in event.roles:
            for filler in fillers:
                if isinstance(filler, Ref) and filler.key in self.graph:
                    self.edge(happening.iri, filler.key, role).update(rests, status=status, weight=happening.belief)
        for actor, prop, target in shortcuts_of(event, self.ontology):
            if self.graph.has_edge(actor, target, prop):
                self.surer(self.graph.edges[actor, target, prop], status)


class _Read(_Drawing):
    """What each document says by itself."""

    def fill(self) -> None:
        """Put in everything."""
        for page in self.catalogue.store.pages():
            for entity in page.entities(evidence=False):
                self.node(node_iri(page.iri, "entity", entity.key), "entity", entity.label, entity.type, documents=1)
            for event in page.events(evidence=False):
                report = self.catalogue.report(node_iri(page.iri, "event", event.key))
                if report is not None:
                    self.event(page, event, report)
            for relation in page.relations(evidence=True):
                self.relation(page, relation)

    def event(self, page: Page, event: Event, report: ReportRecord) -> None:
        more = {"status": report.status, "document": report.document, "date": report.date}
        self.node(report.iri, "event", report.label, report.class_, documents=1, **more)
        count = len(page.all(NamedNode(report.iri), page.names.evidence))
        ends = [(report.iri, role, f.key) for role, fillers in event.roles for f in fillers if isinstance(f, Ref)]
        ends += [(node_iri(page.iri, "entity", a), prop, b) for a, prop, b in shortcuts_of(event, self.ontology)]
        for subject, role, key in ends:
            data = self.counted(subject, node_iri(page.iri, "entity", key), role, count)
            self.surer(data, report.status)

    def relation(self, page: Page, relation: Relation) -> None:
        subject, target = (node_iri(page.iri, "entity", key) for key in (relation.subject, relation.object))
        data = self.counted(subject, target, relation.predicate, len(relation.evidence))
        if relation.title is not None:
            self.entitle(data, relation.title)

    def counted(self, one: str, other: str, key: str, count: int) -> dict[str, Any]:
        if one not in self.graph or other not in self.graph:
            return {}
        data = self.edge(one, other, key)
        data["evidence_count"] = data.get("evidence_count", 0) + count
        return data
