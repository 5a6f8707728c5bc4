"""Reports: an event as a single document tells it, and the words from which that was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode
from rdflib import XSD

from kg.identity import node_iri
from kg.ontology import NUMERIC
from kg.query.records import EvidenceRow
from kg.store import evidence_of
from kg.store import terms as t
from kg.store.readings import Page

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue

_NUMBERS = frozenset(map(str, NUMERIC))


class Source(NamedTuple):
    """A document, as far as a table tells of it; `fields` is what its record held besides."""

    iri: str
    identifier: str
    title: str
    source: str
    published: date | None
    url: str
    fields: tuple[tuple[str, str], ...]

    @property
    def by(self) -> str:
        """By whom it is told where nobody speaks: the paper, or the article itself."""
        return self.source or self.title or self.identifier


class Filled(NamedTuple):
    """What fills a role of a happening. `value` is an IRI or what the literal says."""

    role: str
    value: str
    label: str
    datatype: str = ""


class Reports:
    """Reads what single documents tell, with the things of all documents instead of mentions.

    Args:
        catalogue: of the graph.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.store = catalogue.store
        self.ontology = catalogue.ontology
        self._status = NamedNode(self.ontology.term("status"))
        self._sources: dict[str, Source] = {}
        self._told: dict[str, tuple[Filled, ...]] = {}
        self._speech: dict[str, list[tuple[int, int, str]]] = {}
        self._evidence: dict[tuple[str, Filled | None], list[EvidenceRow]] = {}

    def page(self, node: str) -> Page:
        """Return the document of a node."""
        return Page(self.store.raw, self.store.terms, node.partition("#")[0])

    def source(self, node: str) -> Source:
        """Return the document of a node, as far as a table tells of it."""
        iri = node.partition("#")[0]
        if iri not in self._sources:
            page = self.page(iri)
            fields = [NamedNode(node) for node in page.all(page.graph, t.FIELD)]
            self._sources[iri] = Source(
                iri=iri,
                identifier=page.need(page.graph, t.IDENTIFIER),
                title=page.need(page.graph, t.TITLE),
                source=page.need(page.graph, t.SOURCE),
                published=full_day(page.need(page.graph, t.PUBLISHED)),
                url=page.need(page.graph, t.URL),
                fields=tuple((page.need(f, t.LABEL), value) for f in fields for value in page.all(f, t.VALUE)),
            )
        return self._sources[iri]

    def told(self, report: str) -> tuple[Filled, ...]:
        """Return what fills the roles of an event as one document tells it: the thing, with its mention as label."""
        if report not in self._told:
            found = []
            for quad in self.page(report).quads(NamedNode(report), None):
                if quad.predicate.value in self.ontology.roles:
                    value = t.value(quad.object)
                    datatype = quad.object.datatype.value if isinstance(quad.object, Literal) else ""
                    thing = self.catalogue.assembled.one(value, t.MENTION_OF) or value if "#entity-" in value else value
                    found.append(Filled(quad.predicate.value, thing, value, datatype))
            self._told[report] = tuple(sorted(found))
        return self._told[report]

    def status(self, report: str) -> str:
        """Return the status of an event as one document tells it."""
        return self.page(report).need(NamedNode(report), self._status)

    def statements(self, report: str, stances: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """Yield the statements about an event of one document: node, speaker and words."""
        page, names, wanted = self.page(report), self.store.terms, set(stances)
        for node in page.subjects(names.about, NamedNode(report)):
            if page.need(node, names.stance) in wanted:
                speaker = self.catalogue.label(page.need(node, names.speaker))
                yield node.value, speaker, page.need(node, names.text)

    def speaker(self, rows: Iterable[EvidenceRow], role: str) -> str:
        """Return who says the words that fill a role in pieces of evidence; "" where nobody is quoted.

        The narrowest piece of speech around them tells, as in the claims of the assembled layer.
        """
        for row in rows:
            starts = [start for start, _, marked in row.marks if marked == role]
            said = [
                (end - start, mention)
                for start, end, mention in self._speeches(row.node)
                if any(start <= place < end for place in starts)
            ]
            if said:
                return self.catalogue.label(min(said)[1])
        return ""

    def _speeches(self, node: str) -> list[tuple[int, int, str]]:
        """Return where somebody speaks in the document of a node, and the mention that does."""
        page = self.page(node)
        if page.iri not in self._speech:
            self._speech[page.iri] = [
                (piece.start, piece.end, node_iri(page.iri, "entity", statement.speaker))
                for statement in page.statements()
                for piece in statement.evidence
            ]
        return self._speech[page.iri]

    def evidence(self, report: str, filled: Filled | None = None) -> list[EvidenceRow]:
        """Return the words behind an event of one document, or behind what fills a role of it there."""
        if (report, filled) not in self._evidence:
            self._evidence[report, filled] = self._read(report, filled)
        return self._evidence[report, filled]

    def _read(self, report: str, filled: Filled | None) -> list[EvidenceRow]:
        what = report if filled is None else (report, filled.role, filled.label)
        rows = [
            EvidenceRow(
                sentence=row.exact,
                document=row.identifier,
                title=row.title,
                source=row.source,
                published=row.published,
                start=row.start,
                end=row.end,
                rule=row.rule,
                confidence=row.confidence,
                marks=tuple((mark.start, mark.end, mark.role or "") for mark in row.marks),
                node=row.node,
            )
            for row in evidence_of(self.store, what, distinct=True)
        ]
        return rows if filled is None else self._showing(rows, filled)

    def _showing(self, rows: list[EvidenceRow], filled: Filled) -> list[EvidenceRow]:
        """Return the pieces that show the very filler: in which it is marked, else in which the number stands.

        Where none of the event does, those of the same document that hold the number; and all where none does.
        """
        page = self.page(rows[0].node) if rows else None
        names = {filled.value, filled.label}
        if page is not None and not filled.datatype:
            names = {name for link in (t.LABEL, t.ALT_LABEL) for name in page.all(NamedNode(filled.label), link)}

        def shows(row: EvidenceRow) -> bool:
            words = [row.sentence[a - row.start : b - row.start] for a, b, role in row.marks if role == filled.role]
            return any(word in names or word.replace(",", "").strip(" %.") in names for word in words)

        marked = [row for row in rows if shows(row)]
        if marked or page is None or filled.datatype not in _NUMBERS:
            return marked or rows
        number = re.compile(r"(?<![\d.,])" + r"[,. \u00a0\u202f]?".join(map(re.escape, filled.value)) + r"(?!\d)")
        return [row for row in rows if number.search(row.sentence)] or self._beside(page, number, rows[0]) or rows

    def _beside(self, page: Page, wanted: re.Pattern[str], like: EvidenceRow) -> list[EvidenceRow]:
        """Return the pieces of evidence of a document, whatever was read from them, that hold a number."""
        found = {page.span(node): page.need(node, t.EXACT) for node in page.subjects(t.CONFIDENCE)}
        return [
            replace(like, sentence=exact, start=start, end=end, marks=())
            for (start, end), exact in sorted(found.items())
            if wanted.search(exact)
        ]


def full_day(lexical: str) -> date | None:
    """Return a day; None where a part of it is unknown."""
    try:
        return date.fromisoformat(lexical) if len(lexical) == len("2022-12-19") else None
    except ValueError:
        return None


def is_day(filled: Filled) -> bool:
    """Tell whether a literal is a whole day."""
    return filled.datatype == str(XSD.date) and full_day(filled.value) is not None
