"""Reads what an RDF dataset says of each document, in the layout of docs/graph.md."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyoxigraph as ox
from rdflib import SKOS
from rdflib.namespace import DCTERMS, FOAF, ORG, RDF, RDFS

from kg.errors import ReadError
from kg.ontology import MEMBERSHIP, Ontology, local_name
from kg.quad_source import QuadSource
from kg.score.facts import EventFacts, Filler, GoldDoc, Names, RelationFact, StatementFact
from kg.score.quads import DocumentGraph, Term, tail, text_of
from kg.score.sameness import names_of
from kg.score.terms import RoleFact, Terms

NAMING = tuple(map(str, (RDFS.label, SKOS.prefLabel, SKOS.altLabel, FOAF.name, "https://schema.org/name")))
FORMATS = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}


def from_dataset(
    quads: QuadSource | Path, ontology: Ontology, *, only: Collection[str] | None = None
) -> dict[str, GoldDoc]:
    """Read the facts of each document from the named graph of its own.

    A graph belongs to a document when its IRI has a dcterms:identifier, in whatever graph.

    Args:
        quads: a store, or a file of N-Quads (`.nq`) or TriG (`.trig`).
        ontology: the domain in whose terms the dataset is written.
        only: the identifiers of the documents to read; all when None.

    Returns:
        The facts by identifier. Events and statements are in the order of their IRIs, so the result does not
        depend on the store.

    Raises:
        ReadError: the file is missing or not what its name says.
    """
    store = _load(quads) if isinstance(quads, Path) else quads
    terms = Terms(ontology)
    docs: dict[str, GoldDoc] = {}
    named = store.quads_for_pattern(None, ox.NamedNode(str(DCTERMS.identifier)), None, None)
    for node, identifier in sorted({(q.subject, text_of(q.object)) for q in named}, key=lambda x: (str(x[0]), x[1])):
        if not isinstance(node, ox.NamedNode) or (only is not None and identifier not in only):
            continue
        graph = DocumentGraph(store, node)
        if graph.empty:
            continue
        doc = docs.setdefault(identifier, GoldDoc())
        reader = _DocumentReader(graph, terms)
        doc.events += reader.events()
        doc.relations += reader.relations()
        doc.statements += reader.statements()
    return docs


def _load(path: Path) -> ox.Store:
    if path.suffix not in FORMATS:
        raise ReadError(f"{path}: neither .nq nor .trig; export the graph in one of these")
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=FORMATS[path.suffix])
    except (OSError, SyntaxError, ValueError) as error:
        raise ReadError(f"{path}: {error}") from error
    return store


class _DocumentReader:
    """Reads one document's graph."""

    def __init__(self, graph: DocumentGraph, terms: Terms) -> None:
        self.graph = graph
        self.terms = terms
        self._called: dict[Term, Names] = {}

    def term(self, core_name: str) -> str:
        return self.terms.ontology.term(core_name)

    def name(self, node: Term) -> Names:
        """Return what a node is called anywhere in the dataset, else the words of its IRI."""
        if node not in self._called:
            labels = [text_of(o) for p in NAMING for o in self.graph.anywhere(node, p)]
            self._called[node] = names_of(labels or [tail(node).replace("-", " ")])
        return self._called[node]

    def quoted(self, node: Term) -> tuple[str, ...]:
        """Return the words of a node's evidence, in the order of the text."""
        return self.graph.quoted(node, self.term("evidence"))

    def events(self) -> list[EventFacts]:
        return [self._event(node, kind) for kind in self.terms.event_classes for node in self._of_kind(kind)]

    def _of_kind(self, kind: str) -> list[Term]:
        """Return the events of a class, but for those that also have a class declared later."""
        order = self.terms.event_classes
        nodes = self.graph.subjects(str(RDF.type), kind)
        kept = []
        for node in nodes:
            types = {text_of(t) for t in self.graph.objects(node, str(RDF.type))}
            others = [order.index(k) for k in order if k != kind and k in types]
            if not others or others[0] < order.index(kind):
                kept.append(node)
        return kept

    def _event(self, node: Term, kind: str) -> EventFacts:
        status = self.graph.value(node, self.term("status"))
        return EventFacts(
            type=local_name(kind),
            status=tail(status) if status is not None else None,
            fillers={fact.name: self._fillers(node, fact) for fact in self.terms.role_facts},
            evidence=self.quoted(node),
        )

    def _fillers(self, node: Term, fact: RoleFact) -> tuple[Filler, ...]:
        found: list[Filler] = []
        for role in fact.roles:
            values = self.graph.objects(node, role.iri)
            if fact.kind == "concept" and role.functional:
                values = values[:1]
            found += [self._filler(value, fact) for value in values]
        return tuple(sorted(set(map(str, found)))) if fact.kind == "date" else tuple(found)

    def _filler(self, value: Term, fact: RoleFact) -> Filler:
        if fact.kind == "entity":
            return self.name(value)
        if fact.kind == "number":
            return number(text_of(value))
        return tail(value) if fact.kind == "concept" else text_of(value)

    def relations(self) -> list[RelationFact]:
        found = []
        for predicate in self.terms.edges:
            for s, o in self.graph.subject_objects(predicate):
                edge = self.graph.statement_of(s, predicate, o)
                sentence = next(iter(self.quoted(edge)), "") if edge is not None else ""
                found.append(RelationFact(self.name(s), tail(predicate), self.name(o), sentence=sentence))
        for node in self.graph.subjects(str(RDF.type), MEMBERSHIP):
            who, where = self.graph.value(node, str(ORG.member)), self.graph.value(node, str(ORG.organization))
            if who is not None and where is not None:
                sentence = next(iter(self.quoted(node)), "")
                found.append(
                    RelationFact(
                        self.name(who), tail(MEMBERSHIP), self.name(where), self._title(node), sentence=sentence
                    )
                )
        return found

    def _title(self, node: Term) -> str | None:
        post = self.graph.value(node, str(ORG.role))
        if post is None:
            return None
        titles = [text_of(t) for p in (RDFS.label, SKOS.prefLabel) for t in self.graph.anywhere(post, str(p))]
        return next(filter(None, titles), None)

    def statements(self) -> list[StatementFact]:
        found = []
        for node in self.graph.subjects(str(RDF.type), self.term("Statement")):
            speaker, stance = self.graph.value(node, self.term("speaker")), self.graph.value(node, self.term("stance"))
            text = self.graph.value(node, self.term("text"))
            if speaker is not None:
                said = tail(stance) if stance is not None else None
                found.append(StatementFact(self.name(speaker), said, text_of(text) if text is not None else ""))
        return found


def number(lexical: str) -> float:
    """Return the value of a number; NaN, which equals none, where it is not one."""
    try:
        return float(lexical)
    except ValueError:
        return float("nan")
