"""Checks that the terms of core and domain exist: a misspelt property would break no shape, but say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from kg.ontology import CORE, Ontology, local_name
from kg.validate.finding import Finding


class Vocabulary:
    """The terms of an ontology, and the namespaces that hold no others."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.terms = frozenset(ontology)

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces of the core and of the domain's event classes."""
        own = {iri.removesuffix(local_name(iri)) for iri in self.ontology.event_classes}
        return tuple(sorted(own | {str(CORE)}))

    @cached_property
    def whole_classes(self) -> frozenset[str]:
        """The event classes that have others below them, too general for an event that was read."""
        events = {c for c in self.ontology.classes if self.ontology.is_a(c, str(CORE.Event))}
        return frozenset(events - set(self.ontology.event_classes))

    def findings(self, graph: Graph) -> Iterator[Finding]:
        """Yield the terms that no file of the ontology declares, and the classes that are too general."""
        for subject, predicate, value in graph:
            if self.unknown(predicate):
                yield Finding(subject, str(predicate), None, self._message(predicate, "property"))
            elif predicate == RDF.type and self.unknown(value):
                yield Finding(subject, str(predicate), value, self._message(value, "class"))
            elif predicate == RDF.type and str(value) in self.whole_classes:
                yield Finding(subject, str(predicate), value, "An event has the most specific class.")

    def unknown(self, node: Node) -> bool:
        """Tell whether an IRI has a namespace of the ontology but is no term of it."""
        return isinstance(node, URIRef) and str(node).startswith(self.namespaces) and str(node) not in self.terms

    def _message(self, node: Node, what: str) -> str:
        name = self.ontology.shorten(str(node))
        near = get_close_matches(name, map(self.ontology.shorten, self.terms), n=1)
        return f"The ontology has no {what} {name}." + (f" Did you mean {near[0]}?" if near else "")
