"""How terms are named: the core's namespace, and the last part of an IRI."""

from __future__ import annotations

from rdflib import Namespace
from rdflib.namespace import ORG

CORE = Namespace("https://w3id.org/kg/core#")
MEMBERSHIP = str(ORG.Membership)


def local_name(iri: str) -> str:
    """Return what follows the last `#` or `/` of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
