"""The page of the ontology: the domain's own terms, each under the anchor that its IRI ends in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kg.ontology import local_name
from kg.serve.pages.records import Named

if TYPE_CHECKING:
    from kg.serve.pages.room import Room

TERMS = "ontology"  # the path of the terms, as the domain's namespace ends in
_KINDS = (
    ("Classes", (OWL.Class,)),
    ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property, OWL.AnnotationProperty)),
    ("Concepts", (SKOS.Concept,)),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term: its anchor, its prefixed name, what it is called and means, and what it is below."""

    anchor: str
    short: str
    label: str
    comment: str
    above: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """The terms of a domain, by kind."""

    kinds: tuple[tuple[str, tuple[Term, ...]], ...]


def term_page(room: Room) -> TermPage:
    """Return the terms of the domain of a graph."""
    seen: set[str] = set()
    kinds = []
    for heading, classes in _KINDS:
        found = tuple(_terms(room, classes, seen))
        if found:
            kinds.append((heading, found))
    return TermPage(tuple(kinds))


def _terms(room: Room, classes: tuple[URIRef, ...], seen: set[str]) -> Iterator[Term]:
    ontology, namespace = room.ontology, f"{room.base}{TERMS}#"
    for iri in ontology:
        types = set(ontology.graph.objects(URIRef(iri), RDF.type))
        if iri.startswith(namespace) and iri not in seen and types & set(classes):
            seen.add(iri)
            above = sorted(
                {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ontology.graph.objects(URIRef(iri), p)}
            )
            yield Term(
                anchor=local_name(iri),
                short=ontology.shorten(iri),
                label=room.word(iri),
                comment=ontology.comment(iri),
                above=tuple(Named(ontology.shorten(one), room.href(one)) for one in above),
            )
