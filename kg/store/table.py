"""A table of edges for spreadsheets and data frames: one line for each edge and sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

from kg.identity import node_iri
from kg.model import Concept, Event, Evidence, Filler, Reading, Ref
from kg.ontology import Ontology
from kg.store.graph import GraphStore
from kg.store.shortcuts import shortcuts_of
from kg.store.things import Things, when

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Line(NamedTuple):
    """An edge as one sentence tells it. Classes and predicates are prefixed names; of an event the label is its class.

    An event has the IRI that it has in all documents, so that lines of several documents can be put together;
    its status, days and fillers are those that the line's document tells. `title` is that of an office. Of a
    statement the edge goes from its speaker by its stance to its words.
    """

    subject: str
    subject_class: str
    predicate: str
    object: str
    object_class: str
    status: str
    date: str
    document: str
    sentence: str
    subject_iri: str
    object_iri: str
    title: str = ""


def export_csv(store: GraphStore, out: IO[bytes]) -> None:
    """Write the edges of all documents as CSV in UTF-8, with a header."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(Line._fields)
        things = Things(store)
        for page in store.pages():
            lines = _Lines(page.iri, page.reading(), things, store.ontology)
            writer.writerows([defuse(cell) for cell in line] for line in sorted(lines))
    finally:
        text.flush()
        text.detach()


def defuse(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


class _Lines:
    """The lines of one document."""

    def __init__(self, iri: str, reading: Reading, things: Things, ontology: Ontology) -> None:
        self.iri = iri
        self.reading = reading
        self.ontology = ontology
        self.of_report = things.of_report
        self.ends = {
            entity.key: self._end(entity.key, entity.label, entity.type, things) for entity in reading.entities
        }

    def _end(self, key: str, label: str, kind: str, things: Things) -> tuple[str, str, str]:
        """Return label, class and IRI of an entity: those of the thing, where it is assembled."""
        mention = node_iri(self.iri, "entity", key)
        thing = things.of_mention.get(mention, mention)
        kind = things.classes.get(thing, kind)
        return things.labels.get(thing, label), self.ontology.shorten(kind), thing

    def __iter__(self) -> Iterator[Line]:
        for event in self.reading.events:
            yield from self._event(event)
        for relation in self.reading.relations:
            predicate = self.ontology.shorten(relation.predicate)
            ends = self.ends[relation.subject], self.ends[relation.object]
            for line in self._lines(ends[0], predicate, ends[1], "", "", relation.evidence):
                yield line._replace(title=relation.title or "")
        for said in self.reading.statements:
            kind = self.ontology.shorten(self.ontology.term("Statement"))
            words = said.text, kind, node_iri(self.iri, "statement", said.key)
            stance = self.ontology.shorten(said.stance)
            yield from self._lines(self.ends[said.speaker], stance, words, "", "", said.evidence)

    def _event(self, event: Event) -> Iterator[Line]:
        status, date = self.ontology.label(event.status), when(event, self.ontology)
        report = node_iri(self.iri, "event", event.key)
        node = self.of_report.get(report, report)
        subject = self.ontology.label(event.type), self.ontology.shorten(event.type), node
        for role, fillers in event.roles:
            marking = [e for e in event.evidence if any(mark.role == role for mark in e.marks)] or event.evidence
            for filler in fillers:
                target = self._filler(filler)
                yield from self._lines(subject, self.ontology.shorten(role), target, status, date, marking)
        for actor, shortcut, against in shortcuts_of(event, self.ontology):
            ends = self.ends[actor], self.ends[against]
            predicate = self.ontology.shorten(shortcut)
            yield from self._lines(ends[0], predicate, ends[1], status, date, event.evidence)

    def _filler(self, filler: Filler) -> tuple[str, str, str]:
        match filler:
            case Ref(key):
                return self.ends[key]
            case Concept(iri):
                return self.ontology.label(iri), "skos:Concept", iri
            case _:
                return filler.lexical, self.ontology.shorten(filler.datatype), ""

    def _lines(
        self,
        subject: tuple[str, str, str],
        predicate: str,
        target: tuple[str, str, str],
        status: str,
        date: str,
        evidence: Iterable[Evidence],
    ) -> Iterator[Line]:
        for sentence in [piece.exact for piece in evidence] or [""]:
            yield Line(
                *subject[:2],
                predicate,
                *target[:2],
                status,
                date,
                self.reading.document.id,
                sentence,
                subject[2],
                target[2],
            )
