"""The shapes of a domain: those of the core, read in the domain's words, and its own."""

from __future__ import annotations

from functools import lru_cache

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import OntologyError, UnknownName
from kg.ontology import Ontology, parse_turtle

DOMAIN = Namespace("https://w3id.org/kg/core/domain#")
FILE = "core-shapes.ttl"


def core_shapes(ontology: Ontology) -> Graph:
    """Return the shapes that every domain shares.

    `core-shapes.ttl` writes `domain:x` for what the domain calls core:x, because a shape on core:x does not
    see a subproperty of it unless something is inferred.

    Raises:
        OntologyError: the file is missing, not Turtle, or names a core term that does not exist.
    """
    path = ontology.root / FILE
    written, read = Graph(), Graph()
    parse_turtle(written, path)
    try:
        for subject, predicate, value in written:
            read.add((subject, predicate, _in_domain(value, ontology)))
    except UnknownName as error:
        raise OntologyError([f"{path}: {error}"]) from error
    return read


def _in_domain(node: Node, ontology: Ontology) -> Node:
    if isinstance(node, URIRef) and node in DOMAIN:
        return URIRef(ontology.term(node.removeprefix(str(DOMAIN))))
    return node


class Shapes:
    """All shapes of a domain, and whose messages are whose."""

    def __init__(self, ontology: Ontology) -> None:
        core, own = core_shapes(ontology), ontology.shapes()
        self.graph = core + own
        self._messages = tuple(frozenset(map(str, g.objects(None, SH.message))) for g in (own, core))

    def rank(self, message: str) -> int:
        """Return 0 for a message of the domain, 1 for one of the core, 2 for any other."""
        return next((n for n, messages in enumerate(self._messages) if message in messages), 2)


@lru_cache(maxsize=8)
def load_shapes(ontology: Ontology) -> Shapes:
    """Return the shapes of an ontology, loaded once."""
    return Shapes(ontology)
