"""Outlines: of what a document says, as much as the account of all documents is made from.

An `Outline` is a small part of a `Reading` and follows from it alone, so that it can be kept beside the graph and made
again at any time. `dump` and `load` turn one into a line of JSON and back.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from kg.model import Concept, Filler, Ref, Value


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing of one document; `names` begins with its label.

    `given` tells what of it a person put right: "class", "label", "class label" or nothing.
    """

    key: str
    type: str
    names: tuple[str, ...]
    identity: str | None = None
    given: str = ""

    @property
    def label(self) -> str:
        """The name that is shown."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Told:
    """A value of an event, with whose words tell it: the key of a speaker, None where the document itself does."""

    role: str
    value: Concept | Value
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """An event as one document tells it. `accepted` says that a person confirmed it."""

    key: str
    type: str
    status: str
    roles: tuple[tuple[str, tuple[Filler, ...]], ...]
    confidence: float
    told: tuple[Told, ...] = ()
    accepted: bool = False

    def fillers(self, role: str) -> tuple[Filler, ...]:
        """Return what fills a role."""
        for name, fillers in self.roles:
            if name == role:
                return fillers
        return ()

    def entities(self, role: str) -> tuple[str, ...]:
        """Return the keys of the things that fill a role."""
        return tuple([filler.key for filler in self.fillers(role) if isinstance(filler, Ref)])


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge between two things of one document; with a `title`, an office held."""

    subject: str
    predicate: str
    object: str
    confidence: float
    title: str | None = None
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What one document says, in outline.

    `iri` names the document. `sketch` stands for its words (see `kg.assemble.copies`), `countries` for where it is set:
    how many of its things a gazetteer puts into each country.
    """

    iri: str
    identifier: str
    published: date | None = None
    source: str | None = None
    sketch: tuple[int, ...] = ()
    countries: tuple[tuple[str, int], ...] = ()
    mentions: tuple[Mention, ...] = ()
    reports: tuple[Report, ...] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def country(self) -> str:
        """The country in which most of its things are; "" where there is none or two have as many."""
        ranked = sorted(self.countries, key=lambda pair: (-pair[1], pair[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]

    def without(self, *, reports: Sequence[str] = ()) -> Outline:
        """Return the outline without some events."""
        return replace(self, reports=tuple(report for report in self.reports if report.key not in reports))


# -- as JSON ----------------------------------------------------------------------------------------


def dump(outline: Outline) -> str:
    """Return an outline as a line of JSON."""
    return json.dumps(
        [
            outline.iri,
            outline.identifier,
            outline.published.isoformat() if outline.published else None,
            outline.source,
            outline.sketch,
            outline.countries,
            [(m.key, m.type, m.names, m.identity, m.given) for m in outline.mentions],
            [_report(report) for report in outline.reports],
            [(t.subject, t.predicate, t.object, t.confidence, t.title, t.accepted) for t in outline.ties],
        ],
        ensure_ascii=True,
        separators=(",", ":"),
    )


def load(line: str) -> Outline:
    """Return the outline that `dump` made a line of."""
    iri, identifier, published, source, sketch, countries, mentions, reports, ties = json.loads(line)
    return Outline(
        iri,
        identifier,
        date.fromisoformat(published) if published else None,
        source,
        tuple(sketch),
        tuple([(country, number) for country, number in countries]),
        tuple(
            [
                Mention(key, _same(type_), tuple(names), identity, given)
                for key, type_, names, identity, given in mentions
            ]
        ),
        tuple([_read_report(report) for report in reports]),
        tuple([Tie(subject, _same(predicate), *tie) for subject, predicate, *tie in ties]),
    )


def _report(report: Report) -> list[Any]:
    return [
        report.key,
        report.type,
        report.status,
        [(role, [_filler(filler) for filler in fillers]) for role, fillers in report.roles],
        report.confidence,
        [(told.role, _filler(told.value), told.speaker) for told in report.told],
        report.accepted,
    ]


def _read_report(row: list[Any]) -> Report:
    key, type_, status, roles, confidence, told, accepted = row
    return Report(
        key,
        _same(type_),
        _same(status),
        tuple([(_same(role), tuple([_read_filler(filler) for filler in fillers])) for role, fillers in roles]),
        confidence,
        tuple([Told(_same(role), _read_value(value), speaker) for role, value, speaker in told]),
        accepted,
    )


def _filler(filler: Filler) -> Any:
    match filler:
        case Ref(key):
            return key
        case Concept(iri):
            return [iri]
        case Value(lexical, datatype, qualifier):
            return [lexical, datatype, qualifier]


_same = sys.intern  # terms of the ontology, of which all outlines can hold the same string
# the same few fillers stand in many outlines, and to look one up takes a fifth of the time that making it takes
_ref = lru_cache(maxsize=1 << 16)(Ref)
_concept = lru_cache(maxsize=1 << 12)(Concept)
_value = lru_cache(maxsize=1 << 16)(Value)


def _read_filler(row: Any) -> Filler:
    return _ref(row) if isinstance(row, str) else _read_value(row)


def _read_value(row: Any) -> Concept | Value:
    return _concept(row[0]) if len(row) == 1 else _value(*row)
