"""How much a graph holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from pyoxigraph import NamedNode

from kg.identity import assembled_graph, ontology_graph
from kg.ontology import CORE, Ontology
from kg.quad_source import QuadSource
from kg.store import terms as t
from kg.store.catalogue import by_document
from kg.store.layout import COPIES


class Info(TypedDict):
    """Counts of a graph. `entities` and `events` are by the IRI of the class, `layers` by name, `bytes` on disk.

    Of a server, bytes are not known: None.
    """

    domain: str
    ontology: str
    documents: int
    quads: int
    layers: dict[str, int]
    entities: dict[str, int]
    events: dict[str, int]
    versions: list[str]
    bytes: int | None
    stale: bool


def count(raw: QuadSource, ontology: Ontology, path: Path, *, stale: bool) -> Info:
    """Count what a graph holds: its quads are `raw`, its folder is `path`."""
    quads = len(raw)
    assembled = _size(raw, assembled_graph(ontology.base))
    terms = _size(raw, ontology_graph(ontology.base))
    versions = by_document(raw, t.VERSION, base=ontology.base)
    return Info(
        domain=ontology.domain,
        ontology=ontology.version,
        documents=len(versions),
        quads=quads,
        layers={"read": quads - assembled - terms, "assembled": assembled, "ontology": terms},
        entities=_entities(raw, ontology),
        events=_events(raw, ontology),
        versions=sorted(set(versions.values())),
        bytes=sum(file.stat().st_size for file in _files(path)),
        stale=stale,
    )


def _size(raw: QuadSource, graph: str) -> int:
    return sum(1 for _ in raw.quads_for_pattern(None, None, None, NamedNode(graph)))


def _entities(raw: QuadSource, ontology: Ontology) -> dict[str, int]:
    """Count the things of all documents by class."""
    start = f"{ontology.base}entity/"
    typed = raw.quads_for_pattern(None, t.TYPE, None, NamedNode(assembled_graph(ontology.base)))
    found = Counter(t.value(quad.object) for quad in typed if t.value(quad.subject).startswith(start))
    return dict(sorted(found.items()))


def _events(raw: QuadSource, ontology: Ontology) -> dict[str, int]:
    """Count the events of all documents, each once, by class."""
    graph = NamedNode(assembled_graph(ontology.base))
    found = {
        iri: sum(1 for _ in raw.quads_for_pattern(None, t.TYPE, NamedNode(iri), graph))
        for iri in ontology.classes
        if ontology.is_a(iri, str(CORE.Event))
    }
    return {iri: number for iri, number in found.items() if number}


def _files(path: Path) -> Iterator[Path]:
    """Yield the files of the graph; what a server keeps among them is the same quads once more."""
    for top in path.iterdir():
        if not top.name.startswith(COPIES):
            yield from (file for file in (top, *top.rglob("*")) if file.is_file())
