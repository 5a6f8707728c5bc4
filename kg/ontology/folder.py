"""Where `ontology/` lies, and which domains it holds."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph

from kg.errors import OntologyError
from kg.ontology.names import CORE
from kg.ontology.turtle import parse_turtle


def ontology_root() -> Path:
    """Return the folder `ontology/`: beside the package in a checkout, inside the package once installed.

    Raises:
        OntologyError: it is in neither place.
    """
    package = Path(__file__).resolve().parents[1]
    for root in (package.parent / "ontology", package / "_ontology"):
        if (root / "core.ttl").is_file():
            return root
    raise OntologyError([f"{package}: no ontology/ beside the package or in it; install kg again"])


def domains(root: Path | None = None) -> tuple[str, ...]:
    """Return the names of the domains that `ontology/` holds, sorted."""
    root = root or ontology_root()
    return tuple(sorted(p.parent.name for p in root.glob("*/domain.ttl")))


def default_domain(root: Path | None = None) -> str:
    """Return the domain that is meant when none is named: core:defaultDomain of `core.ttl`.

    Raises:
        OntologyError: `core.ttl` cannot be parsed, or names none.
    """
    graph = Graph()
    path = (root or ontology_root()) / "core.ttl"
    parse_turtle(graph, path)
    found = next(graph.objects(None, CORE.defaultDomain), None)
    if found is None:
        raise OntologyError([f"{path}: core:defaultDomain is missing; it names a folder beside core.ttl"])
    return str(found)
