"""Which documents a graph holds, without reading their texts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.identity import document_iri
from kg.quad_source import KnowsGraphs, QuadSource
from kg.store import terms as t


class StoredDocument(NamedTuple):
    """What the graph knows about a document, beside its text."""

    iri: str
    identifier: str
    title: str | None
    published: date | None
    source: str | None
    digest: str
    version: str


def by_document(raw: QuadSource, predicate: NamedNode, *, base: str) -> dict[str, str]:
    """Return a property of the documents by their IRIs.

    Args:
        raw: the quads; graphs that somebody has added beside kg's do not count, whatever they say.
        predicate: the property.
        base: the ontology's base IRI.
    """
    below = document_iri(base, "")
    quads = raw.of_graphs(predicate) if isinstance(raw, KnowsGraphs) else raw.quads_for_pattern(None, predicate, None)
    return {
        t.value(quad.graph_name): t.value(quad.object)
        for quad in quads
        if quad.subject == quad.graph_name and t.value(quad.graph_name).startswith(below)
    }


def documents(raw: QuadSource, *, base: str) -> list[StoredDocument]:
    """Return the documents, sorted by IRI. `base` is the ontology's."""
    title, published, source = (by_document(raw, p, base=base) for p in (t.TITLE, t.PUBLISHED, t.SOURCE))
    digest, version = by_document(raw, t.DIGEST, base=base), by_document(raw, t.VERSION, base=base)
    return [
        StoredDocument(
            iri=iri,
            identifier=identifier,
            title=title.get(iri),
            published=date.fromisoformat(published[iri]) if iri in published else None,
            source=source.get(iri),
            digest=digest.get(iri, ""),
            version=version.get(iri, ""),
        )
        for iri, identifier in sorted(by_document(raw, t.IDENTIFIER, base=base).items())
    ]


def digests(raw: QuadSource, *, base: str) -> dict[str, tuple[str, str]]:
    """Return each document's digest and version by its identifier. `base` is the ontology's base IRI."""
    return {
        identifier: digest_of(raw, NamedNode(iri)) or ("", "")
        for iri, identifier in sorted(by_document(raw, t.IDENTIFIER, base=base).items())
    }


def digest_of(raw: QuadSource, document: NamedNode) -> tuple[str, str] | None:
    """Return the digest and the version of a document, None where there is none. Asks for nothing but these."""
    if not raw.contains_named_graph(document):
        return None
    digest, version = (
        next((t.value(quad.object) for quad in raw.quads_for_pattern(document, predicate, None, document)), "")
        for predicate in (t.DIGEST, t.VERSION)
    )
    return digest, version


def holds(raw: Store, document: NamedNode, digest: str, version: str) -> bool:
    """Return whether a document is there with this digest and version. Fetches nothing: asked for every document."""
    return all(
        Quad(document, predicate, Literal(value), document) in raw
        for predicate, value in ((t.DIGEST, digest), (t.VERSION, version))
    )
