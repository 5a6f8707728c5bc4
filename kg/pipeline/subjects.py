"""From what a person names to what is judged: things with their mentions, facts with their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg.errors import UnknownName, UsageError
from kg.identity import assembled_graph, document_iri, identifier_of
from kg.model import Event, Reading, Relation
from kg.ontology import CORE, MEMBERSHIP, local_name
from kg.pipeline.judgements import read_judgements
from kg.query import KnowledgeGraph
from kg.query.records import EntityRecord, EventRecord
from kg.resolve import FactId, Judged, Judgements, event_id, relation_id, statement_id
from kg.resolve.finding import event_fact, relation_fact, statement_fact
from kg.resolve.records import Fact, Thing
from kg.store import terms as t
from kg.store.readings import Page

_SHOWN = 6  # of several that a name may mean


@dataclass(frozen=True, slots=True)
class Subject:
    """A fact, what names it in its reading, that reading as judged so far, and in it the event, where it is one."""

    fact: Fact
    id: FactId
    reading: Reading
    event: Event | None = None


class Subjects:
    """Finds what is judged in one graph.

    Args:
        graph: open for reading.
        judgements: those on it; read from its folder if None.

    Raises:
        JudgementError: the file in the folder has mistakes.
    """

    def __init__(self, graph: KnowledgeGraph, judgements: Judgements | None = None) -> None:
        self.graph = graph
        self.store = graph.store
        self.ontology = graph.ontology
        self._assembled = NamedNode(assembled_graph(self.ontology.base))
        self.judgements = judgements if judgements is not None else read_judgements(graph.store)
        self._readings: dict[str, tuple[Reading, Judged]] = {}

    # -- things -----------------------------------------------------------------------------

    def thing(self, name: str) -> Thing:
        """Return a thing by a name of it, by its IRI, or by that of a mention (`DOCUMENT#entity-KEY` is enough).

        Raises:
            UnknownName: nothing is called so.
            UsageError: several things are.
        """
        node = self.node(name)
        if node is not None:
            return self.mentions([node])
        record = self.record(name)
        if record is None:
            record = one([r for r in self.graph.find(name) if isinstance(r, EntityRecord)], name, "thing")
        return self.mentions(self._subjects(t.MENTION_OF.value, record.iri), record)

    def record(self, iri: str) -> EntityRecord | None:
        """Return the thing of all documents with an IRI."""
        if not iri.startswith(self.ontology.base):
            return None
        return next((record for record in self.graph.entities() if record.iri == iri), None)

    def mentions(self, nodes: Iterable[str], record: EntityRecord | None = None) -> Thing:
        """Return the thing with these mentions; with all its names where it is one of all documents."""
        found: list[tuple[str, str]] = []
        names: list[str] = []
        classes: list[str] = []
        for node in nodes:
            page, key = self._page(node), node.partition("#entity-")[2]
            entity = next((e for e in page.entities(evidence=False) if e.key == key), None)
            if entity is None:
                raise UnknownName("thing", node, ())
            found.append((self._identifier(node), key))
            names += entity.names
            classes.append(entity.type)
        label, class_ = (record.names[:1], record.class_) if record else ((), classes[0])
        return Thing(
            names=tuple(dict.fromkeys((*label, *names))),
            type=class_,
            mentions=tuple(sorted(found)),
            iri=record.iri if record else None,
        )

    # -- facts ------------------------------------------------------------------------------

    def facts(self, name: str) -> list[Subject]:
        """Return the event, relation, office or statement that is named; of a merged event, each of its reports.

        Raises:
            UnknownName: nothing is called so.
            UsageError: several are, or it is a thing.
        """
        node = self.node(name)
        nodes = [node] if node is not None else self._subjects(str(CORE.reportOf), name)
        if not nodes:
            nodes = [one([r for r in self.graph.find(name) if isinstance(r, EventRecord)], name, "event").iri]
            nodes = self._subjects(str(CORE.reportOf), nodes[0]) or nodes
        return [self.fact(node) for node in nodes]

    def fact(self, node: str) -> Subject:
        """Return the fact that a node of one document is.

        Raises:
            UnknownName: the document has no such node.
        """
        document, _, name = node.partition("#")
        reading, judged = self.reading(document)
        kind, _, key = name.partition("-")
        for event in reading.events if kind == "event" else ():
            if event.key == unquote(key):
                now = next((e for e in judged.reading.events if e.key == event.key), event)
                return Subject(event_fact(reading, event), event_id(event), judged.reading, now)
        for statement in reading.statements if kind == "statement" else ():
            if unquote(name) in (statement.key, f"{kind}-{statement.key}"):
                return Subject(statement_fact(reading, statement), statement_id(statement), judged.reading)
        if kind in ("edge", "membership"):
            relation = self._relation(node, reading)
            if relation is not None:
                return Subject(relation_fact(reading, relation), relation_id(relation), judged.reading)
        known = [f"{reading.document.id}#event-{event.key}" for event in reading.events]
        known += [f"{reading.document.id}#statement-{statement.key}" for statement in reading.statements]
        raise UnknownName("fact", f"{reading.document.id}#{name}", known)

    def relations(self, subject: str, predicate: str, target: str) -> list[Subject]:
        """Return the relations between two things, or the offices that one holds in the other, of all documents.

        Raises:
            UnknownName: nothing is called so, or no document says this of the two.
        """
        ours, theirs = (set(self.thing(name).mentions) for name in (subject, target))
        found = []
        for document in sorted({d for d, _ in ours} & {d for d, _ in theirs}):
            reading, judged = self.reading(document_iri(self.ontology.base, document))
            found += [
                Subject(relation_fact(reading, relation), relation_id(relation), judged.reading)
                for relation in reading.relations
                if relation.predicate == predicate
                and (document, relation.subject) in ours
                and (document, relation.object) in theirs
            ]
        if not found:
            raise UnknownName("relation", f"{subject} – {self.ontology.label(predicate)} – {target}", ())
        return found

    def predicate(self, role: str) -> str | None:
        """Return the relation that has this name, None where none has."""
        known = (self.ontology.term("speaksFor"), self.ontology.term("unitOf"), MEMBERSHIP)
        return next((iri for iri in known if role.casefold() in self.names_of(iri)), None)

    def names_of(self, iri: str) -> set[str]:
        """Return what a term may be called, in lower case."""
        names = (iri, self.ontology.shorten(iri), local_name(iri), self.ontology.label(iri))
        return {name.casefold() for name in names}

    # -- nodes ------------------------------------------------------------------------------

    def node(self, name: str) -> str | None:
        """Return the IRI of a node of one document, given as such or as `DOCUMENT#KIND-KEY`; None for other names.

        Raises:
            UnknownName: the document is not in the graph.
        """
        document, hash_, rest = name.partition("#")
        kind = rest.partition("-")[0]
        if not hash_ or kind not in ("entity", "event", "statement", "edge", "membership"):
            return None
        base = self.ontology.base
        iri = document if document.startswith(base) else document_iri(base, document)
        self.store.page(identifier_of(base, iri))
        return f"{iri}#{rest}"

    def reading(self, document: str) -> tuple[Reading, Judged]:
        """Return all that was read from the document with an IRI, and the same as judged so far."""
        if document not in self._readings:
            reading = self.store.page(identifier_of(self.ontology.base, document)).reading()
            self._readings[document] = reading, self.judgements.judge(reading)
        return self._readings[document]

    def _relation(self, node: str, reading: Reading) -> Relation | None:
        page, own = self._page(node), NamedNode(node)
        member = page.one(own, t.MEMBER)
        ends = (t.MEMBER, t.ORGANIZATION) if member else (t.SUBJECT, t.OBJECT)
        subject, target = (page.key(page.need(own, end)) for end in ends)
        predicate = page.need(own, t.TYPE if member else t.PREDICATE)
        title = page.one(NamedNode(page.need(own, t.OFFICE)), t.LABEL) if member else None
        wanted = (subject, predicate, target, title)
        return next((r for r in reading.relations if (r.subject, r.predicate, r.object, r.title) == wanted), None)

    def _page(self, node: str) -> Page:
        return Page(self.store.raw, self.store.terms, node.partition("#")[0])

    def _identifier(self, node: str) -> str:
        return identifier_of(self.ontology.base, node.partition("#")[0])

    def _subjects(self, predicate: str, iri: str) -> list[str]:
        """Return the nodes that have a property in the assembled layer, sorted."""
        if not iri.startswith(self.ontology.base):
            return []
        quads = self.store.raw.quads_for_pattern(None, NamedNode(predicate), NamedNode(iri), self._assembled)
        return sorted(q.subject.value for q in quads if isinstance(q.subject, NamedNode))


def one[R: (EntityRecord, EventRecord)](records: Sequence[R], name: str, what: str) -> R:
    """Return the only one of some records.

    Raises:
        UnknownName: there is none.
        UsageError: there are several.
    """
    if not records:
        raise UnknownName(what, name, ())
    if len(records) > 1:
        shown = ", ".join(record.iri for record in records[:_SHOWN])
        more = f" and {len(records) - _SHOWN} more" if len(records) > _SHOWN else ""
        raise UsageError(f"{len(records)} {what}s may be called {name!r}; name one by its IRI: {shown}{more}")
    return records[0]
