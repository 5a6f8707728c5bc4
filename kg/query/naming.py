"""From what a person writes to what is meant: classes, concepts, things and events by their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import Literal
from rdflib import SKOS, URIRef

from kg.errors import UnknownName, UsageError
from kg.ontology import CORE, local_name
from kg.query.parameters import concept_names
from kg.store import terms as t
from kg.store.names import APOSTROPHES, SHORTEST, things_holding

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.query.catalogue import Catalogue
    from kg.query.records import CourseRecord, EntityRecord, EventRecord, Record

ARTICLE = "the "
NEAR = 5_000  # things; where a word is in the names of more, all names are looked at


def find_class(ontology: Ontology, name: str) -> str:
    """Return the IRI of a class by IRI, prefixed name, local name or label.

    Raises:
        UnknownName: the ontology has no such class.
    """
    names: dict[str, str] = {}
    for iri in sorted(ontology.classes, key=lambda c: (c.startswith(str(CORE)), c)):  # the domain's own come first
        for given in (iri, ontology.shorten(iri), local_name(iri), ontology.label(iri)):
            names.setdefault(given.casefold(), iri)
    if name.casefold() not in names:
        raise UnknownName("class", name, (n for n in names if "/" not in n))
    return names[name.casefold()]


def find_status(ontology: Ontology, name: str) -> str:
    """Return the label of a status by any of its names.

    Raises:
        UnknownName: there is no such status.
    """
    scheme = ontology.graph.value(URIRef(ontology.term("planned")), SKOS.inScheme)
    names = concept_names(ontology, str(scheme))
    iri = name if name in names.values() else names.get(name.casefold())
    if iri is None:
        raise UnknownName("status", name, names)
    return ontology.label(iri)


def find_entities(catalogue: Catalogue, name: str) -> list[EntityRecord]:
    """Return the things that a name means, those of most documents first.

    Raises:
        UnknownName: nothing has the name; the message tells the nearest.
    """
    near = _near(catalogue, name)
    found = _first(matches(name, _with_iris(near.things))) if near is not None else []
    things = _with_iris(catalogue.entities.values()) if not found else []
    found = found or _first(matches(name, things))
    if not found:
        raise UnknownName("thing", name, (n for _, names in things for n in names[1:]))
    return _ranked(found)


def find_anything(catalogue: Catalogue, name: str) -> list[Record]:
    """Return the things, events and courses that a name means: exact, else in any case, else in part.

    An IRI may also be that of an event as a single document tells it.

    Raises:
        UnknownName: nothing has the name; the message tells the nearest.
    """
    exact = _by_iri(catalogue, name) or _exactly(catalogue, name)
    if exact:
        return exact
    near = _near(catalogue, name)
    found = _among(catalogue, name, near) if near is not None else []
    if found:
        return found
    whole = _Named(catalogue.entities.values(), catalogue.courses.values(), catalogue.captions)
    found = _among(catalogue, name, whole)
    if found:
        return found
    names = {n for thing in whole.things for n in thing.names} | {course.label for course in whole.courses}
    raise UnknownName("thing or event", name, sorted(names | {*whole.events.values()}))


@dataclass(frozen=True, slots=True)
class _Named:
    """What may have a name: things, courses, and the captions of events by IRI."""

    things: Collection[EntityRecord]
    courses: Collection[CourseRecord]
    events: Mapping[str, str]


def _among(catalogue: Catalogue, name: str, some: _Named) -> list[Record]:
    things = [(record, record.names) for record in some.things]
    courses = [(record, (record.label,)) for record in some.courses]
    events = [(iri, (label,)) for iri, label in some.events.items()]
    steps = (matches(name, things), matches(name, courses), matches(name, events))
    for some_things, some_courses, some_events in zip(*steps, strict=True):
        found: list[Record] = [*_ranked(some_things), *some_courses, *_events(catalogue, some_events)]
        if found:
            return found
    return []


def _with_iris(things: Iterable[EntityRecord]) -> list[tuple[EntityRecord, tuple[str, ...]]]:
    return [(record, (record.iri, *record.names)) for record in things]


def _near(catalogue: Catalogue, name: str) -> _Named | None:
    """Return what has all words of a name among its own, by the index of names; None where it cannot tell.

    An event is called by its class and who takes part. A word that is in no class is in a name of one of these.
    """
    words = {word for word in _folded(name).split() if len(word) >= SHORTEST and word.isalnum()}
    of_classes = {word for iri in catalogue.ontology.classes for word in _words(catalogue.word(iri))}
    telling = max(words - of_classes, key=len, default=None)
    names = catalogue.store.names
    if telling is None:
        return None
    nodes = things_holding(names, lambda given: words <= _words(given), *words, most=NEAR)
    parties = things_holding(names, lambda given: telling in _words(given), telling, most=NEAR)
    if nodes is None or parties is None or max(len(nodes), len(parties)) >= NEAR:
        return None
    roles = [role for core in ("actor", "target") for role in catalogue.assembled.parties(core)]
    events = sorted({event for thing in parties for event in catalogue.assembled.having(roles, thing)})
    happenings = [found for iri in events if (found := catalogue.assembled.happening(iri)) is not None]
    return _Named(
        [thing for iri in sorted(nodes) if (thing := catalogue.entity(iri)) is not None],
        [course for iri in sorted(nodes) if (course := catalogue.course(iri)) is not None],
        {happening.iri: catalogue.caption(happening) for happening in happenings},
    )


def _words(name: str) -> set[str]:
    return set(_folded(name).replace(":", " ").split())


def _by_iri(catalogue: Catalogue, name: str) -> list[Record]:
    if not name.startswith(catalogue.ontology.base) or any(c.isspace() or c in '<>"{}|^`\\' for c in name):
        return []
    kinds: tuple[Callable[[str], Record | None], ...] = (
        catalogue.entity,
        catalogue.event,
        catalogue.course,
        catalogue.report,
    )
    return [found for kind in kinds if (found := kind(name)) is not None]


def _exactly(catalogue: Catalogue, name: str) -> list[Record]:
    """Return what has a name exactly, without looking at all the others."""
    if name != name.encode(errors="replace").decode():
        return []  # no text that a graph can hold
    iris = {iri for p in (t.LABEL, t.ALT_LABEL) for iri in catalogue.assembled.subjects(p, Literal(name))}
    things = [record for iri in sorted(iris) if (record := catalogue.entity(iri)) is not None]
    courses = [course for iri in sorted(iris) if (course := catalogue.course(iri)) is not None]
    ontology = catalogue.ontology
    of_events = {ontology.label(iri) for iri in ontology.classes if ontology.is_a(iri, str(CORE.Event))}
    may_be_events = name.partition(":")[0] in of_events
    events = [iri for iri, label in catalogue.captions.items() if label == name] if may_be_events else []
    return [*_ranked(things), *courses, *_events(catalogue, events)]


def _events(catalogue: Catalogue, iris: Iterable[str]) -> list[EventRecord]:
    """Return events, those of most documents first."""
    found = [event for iri in iris if (event := catalogue.event(iri)) is not None]
    return sorted(found, key=lambda event: (-event.documents, event.date or "~", event.label, event.iri))


def _ranked(things: Iterable[EntityRecord]) -> list[EntityRecord]:
    return sorted(things, key=lambda record: (-record.documents, record.label, record.iri))


def _first[T](steps: Iterable[list[T]]) -> list[T]:
    return next((step for step in steps if step), [])


def matches[T](name: str, records: Sequence[tuple[T, tuple[str, ...]]]) -> Iterator[list[T]]:
    """Yield what has the name exactly, what has it in any case, and what has its words among others.

    Args:
        name: as a person writes it.
        records: what there is, each with its names.
    """
    folded = _folded(name)
    words = set(folded.split())
    tests: tuple[Callable[[str], bool], ...] = (
        lambda given: given == name,
        lambda given: _folded(given) == folded,
        lambda given: bool(words) and words <= _words(given),
    )
    for test in tests:
        yield [record for record, names in records if any(map(test, names))]


def _folded(name: str) -> str:
    """Return a name without what makes no other name of it: case, accents, how apostrophes look, "the" before it."""
    folded = " ".join(name.split()).casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded.translate(APOSTROPHES))
        folded = "".join(c for c in parts if not unicodedata.combining(c))
    return folded.removeprefix(ARTICLE)


def day(value: date | str | None, option: str) -> str | None:
    """Return a day as ISO 8601, None for None.

    Raises:
        UsageError: it is no day.
    """
    if value is None:
        return None
    try:
        return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()[:10]
    except ValueError:
        raise UsageError(f"{option}: {value!r} is no date; write year-month-day, such as 2022-12-19") from None


def within(days: Iterable[str], since: str | None, until: str | None) -> bool:
    """Tell whether one of some days, of which parts may be unknown, can lie between two days.

    Examples:
        >>> within(["2022-12"], "2022-12-19", None), within(["--12-19"], "2022-12-19", None)
        (True, False)
    """
    if since is None and until is None:
        return True
    known = [d for d in days if not d.startswith("--")]
    return any((since is None or d >= since[: len(d)]) and (until is None or d <= until[: len(d)]) for d in known)
