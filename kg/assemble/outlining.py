"""Makes the outline of a reading: what of a document the account of all documents is made from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from kg.assemble.copies import sketch
from kg.identity import document_iri
from kg.model import Concept, Event, Evidence, Filler, Mark, Reading, Relation, Statement, Value
from kg.ontology import Ontology
from kg.outlines import Mention, Outline, Report, Tie, Told

_DIGITS = re.compile(r"[^\d.]")


def outline_of(
    reading: Reading,
    ontology: Ontology,
    countries: Mapping[str, str],
    *,
    accepted: frozenset[str] = frozenset(),
    given: Mapping[str, str] | None = None,
) -> Outline:
    """Return the outline of a reading, be it fresh or read back from the graph.

    Args:
        reading: what a document says.
        ontology: the domain.
        countries: the country of each thing that a gazetteer knows, by identity.
        accepted: the keys of events, and "subject predicate object" of relations, with the title behind it of offices,
            that people confirmed.
        given: what people put right of things, by key: "class", "label" or both.
    """
    document = reading.document
    told = _Telling(reading, ontology)
    homes = Counter(countries.get(mention.identity or "", "") for mention in reading.entities)
    return Outline(
        iri=document_iri(ontology.base, document.id),
        identifier=document.id,
        published=document.published,
        source=document.source,
        sketch=sketch(document.original),
        countries=tuple(sorted((home, number) for home, number in homes.items() if home)),
        mentions=tuple(
            Mention(e.key, e.type, (e.label, *sorted({*e.names} - {e.label})), e.identity, (given or {}).get(e.key, ""))
            for e in reading.entities
        ),
        reports=tuple(
            Report(
                event.key,
                event.type,
                event.status,
                tuple((role, _fillers(fillers)) for role, fillers in sorted(event.roles)),
                _confidence(event.evidence),
                told.values(event),
                event.key in accepted,
            )
            for event in reading.events
        ),
        ties=tuple(
            sorted(
                (
                    Tie(
                        relation.subject,
                        relation.predicate,
                        relation.object,
                        _confidence(relation.evidence),
                        relation.title,
                        " ".join(filter(None, (*_ends(relation), relation.title))).strip() in accepted,
                    )
                    for relation in reading.relations
                ),
                key=lambda tie: (tie.subject, tie.predicate, tie.object, tie.title or ""),
            )
        ),
    )


def _fillers(fillers: tuple[Filler, ...]) -> tuple[Filler, ...]:
    """Return fillers sorted; a number told in two ways ("90", "about 90") once, as the graph gives it back."""
    found: dict[object, Filler] = {}
    for filler in sorted(fillers, key=repr):
        found.setdefault((filler.lexical, filler.datatype) if isinstance(filler, Value) else filler, filler)
    return tuple(found.values())


def _ends(relation: Relation) -> tuple[str, str, str]:
    return relation.subject, relation.predicate, relation.object


def _confidence(pieces: tuple[Evidence, ...]) -> float:
    return round(max((piece.confidence for piece in pieces), default=0.0), 4)


class _Telling:
    """Tells by whose words a document gives the values of its events."""

    def __init__(self, reading: Reading, ontology: Ontology) -> None:
        self._original = reading.document.original
        self._numbers = [role for role, known in ontology.roles.items() if known.kind == "number"]
        self._status = ontology.term("status")
        self._denies, self._denied = ontology.term("denies"), ontology.term("denied")
        self._statements = reading.statements
        self._spans = sorted(
            (piece.start, piece.end, statement.speaker)
            for statement in reading.statements
            for piece in statement.evidence
        )

    def values(self, event: Event) -> tuple[Told, ...]:
        """Return the numbers and the status of an event, each with its speaker, sorted."""
        return tuple(sorted({*self._figures(event), *self._statuses(event)}, key=repr))

    def _figures(self, event: Event) -> Iterator[Told]:
        for role in self._numbers:
            values = [filler for filler in _fillers(event.fillers(role)) if isinstance(filler, Value)]
            marks = [mark for piece in event.evidence for mark in piece.marks if mark.role == role]
            for value in values:
                near = [mark for mark in marks if len(values) == 1 or self._shows(mark, value)]
                speakers = {self._speaker(mark.start) for mark in near} or {None}
                for speaker in speakers:
                    yield Told(role, value, speaker)

    def _shows(self, mark: Mark, value: Value) -> bool:
        digits = _DIGITS.sub("", self._original[mark.start : mark.end])
        return digits.strip(".") == value.lexical

    def _statuses(self, event: Event) -> Iterator[Told]:
        speakers = {self._speaker(piece.start) for piece in event.evidence}
        yield Told(self._status, Concept(event.status), speakers.pop() if len(speakers) == 1 else None)
        for statement in self._statements:
            if self._denies_it(statement, event):
                yield Told(self._status, Concept(self._denied), statement.speaker)

    def _denies_it(self, statement: Statement, event: Event) -> bool:
        return statement.about == event.key and statement.stance == self._denies

    def _speaker(self, position: int) -> str | None:
        """Return the speaker of the words at a position of the text; the narrowest piece of speech tells."""
        around = [(end - start, speaker) for start, end, speaker in self._spans if start <= position < end]
        return min(around)[1] if around else None
