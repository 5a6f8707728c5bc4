"""What the graph says of a node, with its references, as triples; and their bytes, the same each time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.store import terms as t
from kg.store.behind import carriers
from kg.store.jsonld import write_nodes
from kg.store.prefixes import prefixes

if TYPE_CHECKING:
    from kg.serve.pages.room import Room

_TELLING = (t.STATE_OF, t.CLAIM_OF, t.REPORT_OF, t.IN_COURSE, t.STEP_EVENT, t.MENTION_OF, t.LINK_ENTITY, t.LINK_MENTION)
_ENDS = (t.SUBJECT, t.OBJECT, t.MEMBER, t.ORGANIZATION)


def triples_of(room: Room, iri: str) -> list[Triple]:
    """Return what the graph says of a node, in the order of their text.

    These are its own triples and those that lead to it; the nodes that tell of it (edges, offices, links, states,
    claims, steps, reports); the evidence of all of these with its marks; and the labels and classes of what is
    named in them. Of an article it is all that was read from it.
    """
    found = _Finder(room).found(iri)
    return sorted(found, key=lambda triple: (triple.subject != NamedNode(iri), str(triple)))


def triples_in(room: Room, graph: str) -> list[Triple]:
    """Return the triples of a named graph, in the order of their text."""
    return sorted(
        (quad.triple for quad in room.store.raw.quads_for_pattern(None, None, None, NamedNode(graph))), key=str
    )


class _Finder:
    def __init__(self, room: Room) -> None:
        self._room = room
        self._raw = room.store.raw
        self._graph = room.assembled.graph

    def found(self, iri: str) -> set[Triple]:
        node = NamedNode(iri)
        if self._raw.contains_named_graph(node) and iri.startswith(f"{self._room.base}document/"):
            whole = {quad.triple for quad in self._raw.quads_for_pattern(None, None, None, node)}
            return whole | self._about(node)
        found = self._about(node)
        for teller in self._tellers(node):
            found |= self._about(teller)
        for carrier in carriers(self._room.store, iri):
            found |= self._read(NamedNode(carrier))
        found |= set(self._named({triple for triple in found if triple.predicate != t.LABEL}))
        return found

    def _about(self, node: NamedNode) -> set[Triple]:
        """Return what all documents together say of a node, and what says something by it."""
        quads = (*self._raw.quads_for_pattern(node, None, None, self._graph),)
        leading = self._raw.quads_for_pattern(None, None, node, self._graph)
        return {quad.triple for quad in quads} | {quad.triple for quad in leading}

    def _tellers(self, node: NamedNode) -> Iterator[NamedNode]:
        for predicate in (*_TELLING, *_ENDS):
            for quad in self._raw.quads_for_pattern(None, predicate, node, self._graph):
                if isinstance(quad.subject, NamedNode):
                    yield quad.subject

    def _read(self, node: NamedNode) -> set[Triple]:
        """Return what a document says of a node, with figures, evidence and marks."""
        names = self._room.store.terms
        own = {quad.triple for quad in self._raw.quads_for_pattern(node, None, None)}
        below = {triple.object for triple in own if triple.predicate in (names.evidence, t.FIGURE)}
        found = set(own)
        for one in below:
            if isinstance(one, NamedNode):
                said = {quad.triple for quad in self._raw.quads_for_pattern(one, None, None)}
                found |= said
                marks = (x.object for x in said if x.predicate == t.MARK and isinstance(x.object, NamedNode))
                for mark in marks:
                    found |= {quad.triple for quad in self._raw.quads_for_pattern(mark, None, None)}
        return found

    def _named(self, found: Iterable[Triple]) -> Iterator[Triple]:
        """Yield labels and classes of the things that are named, and titles of the documents."""
        ends = {end for triple in found for end in (triple.subject, triple.object) if isinstance(end, NamedNode)}
        for end in ends:
            if end.value.startswith(self._room.base):
                for predicate in (t.LABEL, t.TITLE, t.PUBLISHED, t.TYPE):
                    for quad in self._raw.quads_for_pattern(end, predicate, None):
                        yield quad.triple


def serialised(room: Room, triples: list[Triple], form: str) -> bytes:
    """Return triples in Turtle (`ttl`), JSON-LD (`jsonld`) or N-Triples (`nt`)."""
    used = _used(prefixes(room.ontology), triples)
    if form == "jsonld":
        out = io.BytesIO()
        write_nodes(triples, out, used)
        return out.getvalue()
    if form == "nt":
        return b"".join(f"{triple} .\n".encode() for triple in triples)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=used) or b""


def _used(known: dict[str, str], triples: list[Triple]) -> dict[str, str]:
    text = "\n".join(map(str, triples))
    return {prefix: namespace for prefix, namespace in known.items() if f"<{namespace}" in text}
