"""The graph on disk: one named graph a document, and what is computed from them."""

from kg.store.catalogue import StoredDocument
from kg.store.evidence import EvidenceMark, EvidenceRow, evidence_of, verify_offsets
from kg.store.export import EXPORTS, export
from kg.store.folder import create_or_open, domain_of, open_read, open_write
from kg.store.graph import GraphStore
from kg.store.quads import document_iri, document_version, reading_quads

__all__ = [
    "EXPORTS",
    "EvidenceMark",
    "EvidenceRow",
    "GraphStore",
    "StoredDocument",
    "create_or_open",
    "document_iri",
    "document_version",
    "domain_of",
    "evidence_of",
    "export",
    "open_read",
    "open_write",
    "reading_quads",
    "verify_offsets",
]
