"""Looks up quads of one document's graph, always in the same order: that of sorted N-Quads lines."""

from __future__ import annotations

import re

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.quad_source import QuadSource

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
EXACT = "http://www.w3.org/ns/oa#exact"
START = "http://www.w3.org/ns/oa#start"


def text_of(term: Term) -> str:
    """Return a literal's lexical form, a node's IRI or label."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def tail(term: Term | str) -> str:
    """Return what follows the last `#`, `/` or `:` of an IRI."""
    return re.split(r"[#/:]", term if isinstance(term, str) else text_of(term))[-1]


class DocumentGraph:
    """One named graph of a store, asked by IRIs."""

    def __init__(self, store: QuadSource, name: ox.NamedNode) -> None:
        self.store = store
        self.name = name

    @property
    def empty(self) -> bool:
        """Whether the graph holds nothing."""
        return next(self.store.quads_for_pattern(None, None, None, self.name), None) is None

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """Return the objects of a subject and predicate in this graph."""
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return []
        quads = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, self.name)
        return sorted((q.object for q in quads), key=str)

    def value(self, subject: Term, predicate: str) -> Term | None:
        """Return the first of the objects, or None."""
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: str, value: str) -> list[Term]:
        """Return the subjects that have the IRI `value` for the predicate in this graph."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), self.name)
        return sorted((q.subject for q in quads), key=str)

    def subject_objects(self, predicate: str) -> list[tuple[Term, Term]]:
        """Return the pairs that the predicate links in this graph."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), None, self.name)
        return sorted(((q.subject, q.object) for q in quads), key=lambda pair: (str(pair[0]), str(pair[1])))

    def anywhere(self, subject: Term, predicate: str) -> list[Term]:
        """Return the objects of a subject and predicate in all graphs of the store."""
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return []
        quads = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return sorted({q.object for q in quads}, key=str)

    def quoted(self, subject: Term, evidence: str) -> tuple[str, ...]:
        """Return the words of a node's evidence, in the order of the text."""
        found = []
        for node in self.objects(subject, evidence):
            start = next((text_of(o) for o in self.anywhere(node, START)), "0")
            found += [(int(start) if start.isdigit() else 0, text_of(o)) for o in self.anywhere(node, EXACT)]
        return tuple(words for _, words in sorted(found))

    def statement_of(self, subject: Term, predicate: str, value: Term) -> Term | None:
        """Return the rdf:Statement that stands for an edge."""
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return None
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(str(RDF.subject)), subject, self.name):
            edge = quad.subject
            same_predicate = ox.NamedNode(predicate) in self.objects(edge, str(RDF.predicate))
            if same_predicate and value in self.objects(edge, str(RDF.object)):
                return edge
        return None
