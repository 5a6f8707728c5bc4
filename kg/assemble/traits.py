"""Traits of reports: what of an event's report is compared with that of another, and how both are kept as text."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache

from kg.assemble.ledger import packed
from kg.assemble.likeness import Days, Traits
from kg.identity import node_iri
from kg.model import Concept, Filler, Ref, Value
from kg.ontology import Ontology
from kg.outlines import Outline, Report

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class TraitReader:
    """Reads the traits of a domain's reports.

    Args:
        ontology: the domain; numbers of whole things are counts, all other numbers are figures that agree or do not.
    """

    def __init__(self, ontology: Ontology) -> None:
        term = ontology.term
        self._ontology = ontology
        self._actor, self._target, self._place = term("actor"), term("target"), term("place")
        self._date, self._start, self._end = term("date"), term("startDate"), term("endDate")
        self._reason = term("reason")
        self._mutual: dict[str, bool] = {}

    def traits(self, outline: Outline, report: Report, *, twin: str, entities: Mapping[str, str]) -> Traits:
        """Return the traits of a report; `entities` are the things of its document by key."""
        counts: set[float] = set()
        outcomes: set[str] = set()
        figures = []
        for role, fillers in report.roles:
            known = self._ontology.roles.get(role)
            if known is None:
                continue
            if known.kind == "number":
                numbers = frozenset(_numbers(fillers))
                if any(end.endswith("#integer") for end in known.ranges):
                    counts |= numbers
                else:
                    figures.append((role, numbers))
            elif known.kind == "concept" and role != self._reason:
                outcomes |= {filler.iri for filler in fillers if isinstance(filler, Concept)}
        return Traits(
            node=node_iri(outline.iri, "event", report.key),
            document=outline.iri,
            twin=twin,
            type=report.type,
            published=outline.published,
            actors=_things(report.fillers(self._actor), entities),
            targets=_things(report.fillers(self._target), entities),
            places=_things(report.fillers(self._place), entities),
            matters=frozenset(f.iri for f in report.fillers(self._reason) if isinstance(f, Concept)),
            outcomes=frozenset(outcomes),
            counts=frozenset(counts),
            figures=tuple(sorted(figures)),
            days=self.days(report),
            mutual=self.is_mutual(report.type),
        )

    def is_mutual(self, type_: str) -> bool:
        """Tell whether every party of an event of a class acts in it, as in talks."""
        if type_ not in self._mutual:
            self._mutual[type_] = any(self._ontology.is_a(type_, above) for above in self._ontology.mutual)
        return self._mutual[type_]

    def days(self, report: Report) -> Days | None:
        """Return when an event happens as far as whole years, months and days tell."""
        single = list(_spans(report.fillers(self._date)))
        first, last = list(_spans(report.fillers(self._start))), list(_spans(report.fillers(self._end)))
        everything = single + first + last
        if not everything:
            return None
        return Days(
            first=None if last and not (single or first) else min(begin for begin, _ in everything),
            last=None if first and not (single or last) else max(end for _, end in everything),
            exact=all(begin == end for begin, end in everything),
            named=frozenset(begin for begin, end in everything if begin == end),
        )


def _things(fillers: Iterable[Filler], entities: Mapping[str, str]) -> frozenset[str]:
    return frozenset(entities[f.key] for f in fillers if isinstance(f, Ref) and f.key in entities)


def _numbers(fillers: Iterable[Filler]) -> Iterator[float]:
    for filler in fillers:
        if isinstance(filler, Value):
            yield float(filler.lexical)


def _spans(fillers: Iterable[Filler]) -> Iterator[tuple[date, date]]:
    for filler in fillers:
        if isinstance(filler, Value) and (span := span_of(filler.lexical)) is not None:
            yield span


@lru_cache(maxsize=1 << 14)
def span_of(lexical: str) -> tuple[date, date] | None:
    """Return the first and the last day of a day, a month or a year; None where the year is not told."""
    match = _DATE.fullmatch(lexical)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or year < 1:
            return None
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def dump_traits(traits: Traits) -> str:
    """Return traits as a line of JSON."""
    days = traits.days
    return packed(
        [
            traits.node,
            traits.document,
            traits.twin,
            traits.type,
            _iso(traits.published),
            *(sorted(part) for part in (traits.actors, traits.targets, traits.places, traits.matters, traits.outcomes)),
            sorted(traits.counts),
            [(role, sorted(numbers)) for role, numbers in traits.figures],
            days and [_iso(days.first), _iso(days.last), days.exact, sorted(map(_iso, days.named), key=str)],
            traits.mutual,
        ]
    )


def load_traits(line: str) -> Traits:
    """Return the traits that `dump_traits` made a line of."""
    node, document, twin, type_, published, *sets, counts, figures, days, mutual = json.loads(line)
    actors, targets, places, matters, outcomes = map(frozenset, sets)
    return Traits(
        node=node,
        document=document,
        twin=twin,
        type=type_,
        published=_day(published),
        actors=actors,
        targets=targets,
        places=places,
        matters=matters,
        outcomes=outcomes,
        counts=frozenset(counts),
        figures=tuple((role, frozenset(numbers)) for role, numbers in figures),
        days=Days(_day(days[0]), _day(days[1]), days[2], frozenset(filter(None, map(_day, days[3])))) if days else None,
        mutual=mutual,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
