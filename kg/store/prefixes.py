"""Prefixes for people who read what is exported."""

from __future__ import annotations

from kg.ontology import Ontology
from kg.store.terms import OA, SCHEMA


def prefixes(ontology: Ontology) -> dict[str, str]:
    """Return the prefixes that the ontology's terms use, and those of documents and evidence."""
    used = {str(node) for triple in ontology.graph for node in triple}
    found = {p: ns for p, ns in ontology.prefixes.items() if any(iri.startswith(ns) for iri in used)}
    return found | {"oa": OA, "schema": SCHEMA}
