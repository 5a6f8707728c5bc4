"""Puts together the reading of one document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span

from kg.extract.decisions.trees import Model
from kg.extract.entities import Entity as Thing
from kg.extract.events import Number
from kg.extract.findings import Facts, Findings
from kg.extract.merge import Happening
from kg.extract.passages import Passages
from kg.extract.speech import Run
from kg.extract.triggers import TriggerFinder
from kg.frames import Language
from kg.identity import slug
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

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATE_TYPES = (
    (re.compile(r"^\d{4}-\d\d-\d\d$"), "date"),
    (re.compile(r"^--\d\d-\d\d$"), "gMonthDay"),
    (re.compile(r"^--\d\d$"), "gMonth"),
    (re.compile(r"^\d{4}-\d\d$"), "gYearMonth"),
    (re.compile(r"^\d{4}$"), "gYear"),
)


def read_document(
    document: Document,
    doc: Doc,
    passages: Passages,
    language: Language,
    finder: TriggerFinder,
    *,
    reader: str,
    model: Model | None = None,
    least: float = 0.0,
) -> Reading:
    """Return all that a parsed document says.

    Args:
        document: the article.
        doc: its passages, through the whole pipeline.
        passages: the way back from the passages to the article.
        language: frames and words of the domain.
        finder: the triggers of the domain's frames.
        reader: extractor and model, with versions.
        model: the learned decisions of the domain; without them the rules alone read.
        least: the probability that a fact must have by the model.
    """
    findings = Findings(doc, language, finder, published=document.published, loose=model is not None)
    return put_together(document, passages, language, findings, findings.facts(model, least=least), reader=reader)


def put_together(
    document: Document,
    passages: Passages,
    language: Language,
    findings: Findings,
    facts: Facts,
    *,
    reader: str,
) -> Reading:
    """Return what was found in a document as records, of these facts."""
    return _Assembly(document, passages, language, findings, facts).reading(reader)


class _Assembly:
    """Turns what was found in one document into records with evidence."""

    def __init__(
        self,
        document: Document,
        passages: Passages,
        language: Language,
        findings: Findings,
        facts: Facts,
    ) -> None:
        self.document = document
        self.doc = findings.doc
        self.passages = passages
        self.ontology = language.ontology
        self.term = language.ontology.term
        self.offices = findings.offices
        self.mentions = findings.mentions
        self.facts = facts
        self.keys: dict[int, str] = {}
        self.used: dict[str, Thing] = {}

    def reading(self, reader: str) -> Reading:
        events = tuple(self._events())
        relations = tuple(self._relations())
        statements = tuple(self._statements(events))
        entities = tuple(self._entity(key, thing) for key, thing in sorted(self.used.items()))
        return Reading(
            self.document,
            entities=entities,
            events=tuple(sorted(events, key=lambda e: e.key)),
            relations=tuple(sorted(relations, key=lambda r: (r.subject, r.predicate, r.object, r.title or ""))),
            statements=tuple(sorted(statements, key=lambda s: s.key)),
            reader=reader,
        )

    # -- evidence ---------------------------------------------------------------------------

    def _offsets(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the tokens `start:end`."""
        first = self.passages.back(self.doc[start].idx)
        last_token = self.doc[end - 1]
        last = self.passages.back(last_token.idx + len(last_token.text) - 1) + 1
        return self.document.original_span(first, last)

    def _evidence(
        self, span: Span, rule: str, confidence: float, marks: Iterable[tuple[str, int, int]] = ()
    ) -> Evidence:
        start, end = span.start, span.end
        while end - 1 > start and self.doc[end - 1].is_space:
            end -= 1
        while start < end - 1 and self.doc[start].is_space:
            start += 1
        a, b = self._offsets(start, end)
        made = []
        for role, s, e in marks:
            if start <= s and e <= end:
                ms, me = self._offsets(s, e)
                made.append(Mark(role, ms, me))
        unique = tuple(sorted(set(made), key=lambda m: (m.start, m.end, m.role)))
        return Evidence(a, b, self.document.original[a:b], rule, confidence, unique)

    # -- entities ---------------------------------------------------------------------------

    def key(self, thing: Thing) -> str:
        """Return the key of a thing, and remember that it is part of the reading."""
        if id(thing) not in self.keys:
            base = slug(thing.label) or "entity"
            key, n = base, 2
            while key in self.used:
                key, n = f"{base}-{n}", n + 1
            self.keys[id(thing)] = key
            self.used[key] = thing
        return self.keys[id(thing)]

    def _entity(self, key: str, thing: Thing) -> Entity:
        names = sorted(thing.names, key=lambda n: (-thing.names[n], -len(n), n))
        if thing.label in names:
            names.remove(thing.label)
        marks = []
        for start, end in sorted(thing.spans)[:3]:
            marks.append(
                self._evidence(self.doc[start].sent, "mention", 0.9, [("", start, min(end, self.doc[start].sent.end))])
            )
        return Entity(key, thing.type, (thing.label, *names), self._identity(thing), tuple(dict.fromkeys(marks)))

    def _identity(self, thing: Thing) -> str | None:
        if thing.identity:
            return thing.identity
        label = slug(thing.label)
        kind = slug(self.ontology.label(thing.type))
        person, group = self.term("Person"), self.term("Group")
        if not label or (thing.type == self.term("Spokesperson") and thing.of is None):
            return None
        if thing.type == person:
            if len(thing.label.split()) < 2:
                return None
            held = next((o.organization for o in self.offices if o.person is thing), None)
            return f"{kind}/{label}" + (f"--{slug(held.label)}" if held is not None else "")
        if thing.type == group or thing.label.islower():
            return None
        return f"{kind}/{label}"

    # -- events -----------------------------------------------------------------------------

    def _events(self) -> Iterator[Event]:
        counts: Counter[str] = Counter()
        self.event_of: dict[int, str] = {}
        for happening in self.facts.happenings:
            base = slug(self.ontology.label(happening.frame.event))
            counts[base] += 1
            key = f"{base}-{counts[base]}"
            for mention in happening.mentions:
                self.event_of[id(mention)] = key
            roles = tuple(
                (role, fillers) for role in sorted(happening.roles) if (fillers := self._fillers(happening, role))
            )
            confidence = round(happening.certainty, 2)
            evidence = tuple(
                dict.fromkeys(
                    self._evidence(m.trigger.head.sent, f"frame:{m.frame.name}", confidence, m.marks)
                    for m in happening.mentions
                )
            )
            yield Event(key, happening.frame.event, self.term(happening.status), roles, evidence)

    def _fillers(self, happening: Happening, role: str) -> tuple[Filler, ...]:
        """Return what fills a role, each thing once; of a role that holds one thing, the first told."""
        fillers = tuple(dict.fromkeys(self._filler(f, role) for f in happening.roles[role]))
        return fillers[:1] if self.ontology.roles[role].functional else fillers

    def _filler(self, found: object, role: str) -> Filler:
        if isinstance(found, Thing):
            return Ref(self.key(found))
        if isinstance(found, Number):
            whole = f"{_XSD}integer" in self.ontology.roles[role].ranges
            lexical = str(int(found.value)) if whole else _decimal(found.value)
            qualifier = self.term(found.bound)
            return Value(lexical, f"{_XSD}{'integer' if whole else 'decimal'}", qualifier)
        text = str(found)
        if self.ontology.roles[role].kind == "date":
            name = next((n for pattern, n in _DATE_TYPES if pattern.match(text)), "string")
            return Value(text, f"{_XSD}{name}")
        return Concept(text)

    # -- relations --------------------------------------------------------------------------

    def _relations(self) -> Iterator[Relation]:
        seen: dict[tuple[str, str, str, str | None], list[Evidence]] = {}
        for link in self.facts.links:
            end = min(link.end, len(self.doc))
            evidence = self._evidence(
                self.doc[link.start].sent, link.rule, round(link.confidence, 2), [("", link.start, end)]
            )
            edge = (self.key(link.subject), link.predicate, self.key(link.object), link.title)
            seen.setdefault(edge, []).append(evidence)
        for (s, p, o, title), found in seen.items():
            if s != o:
                yield Relation(s, p, o, tuple(dict.fromkeys(found)), title)

    # -- statements -------------------------------------------------------------------------

    def _statements(self, events: tuple[Event, ...]) -> Iterator[Statement]:
        for n, run in enumerate(self.facts.runs, start=1):
            pieces = [self._evidence(self.doc[a:b], "speech", round(run.confidence, 2)) for a, b in run.pieces]
            text = " ".join(p.exact for p in pieces)
            yield Statement(
                f"statement-{n:03}",
                self.key(run.speaker),
                self.term(run.stance),
                text,
                tuple(pieces),
                self._about(run, events),
            )

    def _about(self, run: Run, events: tuple[Event, ...]) -> str | None:
        first, last = run.pieces[0][0], run.pieces[-1][1]
        inside = [m for m in self.mentions if first <= m.trigger.head.i < last and id(m) in self.event_of]
        if inside:
            return self.event_of[id(inside[0])]
        return events[0].key if events else None


def _decimal(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"
