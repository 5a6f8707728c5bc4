"""The way into a graph from Python."""

from __future__ import annotations

import re
from functools import cached_property
from html import escape
from os import PathLike
from typing import IO, TYPE_CHECKING, Self

from kg.errors import UsageError
from kg.query.called import bind_for
from kg.query.prepared import load_query
from kg.query.sparql import run

if TYPE_CHECKING:
    from datetime import date

    import networkx as nx
    from rdflib import Dataset, Graph

    from kg.query.catalogue import Catalogue
    from kg.query.course_table import CourseTable
    from kg.query.courses import Courses
    from kg.query.records import CourseRecord, Description, EntityRecord, EventRecord, EvidenceList, Record
    from kg.query.rows import Rows
    from kg.query.timeline import Timeline
    from kg.store import GraphStore, StoredDocument
    from kg.store.counts import Info

_NAME = re.compile(r"\s*[\w-]+\s*")


class KnowledgeGraph:
    """A graph to ask; a context manager. What is read of it is kept, so open it anew after a build.

    Args:
        store: an open graph; closed together with this.
    """

    def __init__(self, store: GraphStore) -> None:
        self.store = store
        self.ontology = store.ontology

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store."""
        self.__dict__.pop("_catalogue", None)
        self.__dict__.pop("_courses", None)
        self.store.close()

    @cached_property
    def _catalogue(self) -> Catalogue:
        from kg.query.catalogue import Catalogue

        return Catalogue(self.store)

    @cached_property
    def _courses(self) -> Courses:
        from kg.query.courses import Courses

        return Courses(self._catalogue)

    # -- SPARQL -----------------------------------------------------------------------------

    def query(self, query: str, /, **params: object) -> Rows | bool | Graph:
        """Answer SPARQL, or a prepared query by its name.

        Args:
            query: SPARQL (`kg.query.run` says what is allowed), or a name from `kg.query.list_queries`.
            params: the parameters of a prepared query.

        Returns:
            `Rows` of a SELECT, the truth of an ASK, an rdflib Graph of a CONSTRUCT or DESCRIBE.

        Raises:
            QueryError: the query is not SPARQL, or is refused.
            UnknownName: no prepared query has the name.
            UsageError: a parameter is unknown, missing or wrong.
        """
        if _NAME.fullmatch(query):
            prepared = load_query(self.ontology, query.strip())
            text = bind_for(self.store.raw, prepared, params, ontology=self.ontology, names=self.store.names)
            return run(self.store.raw, text, ontology=self.ontology, name=prepared.path.name)
        if params:
            raise UsageError(f"only prepared queries take parameters, and this is SPARQL: {', '.join(params)}")
        return run(self.store.raw, query, ontology=self.ontology)

    def ask(self, query: str, /) -> bool:
        """Answer a SPARQL ASK.

        Raises:
            QueryError: the query is not SPARQL, or is refused.
            UsageError: it is SPARQL of another kind.
        """
        answer = self.query(query)
        if not isinstance(answer, bool):
            raise UsageError("this query is no ASK; use query()")
        return answer

    # -- things and events ------------------------------------------------------------------

    def entities(self, class_: str | None = None, *, name: str | None = None) -> list[EntityRecord]:
        """Return the things of all documents, sorted by label.

        Args:
            class_: only of this class or one below it: its label, local name, prefixed name or IRI.
            name: only those whose names hold this, in any case.

        Raises:
            UnknownName: there is no such class.
        """
        from kg.query.naming import find_class

        wanted = find_class(self.ontology, class_) if class_ is not None else None
        part = name.casefold() if name is not None else ""
        return sorted(
            (
                thing
                for thing in self._catalogue.entities.values()
                if (wanted is None or self.ontology.is_a(thing.class_, wanted))
                and any(part in given.casefold() for given in thing.names)
            ),
            key=lambda thing: (thing.label.casefold(), thing.iri),
        )

    def events(
        self,
        class_: str | None = None,
        *,
        status: str | None = None,
        actor: str | None = None,
        target: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> list[EventRecord]:
        """Return what happened by all documents, each event once, sorted by first day, then label.

        `reports` of an event are what single documents say of it.

        Args:
            class_: only of this class or one below it: its label, local name, prefixed name or IRI.
            status: only of this status.
            actor: only of this thing, by a name of it.
            target: only against this thing, by a name of it.
            since: only with a day on or after this one.
            until: only with a day on or before this one. Days without a year do not count.

        Raises:
            UnknownName: there is no such class, status or thing.
            UsageError: a date is none.
        """
        from kg.ontology import CORE
        from kg.query.naming import day, find_class, find_entities, find_status, within

        wanted = find_class(self.ontology, class_) if class_ is not None else None
        state = find_status(self.ontology, status) if status is not None else None
        first, last = day(since, "since"), day(until, "until")
        parties = {
            str(CORE[role]): {thing.iri for thing in find_entities(self._catalogue, name)}
            for role, name in (("actor", actor), ("target", target))
            if name is not None
        }

        def fits(event: EventRecord) -> bool:
            filled = all(
                any(f.iri in things and self.ontology.is_a(f.role, role) for f in event.roles)
                for role, things in parties.items()
            )
            right = wanted is None or self.ontology.is_a(event.class_, wanted)
            return filled and right and state in (None, event.status) and within(event.days, first, last)

        return sorted(filter(fits, self._catalogue.events), key=lambda e: (e.date or "~", e.label, e.iri))

    def events_of(self, course: CourseRecord) -> list[str]:
        """Return the IRIs of the events of a course, sorted."""
        return self._catalogue.assembled.members(course.iri)

    def find(self, name: str) -> list[Record]:
        """Return the things, events and courses that a name or IRI means, things of most documents first.

        An IRI may also be that of an event as one document tells it.

        Takes what has the name exactly; else in any case, with or without "the"; else as some of its words.

        Raises:
            UnknownName: nothing has the name, as when it is misspelt; the message tells the nearest.
        """
        from kg.query.naming import find_anything

        return find_anything(self._catalogue, name)

    def evidence(self, thing: Record | str | tuple[str, str, str]) -> EvidenceList:
        """Return the words from which something was read, by date, document and place in the text.

        Of an event they are those of all its reports, of a course those of all its events.

        Args:
            thing: a record, an IRI, a name, or an edge as (subject, predicate, object) IRIs.

        Raises:
            UnknownName: nothing has the name.
        """
        from kg.query.describing import evidence
        from kg.query.records import EvidenceList

        if isinstance(thing, str) and not thing.startswith(self.ontology.base):
            thing = self.find(thing)[0]
        what = thing if isinstance(thing, str | tuple) else thing.iri
        return EvidenceList(evidence(self.store, what))

    def show(self, name: str, *, evidence: int = 3) -> Description:
        """Return all that the graph says of a thing, event or course; `print` and notebooks lay it out.

        Args:
            name: of the thing, event or course, as `find` takes it.
            evidence: how many sentences each fact has at most.

        Raises:
            UnknownName: nothing has a name like it.
        """
        from dataclasses import replace

        from kg.query.describing import describe

        first, *others = self.find(name)
        found = describe(self._catalogue, first, limit=evidence)
        return replace(
            found, others=tuple(dict.fromkeys(other.label for other in others if other.label != first.label))
        )

    # -- courses ----------------------------------------------------------------------------

    def disputes(
        self, name: str | None = None, *, since: date | str | None = None, until: date | str | None = None
    ) -> CourseTable:
        """Return the table of courses of events: in industrial relations, of disputes. `table.yaml` names its columns.

        Args:
            name: only those that have the name, or a party that has it; all its words must be there.
            since: only those that went on on or after this day.
            until: only those that had begun by this day.

        Raises:
            UnknownName: no course has a name like it.
            UsageError: a date is none, or the domain has no courses.
        """
        from kg.frames import load_table
        from kg.query.course_table import CourseTable
        from kg.query.naming import day

        columns = load_table(self.ontology)
        between = self._courses.between(day(since, "since"), day(until, "until"))
        found = set(self._courses.find(name)) if name is not None else set(between)
        return CourseTable(self._courses, [iri for iri in between if iri in found], columns)

    def timeline(self, name: str) -> Timeline:
        """Return the steps of a course, and the states of its events, on a scale of days.

        Args:
            name: of the course or of a party, or its IRI; of several, the one of most events is meant.

        Raises:
            UnknownName: no course has a name like it.
            UsageError: the domain has no courses.
        """
        from kg.frames import load_table
        from kg.query.timeline import timeline

        load_table(self.ontology)
        return timeline(self._courses, self._courses.course(self._courses.find(name)[0]))

    # -- the whole --------------------------------------------------------------------------

    def to_networkx(self, layer: str = "assembled", *, measures: bool = False) -> nx.MultiDiGraph:
        """Return things and events as a networkx MultiDiGraph, for its algorithms and for drawing.

        Nodes are IRIs with `kind` (entity or event), `label`, `class`, `class_label`, `documents`, and of an
        event `status` and, where it is known, `date`. Edges are keyed by predicate, with `label`, and `status`
        where they come from events: of several, the most certain. An edge of org:Membership has the `titles`
        held. Edges and events have `belief` (of edges also as `weight`), `documents` and `sources`; in the read
        layer edges have `evidence_count` and events `document` instead. All values are str, int or float.

        Args:
            layer: "assembled" (one node for what is one in all documents) or "read" (one for each document's).
            measures: give nodes also `centrality` (PageRank, as a multiple of the mean of what is linked), and
                `community` and `community_label` (IRI and label of its most central member).

        Raises:
            UsageError: there is no such layer.
        """
        from kg.query.network import to_networkx

        return to_networkx(self._catalogue, layer, measures=measures)

    @property
    def dataset(self) -> Dataset:
        """The graph as an rdflib Dataset."""
        return self.store.dataset

    def documents(self) -> list[StoredDocument]:
        """Return the documents, sorted by IRI."""
        return self.store.documents()

    def info(self) -> Info:
        """Return counts: documents, quads, things and events by class, versions."""
        return self.store.info()

    def export(self, format: str, out: str | PathLike[str] | IO[bytes]) -> None:  # noqa: A002 - the option's name
        """Write the graph to a file or binary stream, in one of `kg.store.EXPORTS`.

        Raises:
            UnknownName: there is no such format.
        """
        from pathlib import Path

        from kg.errors import UnknownName
        from kg.store import EXPORTS, export

        if format not in EXPORTS:
            raise UnknownName("export format", format, EXPORTS)
        if isinstance(out, str | PathLike):
            with Path(out).open("wb") as file:
                export(self.store, format, file)
        else:
            export(self.store, format, out)

    def _repr_html_(self) -> str:
        info = self.info()
        rows = {"documents": info["documents"], "quads": info["quads"]}
        for classes in (info["entities"], info["events"]):
            rows |= {self.ontology.label(iri): number for iri, number in classes.items()}
        body = "".join(f"<tr><td>{escape(k)}</td><td>{v}</td></tr>" for k, v in rows.items())
        return f"<table><caption>{escape(self.store.name)}</caption><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        return f"KnowledgeGraph({self.store.name!r}, {len(self.documents())} documents)"
