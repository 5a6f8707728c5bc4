"""Checks that each plain relation of a document has the record that leads to its evidence, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, Graph, URIRef

from kg.ontology import Ontology
from kg.validate.finding import Finding


def edge_findings(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """Yield relations without a record, and records of relations that are not there."""
    records = {
        tuple(graph.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object)): node
        for node in graph.subjects(RDF.type, RDF.Statement)
    }
    for core_name in ("speaksFor", "unitOf"):
        predicate = URIRef(ontology.term(core_name))
        for subject, value in graph.subject_objects(predicate):
            if (subject, predicate, value) not in records:
                yield Finding(subject, predicate, value, "A relation has a record with its evidence.")
    for (s, p, o), node in records.items():
        if s is not None and p is not None and o is not None and (s, p, o) not in graph:
            yield Finding(node, RDF.object, o, "The relation that is recorded stands in the graph.")
