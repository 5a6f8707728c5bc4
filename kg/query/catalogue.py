"""What the graph holds, as records: the things, events and courses of all documents, and the reports of each."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.identity import identifier_of, node_iri
from kg.model import Concept, Ref, Value
from kg.ontology import CORE, local_name
from kg.query.records import CourseRecord, EntityRecord, EventRecord, Filler, ReportRecord
from kg.store import terms as t
from kg.store.account import Assembled, Happening
from kg.store.readings import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Event
    from kg.model import Filler as ModelFiller
    from kg.store import GraphStore


class Catalogue:
    """The records of a store, each read when first asked for and kept."""

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.ontology = store.ontology
        self.assembled = Assembled(store.raw, store.ontology)
        self._entities: dict[str, EntityRecord | None] = {}
        self._events: dict[str, EventRecord | None] = {}
        self._courses: dict[str, CourseRecord | None] = {}
        self._labels: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def word(self, term: str) -> str:
        """Return what people call a term of the ontology."""
        if term not in self._words:
            self._words[term] = self.ontology.label(term)
        return self._words[term]

    # -- things -----------------------------------------------------------------------------

    def entity(self, iri: str) -> EntityRecord | None:
        """Return a thing of all documents; None where none has this IRI."""
        if iri not in self._entities:
            said = self._said(iri) if iri.startswith(self.assembled.things) else {}
            self._entities[iri] = self._entity(iri, said) if said else None
        return self._entities[iri]

    @cached_property
    def entities(self) -> dict[str, EntityRecord]:
        """The things of all documents by IRI, sorted."""
        columns = {p: self.assembled.column(p) for p in (t.LABEL, t.ALT_LABEL, t.TYPE, t.DOCUMENTS)}
        things = sorted(iri for iri in columns[t.TYPE] if iri.startswith(self.assembled.things))
        return {iri: self._entity(iri, {p: column.get(iri, []) for p, column in columns.items()}) for iri in things}

    def _entity(self, iri: str, said: dict[NamedNode, list[str]]) -> EntityRecord:
        label = (said.get(t.LABEL) or [local_name(iri)])[0]
        class_ = (said.get(t.TYPE) or [str(CORE.Agent)])[0]
        return EntityRecord(
            iri=iri,
            label=label,
            names=(label, *(name for name in said.get(t.ALT_LABEL, ()) if name != label)),
            class_=class_,
            class_label=self.word(class_),
            documents=int((said.get(t.DOCUMENTS) or ["0"])[0]),
        )

    def _said(self, iri: str) -> dict[NamedNode, list[str]]:
        found: dict[NamedNode, list[str]] = {}
        for quad in self.assembled.quads(iri):
            found.setdefault(quad.predicate, []).append(t.value(quad.object))
        return {predicate: sorted(values) for predicate, values in found.items()}

    def label(self, iri: str) -> str:
        """Return what a thing, or a mention by its thing, is called; else a mention by its own document."""
        if iri not in self._labels:
            thing = (self.assembled.one(iri, t.MENTION_OF) or iri) if "#" in iri else iri
            self._labels[iri] = self.assembled.one(thing, t.LABEL) or self._own_label(iri)
        return self._labels[iri]

    def _own_label(self, iri: str) -> str:
        return self.page(iri).one(NamedNode(iri), t.LABEL) or local_name(iri)

    # -- courses ----------------------------------------------------------------------------

    def course(self, iri: str) -> CourseRecord | None:
        """Return what events are parts of; None where there is none of this IRI."""
        if iri not in self._courses:
            said = self._said(iri)
            class_ = (said.get(t.TYPE) or [""])[0]
            self._courses[iri] = (
                CourseRecord(
                    iri=iri,
                    label=(said.get(t.LABEL) or [local_name(iri)])[0],
                    class_=class_,
                    class_label=self.word(class_),
                    first_day=next(iter(said.get(t.FIRST_DAY, ())), None),
                    last_day=next(iter(said.get(t.LAST_DAY, ())), None),
                )
                if class_ == self.ontology.term("Course")
                else None
            )
        return self._courses[iri]

    @cached_property
    def courses(self) -> dict[str, CourseRecord]:
        """What events are parts of, by IRI, sorted."""
        found = {iri: self.course(iri) for iri in self.assembled.subjects(t.TYPE, self.ontology.term("Course"))}
        return {iri: course for iri, course in found.items() if course is not None}

    # -- events -----------------------------------------------------------------------------

    def event(self, iri: str) -> EventRecord | None:
        """Return an event of all documents; None where none has this IRI."""
        if iri not in self._events:
            happening = self.assembled.happening(iri)
            self._events[iri] = self._event(happening) if happening is not None else None
        return self._events[iri]

    @cached_property
    def events(self) -> tuple[EventRecord, ...]:
        """The events of all documents, sorted by IRI."""
        for happening in self.assembled.happenings():
            if happening.iri not in self._events:
                self._events[happening.iri] = self._event(happening)
        return tuple(event for _, event in sorted(self._events.items()) if event is not None)

    @cached_property
    def captions(self) -> dict[str, str]:
        """The labels of all events by IRI, for finding them by name."""
        return {happening.iri: self.caption(happening) for happening in self.assembled.happenings()}

    def caption(self, happening: Happening) -> str:
        """Return the label of an event: "strike: PCS → Home Office"."""
        ends = [(role, self.label(f.key)) for role, fs in happening.event.roles for f in fs if isinstance(f, Ref)]
        return self._caption(happening.event.type, ends)

    def _event(self, happening: Happening) -> EventRecord:
        event = happening.event
        reports = [self.report(iri) for iri in self.assembled.reports(happening.iri)]
        told = sorted(
            (report for report in reports if report is not None),
            key=lambda report: (report.published or date.max, report.document, report.iri),
        )
        qualifiers = {(f.role, f.label): f.qualifier for r in reversed(told) for f in r.roles if f.qualifier}
        roles = tuple(
            Filler(role, self.word(role), *self._filler("", f), qualifiers.get((role, _lexical(f))))
            for role, fillers in event.roles
            for f in fillers
        )
        return EventRecord(
            iri=event.key,
            label=self.caption(happening),
            class_=event.type,
            class_label=self.word(event.type),
            status=self.word(event.status),
            days=self._days(roles),
            roles=roles,
            belief=happening.belief,
            documents=happening.documents,
            sources=happening.sources,
            reports=tuple(told),
            part_of=self.course(happening.course) if happening.course else None,
        )

    # -- reports ----------------------------------------------------------------------------

    def report(self, iri: str) -> ReportRecord | None:
        """Return an event as one document tells it; None where there is none of this IRI."""
        page = self.page(iri)
        node = NamedNode(iri)
        status = page.one(node, page.names.status)
        if "#" not in iri or status is None:
            return None
        class_ = page.need(node, t.TYPE)
        roles = tuple(
            Filler(role, self.word(role), *self._filler(page.iri, f), self._qualifier(f))
            for role, fillers in page.roles(node)
            for f in fillers
        )
        published = page.one(page.graph, t.PUBLISHED)
        copy = self.assembled.one(page.iri, t.COPY_OF)
        return ReportRecord(
            iri=iri,
            label=self._caption(class_, [(f.role, f.label) for f in roles]),
            class_=class_,
            class_label=self.word(class_),
            status=self.word(status),
            days=self._days(roles),
            roles=roles,
            document=page.one(page.graph, t.IDENTIFIER) or page.iri,
            title=page.one(page.graph, t.TITLE),
            source=page.one(page.graph, t.SOURCE),
            published=date.fromisoformat(published) if published else None,
            copy_of=identifier_of(self.ontology.base, copy) if copy else None,
            event=self.assembled.one(iri, t.REPORT_OF),
        )

    def page(self, iri: str) -> Page:
        """Return the graph of the document of a node."""
        return Page(self.store.raw, self.store.terms, iri.partition("#")[0])

    def _filler(self, document: str, filler: ModelFiller) -> tuple[str, str | None]:
        """Return label and IRI of what fills a role; of a thing, those that it has in all documents."""
        if isinstance(filler, Concept):
            return self.word(filler.iri), filler.iri
        if isinstance(filler, Value):
            return filler.lexical, None
        iri = node_iri(document, "entity", filler.key) if document else filler.key
        return self.label(iri), (self.assembled.one(iri, t.MENTION_OF) or iri) if document else iri

    def _qualifier(self, filler: ModelFiller) -> str | None:
        qualifier = filler.qualifier if isinstance(filler, Value) else None
        return self.word(qualifier) if qualifier else None

    def days(self, event: Event) -> tuple[str, ...]:
        """Return the days of an event, sorted."""
        dated = (fillers for role, fillers in event.roles if self._kind(role) == "date")
        return tuple(sorted({f.lexical for fillers in dated for f in fillers if isinstance(f, Value)}))

    def _days(self, roles: Iterable[Filler]) -> tuple[str, ...]:
        return tuple(sorted({f.label for f in roles if self._kind(f.role) == "date"}))

    def _kind(self, role: str) -> str:
        known = self.ontology.roles.get(role)
        return known.kind if known else ""

    def _caption(self, class_: str, ends: Sequence[tuple[str, str]]) -> str:
        actors, targets = (
            ", ".join(dict.fromkeys(label for role, label in ends if self.ontology.is_a(role, str(CORE[name]))))
            for name in ("actor", "target")
        )
        parties = " → ".join((actors or "…", targets)) if targets else actors
        return f"{self.word(class_)}: {parties}" if parties else self.word(class_)


def _lexical(filler: ModelFiller) -> str:
    return filler.lexical if isinstance(filler, Value) else ""
