"""Judges a whole store, part by part."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib.term import Node

from kg.ontology import Ontology
from kg.quad_source import QuadSource
from kg.validate.batches import Batch, batches, without_warnings
from kg.validate.documents import document_findings
from kg.validate.edges import edge_findings
from kg.validate.finding import Finding
from kg.validate.shacl import shape_findings, without_repetition
from kg.validate.shapes import Shapes, load_shapes
from kg.validate.spans import span_findings
from kg.validate.violation import Violation
from kg.validate.vocabulary import Vocabulary
from kg.validate.wording import Wording


def validate(store_raw: QuadSource, ontology: Ontology) -> list[Violation]:
    """Return everything in a store that a valid graph must not have.

    Judged are all named graphs but that of the ontology: by the SHACL shapes of core and domain, and by checks
    that SHACL cannot make, or only slowly (terms that do not exist, evidence that is not where it says,
    relations without a record, graphs without a document).

    Args:
        store_raw: the store; it is only read.
        ontology: the domain in whose terms it is written.

    Returns:
        The violations, sorted by document and node; none when the graph is valid.

    Raises:
        OntologyError: the shapes are broken.
    """
    shapes, vocabulary = load_shapes(ontology), Vocabulary(ontology)
    found: list[Violation] = []
    with without_warnings():
        for batch in batches(store_raw, ontology):
            found += _violations(batch, ontology, shapes, vocabulary)
    return sorted(set(found))


def _violations(batch: Batch, ontology: Ontology, shapes: Shapes, vocabulary: Vocabulary) -> Iterator[Violation]:
    by_focus: dict[Node, list[Finding]] = {}
    for finding in without_repetition(list(shape_findings(batch, shapes)), shapes):
        by_focus.setdefault(finding.focus, []).append(finding)
    for graph in batch.graphs.values():
        wording = Wording(graph, ontology)
        read = batch.subjects is None
        findings = [*vocabulary.findings(graph)]
        if read:
            findings += [*document_findings(graph), *span_findings(graph), *edge_findings(graph, ontology)]
        for focus in {*graph.subjects(), *graph.objects()} & by_focus.keys():
            findings += by_focus[focus]
        yield from map(wording.violation, findings)
