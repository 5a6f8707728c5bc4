"""The graph on disk: one named graph a document, and what is computed from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.store.catalogue import StoredDocument as StoredDocument
    from kg.store.endpoint import Endpoint as Endpoint
    from kg.store.endpoint import place_of as place_of
    from kg.store.evidence import EvidenceMark as EvidenceMark
    from kg.store.evidence import EvidenceRow as EvidenceRow
    from kg.store.evidence import evidence_of as evidence_of
    from kg.store.evidence import verify_offsets as verify_offsets
    from kg.store.exporting import EXPORTS as EXPORTS
    from kg.store.exporting import export as export
    from kg.store.graph import GraphStore as GraphStore
    from kg.store.opening import Place as Place
    from kg.store.opening import create_or_open as create_or_open
    from kg.store.opening import domain_of as domain_of
    from kg.store.opening import folder_of as folder_of
    from kg.store.opening import open_read as open_read
    from kg.store.opening import open_write as open_write
    from kg.store.quads import document_iri as document_iri
    from kg.store.quads import document_version as document_version
    from kg.store.quads import reading_quads as reading_quads

_HOME = {
    "EXPORTS": "exporting",
    "EvidenceMark": "evidence",
    "EvidenceRow": "evidence",
    "GraphStore": "graph",
    "StoredDocument": "catalogue",
    "Endpoint": "endpoint",
    "Place": "opening",
    "place_of": "endpoint",
    "folder_of": "opening",
    "create_or_open": "opening",
    "document_iri": "quads",
    "document_version": "quads",
    "domain_of": "opening",
    "evidence_of": "evidence",
    "export": "exporting",
    "open_read": "opening",
    "open_write": "opening",
    "reading_quads": "quads",
    "verify_offsets": "evidence",
}

__all__ = [
    "EXPORTS",
    "Endpoint",
    "EvidenceMark",
    "EvidenceRow",
    "GraphStore",
    "Place",
    "StoredDocument",
    "create_or_open",
    "document_iri",
    "document_version",
    "domain_of",
    "evidence_of",
    "export",
    "folder_of",
    "open_read",
    "open_write",
    "place_of",
    "reading_quads",
    "verify_offsets",
]


def __getattr__(
    name: str,
) -> Any:  # the names above are loaded when asked for: who only looks at a folder needs no engine
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
