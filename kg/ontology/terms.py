"""What can be said: the classes, roles and concepts of one domain together with those of the core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import XSD

from kg.errors import OntologyError, UnknownName
from kg.ontology.folder import default_domain, domains, ontology_root
from kg.ontology.names import CORE, local_name
from kg.ontology.records import Role, RoleKind, Shortcut, Step
from kg.ontology.turtle import TurtleFile, parse_turtle

NUMERIC = frozenset({XSD.integer, XSD.decimal})
_KINDS = frozenset({"Agent", "Event"})  # whose members always have a narrower class
_NAMING = (SKOS.exactMatch, RDFS.subPropertyOf, RDFS.subClassOf)


class Ontology:
    """The terms of one domain together with those of the core.

    Args:
        domain: the name of a folder in `root`.
        root: the folder `ontology/`.

    Raises:
        UnknownName: there is no such domain.
        OntologyError: a Turtle file cannot be parsed; every such file is told. What the files say is checked
            by `kg.ontology.mistakes`.
    """

    def __init__(self, domain: str, *, root: Path | None = None) -> None:
        self.root = root or ontology_root()
        self.domain = domain
        self.folder = self.root / domain
        if domain not in domains(self.root):
            raise UnknownName("domain", domain, domains(self.root))
        self.files = tuple(
            TurtleFile(path, self.name_of(path)) for path in (self.root / "core.ttl", self.folder / "domain.ttl")
        )
        self.graph = self._parsed()
        self._labels: dict[str, str] = {}
        self.prefixes: Mapping[str, str] = MappingProxyType(
            {p: str(ns) for p, ns in sorted(self.graph.namespaces()) if p}
        )

    def _parsed(self) -> Graph:
        wrong: list[str] = []
        graph = Graph()
        for file in self.files:
            try:
                file.parse()
            except OntologyError as error:
                wrong += error.mistakes
                continue
            graph += file.graph
            for prefix, namespace in file.graph.namespaces():
                graph.bind(prefix, namespace)
        if wrong:
            raise OntologyError(wrong)
        return graph

    def name_of(self, path: Path) -> str:
        """Return how a file of the ontology is called in messages: `ontology/core.ttl`."""
        return f"{self.root.name}/{path.relative_to(self.root)}"

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
        label = self._labels.get(iri)
        if label is None:
            node = URIRef(iri)
            found = self.graph.value(node, RDFS.label) or self.graph.value(node, SKOS.prefLabel)
            label = self._labels[iri] = str(found) if found is not None else local_name(iri)
        return label

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
        try:
            return self._terms[core_name]
        except KeyError:
            raise UnknownName("core term", core_name, self._terms) from None

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        core = {str(s) for s in self.graph.subjects() if str(s).startswith(str(CORE))}
        return {local_name(iri): self._named(iri) for iri in sorted(core)}

    def _named(self, core: str) -> str:
        """Return the domain's name for a core term.

        It is the term below it that has the same local name; else the only one, unless the core term has others
        of the core below it, or families of events: then that one is narrower, and no name. A scheme has the name
        of the scheme in which its concepts have theirs.
        """
        node, name = URIRef(core), local_name(core)
        below = {str(s) for link in _NAMING for s in self.graph.subjects(link, node)}
        own = sorted(iri for iri in below if not iri.startswith(str(CORE)))
        same = [iri for iri in own if local_name(iri) == name]
        if same:
            return same[0]
        if (node, RDF.type, SKOS.ConceptScheme) in self.graph:
            return next(iter(sorted(self._schemes_naming(node))), core)
        return own[0] if len(own) == 1 and own == sorted(below) and name not in _KINDS else core

    def _schemes_naming(self, scheme: URIRef) -> Iterator[str]:
        for concept in self.graph.subjects(SKOS.inScheme, scheme):
            for name in self.graph.subjects(SKOS.exactMatch, concept):
                yield from map(str, self.graph.objects(name, SKOS.inScheme))

    @cached_property
    def base(self) -> str:
        """The IRI under which the domain's documents and entities are named; ends with "/"."""
        own = [str(b) for s, b in self.graph.subject_objects(CORE.base) if (s, RDF.type, OWL.Ontology) in self.graph]
        if len(own) != 1:
            raise OntologyError([f"{self.files[-1].name}:1: core:base is given {len(own)} times; once is right"])
        return own[0].rstrip("/") + "/"

    @cached_property
    def version(self) -> str:
        """The domain's owl:versionInfo."""
        found = [str(self.graph.value(s, OWL.versionInfo) or "") for s in self.graph.subjects(CORE.base, None)]
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
        """Return the classes of a core class that things of this domain may have, sorted.

        These are the domain's own, and those of the core for which the domain has no name of its own. Agent and
        Event themselves are too general to be among them.

        Raises:
            UnknownName: the core has no such term.
        """
        top = str(CORE[core_name])
        self.term(core_name)
        found = [c for c in self.classes if self.is_a(c, top) and not self._replaced(c)]
        return tuple(found) or (top,)

    def _replaced(self, iri: str) -> bool:
        name = local_name(iri)
        return iri.startswith(str(CORE)) and (name in _KINDS or self.term(name) != iri)

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

    @cached_property
    def declared_events(self) -> tuple[str, ...]:
        """The event classes in the order in which the domain's Turtle describes them."""
        domain = self.files[-1]
        return tuple(sorted(self.event_classes, key=lambda c: (domain.line(c), c)))

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
            ranges = self._declared(iri, RDFS.range)
            found[iri] = Role(
                iri=iri,
                name=local_name(iri),
                label=self.label(iri),
                kind=self._kind(ranges),
                domains=self._declared(iri, RDFS.domain),
                ranges=ranges,
                functional=(node, RDF.type, OWL.FunctionalProperty) in self.graph,
            )
        return MappingProxyType(found)

    def _declared(self, iri: str, link: URIRef) -> frozenset[str]:
        """Return a property's domains or ranges: its own, else those of the properties above it."""
        own = frozenset(map(str, self.graph.objects(URIRef(iri), link)))
        if own or iri == str(CORE.role):
            return own
        above = (str(s) for s in self.graph.objects(URIRef(iri), RDFS.subPropertyOf) if s != CORE.role)
        return frozenset(iri for s in above for iri in self._declared(s, link))

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
        return self._concepts.get(scheme, ())

    @cached_property
    def _concepts(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for concept, scheme in self.graph.subject_objects(SKOS.inScheme):
            found.setdefault(str(scheme), []).append(str(concept))
        return {scheme: tuple(sorted(concepts)) for scheme, concepts in found.items()}

    @cached_property
    def shortcuts(self) -> tuple[Shortcut, ...]:
        """The plain edges that stand for events, sorted by property."""
        return tuple(
            Shortcut(str(p), str(event), frozenset(map(str, self.graph.objects(p, CORE.shortcutStatus))))
            for p, event in sorted(self.graph.subject_objects(CORE.shortcut))
        )

    @cached_property
    def course_parties(self) -> frozenset[str]:
        """The classes of agents whose course events may be part of; none where the domain has no courses."""
        return frozenset(map(str, self.graph.objects(URIRef(self.term("Course")), CORE.courseOf)))

    @cached_property
    def national(self) -> frozenset[str]:
        """The classes of which things of one name in two countries are two."""
        return self._annotated(CORE.ofOneCountry)

    @cached_property
    def mutual(self) -> frozenset[str]:
        """The classes of events in which every party acts, as in talks."""
        return self._annotated(CORE.mutual)

    @cached_property
    def stages(self) -> Mapping[str, int]:
        """How far on each status is: what is told later does not take an event back to an earlier stage."""
        found = self.graph.subject_objects(CORE.stage)
        return MappingProxyType({self.term(local_name(str(status))): int(str(stage)) for status, stage in found})

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that a course of events can take, in the order of their IRIs."""
        found = []
        for node in sorted({URIRef(str(node)) for node in self.graph.subjects(CORE.stepOf)}):
            outcome = self.graph.value(node, CORE.stepOutcome)
            day = self.graph.value(node, CORE.stepDay)
            found.append(
                Step(
                    concept=str(node),
                    events=frozenset(map(str, self.graph.objects(node, CORE.stepOf))),
                    statuses=frozenset(map(str, self.graph.objects(node, CORE.stepStatus))),
                    outcome=str(outcome) if outcome is not None else None,
                    day=str(day) if day is not None else "told",
                )
            )
        return tuple(found)

    def _annotated(self, annotation: URIRef) -> frozenset[str]:
        return frozenset(map(str, self.graph.subjects(annotation, Literal(True))))

    def shapes(self) -> Graph:
        """Return the SHACL shapes of the domain.

        Raises:
            OntologyError: `shapes.ttl` cannot be parsed.
        """
        graph = Graph()
        path = self.folder / "shapes.ttl"
        if path.is_file():
            parse_turtle(graph, path, name=self.name_of(path))
        return graph

    def __iter__(self) -> Iterator[str]:
        """Iterate over the IRIs of all terms, sorted."""
        return iter(self._all)

    @cached_property
    def _all(self) -> tuple[str, ...]:
        return tuple(sorted({str(s) for s in self.graph.subjects() if isinstance(s, URIRef)}))


def load(domain: str | None = None, root: Path | None = None) -> Ontology:
    """Return the ontology of a domain (the default one where none is named), loaded once a process.

    Raises:
        UnknownName: there is no such domain.
        OntologyError: a file cannot be parsed or a term is not well described.
    """
    return _load(domain or default_domain(root), root or ontology_root())


@lru_cache(maxsize=8)
def _load(domain: str, root: Path) -> Ontology:
    return Ontology(domain, root=root)
