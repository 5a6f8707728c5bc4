"""From a node or an edge to the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.store import terms as t
from kg.store.behind import carriers, edge_carriers
from kg.store.graph import GraphStore
from kg.store.readings import Page


class EvidenceMark(NamedTuple):
    """Words inside a piece of evidence: those that fill `role` (its IRI), or that name the event (None)."""

    role: str | None
    start: int
    end: int
    exact: str


class EvidenceRow(NamedTuple):
    """A piece of evidence with its document. Offsets are characters of the original text.

    `node` is the event, entity, relation, office or statement whose evidence it is.
    """

    document_iri: str
    identifier: str
    title: str | None
    source: str | None
    published: date | None
    start: int
    end: int
    exact: str
    rule: str
    confidence: float
    marks: tuple[EvidenceMark, ...]
    node: str


def evidence_of(
    store: GraphStore, what: str | tuple[str, str, str], *, limit: int | None = None, distinct: bool = False
) -> list[EvidenceRow]:
    """Return the evidence of a node, or of an edge, sorted by date, document and place in the text.

    Of an edge from an event, only the pieces that mark the role count, where any does.

    Args:
        store: the graph.
        what: the IRI of a node, or subject, predicate and object of an edge. Things and edges of all
            documents lead down to what single documents say.
        limit: how many rows at most.
        distinct: leave out a piece whose words were given already, from the same document.
    """
    if isinstance(what, str):
        rows = _rows(store, carriers(store, what))
    else:
        rows = _marking(list(_rows(store, edge_carriers(store, *what))), what[1])
    return sorted(islice(_distinct(rows) if distinct else rows, limit), key=_place)


def _distinct(rows: Iterable[EvidenceRow]) -> Iterator[EvidenceRow]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        said = row.document_iri, " ".join(row.exact.split())
        if said not in seen:
            seen.add(said)
            yield row


def _place(row: EvidenceRow) -> tuple[object, ...]:
    return row.published or date.min, row.identifier, row.start, row.end, row.rule, row.node


def _marking(rows: list[EvidenceRow], role: str) -> Iterator[EvidenceRow]:
    return iter([row for row in rows if any(mark.role == role for mark in row.marks)] or rows)


def _rows(store: GraphStore, nodes: Iterable[str]) -> Iterator[EvidenceRow]:
    for node in nodes:
        page = Page(store.raw, store.terms, node.partition("#")[0])
        published = page.one(page.graph, t.PUBLISHED)
        for piece in map(NamedNode, page.all(NamedNode(node), store.terms.evidence)):
            start, end = page.span(piece)
            yield EvidenceRow(
                document_iri=page.iri,
                identifier=page.need(page.graph, t.IDENTIFIER),
                title=page.one(page.graph, t.TITLE),
                source=page.one(page.graph, t.SOURCE),
                published=date.fromisoformat(published) if published else None,
                start=start,
                end=end,
                exact=page.need(piece, t.EXACT),
                rule=page.need(piece, t.RULE),
                confidence=float(page.need(piece, t.CONFIDENCE)),
                marks=tuple(sorted(_marks(page, piece), key=lambda mark: (mark.start, mark.end, mark.role or ""))),
                node=node,
            )


def _marks(page: Page, piece: NamedNode) -> Iterator[EvidenceMark]:
    for node in map(NamedNode, page.all(piece, t.MARK)):
        yield EvidenceMark(page.one(node, t.MARKED_ROLE), *page.span(node), page.need(node, t.EXACT))


def verify_offsets(store: GraphStore) -> list[str]:
    """Return a message for each piece of evidence, or mark, whose words do not stand where it says."""
    return [wrong for page in store.pages() for wrong in misplaced(page)]


def misplaced(page: Page) -> Iterator[str]:
    """Yield a message for each piece of evidence, or mark, of a document whose words do not stand where it says."""
    body = page.need(page.graph, t.BODY)
    for node in page.subjects(t.EXACT):
        exact = page.need(node, t.EXACT)
        try:
            start, end = page.span(node)
        except ValueError:
            yield f"{node.value}: {exact!r} was read, and it is not told where"
            continue
        if body[start:end] != exact:
            yield f"{node.value}: {exact!r} was read at {start}-{end}, where {body[start:end]!r} stands"
