"""Checks what the Turtle files of an ontology say: every mistake, each with its file and line.

A line of `mistakes` reads `ontology/core.ttl:41: core:actor: no rdfs:range; ...`: where, what, and what would be
right. Terms of other vocabularies (org:, foaf:) are taken as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.errors import OntologyError
from kg.ontology.names import CORE, local_name
from kg.ontology.terms import Ontology
from kg.ontology.turtle import TurtleFile

_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
_DESCRIBED = (OWL.Class, *_PROPERTIES, OWL.AnnotationProperty)
_IN_DOMAIN = "https://w3id.org/kg/core/domain#"  # `domain:x` in core-shapes.ttl: what a domain calls core:x


def mistakes(ontology: Ontology) -> list[str]:
    """Return every mistake in the Turtle files of a domain and of the core, in the order of files and lines."""
    return _Checks(ontology).all()


class _Checks:
    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.found: list[tuple[int, int, str]] = []
        self.broken: list[str] = []
        self.shapes = tuple(self._shape_files())
        self.files = (*ontology.files, *self.shapes)

    def all(self) -> list[str]:
        for file in self.files:
            self._prefixes(file)
        for file in self.ontology.files:
            self._terms(file)
            self._concepts(file)
        for file in self.files:
            self._undeclared(file)
        self._events()
        self._base()
        told = [f"{self.files[n].name}:{line}: {text}" for n, line, text in sorted(set(self.found))]
        return [*self.broken, *told]

    def wrong(self, file: TurtleFile, line: int, text: str) -> None:
        self.found.append((self.files.index(file), line, text))

    def _shape_files(self) -> Iterator[TurtleFile]:
        for path in (self.ontology.root / "core-shapes.ttl", self.ontology.folder / "shapes.ttl"):
            file = TurtleFile(path, self.ontology.name_of(path))
            if not path.is_file():
                continue
            try:
                file.parse()
            except OntologyError as error:
                self.broken += error.mistakes
            else:
                yield file

    # -- prefixes ---------------------------------------------------------------------------

    def _prefixes(self, file: TurtleFile) -> None:
        own: dict[str, tuple[str, str]] = {}
        for prefix, namespace, line in file.prefixes():
            first = own.setdefault(prefix, (f"line {line}", namespace))
            place, meant = self._namespaces.get(prefix, first)
            if namespace != meant:
                text = f"{prefix}: is <{namespace}> here and <{meant}> in {place}; a prefix has one meaning"
                self.wrong(file, line, text)

    @cached_property
    def _namespaces(self) -> dict[str, tuple[str, str]]:
        """Each prefix of core and domain with what gives it its meaning: rdflib, which knows some, or a file."""
        found: dict[str, tuple[str, str]] = {}
        known = {prefix: ("rdflib", str(namespace)) for prefix, namespace in Graph().namespaces()}
        for file in self.ontology.files:
            for prefix, namespace, _ in file.prefixes():
                found.setdefault(prefix, known.get(prefix, (file.name, namespace)))
        return found

    # -- terms ------------------------------------------------------------------------------

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """The namespaces in which core and domain declare terms."""
        nodes = {str(s) for s, kind in self.ontology.graph.subject_objects(RDF.type) if kind != OWL.Ontology}
        return tuple(sorted({iri.removesuffix(local_name(iri)) for iri in nodes if "://" in iri}))

    def _terms(self, file: TurtleFile) -> None:
        for kind in _DESCRIBED:
            for node in _named(file.graph.subjects(RDF.type, kind)):
                self._described(file, node)
                if kind in _PROPERTIES:
                    self._bounded(file, node)

    def _described(self, file: TurtleFile, node: URIRef) -> None:
        for link, what in ((RDFS.label, "what people call it"), (RDFS.comment, "what it means, in one sentence")):
            if not any(str(v).strip() for v in self.ontology.graph.objects(node, link)):
                self._tell(file, node, f"no {_short(link)}; it says {what}")

    def _bounded(self, file: TurtleFile, node: URIRef) -> None:
        graph = self.ontology.graph
        for link, who in ((RDFS.domain, "whose property it is"), (RDFS.range, "what its values are")):
            above = graph.transitive_objects(node, RDFS.subPropertyOf)
            if not any((p, link, None) in graph for p in above if p == node or p != CORE.role):
                right = f"it says {who}, rdfs:Resource where that is open"
                self._tell(file, node, f"no {_short(link)}; {right}")

    def _concepts(self, file: TurtleFile) -> None:
        graph = self.ontology.graph
        for node in _named(file.graph.subjects(RDF.type, SKOS.ConceptScheme)):
            if (node, SKOS.prefLabel, None) not in graph:
                self._tell(file, node, "no skos:prefLabel; it says what people call it")
        for node in _named(file.graph.subjects(RDF.type, SKOS.Concept)):
            if (node, SKOS.prefLabel, None) not in graph:
                self._tell(file, node, "no skos:prefLabel; it says what people call it")
            schemes = [*graph.objects(node, SKOS.inScheme)]
            if not schemes:
                self._tell(file, node, "no skos:inScheme; it names the scheme of which the concept is one")
            for scheme in schemes:
                if (scheme, RDF.type, SKOS.ConceptScheme) not in graph:
                    text = f"skos:inScheme {self._name(scheme)}, which is no skos:ConceptScheme"
                    self._tell(
                        file, node, f"{text}. {_choices(self._name(scheme), map(self._name, self._schemes))}", scheme
                    )

    @cached_property
    def _schemes(self) -> list[URIRef]:
        return _named(self.ontology.graph.subjects(RDF.type, SKOS.ConceptScheme))

    def _undeclared(self, file: TurtleFile) -> None:
        """Tell of terms in our own namespaces that nobody declares: misspelt ones, mostly."""
        known = {
            *map(str, self.ontology.graph.subjects(RDF.type, None)),
            *map(str, file.graph.subjects(RDF.type, None)),
        }
        core = {local_name(iri) for iri in known if iri.startswith(str(CORE))}
        for subject, *rest in sorted(file.graph, key=str):
            for node in rest:
                iri = str(node)
                if not isinstance(node, URIRef) or iri in known:
                    continue
                if iri.startswith(_IN_DOMAIN) and iri.removeprefix(_IN_DOMAIN) in core:
                    continue
                if iri.startswith((*self._own, _IN_DOMAIN)):
                    names = [
                        n
                        for n in map(self._name, map(URIRef, known))
                        if n.split(":")[0] == self._name(node).split(":")[0]
                    ]
                    self._tell(
                        file,
                        subject,
                        f"{self._name(node)} is declared nowhere. {_choices(self._name(node), names)}",
                        node,
                    )

    # -- events -----------------------------------------------------------------------------

    def _events(self) -> None:
        """Each event class that is read stands below exactly one family, a class directly below core:Event."""
        ontology, event = self.ontology, str(CORE.Event)
        for iri in ontology.event_classes:
            above = ontology.supers(iri) - {event}
            families = sorted(c for c in above if (URIRef(c), RDFS.subClassOf, CORE.Event) in ontology.graph)
            file = next(f for f in ontology.files if (URIRef(iri), RDF.type, None) in f.graph)
            if families == [iri]:
                right = "a class between them is right, below which all stand that may tell of one happening"
                self._tell(
                    file, URIRef(iri), f"stands directly below core:Event and so in no family of events; {right}"
                )
            elif len(families) > 1:
                names = " and ".join(self._name(URIRef(f)) for f in families)
                self._tell(file, URIRef(iri), f"stands in the families {names}; one is right")

    def _base(self) -> None:
        try:
            _ = self.ontology.base
        except OntologyError as error:
            self.broken += error.mistakes

    # -- telling ----------------------------------------------------------------------------

    def _tell(self, file: TurtleFile, node: Node, text: str, about: Node | None = None) -> None:
        name = f"{self._name(node)}: " if isinstance(node, URIRef) else ""
        subject = str(node) if isinstance(node, URIRef) else str(about)
        self.wrong(file, file.line(subject, str(about) if about is not None else None), f"{name}{text}")

    def _name(self, node: Node) -> str:
        iri = str(node)
        fits = [
            (len(ns), f"{p}:{iri.removeprefix(ns)}") for p, (_, ns) in self._namespaces.items() if iri.startswith(ns)
        ]
        return max(fits)[1] if fits else f"<{iri}>"


def _named(nodes: Iterable[Node]) -> list[URIRef]:
    return sorted({n for n in nodes if isinstance(n, URIRef)})


def _short(link: URIRef) -> str:
    return f"rdfs:{local_name(str(link))}"


def _choices(wanted: str, known: Iterable[str]) -> str:
    names = sorted(set(known))
    near = get_close_matches(wanted, names, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names[:12])}"
