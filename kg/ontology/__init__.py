"""What can be said: the classes, roles and concepts of `ontology/`, loaded once and asked by name.

Code names only core terms ("status", "actor"). `Ontology.term` gives the name that the domain has for
a core term, so that no domain stands in code.
"""

from __future__ import annotations

from kg.ontology.checks import mistakes
from kg.ontology.folder import default_domain, domains, ontology_root
from kg.ontology.names import CORE, MEMBERSHIP, local_name
from kg.ontology.records import Role, RoleKind, Shortcut, Step
from kg.ontology.terms import NUMERIC, Ontology, load
from kg.ontology.turtle import parse_turtle
from kg.ontology.values import day, number

__all__ = [
    "CORE",
    "MEMBERSHIP",
    "NUMERIC",
    "Ontology",
    "Role",
    "RoleKind",
    "Shortcut",
    "Step",
    "day",
    "default_domain",
    "domains",
    "load",
    "local_name",
    "mistakes",
    "number",
    "ontology_root",
    "parse_turtle",
]
