"""One pass over the documents' readings gives the assembled graph.

It is a pure function of the readings, whatever their order. Memory grows with the number of things,
edges and events; what documents say beside these is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple
from rdflib import RDF, RDFS, SKOS
from rdflib.namespace import ORG, XSD

from kg.assemble.courses import Course, Courses
from kg.assemble.edges import plain_edges, shortcut_edges
from kg.assemble.offices import Offices
from kg.assemble.things import Thing
from kg.identity import assembled_graph, document_iri, node_iri
from kg.model import Entity, Reading
from kg.ontology import CORE, Ontology

TYPE, LABEL, ALT_LABEL = NamedNode(RDF.type), NamedNode(RDFS.label), NamedNode(SKOS.altLabel)
MENTION_OF, DOCUMENTS = NamedNode(CORE.mentionOf), NamedNode(CORE.documents)
MEMBER, ORGANIZATION = NamedNode(ORG.member), NamedNode(ORG.organization)
OFFICE, OFFICE_CLASS = NamedNode(ORG.role), NamedNode(ORG.Role)
INTEGER = NamedNode(XSD.integer)


def assembled_quads(
    readings: Iterable[Reading], ontology: Ontology, *, canonical: Callable[[Ontology, str, Entity], str]
) -> Iterator[Quad]:
    """Yield the assembled graph, sorted within each of its parts.

    Args:
        readings: one for each document. Of a reading only `document.id`, the entities, the events'
            entities and status, and the relations count; evidence, text and statements may be missing.
        ontology: the domain.
        canonical: gives the IRI in all documents of an entity of the document with an identifier.
    """
    graph = NamedNode(assembled_graph(ontology.base))
    for triple in _triples(readings, ontology, canonical):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _triples(
    readings: Iterable[Reading], ontology: Ontology, canonical: Callable[[Ontology, str, Entity], str]
) -> Iterator[Triple]:
    things: dict[str, Thing] = {}
    edges: set[tuple[str, str, str]] = set()
    offices, courses = Offices(ontology.base), Courses(ontology)
    for reading in readings:
        names = {entity.key: canonical(ontology, reading.document.id, entity) for entity in reading.entities}
        document = document_iri(ontology.base, reading.document.id)
        for entity in reading.entities:
            thing = things.setdefault(names[entity.key], Thing())
            thing.add(entity, document)
            mention = NamedNode(node_iri(document, "entity", entity.key))
            yield Triple(mention, MENTION_OF, NamedNode(names[entity.key]))
        edges.update(plain_edges(reading, names), shortcut_edges(reading, names, ontology))
        offices.add(reading, names)
        courses.add(reading, names)
    for iri in sorted(things):
        yield from _thing(NamedNode(iri), things[iri])
    for subject, predicate, target in sorted(edges):
        yield Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))
    yield from _offices(offices)
    class_, part_of = NamedNode(ontology.term("Course")), NamedNode(ontology.term("partOf"))
    for course in courses.find(things):
        yield from _course(course, class_, part_of)


def _thing(node: NamedNode, thing: Thing) -> Iterator[Triple]:
    yield Triple(node, TYPE, NamedNode(thing.type))
    yield Triple(node, LABEL, Literal(thing.label))
    for name in thing.other_names:
        yield Triple(node, ALT_LABEL, Literal(name))
    yield Triple(node, DOCUMENTS, Literal(str(thing.documents), datatype=INTEGER))


def _offices(offices: Offices) -> Iterator[Triple]:
    for office in offices:
        node, role = NamedNode(office.iri), NamedNode(office.role)
        yield Triple(node, TYPE, NamedNode(office.type))
        yield Triple(node, MEMBER, NamedNode(office.member))
        yield Triple(node, ORGANIZATION, NamedNode(office.organization))
        yield Triple(node, OFFICE, role)
    for role_iri, label in offices.roles():
        yield Triple(NamedNode(role_iri), TYPE, OFFICE_CLASS)
        yield Triple(NamedNode(role_iri), LABEL, Literal(label))


def _course(course: Course, class_: NamedNode, part_of: NamedNode) -> Iterator[Triple]:
    node = NamedNode(course.iri)
    yield Triple(node, TYPE, class_)
    yield Triple(node, LABEL, Literal(course.label))
    for event in course.events:
        yield Triple(NamedNode(event), part_of, node)
