"""What can be said: the classes, roles and concepts of `ontology/`, loaded once and asked by name.

Code names only core terms ("status", "actor"). `Ontology.term` gives the name that the domain has for
a core term, so that no domain stands in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal as Choice

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.namespace import ORG, XSD

from kg.errors import OntologyError, UnknownName

CORE = Namespace("https://w3id.org/kg/core#")
NUMERIC = frozenset({XSD.integer, XSD.decimal})
MEMBERSHIP = str(ORG.Membership)

RoleKind = Choice["entity", "concept", "number", "date", "text"]


@dataclass(frozen=True, slots=True)
class Role:
    """A property of events. `domains` are the event classes that have it, `ranges` what may fill it."""

    iri: str
    name: str  # the local name: "workersInvolved"
    label: str
    kind: RoleKind
    domains: frozenset[str]
    ranges: frozenset[str]
    functional: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A plain edge that stands for an event: `property` from each actor to each target."""

    property: str
    event: str
    statuses: frozenset[str]


def ontology_root() -> Path:
    """Return the folder `ontology/`: beside the package in a checkout, inside the package once installed.

    Raises:
        OntologyError: it is in neither place.
    """
    here = Path(__file__).resolve().parent
    for root in (here.parent / "ontology", here / "_ontology"):
        if (root / "core.ttl").is_file():
            return root
    raise OntologyError([f"{here}: no ontology/ beside the package or in it; install kg again"])


def domains(root: Path | None = None) -> tuple[str, ...]:
    """Return the names of the domains that `ontology/` holds, sorted."""
    root = root or ontology_root()
    return tuple(sorted(p.parent.name for p in root.glob("*/domain.ttl")))


def default_domain(root: Path | None = None) -> str:
    """Return the domain that is meant when none is named: core:defaultDomain of `core.ttl`."""
    graph = Graph()
    path = (root or ontology_root()) / "core.ttl"
    parse_turtle(graph, path)
    found = next(graph.objects(None, CORE.defaultDomain), None)
    if found is None:
        raise OntologyError([f"{path}: core:defaultDomain is missing; it names a folder beside core.ttl"])
    return str(found)


def local_name(iri: str) -> str:
    """Return what follows the last `#` or `/` of an IRI."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


class Ontology:
    """The terms of one domain together with those of the core.

    Args:
        domain: the name of a folder in `root`.
        root: the folder `ontology/`.

    Raises:
        UnknownName: there is no such domain.
        OntologyError: a file cannot be parsed or a term is not well described.
    """

    def __init__(self, domain: str, *, root: Path | None = None) -> None:
        self.root = root or ontology_root()
        self.domain = domain
        self.folder = self.root / domain
        if domain not in domains(self.root):
            raise UnknownName("domain", domain, domains(self.root))
        self.graph = Graph()
        for path in (self.root / "core.ttl", self.folder / "domain.ttl"):
            parse_turtle(self.graph, path)
        self.prefixes: Mapping[str, str] = MappingProxyType(
            {p: str(ns) for p, ns in sorted(self.graph.namespaces()) if p}
        )

    # -- names ------------------------------------------------------------------------------

    def expand(self, curie: str) -> str:
        """Return the IRI of a prefixed name.

        Raises:
            UnknownName: the prefix is not declared in the domain's Turtle.
        """
        prefix, _, name = curie.partition(":")
        if prefix not in self.prefixes:
            raise UnknownName("prefix", prefix, self.prefixes)
        return self.prefixes[prefix] + name

    def shorten(self, iri: str) -> str:
        """Return the prefixed name of an IRI, or the IRI itself where no prefix fits."""
        fits = [(len(ns), p, ns) for p, ns in self.prefixes.items() if iri.startswith(ns)]
        if not fits:
            return iri
        _, prefix, namespace = max(fits)
        return f"{prefix}:{iri[len(namespace) :]}"

    def label(self, iri: str) -> str:
        """Return what people call a term: its rdfs:label or skos:prefLabel, else its local name."""
        node = URIRef(iri)
        found = self.graph.value(node, RDFS.label) or self.graph.value(node, SKOS.prefLabel)
        return str(found) if found is not None else local_name(iri)

    def comment(self, iri: str) -> str:
        """Return a term's rdfs:comment or skos:definition, or ""."""
        node = URIRef(iri)
        return str(self.graph.value(node, RDFS.comment) or self.graph.value(node, SKOS.definition) or "")

    def term(self, core_name: str) -> str:
        """Return the domain's name for the core term `core_name`; the core's own where it has none.

        A domain names a core term by `rdfs:subPropertyOf`, `rdfs:subClassOf` or `skos:exactMatch`.

        Raises:
            UnknownName: the core has no such term.
        """
        return self._terms(core_name)

    @cached_property
    def _core_names(self) -> frozenset[str]:
        return frozenset(local_name(str(s)) for s in self.graph.subjects() if str(s).startswith(str(CORE)))

    def _terms(self, core_name: str) -> str:
        if core_name in self._bound:
            return self._bound[core_name]
        if core_name not in self._core_names:
            raise UnknownName("core term", core_name, self._core_names)
        core = CORE[core_name]
        own = [
            str(s)
            for link in (SKOS.exactMatch, RDFS.subPropertyOf, RDFS.subClassOf)
            for s in self.graph.subjects(link, core)
            if not str(s).startswith(str(CORE))
        ]
        same = [iri for iri in own if local_name(iri) == core_name]
        picked = same or (own if len(own) == 1 else [])
        self._bound[core_name] = picked[0] if picked else str(core)
        return self._bound[core_name]

    @cached_property
    def _bound(self) -> dict[str, str]:
        return {}

    @cached_property
    def base(self) -> str:
        """The IRI under which the domain's documents and entities are named; ends with "/"."""
        own = [
            str(b) for s, b in self.graph.subject_objects(CORE.base) if (s, RDF.type, OWL.Ontology) in self.graph
        ]
        if len(own) != 1:
            raise OntologyError([f"{self.folder / 'domain.ttl'}: core:base is given {len(own)} times; once is right"])
        return own[0].rstrip("/") + "/"

    @cached_property
    def version(self) -> str:
        """The domain's owl:versionInfo."""
        found = [
            str(self.graph.value(s, OWL.versionInfo) or "") for s in self.graph.subjects(CORE.base, None)
        ]
        return found[0] if found else ""

    # -- classes ----------------------------------------------------------------------------

    def supers(self, iri: str) -> frozenset[str]:
        """Return a class or property with everything it is below."""
        if iri not in self._above:
            self._above[iri] = self._climb(iri)
        return self._above[iri]

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        return {}

    def _climb(self, iri: str) -> frozenset[str]:
        link = RDFS.subPropertyOf if self._is_property(iri) else RDFS.subClassOf
        return frozenset(map(str, self.graph.transitive_objects(URIRef(iri), link)))

    def _is_property(self, iri: str) -> bool:
        kinds = set(self.graph.objects(URIRef(iri), RDF.type))
        return bool(kinds & {RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty})

    def is_a(self, iri: str, above: str) -> bool:
        """Tell whether a class (or property) is `above` or below it."""
        return above in self.supers(iri)

    def below(self, core_name: str) -> tuple[str, ...]:
        """Return the domain's classes below a core class, sorted; the core class itself where there are none."""
        top = str(CORE[core_name])
        own = sorted(c for c in self.classes if self.is_a(c, top) and not c.startswith(str(CORE)))
        return tuple(own) or (top,)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Every class that core or domain declare, sorted; concept schemes are none."""
        schemes = set(self.graph.subjects(RDF.type, SKOS.ConceptScheme))
        return tuple(sorted(str(c) for c in self.graph.subjects(RDF.type, OWL.Class) if c not in schemes))

    @cached_property
    def event_classes(self) -> tuple[str, ...]:
        """The most specific event classes: those that a reading gives."""
        events = [c for c in self.classes if self.is_a(c, str(CORE.Event)) and c != str(CORE.Event)]
        return tuple(c for c in events if not any(c != d and self.is_a(d, c) for d in events))

    def family(self, event_class: str) -> str:
        """Return the class directly below core:Event that `event_class` belongs to."""
        chain = self.supers(event_class) - self.supers(str(CORE.Event))
        tops = sorted(c for c in chain if (URIRef(c), RDFS.subClassOf, CORE.Event) in self.graph)
        return tops[0] if tops else event_class

    # -- roles and concepts -----------------------------------------------------------------

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The roles of events by IRI, in the order of their names; status is none of them."""
        found = {}
        for iri in sorted(map(str, self.graph.transitive_subjects(RDFS.subPropertyOf, CORE.role))):
            node = URIRef(iri)
            refined = [s for s in self.graph.subjects(RDFS.subPropertyOf, node) if str(s) != iri]
            if iri == str(CORE.role) or refined:
                continue
            ranges = frozenset(map(str, self.graph.objects(node, RDFS.range)))
            found[iri] = Role(
                iri=iri,
                name=local_name(iri),
                label=self.label(iri),
                kind=self._kind(ranges),
                domains=frozenset(map(str, self.graph.objects(node, RDFS.domain))),
                ranges=ranges,
                functional=(node, RDF.type, OWL.FunctionalProperty) in self.graph,
            )
        return MappingProxyType(found)

    def _kind(self, ranges: Iterable[str]) -> RoleKind:
        nodes = {URIRef(r) for r in ranges}
        if nodes & NUMERIC:
            return "number"
        if XSD.date in nodes:
            return "date"
        if any(SKOS.Concept in self.graph.transitive_objects(n, RDFS.subClassOf) for n in nodes):
            return "concept"
        return "text" if XSD.string in nodes else "entity"

    def roles_of(self, event_class: str) -> tuple[Role, ...]:
        """Return the roles that an event of this class may have."""
        above = self.supers(event_class)
        return tuple(r for r in self.roles.values() if not r.domains or r.domains & above)

    def fits(self, role: str, entity_class: str) -> bool:
        """Tell whether an entity of this class may fill the role."""
        ranges = self.roles[role].ranges
        return not ranges or bool(ranges & self.supers(entity_class))

    def concepts(self, scheme: str) -> tuple[str, ...]:
        """Return the concepts of a scheme, sorted."""
        return tuple(sorted(map(str, self.graph.subjects(SKOS.inScheme, URIRef(scheme)))))

    @cached_property
    def shortcuts(self) -> tuple[Shortcut, ...]:
        """The plain edges that stand for events, sorted by property."""
        return tuple(
            Shortcut(str(p), str(event), frozenset(map(str, self.graph.objects(p, CORE.shortcutStatus))))
            for p, event in sorted(self.graph.subject_objects(CORE.shortcut))
        )

    def shapes(self) -> Graph:
        """Return the SHACL shapes of the domain.

        Raises:
            OntologyError: `shapes.ttl` cannot be parsed.
        """
        graph = Graph()
        path = self.folder / "shapes.ttl"
        if path.is_file():
            parse_turtle(graph, path)
        return graph

    def __iter__(self) -> Iterator[str]:
        """Iterate over the IRIs of all terms, sorted."""
        return iter(sorted({str(s) for s in self.graph.subjects() if isinstance(s, URIRef)}))


def parse_turtle(graph: Graph, path: Path) -> None:
    """Add a Turtle file to a graph; a mistake in it is told with its line."""
    try:
        graph.parse(path, format="turtle")
    except FileNotFoundError:
        raise OntologyError([f"{path}: missing"]) from None
    except Exception as error:  # rdflib's Turtle parser raises BadSyntax, and plain errors on bad literals
        line = getattr(error, "lines", None)
        reason = getattr(error, "_why", None) or str(error).splitlines()[0]
        raise OntologyError([f"{path}:{line + 1 if line is not None else 1}: not Turtle: {reason}"]) from error


@lru_cache(maxsize=8)
def load(domain: str | None = None, root: Path | None = None) -> Ontology:
    """Return the ontology of a domain (the default one where none is named), loaded once a process."""
    return Ontology(domain or default_domain(root), root=root)
