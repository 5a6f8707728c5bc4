"""The way back: the `Reading` that a document's graph was written from.

What the graph does not keep does not come back: the normalised text, the offsets' map, the segments,
the order of names and fillers (they come back sorted).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.model import (
    Concept,
    Document,
    Entity,
    Event,
    Evidence,
    Filler,
    Mark,
    Reading,
    Ref,
    Relation,
    Statement,
    Value,
)
from kg.quad_source import QuadSource
from kg.store import terms as t


class Page:
    """The graph of one document.

    Args:
        raw: the quads.
        names: the domain's terms.
        iri: the document's IRI.
    """

    def __init__(self, raw: QuadSource, names: t.Terms, iri: str) -> None:
        self.raw = raw
        self.names = names
        self.iri = iri
        self.graph = NamedNode(iri)
        self._entity = f"{iri}#entity-"

    # -- asking -----------------------------------------------------------------------------

    def quads(self, subject: NamedNode | None, predicate: NamedNode | None) -> Iterator[Quad]:
        """Yield what the document says of a node, or by a predicate."""
        return self.raw.quads_for_pattern(subject, predicate, None, self.graph)

    def all(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(t.value(quad.object) for quad in self.quads(subject, predicate))

    def one(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the value of a property that has one, None where there is none."""
        return next(iter(self.all(subject, predicate)), None)

    def need(self, subject: NamedNode, predicate: NamedNode) -> str:
        """Return the value of a property that every such node has."""
        return self.one(subject, predicate) or ""

    def subjects(self, predicate: NamedNode, value: NamedNode | None = None) -> list[NamedNode]:
        """Return the nodes that have a property, sorted."""
        found = {quad.subject for quad in self.raw.quads_for_pattern(None, predicate, value, self.graph)}
        return sorted((node for node in found if isinstance(node, NamedNode)), key=lambda node: node.value)

    def key(self, iri: str) -> str:
        """Return the key in a node's IRI: `pcs` of `D#entity-pcs`."""
        return iri.removeprefix(f"{self.iri}#").partition("-")[2]

    # -- reading ----------------------------------------------------------------------------

    def reading(self) -> Reading:
        """Return all that was read from the document."""
        return Reading(
            document=self.document(),
            entities=tuple(self.entities(evidence=True)),
            events=tuple(self.events(evidence=True)),
            relations=tuple(self.relations(evidence=True)),
            statements=tuple(self.statements()),
            reader=self.need(self.graph, t.VERSION).rpartition("; ")[0],
        )

    def document(self) -> Document:
        """Return the document; its `text` is the original."""
        published = self.one(self.graph, t.PUBLISHED)
        body = self.need(self.graph, t.BODY)
        return Document(
            id=self.need(self.graph, t.IDENTIFIER),
            text=body,
            original=body,
            title=self.one(self.graph, t.TITLE),
            published=date.fromisoformat(published) if published else None,
            source=self.one(self.graph, t.SOURCE),
            url=self.one(self.graph, t.URL),
            extra=tuple(
                (self.need(node, t.LABEL), value)
                for node in sorted(
                    (q.object for q in self.quads(self.graph, t.FIELD) if isinstance(q.object, NamedNode)),
                    key=lambda node: node.value,
                )
                for value in self.all(node, t.VALUE)
            ),
        )

    def entities(self, *, evidence: bool) -> Iterator[Entity]:
        """Yield the entities, sorted by key."""
        for node in self.subjects(t.LABEL):
            if node.value.startswith(self._entity):
                yield Entity(
                    key=self.key(node.value),
                    type=self.need(node, t.TYPE),
                    names=(self.need(node, t.LABEL), *self.all(node, t.ALT_LABEL)),
                    identity=self.one(node, t.IDENTITY),
                    evidence=self.evidence(node) if evidence else (),
                )

    def events(self, *, evidence: bool) -> Iterator[Event]:
        """Yield the events, sorted by key."""
        for node in self.subjects(self.names.status):
            yield Event(
                key=self.key(node.value),
                type=self.need(node, t.TYPE),
                status=self.need(node, self.names.status),
                roles=self.roles(node),
                evidence=self.evidence(node) if evidence else (),
            )

    def roles(self, event: NamedNode) -> tuple[tuple[str, tuple[Filler, ...]], ...]:
        """Return what fills the roles of an event, sorted."""
        beside = {t.TYPE, t.FIGURE, self.names.status, self.names.evidence, self.names.qualifier}
        fillers: dict[str, list[Filler]] = {}
        figures = self.figures(event)
        for quad in self.quads(event, None):
            if quad.predicate not in beside:
                role = quad.predicate.value
                fillers.setdefault(role, []).append(self.filler(quad.object, role, figures))
        return tuple((role, tuple(sorted(fillers[role], key=repr))) for role in sorted(fillers))

    def filler(
        self, node: NamedNode | BlankNode | Literal | Triple, role: str, figures: dict[tuple[str, str], str]
    ) -> Filler:
        """Return what an event's role is filled by."""
        if isinstance(node, Literal):
            return Value(node.value, node.datatype.value, figures.get((role, node.value)))
        iri = t.value(node)
        return Ref(self.key(iri)) if iri.startswith(self._entity) else Concept(iri)

    def figures(self, event: NamedNode) -> dict[tuple[str, str], str]:
        """Return how exact the numbers of an event are, by role and number.

        Of a number told in two ways, the first by IRI.
        """
        nodes = [quad.object for quad in self.quads(event, t.FIGURE) if isinstance(quad.object, NamedNode)]
        told = sorted(
            ((self.need(n, t.FIGURE_OF), self.need(n, t.VALUE), self.need(n, t.FIGURE_QUALIFIER)) for n in nodes),
            reverse=True,
        )
        return {(role, value): qualifier for role, value, qualifier in told}

    def relations(self, *, evidence: bool) -> Iterator[Relation]:
        """Yield the plain relations, then the offices, each sorted by IRI."""
        for node in self.subjects(t.TYPE, t.EDGE):
            yield Relation(
                subject=self.key(self.need(node, t.SUBJECT)),
                predicate=self.need(node, t.PREDICATE),
                object=self.key(self.need(node, t.OBJECT)),
                evidence=self.evidence(node) if evidence else (),
            )
        for node in self.subjects(t.MEMBER):
            yield Relation(
                subject=self.key(self.need(node, t.MEMBER)),
                predicate=self.need(node, t.TYPE),
                object=self.key(self.need(node, t.ORGANIZATION)),
                evidence=self.evidence(node) if evidence else (),
                title=self.need(NamedNode(self.need(node, t.OFFICE)), t.LABEL),
            )

    def statements(self) -> Iterator[Statement]:
        """Yield the statements, sorted by key."""
        for node in self.subjects(self.names.speaker):
            about = self.one(node, self.names.about)
            yield Statement(
                key=self.key(node.value),
                speaker=self.key(self.need(node, self.names.speaker)),
                stance=self.need(node, self.names.stance),
                text=self.need(node, self.names.text),
                evidence=self.evidence(node),
                about=self.key(about) if about else None,
            )

    def evidence(self, owner: NamedNode) -> tuple[Evidence, ...]:
        """Return the evidence of a node, in the order of the text."""
        pieces = [
            Evidence(
                *self.span(node),
                exact=self.need(node, t.EXACT),
                rule=self.need(node, t.RULE),
                confidence=float(self.need(node, t.CONFIDENCE)),
                marks=self.marks(node),
            )
            for node in map(NamedNode, self.all(owner, self.names.evidence))
        ]
        return tuple(sorted(pieces, key=lambda piece: (piece.start, piece.end, piece.rule, repr(piece.marks))))

    def marks(self, evidence: NamedNode) -> tuple[Mark, ...]:
        """Return the marks of a piece of evidence, in the order of the text."""
        nodes = map(NamedNode, self.all(evidence, t.MARK))
        marks = [Mark(self.one(node, t.MARKED_ROLE) or "", *self.span(node)) for node in nodes]
        return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.role)))

    def span(self, node: NamedNode) -> tuple[int, int]:
        """Return the offsets of a node in the original text."""
        return int(self.need(node, t.START)), int(self.need(node, t.END))
