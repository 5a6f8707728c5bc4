"""Which facts a domain has, by the names that annotations and tables use: all of it asked of the ontology."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rdflib import RDFS, SKOS, URIRef

from kg.ontology import MEMBERSHIP, Ontology, Role, RoleKind, local_name
from kg.score.sameness import same_date, same_filler, same_name, same_number

SAME: dict[RoleKind, Callable[[Any, Any], bool]] = {
    "entity": same_name,
    "number": same_number,
    "date": same_date,
    "concept": same_filler,
    "text": same_filler,
}


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A kind of fact that fills roles: one for each role, and one for all roles that hold dates."""

    name: str
    kind: RoleKind
    roles: tuple[Role, ...]

    def same(self, gold: Any, found: Any) -> bool:
        """Tell whether a filler that was found is the annotated one."""
        return SAME[self.kind](gold, found)

    @property
    def role_names(self) -> frozenset[str]:
        """The local names of the roles."""
        return frozenset(role.name for role in self.roles)


class Terms:
    """The kinds of facts of an ontology's domain."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    @cached_property
    def event_classes(self) -> tuple[str, ...]:
        """The event classes in the order in which the domain declares them.

        The order decides which of two equally good alignments of events is taken, so it must be a fixed one.
        """
        return self.ontology.declared_events

    @cached_property
    def family(self) -> dict[str, str]:
        """The family of each event class, by local name."""
        return {local_name(c): self.ontology.family(c) for c in self.event_classes}

    @cached_property
    def role_facts(self) -> tuple[RoleFact, ...]:
        """The kinds of facts that fill roles: things, numbers, the date, concepts, texts."""
        date = local_name(self.ontology.term("date"))
        found = []
        for kind in SAME:
            roles = tuple(r for r in self.ontology.roles.values() if r.kind == kind)
            if kind == "date":
                found.append(RoleFact(date, kind, roles))
            else:
                found += [RoleFact(role.name, kind, (role,)) for role in roles]
        return tuple(found)

    @cached_property
    def edges(self) -> tuple[str, ...]:
        """The relations that stand as plain edges."""
        return self.ontology.term("speaksFor"), self.ontology.term("unitOf")

    @property
    def relations(self) -> tuple[str, ...]:
        """All relations that count: the plain edges, and the office held."""
        return (*self.edges, MEMBERSHIP)

    def allowed(self, property_iri: str) -> frozenset[str]:
        """Return the concepts that a property may have: those of the schemes in its range, else every concept."""
        graph = self.ontology.graph
        ranges = graph.objects(URIRef(property_iri), RDFS.range)
        own = {c for scheme in ranges for c in self.ontology.concepts(str(scheme))}
        return frozenset(own or {str(c) for c in graph.subjects(SKOS.inScheme, None)})
