"""What the pages of one graph share: its records, the names of terms, the addresses of pages, and the references."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from pyoxigraph import NamedNode
from rdflib import DCTERMS

from kg.frames.gazetteer import country_names
from kg.identity import document_iri
from kg.ontology import CORE
from kg.pipeline.countries import Countries
from kg.pipeline.judgements import FILE
from kg.query.catalogue import Catalogue
from kg.query.courses import Courses
from kg.query.describing import evidence
from kg.query.records import EvidenceRow
from kg.serve.pages.addresses import path_of
from kg.serve.pages.marking import Span, marked
from kg.serve.pages.ranking import Ranking
from kg.serve.pages.records import Named, Reference, Value
from kg.store import terms as t
from kg.store.catalogue import by_document

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph

REFERENCES = 5  # of a statement, on a page
_LOOKS = ("actor", "target", "place", "date", "startDate", "endDate", "reason")


class Listed(NamedTuple):
    """An article in a list. `published` is a day as ISO 8601; what is unknown is empty."""

    iri: str
    identifier: str
    title: str
    published: str
    source: str


class Room:
    """Reads one graph for its pages; what is read is kept.

    Args:
        graph: open for reading. It is not held, only its store is.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.store = graph.store
        self.ontology = graph.ontology
        self.catalogue = Catalogue(graph.store)
        self.assembled = self.catalogue.assembled
        self.courses = Courses(self.catalogue)
        self.ranking = Ranking(self.assembled)
        self.base = self.ontology.base
        self.terms = frozenset(self.ontology)
        self._looks = {"": "trigger"}
        self._homes: dict[str, str] = {}

    # -- names and addresses ------------------------------------------------------------------

    def word(self, term: str) -> str:
        """Return what people call a term."""
        return self.catalogue.word(term)

    def href(self, iri: str) -> str | None:
        """Return the address of a node's page, None of what lies elsewhere."""
        return path_of(iri, self.base)

    def named(self, iri: str, *, note: str = "", count: int = 0) -> Named:
        """Return a thing, course or term by its name, with its page."""
        if iri in self.terms:
            return Named(self.word(iri), None, note, count)
        return Named(self.catalogue.label(iri), self.href(iri), note, count)

    def document(self, identifier: str) -> str:
        """Return the address of an article's page."""
        return self.href(document_iri(self.base, identifier)) or ""

    def look(self, role: str) -> str:
        """Return the class of the stylesheet for words that fill a role; those that name an event fill none."""
        if role not in self._looks:
            self._looks[role] = self._look(role)
        return self._looks[role]

    def _look(self, role: str) -> str:
        for name in _LOOKS:
            if self.ontology.is_a(role, str(CORE[name])):
                return "date" if name.endswith("Date") else name
        known = self.ontology.roles.get(role)
        return "number" if known and known.kind == "number" else "other"

    # -- the graph as a whole -----------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """What the domain calls itself."""
        titles = self.ontology.files[-1].graph.objects(None, DCTERMS.title)
        return next(iter(sorted(map(str, titles))), self.ontology.domain)

    @cached_property
    def articles(self) -> list[Listed]:
        """All articles, those of the latest days first, then by title."""
        raw = self.store.raw
        base = self.ontology.base
        title, day, source = (by_document(raw, p, base=base) for p in (t.TITLE, t.PUBLISHED, t.SOURCE))
        found = [
            Listed(iri, name, title.get(iri, name), day.get(iri, ""), source.get(iri, ""))
            for iri, name in by_document(raw, t.IDENTIFIER, base=base).items()
        ]
        found.sort(key=lambda one: (one.title, one.iri))
        return sorted(found, key=lambda one: one.published, reverse=True)

    @cached_property
    def countries(self) -> Countries:
        """What tells in which country things and events are."""
        return Countries(self.ontology, self._home)

    def _home(self, document: str) -> str:
        if document not in self._homes:
            known = self.catalogue.page(document).quads(None, t.IDENTITY)
            self._homes[document] = self.countries.of_article(t.value(quad.object) for quad in known)
        return self._homes[document]

    @cached_property
    def country_names(self) -> dict[str, str]:
        """What countries are called, by their codes."""
        return country_names(self.ontology)

    @cached_property
    def listed(self) -> dict[str, Listed]:
        """The articles by IRI."""
        return {one.iri: one for one in self.articles}

    @cached_property
    def endings(self) -> dict[str, str]:
        """The IRIs of all things, articles and courses, each with what it ends in, as people read it."""
        things = (iri for iri in self.assembled.column(t.TYPE) if iri.startswith(self.assembled.things))
        iris = (*things, *(one.iri for one in self.articles), *(iri for iri, *_ in self.courses.outlines))
        return {iri: unquote(iri.removeprefix(self.base).partition("/")[2]).casefold() for iri in iris}

    @cached_property
    def version(self) -> str:
        """The version of the graph: a digest of its articles, of what people judged, and of what read them."""
        digest = hashlib.sha256(self.ontology.version.encode())
        for iri, content in sorted(by_document(self.store.raw, t.DIGEST, base=self.ontology.base).items()):
            reader = self.catalogue.page(iri).one(NamedNode(iri), t.VERSION)
            digest.update(f"\n{iri} {content} {reader}".encode())
        judged = self.store.path / FILE
        digest.update(judged.read_bytes() if judged.is_file() else b"")
        return digest.hexdigest()[:12]

    @cached_property
    def until(self) -> str:
        """The day of the latest article."""
        return max((one.published for one in self.articles), default="")

    # -- references ---------------------------------------------------------------------------

    def original(self, document: str) -> str:
        """Return the article of which an article is a copy, else itself."""
        return self.courses.original(document)

    def evidence(self, what: str | tuple[str, str, str], *, limit: int | None = None) -> list[EvidenceRow]:
        """Return the words behind a node or an edge, each sentence of an article once."""
        return evidence(self.store, what, limit=limit, distinct=True)

    def references(self, what: str | tuple[str, str, str], *, limit: int = REFERENCES) -> tuple[Reference, ...]:
        """Return the first references of a node or an edge."""
        return tuple(self.reference(row) for row in self.evidence(what, limit=limit))

    def reference(self, row: EvidenceRow) -> Reference:
        """Return a piece of evidence as a reference, with the trigger and the arguments marked."""
        page = self.document(row.document)
        spans = (
            Span(a - row.start, b - row.start, self.look(role), self.word(role) if role else "")
            for a, b, role in row.marks
        )
        return Reference(
            quote=marked(row.sentence, spans),
            title=row.title or row.document,
            href=f"{page}#c{row.start}",
            document=row.document,
            day=row.published,
            source=row.source,
            rule=row.rule,
            confidence=row.confidence,
        )

    def told(self, named: Named, rows: Iterable[EvidenceRow], *, who: str = "", day: str = "") -> Value:
        """Return a value with all that tell it: copies of one article are one source."""
        from kg.assemble.belief import Witness, belief

        them = list(rows)
        origins = {r.document: self.original(document_iri(self.base, r.document)) for r in them}
        return Value(
            named=named,
            belief=belief(Witness(origins[r.document], r.confidence) for r in them) if them else None,
            documents=len(origins),
            sources=len(set(origins.values())),
            references=tuple(map(self.reference, them[:REFERENCES])),
            more=max(0, len(them) - REFERENCES),
            who=who,
            day=day,
        )


_ROOMS: WeakKeyDictionary[KnowledgeGraph, Room] = WeakKeyDictionary()


def room_of(graph: KnowledgeGraph) -> Room:
    """Return the room of a graph, the same each time; it goes when the graph goes."""
    if graph not in _ROOMS:
        _ROOMS[graph] = Room(graph)
    return _ROOMS[graph]
