"""The IRI of a thing in all documents."""

from __future__ import annotations

from urllib.parse import quote

from kg.model import Entity
from kg.ontology import Ontology


def canonical_iri(ontology: Ontology, identifier: str, entity: Entity) -> str:
    """Return what an entity of the document `identifier` is called in all documents.

    An entity whose name does not tell what it is ("the council") is one of its own, so that two
    documents' councils never melt into one.
    """
    if entity.identity is not None:
        return f"{ontology.base}entity/{quote(entity.identity, safe='/')}"
    return f"{ontology.base}entity/{quote(identifier, safe='', errors='surrogatepass')}--{entity.key}"
