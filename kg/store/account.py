"""The assembled layer, as `docs/graph.md` lays it out: what all documents say together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.identity import assembled_graph, short_hash
from kg.model import Concept, Event, Filler, Ref, Value
from kg.ontology import CORE, Ontology
from kg.quad_source import QuadSource
from kg.store import terms as t

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of all documents, and on what it rests.

    Of `event` the key is the IRI, and that of a `Ref` the IRI of a thing. `course` is what it is part of.
    """

    event: Event
    belief: float
    documents: int
    sources: int
    course: str | None

    @property
    def iri(self) -> str:
        """The IRI."""
        return self.event.key


class Assembled:
    """The graph of the assembled layer.

    Args:
        raw: the quads.
        ontology: the domain's.
    """

    def __init__(self, raw: QuadSource, ontology: Ontology) -> None:
        self.raw = raw
        self.ontology = ontology
        self.graph = NamedNode(assembled_graph(ontology.base))
        self.names = t.Terms.of(ontology)
        self.part_of = NamedNode(ontology.term("partOf"))
        self.things, self.happened = (f"{ontology.base}{kind}/" for kind in ("entity", "event"))

    # -- asking -----------------------------------------------------------------------------

    def quads(self, subject: str | None, predicate: NamedNode | None = None, target: Term | None = None) -> list[Quad]:
        """Return what the layer says of a node, by a predicate or with an object."""
        first = NamedNode(subject) if subject is not None else None
        return list(self.raw.quads_for_pattern(first, predicate, target, self.graph))

    def all(self, subject: str, predicate: NamedNode) -> list[str]:
        """Return the values of a property, sorted."""
        return sorted(t.value(quad.object) for quad in self.quads(subject, predicate))

    def one(self, subject: str, predicate: NamedNode) -> str | None:
        """Return the value of a property that has one, None where there is none."""
        return next(iter(self.all(subject, predicate)), None)

    def subjects(self, predicate: NamedNode | None, target: str | Literal) -> list[str]:
        """Return the nodes of which a property has a value, sorted."""
        node = NamedNode(target) if isinstance(target, str) else target
        return sorted({t.value(quad.subject) for quad in self.quads(None, predicate, node)})

    def column(self, predicate: NamedNode) -> dict[str, list[str]]:
        """Return the values of a property, sorted, by node."""
        found: dict[str, list[str]] = {}
        for quad in self.raw.quads_for_pattern(None, predicate, None, self.graph):
            if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
                found.setdefault(quad.subject.value, []).append(quad.object.value)
        return {subject: sorted(values) for subject, values in found.items()}

    # -- what is one in all documents ---------------------------------------------------------

    def mentions(self, thing: str) -> list[str]:
        """Return the mentions of a thing, sorted."""
        return self.subjects(t.MENTION_OF, thing)

    def reports(self, happening: str) -> list[str]:
        """Return the events of single documents that tell of one, sorted."""
        return self.subjects(t.REPORT_OF, happening)

    def members(self, course: str) -> list[str]:
        """Return the events of a course, sorted."""
        return self.subjects(self.part_of, course)

    def happening(self, iri: str) -> Happening | None:
        """Return an event of all documents; None where there is none of this IRI."""
        quads = self.quads(iri)
        said = {quad.predicate: t.value(quad.object) for quad in quads}
        if not iri.startswith(self.happened) or t.TYPE not in said or self.names.status not in said:
            return None
        fillers: dict[str, list[Filler]] = {}
        beside = {t.TYPE, t.LABEL, t.BELIEF, t.DOCUMENTS, t.SOURCES}
        beside |= {self.names.status, self.names.qualifier, self.part_of}
        for quad in quads:
            if quad.predicate not in beside:
                fillers.setdefault(quad.predicate.value, []).append(self.filler(quad.object))
        roles = tuple((role, tuple(sorted(fillers[role], key=repr))) for role in sorted(fillers))
        return Happening(
            Event(iri, said[t.TYPE], said[self.names.status], roles, ()),
            belief=float(said.get(t.BELIEF, "0")),
            documents=int(said.get(t.DOCUMENTS, "0")),
            sources=int(said.get(t.SOURCES, "0")),
            course=said.get(self.part_of),
        )

    def happenings(self) -> Iterator[Happening]:
        """Yield the events of all documents, sorted by IRI."""
        found = {t.value(quad.subject) for quad in self.quads(None, self.names.status)}
        for iri in sorted(iri for iri in found if iri.startswith(self.happened)):
            happening = self.happening(iri)
            if happening is not None:
                yield happening

    def filler(self, node: object) -> Filler:
        """Return what fills a role: a thing, a concept or a value."""
        if isinstance(node, Literal):
            return Value(node.value, node.datatype.value)
        assert isinstance(node, NamedNode)
        return Ref(node.value) if node.value.startswith(self.things) else Concept(node.value)

    def edge(self, subject: str, predicate: str, target: str) -> str:
        """Return the node that tells on what an edge between two things rests."""
        return f"{self.ontology.base}edge/{short_hash(subject, predicate, target)}"

    def edges(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the edges between things, sorted: subject, predicate, object, and the node that tells of it."""
        subjects, targets = (self.column(predicate) for predicate in (t.SUBJECT, t.OBJECT))
        predicates = self.column(t.PREDICATE)
        found = [
            (subjects[node][0], predicates[node][0], targets[node][0], node)
            for node in subjects.keys() & predicates.keys() & targets.keys()
        ]
        yield from sorted(found)

    def offices(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the offices held, sorted: who, where, the IRI of the role, and the office's node."""
        members, bodies, roles = (self.column(p) for p in (t.MEMBER, t.ORGANIZATION, t.OFFICE))
        found = [
            (members[node][0], bodies[node][0], roles[node][0], node)
            for node in members.keys() & bodies.keys() & roles.keys()
        ]
        yield from sorted(found)

    def parties(self, core_role: str) -> list[NamedNode]:
        """Return the roles that are a core role or below it, sorted."""
        above = str(CORE[core_role])
        return [NamedNode(role) for role in sorted(self.ontology.roles) if self.ontology.is_a(role, above)]

    def having(self, roles: list[NamedNode], thing: str) -> set[str]:
        """Return the events in which a thing has one of some roles."""
        return {s for role in roles for s in self.subjects(role, thing) if s.startswith(self.happened)}
