"""What the graph holds, as records: things of all documents, events of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from kg.identity import assembled_graph, node_iri
from kg.model import Concept, Event, Ref, Value
from kg.ontology import CORE, local_name
from kg.query.records import CourseRecord, EntityRecord, EventRecord, Filler
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.model import Filler as ModelFiller
    from kg.store import GraphStore
    from kg.store.readings import Page


class Catalogue:
    """The records of a store, read when first asked for and kept."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.ontology = store.ontology
        self._assembled = NamedNode(assembled_graph(store.ontology.base))

    @cached_property
    def thing_of(self) -> dict[str, str]:
        """The thing of each mention, by IRI."""
        return {subject: values[0] for subject, values in self._values(t.MENTION_OF).items()}

    @cached_property
    def mentions(self) -> dict[str, tuple[str, ...]]:
        """The mentions of each thing, by IRI, sorted."""
        found: dict[str, list[str]] = {}
        for mention, thing in sorted(self.thing_of.items()):
            found.setdefault(thing, []).append(mention)
        return {thing: tuple(mentions) for thing, mentions in found.items()}

    @cached_property
    def entities(self) -> dict[str, EntityRecord]:
        """The things of all documents by IRI, sorted."""
        labels, others = self._values(t.LABEL), self._values(t.ALT_LABEL)
        classes, counts = self._values(t.TYPE), self._values(t.DOCUMENTS)
        found = {}
        for iri in sorted(self.mentions):
            label = labels.get(iri, [local_name(iri)])[0]
            class_ = classes.get(iri, [str(CORE.Agent)])[0]
            found[iri] = EntityRecord(
                iri=iri,
                label=label,
                names=(label, *(n for n in others.get(iri, ()) if n != label)),
                class_=class_,
                class_label=self.ontology.label(class_),
                documents=int(counts.get(iri, ["0"])[0]),
            )
        return found

    @cached_property
    def courses(self) -> dict[str, CourseRecord]:
        """What events are parts of, by the event's IRI."""
        labels, classes = self._values(t.LABEL), self._values(t.TYPE)
        found = {}
        for event, (iri, *_) in self._values(NamedNode(self.ontology.term("partOf"))).items():
            class_ = classes.get(iri, [self.ontology.term("Course")])[0]
            label = labels.get(iri, [local_name(iri)])[0]
            found[event] = CourseRecord(iri, label, class_, self.ontology.label(class_))
        return found

    @cached_property
    def events(self) -> tuple[EventRecord, ...]:
        """The events of all documents, sorted by document and key."""
        return tuple(event for page in self.store.pages() for event in self.events_of(page))

    def events_of(self, page: Page) -> Iterator[EventRecord]:
        """Yield the events of one document."""
        document = page.one(page.graph, t.IDENTIFIER) or page.iri
        title, published = page.one(page.graph, t.TITLE), page.one(page.graph, t.PUBLISHED)
        for event in page.events(evidence=False):
            roles = tuple(self._fillers(page, event))
            iri = node_iri(page.iri, "event", event.key)
            yield EventRecord(
                iri=iri,
                label=self._caption(event.type, roles),
                class_=event.type,
                class_label=self.ontology.label(event.type),
                status=self.ontology.label(event.status),
                days=tuple(sorted({f.label for f in roles if self._kind(f.role) == "date"})),
                roles=roles,
                document=document,
                title=title,
                published=date.fromisoformat(published) if published else None,
                part_of=self.courses.get(iri),
            )

    def label(self, page: Page, mention: str) -> str:
        """Return what a mention is called in all documents, or else in its own."""
        thing = self.entities.get(self.thing_of.get(mention, ""))
        return thing.label if thing else page.one(NamedNode(mention), t.LABEL) or local_name(mention)

    def _fillers(self, page: Page, event: Event) -> Iterator[Filler]:
        for role, fillers in event.roles:
            for filler in fillers:
                label, iri, qualifier = self._filler(page, filler)
                yield Filler(role, self.ontology.label(role), label, iri, qualifier)

    def _filler(self, page: Page, filler: ModelFiller) -> tuple[str, str | None, str | None]:
        if isinstance(filler, Ref):
            mention = node_iri(page.iri, "entity", filler.key)
            return self.label(page, mention), self.thing_of.get(mention, mention), None
        if isinstance(filler, Concept):
            return self.ontology.label(filler.iri), filler.iri, None
        assert isinstance(filler, Value)
        return filler.lexical, None, self.ontology.label(filler.qualifier) if filler.qualifier else None

    def _kind(self, role: str) -> str:
        known = self.ontology.roles.get(role)
        return known.kind if known else ""

    def _caption(self, class_: str, roles: tuple[Filler, ...]) -> str:
        """Return an event's name: "strike: PCS → Home Office"."""
        actors, targets = (
            ", ".join(f.label for f in roles if self.ontology.is_a(f.role, str(CORE[name])))
            for name in ("actor", "target")
        )
        parties = " → ".join((actors or "…", targets)) if targets else actors
        return f"{self.ontology.label(class_)}: {parties}" if parties else self.ontology.label(class_)

    def _values(self, predicate: NamedNode) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for quad in self.store.raw.quads_for_pattern(None, predicate, None, self._assembled):
            if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
                found.setdefault(quad.subject.value, []).append(quad.object.value)
        return {subject: sorted(values) for subject, values in found.items()}
