"""Turns annotations into N-Quads in the layout of docs/graph.md: what a perfect reading would write."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS, SKOS, XSD

from kg.ontology import CORE, Ontology

OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
DATES = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}

Quads = set[ox.Quad]


def iri(term: Any) -> ox.NamedNode:
    return ox.NamedNode(str(term))


def literal(value: Any, datatype: Any = XSD.string) -> ox.Literal:
    return ox.Literal(str(value), datatype=iri(datatype))


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def date_literal(value: str) -> ox.Literal:
    if value.startswith("--"):
        return literal(value, XSD.gMonthDay if len(value) > 4 else XSD.gMonth)
    return literal(value, DATES[len(value)])


class Writer:
    """Writes one annotation; `text` is the article, needed for true offsets only."""

    def __init__(self, gold: dict[str, Any], ontology: Ontology, text: str | None = None) -> None:
        self.gold, self.ontology = gold, ontology
        self.text = text if text is not None else " ".join(x for e in gold["events"] for x in e["evidence"])
        self.graph = iri(f"{ontology.base}document/{quote(gold['doc'], safe='')}")
        self.quads: Quads = set()

    def node(self, tail: str) -> ox.NamedNode:
        return iri(f"{self.graph.value}#{tail}")

    def add(self, s: ox.NamedNode, p: Any, o: ox.NamedNode | ox.Literal) -> None:
        self.quads.add(ox.Quad(s, iri(p), o, self.graph))

    def term(self, name: str) -> str:
        return self.ontology.term(name)

    def write(self) -> Quads:
        self.document()
        for key, entity in self.gold["entities"].items():
            node = self.entity(key)
            self.add(node, RDF.type, iri(self.ontology.expand(entity["type"])))
            for n, name in enumerate(entity["names"]):
                self.add(node, SKOS.altLabel if n else RDFS.label, literal(name))
        for event in self.gold["events"]:
            self.event(event)
        for relation in self.gold["relations"]:
            self.relation(relation)
        for n, said in enumerate(self.gold["statements"]):
            self.statement(f"s{n:03}", said)
        return self.quads

    def entity(self, key: str) -> ox.NamedNode:
        return self.node(f"entity-{slug(key)}")

    def document(self) -> None:
        for cls in (CORE.Document, SCHEMA + "Article"):
            self.add(self.graph, RDF.type, iri(cls))
        self.add(self.graph, DCTERMS.identifier, literal(self.gold["doc"]))
        self.add(self.graph, SCHEMA + "articleBody", literal(self.text))
        self.add(self.graph, CORE.digest, literal(hashlib.sha256(self.text.encode()).hexdigest()))
        self.add(self.graph, CORE.version, literal("gold"))

    def evidence(self, owner: ox.NamedNode, pieces: Iterable[str]) -> None:
        for words in pieces:
            pattern = r"\s+".join(map(re.escape, words.split()))
            found = re.search(pattern, self.text)
            start, end = found.span() if found else (0, len(self.text))
            digest = hashlib.sha256(f"{owner}{start}{words}".encode()).hexdigest()[:16]
            node = self.node(f"evidence-{digest}")
            self.add(owner, self.term("evidence"), node)
            self.add(node, RDF.type, iri(self.term("Evidence")))
            self.add(node, OA + "hasSource", self.graph)
            self.add(node, OA + "start", literal(start, XSD.integer))
            self.add(node, OA + "end", literal(end, XSD.integer))
            self.add(node, OA + "exact", literal(found.group() if found else words))
            self.add(node, CORE.rule, literal("gold"))
            self.add(node, CORE.version, literal("1"))
            self.add(node, CORE.confidence, literal("1.0", XSD.decimal))

    def event(self, event: dict[str, Any]) -> None:
        node = self.node(f"event-{slug(event['id'])}")
        self.add(node, RDF.type, iri(self.ontology.expand(event["type"])))
        if event.get("status"):
            self.add(node, self.term("status"), iri(self.ontology.expand(event["status"])))
        for role in self.ontology.roles.values():
            for value in self.fillers(role.kind, event.get(role.name)):
                self.add(node, role.iri, value)
        self.evidence(node, event["evidence"])

    def fillers(self, kind: str, value: Any) -> Iterator[ox.NamedNode | ox.Literal]:
        values = value if isinstance(value, list) else [value]
        for one in (v for v in values if v is not None):
            if kind == "entity":
                yield self.entity(one)
            elif kind == "number":
                number = one["value"] if isinstance(one, dict) else one
                yield literal(number, XSD.integer if isinstance(one, dict) else XSD.decimal)
            elif kind == "date":
                yield date_literal(one)
            else:
                yield iri(self.ontology.expand(one))

    def relation(self, relation: dict[str, Any]) -> None:
        s, o = self.entity(relation["s"]), self.entity(relation["o"])
        predicate = self.ontology.expand(relation["p"])
        digest = hashlib.sha256(f"{s}{predicate}{o}{relation.get('role')}".encode()).hexdigest()[:16]
        if predicate != str(ORG.Membership):
            edge = self.node(f"edge-{digest}")
            self.add(s, predicate, o)
            self.add(edge, RDF.type, iri(RDF.Statement))
            for p, value in ((RDF.subject, s), (RDF.predicate, iri(predicate)), (RDF.object, o)):
                self.add(edge, p, value)
            self.evidence(edge, [self.text])
            return
        node, post = self.node(f"membership-{digest}"), self.node(f"role-{slug(relation['role'])}")
        self.add(node, RDF.type, iri(ORG.Membership))
        self.add(node, ORG.member, s)
        self.add(node, ORG.organization, o)
        self.add(node, ORG.role, post)
        self.add(post, RDF.type, iri(ORG.Role))
        self.add(post, RDFS.label, literal(relation["role"]))
        self.evidence(node, [self.text])

    def statement(self, key: str, said: dict[str, Any]) -> None:
        node = self.node(f"statement-{key}")
        self.add(node, RDF.type, iri(self.term("Statement")))
        self.add(node, self.term("speaker"), self.entity(said["speaker"]))
        self.add(node, self.term("text"), literal(said["text"]))
        self.add(node, self.term("stance"), iri(self.ontology.expand(said["stance"])))
        self.evidence(node, [said["text"]])


def n_quads(golds: Iterable[dict[str, Any]], ontology: Ontology) -> str:
    """Return sorted N-Quads lines: the order that `kg.score` gives to the facts of a store."""
    return "".join(sorted(f"{quad} .\n" for gold in golds for quad in Writer(gold, ontology).write()))
