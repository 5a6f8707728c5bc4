"""The graph for networkx: things and events as nodes, roles, relations and short forms as edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.identity import node_iri
from kg.model import Ref
from kg.ontology import local_name
from kg.store import terms as t
from kg.store.shortcuts import shortcuts_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.model import Event, Relation
    from kg.query.catalogue import Catalogue
    from kg.query.records import EventRecord
    from kg.store.readings import Page

LAYERS = ("assembled", "read")
CERTAIN_FIRST = ("occurred", "planned", "possible", "cancelled", "denied")


def to_networkx(catalogue: Catalogue, layer: str) -> nx.MultiDiGraph:
    """Return the graph with IRIs as nodes and predicates as keys; see `KnowledgeGraph.to_networkx`."""
    if layer not in LAYERS:
        raise UsageError(f"there is no layer {layer!r}; layers: {', '.join(LAYERS)}")
    drawing = _Drawing(catalogue, layer)
    for page in catalogue.store.pages():
        drawing.document(page)
    return drawing.graph


class _Drawing:
    def __init__(self, catalogue: Catalogue, layer: str) -> None:
        import networkx as nx

        self.catalogue = catalogue
        self.ontology = catalogue.ontology
        self.assembled = layer == "assembled"
        self.graph: nx.MultiDiGraph = nx.MultiDiGraph()
        self.rank = {self.ontology.label(self.ontology.term(s)): i for i, s in enumerate(CERTAIN_FIRST)}
        if self.assembled:
            for iri, thing in catalogue.entities.items():
                self.thing(iri, thing.label, thing.class_, thing.documents)

    def thing(self, iri: str, label: str, class_: str, documents: int) -> None:
        self.graph.add_node(
            iri,
            kind="entity",
            label=label,
            **{"class": class_, "class_label": self.ontology.label(class_)},
            documents=documents,
        )

    def document(self, page: Page) -> None:
        if not self.assembled:
            for entity in page.entities(evidence=False):
                self.thing(node_iri(page.iri, "entity", entity.key), entity.label, entity.type, 1)
        records = {record.iri: record for record in self.catalogue.events_of(page)}
        for event in page.events(evidence=False):
            self.event(page, event, records[node_iri(page.iri, "event", event.key)])
        for relation in page.relations(evidence=True):
            self.relation(page, relation)

    def event(self, page: Page, event: Event, record: EventRecord) -> None:
        dated = {"date": record.date} if record.date else {}
        self.graph.add_node(
            record.iri,
            kind="event",
            label=record.label,
            **{"class": record.class_, "class_label": record.class_label},
            status=record.status,
            document=record.document,
            documents=1,
            **dated,
        )
        count = len(page.all(NamedNode(record.iri), page.names.evidence))
        for role, fillers in event.roles:
            for filler in fillers:
                if isinstance(filler, Ref):
                    self.edge(record.iri, self.end(page, filler.key), role, count, status=record.status)
        for actor, prop, target in shortcuts_of(event, self.ontology):
            self.edge(self.end(page, actor), self.end(page, target), prop, count, status=record.status)

    def relation(self, page: Page, relation: Relation) -> None:
        ends = self.end(page, relation.subject), self.end(page, relation.object)
        self.edge(*ends, relation.predicate, len(relation.evidence), title=relation.title)

    def end(self, page: Page, key: str) -> str:
        mention = node_iri(page.iri, "entity", key)
        return self.catalogue.thing_of.get(mention, mention) if self.assembled else mention

    def edge(
        self, one: str, other: str, key: str, count: int, *, status: str | None = None, title: str | None = None
    ) -> None:
        """Add an edge, or add what another document says to the one that is there."""
        if one not in self.graph or other not in self.graph:
            return
        if not self.graph.has_edge(one, other, key):
            self.graph.add_edge(one, other, key, label=self.label(key), evidence_count=0)
        data: dict[str, Any] = self.graph.edges[one, other, key]
        data["evidence_count"] += count
        if status is not None:
            data["status"] = min((status, data.get("status", status)), key=lambda s: self.rank.get(s, len(self.rank)))
        if title is not None:
            titles = {title, *data.get("titles", "").split("; ")} - {""}
            data["titles"] = data["label"] = "; ".join(sorted(titles))

    def label(self, predicate: str) -> str:
        return local_name(predicate).lower() if predicate == t.OFFICE_CLASS.value else self.ontology.label(predicate)
