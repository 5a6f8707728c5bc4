"""GraphML for Gephi, Cytoscape and yEd: things and events as nodes, roles and relations as edges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from pyoxigraph import NamedNode

from kg.identity import assembled_graph, node_iri
from kg.model import Concept, Event, Ref, Value
from kg.ontology import Ontology, local_name
from kg.store import terms as t
from kg.store.graph import GraphStore
from kg.store.readings import Page
from kg.store.things import Things, when

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_graphml(store: GraphStore, out: IO[bytes]) -> None:
    """Write the things of all documents and the events of each, with what links them.

    Concepts and literals (status, reason, numbers, days) are attributes of the event.
    """
    import networkx as nx  # takes longer to load than most exports take

    graph = nx.MultiDiGraph()
    things, shorten = Things(store), store.ontology.shorten
    for iri in sorted(set(things.of_mention.values())):
        graph.add_node(iri, **_clean({"label": things.labels[iri], "class": shorten(things.classes[iri])}))
    for page in store.pages():
        identifier = page.need(page.graph, t.IDENTIFIER)
        for event in page.events(evidence=False):
            node = node_iri(page.iri, "event", event.key)
            graph.add_node(node, **_clean(_event(event, store.ontology) | {"document": identifier}))
            for role, thing in _filled(page, event, things):
                graph.add_edge(node, thing, **_clean({"predicate": shorten(role)}))
    for subject, predicate, target, title in _between_things(store, things):
        graph.add_edge(subject, target, **_clean({"predicate": shorten(predicate)} | title))
    nx.write_graphml_xml(graph, out)


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


def _filled(page: Page, event: Event, things: Things) -> Iterator[tuple[str, str]]:
    for role, fillers in event.roles:
        for filler in fillers:
            mention = node_iri(page.iri, "entity", filler.key) if isinstance(filler, Ref) else ""
            if mention in things.of_mention:
                yield role, things.of_mention[mention]


def _between_things(store: GraphStore, things: Things) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield the edges of the assembled layer; an office is one from its holder, with its title."""
    graph = NamedNode(assembled_graph(store.ontology.base))
    known = set(things.of_mention.values())
    edges = [
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in store.raw.quads_for_pattern(None, None, None, graph)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]
    offices: dict[str, dict[str, str]] = {}
    for subject, predicate, target in sorted(edges):
        if subject in known and target in known:
            yield subject, predicate, target, {}
        elif subject not in known and subject not in things.of_mention:
            offices.setdefault(subject, {})[predicate] = target
    for node in sorted(offices):
        parts = offices[node]
        if t.MEMBER.value in parts:
            title = things.labels.get(parts[t.OFFICE.value], "")
            kind = parts[t.TYPE.value]
            yield parts[t.MEMBER.value], kind, parts[t.ORGANIZATION.value], {"title": title}


def _clean(attributes: dict[str, str]) -> dict[str, Any]:
    return {name: NO_XML.sub("\ufffd", value) for name, value in attributes.items() if value}
