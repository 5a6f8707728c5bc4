"""GraphML for Gephi, Cytoscape and yEd: things and events as nodes, roles and relations as edges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from kg.model import Concept, Event, Ref, Value
from kg.ontology import Ontology, local_name
from kg.store import terms as t
from kg.store.account import Assembled
from kg.store.graph import GraphStore
from kg.store.things import Things, when

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_graphml(store: GraphStore, out: IO[bytes]) -> None:
    """Write the things and the events of all documents, with what links them.

    Concepts and literals (status, reason, numbers, days) are attributes of the event. Events and edges tell
    how far they are to be believed (`weight` of an edge, `belief` of an event), and in how many documents and
    independent sources they stand; events also in which.
    """
    import networkx as nx  # takes longer to load than most exports take

    graph = nx.MultiDiGraph()
    things, shorten = Things(store), store.ontology.shorten
    assembled = Assembled(store.raw, store.ontology)
    documents = {document.iri: document.identifier for document in store.documents()}
    counts = assembled.column(t.DOCUMENTS)
    for iri in sorted(set(things.of_mention.values())):
        told = {"label": things.labels.get(iri, ""), "class": shorten(things.classes.get(iri, ""))}
        graph.add_node(iri, **_clean(told), documents=int(counts.get(iri, ["0"])[0]))
    reports = _reports(things)
    for happening in assembled.happenings():
        where = sorted({documents.get(r.partition("#")[0], "") for r in reports.get(happening.iri, ())})
        told = _event(happening.event, store.ontology) | {"document": "; ".join(where)}
        course = {"course": things.labels.get(happening.course or "", "")}
        rests = {"documents": happening.documents, "sources": happening.sources}
        graph.add_node(happening.iri, **_clean(told | course), belief=happening.belief, **rests)
        for role, fillers in happening.event.roles:
            for filler in fillers:
                if isinstance(filler, Ref) and filler.key in graph:
                    predicate = _clean({"predicate": shorten(role)})
                    graph.add_edge(happening.iri, filler.key, **predicate, weight=happening.belief, **rests)
    for subject, kind, target, title, node in _between_things(assembled, things):
        if subject in graph and target in graph:
            weight, *rest = (assembled.one(node, p) or "0" for p in (t.BELIEF, t.DOCUMENTS, t.SOURCES))
            names = _clean({"predicate": shorten(kind), "title": title})
            graph.add_edge(subject, target, **names, weight=float(weight), documents=int(rest[0]), sources=int(rest[1]))
    nx.write_graphml_xml(graph, out)


def _reports(things: Things) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for report, happening in things.of_report.items():
        found.setdefault(happening, []).append(report)
    return found


def _event(event: Event, ontology: Ontology) -> dict[str, str]:
    found = {
        "label": ontology.label(event.type),
        "class": ontology.shorten(event.type),
        "status": ontology.label(event.status),
        "date": when(event, ontology),
    }
    for role, fillers in event.roles:
        said = [ontology.label(f.iri) for f in fillers if isinstance(f, Concept)]
        said += [f.lexical for f in fillers if isinstance(f, Value)]
        if said and not (role in ontology.roles and ontology.roles[role].kind == "date"):
            found[local_name(role)] = "; ".join(said)
    return found


def _between_things(assembled: Assembled, things: Things) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the edges of the assembled layer, each with its title and its node; an office is one from its holder."""
    for subject, predicate, target, node in assembled.edges():
        yield subject, predicate, target, "", node
    for member, organization, role, node in assembled.offices():
        yield member, things.classes.get(node, ""), organization, things.labels.get(role, ""), node


def _clean(attributes: dict[str, str]) -> dict[str, Any]:
    return {name: NO_XML.sub("\ufffd", value) for name, value in attributes.items() if value}
