"""From names to things: which IRI an entity of one document has in all documents."""

from kg.resolve.canonical import canonical_iri

__all__ = ["canonical_iri"]
