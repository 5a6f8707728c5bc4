"""The read layer: a `Reading` as the named graph of its document, as `docs/graph.md` lays it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import identity
from kg.identity import document_digest, node_iri, short_hash, slug
from kg.model import Concept, Document, Entity, Event, Evidence, Filler, Reading, Ref, Relation, Statement, Value
from kg.ontology import Ontology
from kg.store import terms as t

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def document_iri(ontology: Ontology, identifier: str) -> str:
    """Return the IRI of a document and of its graph."""
    return identity.document_iri(ontology.base, identifier)


def document_version(ontology: Ontology, reader: str) -> str:
    """Return core:version of a document: what read it, and with which ontology."""
    return f"{reader}; {ontology.domain} {ontology.version}"


def reading_quads(reading: Reading, ontology: Ontology) -> Iterator[Quad]:
    """Yield the quads of one document: each once, in an order that depends on the reading alone."""
    writer = _Writer(reading, ontology)
    writer.document(reading.document)
    for entity in reading.entities:
        writer.entity(entity)
    for event in reading.events:
        writer.event(event)
    for relation in reading.relations:
        writer.relation(relation)
    for statement in reading.statements:
        writer.statement(statement)
    return iter(dict.fromkeys(writer.quads))


def literal(text: str, datatype: NamedNode | None = None) -> Literal:
    """Return a literal. Half a surrogate pair, which RDF cannot hold, becomes U+FFFD, so that offsets stay."""
    try:
        return Literal(text, datatype=datatype)
    except ValueError:
        return Literal(LONE_SURROGATE.sub("\ufffd", text), datatype=datatype)


def decimal(number: float) -> Literal:
    """Return an xsd:decimal with at most four places."""
    return Literal(f"{number:.4f}".rstrip("0").rstrip(".") or "0", datatype=t.DECIMAL)


class _Writer:
    """Collects the quads of one document."""

    def __init__(self, reading: Reading, ontology: Ontology) -> None:
        self.ontology = ontology
        self.terms = t.Terms.of(ontology)
        self.reader = reading.reader
        self.original = reading.document.original
        self.iri = document_iri(ontology, reading.document.id)
        self.graph = NamedNode(self.iri)
        self.quads: list[Quad] = []

    def put(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.quads.append(Quad(subject, predicate, value, self.graph))

    def node(self, kind: str, key: str) -> NamedNode:
        return NamedNode(node_iri(self.iri, kind, key))

    def span(self, node: NamedNode, start: int, end: int, exact: str) -> None:
        self.put(node, t.START, Literal(str(start), datatype=t.INTEGER))
        self.put(node, t.END, Literal(str(end), datatype=t.INTEGER))
        self.put(node, t.EXACT, literal(exact))

    def document(self, document: Document) -> None:
        put, node = self.put, self.graph
        put(node, t.TYPE, t.DOCUMENT)
        put(node, t.TYPE, t.ARTICLE)
        put(node, t.IDENTIFIER, literal(document.id))
        put(node, t.BODY, literal(document.original))
        put(node, t.DIGEST, literal(document_digest(document)))
        put(node, t.VERSION, literal(document_version(self.ontology, self.reader)))
        if document.published is not None:
            put(node, t.PUBLISHED, Literal(document.published.isoformat(), datatype=t.DATE))
        if document.title is not None:
            put(node, t.TITLE, literal(document.title))
        if document.source is not None:
            put(node, t.SOURCE, literal(document.source))
        if document.url is not None:
            put(node, t.URL, literal(document.url, t.ANY_URI))
        for name, value in document.extra:
            extra = self.node("field", name)
            put(node, t.FIELD, extra)
            put(extra, t.LABEL, literal(name))
            put(extra, t.VALUE, literal(value))

    def evidence(self, owner: NamedNode, pieces: Iterable[Evidence]) -> None:
        put = self.put
        for piece in pieces:
            confidence = decimal(piece.confidence)
            marks = [part for mark in piece.marks for part in (mark.role, mark.start, mark.end)]
            said = (owner.value, piece.start, piece.end, piece.rule, confidence.value, *marks)
            node = self.node("evidence", short_hash(*said))
            put(owner, self.terms.evidence, node)
            put(node, t.TYPE, self.terms.evidence_class)
            put(node, t.HAS_SOURCE, self.graph)
            self.span(node, piece.start, piece.end, piece.exact)
            put(node, t.RULE, literal(piece.rule))
            put(node, t.VERSION, literal(self.reader))
            put(node, t.CONFIDENCE, confidence)
            self.marks(node, piece)

    def marks(self, evidence: NamedNode, piece: Evidence) -> None:
        for mark in piece.marks:
            node = self.node("mark", short_hash(evidence.value, mark.role, mark.start, mark.end))
            self.put(evidence, t.MARK, node)
            self.span(node, mark.start, mark.end, self.original[mark.start : mark.end])
            if mark.role:
                self.put(node, t.MARKED_ROLE, NamedNode(mark.role))

    def entity(self, entity: Entity) -> None:
        node = self.node("entity", entity.key)
        self.put(node, t.TYPE, NamedNode(entity.type))
        self.put(node, t.LABEL, literal(entity.label))
        for name in entity.names[1:]:
            if name != entity.label:
                self.put(node, t.ALT_LABEL, literal(name))
        if entity.identity is not None:
            self.put(node, t.IDENTITY, literal(entity.identity))
        self.evidence(node, entity.evidence)

    def filler(self, filler: Filler) -> NamedNode | Literal:
        match filler:
            case Ref(key):
                return self.node("entity", key)
            case Concept(iri):
                return NamedNode(iri)
            case Value(lexical, datatype):
                return literal(lexical, NamedNode(datatype))

    def event(self, event: Event) -> None:
        node = self.node("event", event.key)
        self.put(node, t.TYPE, NamedNode(event.type))
        self.put(node, self.terms.status, NamedNode(event.status))
        figures = 0
        for role, fillers in event.roles:
            for filler in fillers:
                self.put(node, NamedNode(role), self.filler(filler))
                if isinstance(filler, Value) and filler.qualifier is not None:
                    figures += 1
                    self.figure(node, f"{event.key}-figure-{figures}", role, filler, NamedNode(filler.qualifier))
        self.evidence(node, event.evidence)

    def figure(self, event: NamedNode, key: str, role: str, value: Value, qualifier: NamedNode) -> None:
        node = self.node("event", key)
        self.put(event, self.terms.qualifier, qualifier)
        self.put(event, t.FIGURE, node)
        self.put(node, t.FIGURE_OF, NamedNode(role))
        self.put(node, t.VALUE, literal(value.lexical, NamedNode(value.datatype)))
        self.put(node, t.FIGURE_QUALIFIER, qualifier)

    def relation(self, relation: Relation) -> None:
        subject, target = self.node("entity", relation.subject), self.node("entity", relation.object)
        predicate = NamedNode(relation.predicate)
        said = (subject.value, predicate.value, target.value)
        if relation.title is not None:
            self.office(relation, self.node("membership", short_hash(*said, relation.title)), subject, target)
            return
        node = self.node("edge", short_hash(*said))
        self.put(subject, predicate, target)
        self.put(node, t.TYPE, t.EDGE)
        self.put(node, t.SUBJECT, subject)
        self.put(node, t.PREDICATE, predicate)
        self.put(node, t.OBJECT, target)
        self.evidence(node, relation.evidence)

    def office(self, relation: Relation, node: NamedNode, member: NamedNode, organization: NamedNode) -> None:
        title = relation.title or ""
        role = self.node("role", slug(title))
        self.put(node, t.TYPE, NamedNode(relation.predicate))
        self.put(node, t.MEMBER, member)
        self.put(node, t.ORGANIZATION, organization)
        self.put(node, t.OFFICE, role)
        self.put(role, t.TYPE, t.OFFICE_CLASS)
        self.put(role, t.LABEL, literal(title))
        self.evidence(node, relation.evidence)

    def statement(self, statement: Statement) -> None:
        node = self.node("statement", statement.key)
        self.put(node, t.TYPE, self.terms.statement_class)
        self.put(node, self.terms.speaker, self.node("entity", statement.speaker))
        self.put(node, self.terms.text, literal(statement.text))
        self.put(node, self.terms.stance, NamedNode(statement.stance))
        if statement.about is not None:
            self.put(node, self.terms.about, self.node("event", statement.about))
        self.evidence(node, statement.evidence)
