"""Checks that each graph of the read layer is a document's."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, Graph

from kg.ontology import CORE
from kg.validate.finding import Finding


def document_findings(graph: Graph) -> Iterator[Finding]:
    """Yield the graph when it does not describe the document whose IRI it has, and other documents in it."""
    documents = set(graph.subjects(RDF.type, CORE.Document))
    if graph.identifier not in documents:
        yield Finding(graph.identifier, "", None, "A graph of the read layer describes the document whose IRI it has.")
    for other in sorted(documents - {graph.identifier}, key=str):
        yield Finding(other, "", None, "A document stands in the graph that has its IRI.")
