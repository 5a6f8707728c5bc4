"""The parameters of a prepared query: what a person writes becomes an RDF term, or an error that says what is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.terms import XSD

if TYPE_CHECKING:
    from kg.ontology import Ontology

TYPES = ("string", "date", "integer", "decimal", "iri", "concept")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, type (one of TYPES) and, for a concept, the scheme it is taken from."""

    name: str
    type: str
    description: str
    optional: bool = False
    default: str | None = None
    scheme: str | None = None

    @property
    def required(self) -> bool:
        """Whether the query cannot run without it."""
        return not self.optional and self.default is None

    @property
    def usage(self) -> str:
        """The parameter as help shows it: `since=date`, in brackets where it may be left out."""
        shown = f"{self.name}={self.default or self.type}"
        return shown if self.required else f"[{shown}]"


def term(parameter: Parameter, value: object, ontology: Ontology) -> ox.Literal | ox.NamedNode:
    """Return the RDF term of a value.

    Args:
        parameter: what is asked for.
        value: a Python value of the type, or text as on a command line.
        ontology: gives prefixes and concepts.

    Raises:
        UsageError: the value is none of the type.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        raise UsageError(f"{parameter.name} is empty; leave it out or give it a value of type {parameter.type}")
    try:
        if parameter.type == "concept":
            return _concept(parameter, str(value), ontology)
        if parameter.type == "iri":
            return _iri(str(value), ontology.prefixes)
        return _LITERALS[parameter.type](value)
    except (ValueError, InvalidOperation):
        right = _RIGHT[parameter.type]
        raise UsageError(f"{parameter.name}: {str(value)!r} is no {parameter.type}; {right}") from None


_RIGHT = {
    "string": "write it without broken characters",
    "date": "write year-month-day, such as 2022-12-19",
    "integer": "write digits only, such as 2022",
    "decimal": "write a number, such as 4.5",
    "iri": "write a full IRI or a prefixed name",
}


def _string(value: object) -> ox.Literal:
    return ox.Literal(str(value))


def _date(value: object) -> ox.Literal:
    if isinstance(value, datetime):
        value = value.date()
    day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))


def _integer(value: object) -> ox.Literal:
    number = int(str(value).strip())
    if isinstance(value, bool) or not str(value).strip().lstrip("+-").isascii() or abs(number) >= 2**63:
        raise ValueError(value)
    return ox.Literal(number)


def _decimal(value: object) -> ox.Literal:
    number = Decimal(str(value).strip())
    if isinstance(value, bool) or not number.is_finite():
        raise ValueError(value)
    return ox.Literal(f"{number:f}", datatype=ox.NamedNode(XSD + "decimal"))


_LITERALS: Mapping[str, Callable[[object], ox.Literal]] = {
    "string": _string,
    "date": _date,
    "integer": _integer,
    "decimal": _decimal,
}


def _iri(value: str, prefixes: Mapping[str, str]) -> ox.NamedNode:
    prefix, colon, name = value.strip("<> ").partition(":")
    if not colon:
        raise ValueError(value)
    return ox.NamedNode(prefixes[prefix] + name if prefix in prefixes else prefix + colon + name)


def _concept(parameter: Parameter, value: str, ontology: Ontology) -> ox.NamedNode:
    names = concept_names(ontology, parameter.scheme)
    found = names.get(value.strip().casefold()) or next((i for i in names.values() if i == value.strip()), None)
    if found is None:
        labels = sorted({ontology.label(iri) for iri in names.values()})
        near = get_close_matches(value.casefold(), list(names), n=1, cutoff=0.6)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise UsageError(f"{parameter.name}: {value!r} is none of {', '.join(labels)}.{hint}")
    return ox.NamedNode(found)


def concept_names(ontology: Ontology, scheme: str | None) -> dict[str, str]:
    """Return the concepts of a scheme (of all, for None) by label, other labels, local and prefixed name."""
    from rdflib import SKOS, Literal, URIRef

    from kg.ontology import local_name

    graph = ontology.graph
    schemes = [scheme] if scheme else sorted(map(str, graph.subjects(None, SKOS.ConceptScheme)))
    names: dict[str, str] = {}
    for iri in (iri for s in schemes for iri in ontology.concepts(s)):
        given = (*graph.objects(URIRef(iri), SKOS.prefLabel), *graph.objects(URIRef(iri), SKOS.altLabel))
        labels = [str(g) for g in given if isinstance(g, Literal)]
        for name in (*sorted(labels), local_name(iri), ontology.shorten(iri)):
            names.setdefault(name.casefold(), iri)
    return names
