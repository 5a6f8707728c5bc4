"""Puts findings in words: what the node is called, and the sentence it was read from."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, SKOS
from rdflib.term import Node

from kg.ontology import CORE, Ontology, local_name
from kg.validate.finding import Finding
from kg.validate.spans import EXACT, START
from kg.validate.violation import Violation

NAMING = (RDFS.label, SKOS.prefLabel, DCTERMS.title)


class Wording:
    """Words the findings of one named graph."""

    def __init__(self, graph: Graph, ontology: Ontology) -> None:
        self.graph = graph
        self.ontology = ontology
        self.evidence = URIRef(ontology.term("evidence"))
        name = graph.value(graph.identifier, DCTERMS.identifier)
        self.document = str(name) if name is not None else str(graph.identifier)

    def violation(self, finding: Finding) -> Violation:
        """Return a finding as people are told it."""
        return Violation(
            document=self.document,
            focus=str(finding.focus),
            path=self.ontology.shorten(finding.path) if finding.path else "",
            value="" if finding.value is None else self._value(finding.value),
            message=finding.message,
            focus_label=self.label(finding.focus),
            sentence=self.sentence(finding.focus),
        )

    def _value(self, value: Node) -> str:
        return self.ontology.shorten(str(value)) if isinstance(value, URIRef) else str(value)

    def label(self, node: Node) -> str:
        """Return a node's name; of what has none, the label of its class and the last part of its IRI."""
        found = sorted(str(o) for p in NAMING for o in self.graph.objects(node, p))
        if found:
            return found[0]
        classes = sorted(self.ontology.label(str(c)) for c in self.graph.objects(node, RDF.type))
        return " ".join([*classes[:1], local_name(str(node))])

    def sentence(self, node: Node) -> str:
        """Return the words from which a node was read, the first in the text; "" where there are none."""
        for owner in self._chain(node):
            words = [(self._start(e), str(x)) for e in self.graph.objects(owner, self.evidence) for x in self._exact(e)]
            if words:
                return min(words)[1]
            if (None, self.evidence, owner) in self.graph:
                return next(self._exact(owner), "")
        return ""

    def _chain(self, node: Node) -> Iterator[Node]:
        """Yield a node, and what it is a part of: a mark's evidence, a figure's event, a title's office."""
        yield node
        for link in (CORE.mark, CORE.figure, ORG.role):
            yield from sorted(self.graph.subjects(link, node), key=str)

    def _exact(self, evidence: Node) -> Iterator[str]:
        return iter(sorted(map(str, self.graph.objects(evidence, EXACT))))

    def _start(self, evidence: Node) -> int:
        start = str(self.graph.value(evidence, START) or "")
        return int(start) if start.isdigit() else 0
