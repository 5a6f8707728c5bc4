"""From what a person writes to what is meant: classes, concepts, things and events by their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rdflib import SKOS, URIRef

from kg.errors import UnknownName, UsageError
from kg.ontology import CORE, local_name
from kg.query.parameters import concept_names

if TYPE_CHECKING:
    from kg.ontology import Ontology
    from kg.query.catalogue import Catalogue
    from kg.query.records import EntityRecord, EventRecord

ARTICLE = "the "
APOSTROPHES = str.maketrans("‘’ʼ", "'''")


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
    things = [(record, (record.iri, *record.names)) for record in catalogue.entities.values()]
    found = _first(matches(name, things))
    if not found:
        raise UnknownName("thing", name, (n for _, names in things for n in names[1:]))
    return sorted(found, key=lambda record: (-record.documents, record.label, record.iri))


def find_anything(catalogue: Catalogue, name: str) -> list[EntityRecord | EventRecord]:
    """Return the things and events that a name means: exact, else in any case, else in part.

    Raises:
        UnknownName: nothing has the name; the message tells the nearest.
    """
    things = [(record, (record.iri, *record.names)) for record in catalogue.entities.values()]
    events = [(record, (record.iri, record.label)) for record in catalogue.events]
    for some_things, some_events in zip(matches(name, things), matches(name, events), strict=True):
        if some_things or some_events:
            ranked = sorted(some_things, key=lambda record: (-record.documents, record.label, record.iri))
            return [*ranked, *some_events]
    raise UnknownName("thing or event", name, sorted({n for _, names in (*things, *events) for n in names[1:]}))


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
        lambda given: bool(words) and words <= set(_folded(given).replace(":", " ").split()),
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
