"""Which documents a graph holds, without reading their texts."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pyoxigraph import NamedNode, Store

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


def by_document(raw: Store, predicate: NamedNode) -> dict[str, str]:
    """Return a property of the documents by their IRIs."""
    return {
        t.value(quad.graph_name): t.value(quad.object)
        for quad in raw.quads_for_pattern(None, predicate, None)
        if quad.subject == quad.graph_name
    }


def documents(raw: Store) -> list[StoredDocument]:
    """Return the documents, sorted by IRI."""
    title, published, source = (by_document(raw, p) for p in (t.TITLE, t.PUBLISHED, t.SOURCE))
    digest, version = by_document(raw, t.DIGEST), by_document(raw, t.VERSION)
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
        for iri, identifier in sorted(by_document(raw, t.IDENTIFIER).items())
    ]


def digests(raw: Store) -> dict[str, tuple[str, str]]:
    """Return each document's digest and version by its identifier."""
    return {
        identifier: digest_of(raw, NamedNode(iri)) or ("", "")
        for iri, identifier in sorted(by_document(raw, t.IDENTIFIER).items())
    }


def digest_of(raw: Store, document: NamedNode) -> tuple[str, str] | None:
    """Return the digest and the version of a document, None where there is none. Asks for nothing but these."""
    if not raw.contains_named_graph(document):
        return None
    digest, version = (
        next((t.value(quad.object) for quad in raw.quads_for_pattern(document, predicate, None, document)), "")
        for predicate in (t.DIGEST, t.VERSION)
    )
    return digest, version
