"""Annotations as readings: a graph can be built of them as of what the extractor reads.

What the assembled layer makes of such a graph is its own doing: no fact of an article was missed or misread. Keys
of entities and events are those of the annotation. Evidence is sought in the article, word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.frames import KnownNames, Language, bare_name, identity_of
from kg.model import Concept, Document, Entity, Event, Evidence, Filler, Mark, Reading, Ref, Relation, Statement, Value
from kg.ontology import CORE, MEMBERSHIP, NUMERIC, day, local_name, number
from kg.score.annotation import event_key, is_optional, listed
from kg.score.gold import load_gold, raw_annotations
from kg.score.places import Places, Span
from kg.score.terms import Terms

READER = "annotations"
Roles = tuple[tuple[str, tuple[Filler, ...]], ...]
_SMALL = 3  # letters of words that have no capital in a name: "of", "for", "and"
_MENTIONS = 3  # names of an entity of which the place is told


def gold_readings(
    documents: Iterable[Document], gold: Path, language: Language, *, optional: bool = True
) -> Iterator[Reading]:
    """Yield the annotation of each document that has one, in the order of the documents.

    Args:
        documents: the articles.
        gold: the folder of annotations.
        language: of the domain; its gazetteer tells which names are known.
        optional: take in what a careful second reader might leave out.

    Raises:
        GoldError: there is no annotation, or some are wrong.
    """
    load_gold(gold, language.ontology)  # tells every mistake
    raw = raw_annotations(gold)
    known = KnownNames(language.gazetteer, language.ontology)
    for document in documents:
        if document.id in raw:
            yield _Annotation(document, raw[document.id], language, known, optional=optional).reading()


class _Annotation:
    """Turns the annotation of one document into records."""

    def __init__(
        self, document: Document, raw: Mapping[str, Any], language: Language, known: KnownNames, *, optional: bool
    ) -> None:
        self.document = document
        self.raw = raw
        self.ontology = language.ontology
        self.known = known
        self.optional = optional
        self.places = Places(document)
        bounds = Terms(self.ontology).allowed(self.ontology.term("qualifier"))
        own_last = sorted(bounds, key=lambda concept: (not concept.startswith(str(CORE)), concept))
        self.qualifiers = {local_name(concept): concept for concept in own_last}
        self.names: dict[str, tuple[str, ...]] = {
            key: _fullest_first(map(bare_name, entity["names"])) for key, entity in raw["entities"].items()
        }

    def reading(self) -> Reading:
        events = sorted(self._events(), key=lambda e: e.key)
        relations = sorted(self._relations(), key=lambda r: (r.subject, r.predicate, r.object, r.title or ""))
        return Reading(
            self.document,
            entities=tuple(self._entity(key, raw) for key, raw in sorted(self.raw["entities"].items())),
            events=tuple(events),
            relations=tuple(relations),
            statements=tuple(self._statements({event.key for event in events})),
            reader=READER,
        )

    def _kept(self, fact: Mapping[str, Any]) -> bool:
        return self.optional or not is_optional(fact)

    def _evidence(self, span: Span, marks: Iterable[Mark] = ()) -> Evidence:
        start, end = span
        inside = sorted({m for m in marks if start <= m.start and m.end <= end}, key=lambda m: (m.start, m.end, m.role))
        return Evidence(start, end, self.document.original[start:end], READER, 1.0, tuple(inside))

    # -- entities ---------------------------------------------------------------------------

    def _entity(self, key: str, raw: Mapping[str, Any]) -> Entity:
        names = self.names[key]
        type_ = self.ontology.expand(raw["type"]) if "type" in raw else str(CORE.Agent)
        found = [place for name in names if (place := self.places.find(name)) is not None]
        evidence = (self._evidence(place, [Mark("", *place)]) for place in sorted(set(found))[:_MENTIONS])
        return Entity(key, type_, names, self._identity(key, type_), tuple(evidence))

    def _identity(self, key: str, type_: str) -> str | None:
        known = self.known.identity(type_, self.names[key])
        if known is not None:
            return known
        kind = MEMBERSHIP if type_ == self.ontology.term("Person") else self.ontology.term("speaksFor")
        edges = (r for r in self.raw["relations"] if r["s"] == key and self.ontology.expand(r["p"]) == kind)
        organization = next((self.names[edge["o"]][0] for edge in edges), None)
        return identity_of(self.ontology, type_, self.names[key][0], organization=organization)

    # -- events -----------------------------------------------------------------------------

    def _events(self) -> Iterator[Event]:
        for n, raw in enumerate(self.raw["events"], start=1):
            if not self._kept(raw):
                continue
            left_out = () if self.optional else raw.get("optional") or ()
            roles = tuple(
                (iri, tuple(dict.fromkeys(fillers)))
                for iri, role in sorted(self.ontology.roles.items())
                if role.name not in left_out and (fillers := [*self._fillers(iri, raw.get(role.name))])
            )
            status = self.ontology.expand(raw["status"]) if raw.get("status") else self.ontology.term("occurred")
            evidence = tuple(self._event_evidence(raw, roles))
            yield Event(event_key(raw, n), self.ontology.expand(raw["type"]), status, roles, evidence)

    def _fillers(self, iri: str, values: Any) -> Iterator[Filler]:
        role = self.ontology.roles[iri]
        for value in listed(values):
            if role.kind == "entity":
                yield Ref(value)
            elif role.kind == "number":
                bare, bound = (value["value"], value.get("qualifier")) if isinstance(value, dict) else (value, None)
                yield number(bare, role, self.qualifiers.get(bound or ""))
            elif role.kind == "date":
                yield day(value)
            else:
                yield Concept(self.ontology.expand(value))

    def _event_evidence(
        self, raw: Mapping[str, Any], roles: tuple[tuple[str, tuple[Filler, ...]], ...]
    ) -> Iterator[Evidence]:
        """Yield the pieces that are annotated, each with the words in it that name the event or fill its roles."""
        pieces = [place for words in listed(raw.get("evidence")) if (place := self.places.find(words)) is not None]
        triggers = listed(raw.get("trigger"))
        named = [words for words in triggers if not any(self.places.find(words, piece) for piece in pieces)]
        pieces += [place for words in named if (place := self.places.find(words)) is not None]
        pieces += [place for number in _figures(roles) if (place := self._told_once(number, pieces)) is not None]
        for piece in sorted(set(pieces)):
            marks = [Mark("", *place) for words in triggers if (place := self.places.find(words, piece)) is not None]
            for role, fillers in roles:
                marks += [Mark(role, *place) for filler in fillers if (place := self._place(filler, piece)) is not None]
            yield self._evidence(piece, marks)

    def _told_once(self, number: Value, pieces: Sequence[Span]) -> Span | None:
        """Return the sentence of a number that is in none of the pieces, if the article has it once."""
        if any(self._place(number, piece) for piece in pieces):
            return None
        place = self._place(number, (0, len(self.document.original)))
        if place is None or self._place(number, (place[1], len(self.document.original))) is not None:
            return None
        return self.places.sentence(place)

    def _place(self, filler: Filler, piece: Span) -> Span | None:
        """Return where a filler is told in a piece of evidence: a thing by any of its names, a number in figures."""
        forms: Iterable[str] = ()
        if isinstance(filler, Ref):
            forms = self.names[filler.key]
        elif isinstance(filler, Value) and filler.lexical.isdecimal():
            forms = (f"{int(filler.lexical):,}", filler.lexical)
        elif isinstance(filler, Value):
            forms = (filler.lexical,)
        return next((place for form in forms if (place := self.places.find(form, piece)) is not None), None)

    # -- relations and statements -----------------------------------------------------------

    def _relations(self) -> Iterator[Relation]:
        seen: set[tuple[str, str, str, str | None]] = set()
        for raw in filter(self._kept, self.raw["relations"]):
            edge = raw["s"], self.ontology.expand(raw["p"]), raw["o"], raw.get("role")
            if edge not in seen:
                seen.add(edge)
                subject, predicate, target, title = edge
                names = ((title,) if title else ()) + self.names[subject] + self.names[target]
                place = next((p for name in names if (p := self.places.find(name)) is not None), None)
                evidence = (self._evidence(place),) if place is not None else ()
                yield Relation(subject, predicate, target, evidence, title)

    def _statements(self, events: set[str]) -> Iterator[Statement]:
        for n, raw in enumerate(filter(self._kept, self.raw["statements"]), start=1):
            about = raw.get("about")
            yield Statement(
                f"statement-{n:03}",
                raw["speaker"],
                self.ontology.expand(raw["stance"]),
                raw["text"],
                tuple(map(self._evidence, self.places.pieces(raw["text"]))),
                about if about in events else None,
            )


def _figures(roles: Roles) -> Iterator[Value]:
    """Yield the numbers among the fillers; days are none."""
    numeric = set(map(str, NUMERIC))
    for _, fillers in roles:
        yield from (f for f in fillers if isinstance(f, Value) and f.datatype in numeric)


def _fullest_first(names: Iterable[str]) -> tuple[str, ...]:
    """Return names with the longest first, as labels are chosen from what is read; proper names before descriptions."""

    def proper(name: str) -> bool:
        return "(" not in name and all(len(word) <= _SMALL or not word[0].islower() for word in name.split())

    return tuple(sorted(dict.fromkeys(names), key=lambda name: (not proper(name), -len(name))))
