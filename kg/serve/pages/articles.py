"""The page of an article: its text with everything that was read marked in it, and a list of what was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from kg.identity import document_iri, node_iri
from kg.model import Concept, Ref, Value
from kg.serve.pages.marking import Span, marked
from kg.serve.pages.records import Named, Property
from kg.serve.pages.records import Value as Shown
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.model import Document, Entity, Event, Evidence, Reading, Relation, Statement
    from kg.serve.pages.room import Room
    from kg.store.readings import Page

_GAP = re.compile(r"\n[ \t\r]*\n\s*")
COPIES, PLACES = 20, 12  # copies that are named; places of the text that are named of what was read


@dataclass(frozen=True, slots=True)
class Read:
    """Something that was read: its anchor, what it is called, its page, and where in the text it stands."""

    anchor: str
    named: Named
    look: str
    details: tuple[Property, ...]
    places: tuple[Named, ...]
    confidence: float | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What the page of an article shows."""

    document: Document
    paragraphs: tuple[Markup, ...]
    events: tuple[Read, ...]
    relations: tuple[Read, ...]
    statements: tuple[Read, ...]
    things: tuple[Read, ...]
    looks: tuple[tuple[str, str], ...]
    copy_of: Named | None
    copies: tuple[Named, ...]
    reader: str


class Article:
    """Reads what a graph holds of an article.

    Args:
        room: of the graph.
        page: the article's graph.
    """

    def __init__(self, room: Room, page: Page) -> None:
        self._room = room
        self._page = page
        self._reading: Reading = page.reading()
        self._names = {entity.key: entity for entity in self._reading.entities}

    def page(self) -> ArticlePage:
        """Return the page."""
        text = self._reading.document.original or ""
        spans = list(self._spans())
        original = self._room.assembled.one(self._page.iri, t.COPY_OF)
        copies = self._room.assembled.subjects(t.COPY_OF, self._page.iri)
        used = {span.look for span in spans}
        return ArticlePage(
            document=self._reading.document,
            paragraphs=tuple(paragraphs(text, spans)),
            events=tuple(map(self._event, self._reading.events)),
            relations=tuple(self._relation(n, one) for n, one in enumerate(self._reading.relations, 1)),
            statements=tuple(map(self._statement, self._reading.statements)),
            things=tuple(map(self._thing, self._reading.entities)),
            looks=tuple((look, label) for look, label in self._looks() if look in used),
            copy_of=self._article(original) if original else None,
            copies=tuple(map(self._article, copies[:COPIES])),
            reader=self._reading.reader,
        )

    def _article(self, iri: str) -> Named:
        page = self._room.catalogue.page(iri)
        title = page.one(page.graph, t.TITLE) or page.one(page.graph, t.IDENTIFIER) or iri
        note = ", ".join(filter(None, (page.need(page.graph, t.SOURCE), page.need(page.graph, t.PUBLISHED))))
        return Named(title, self._room.href(iri), note)

    # -- the text -----------------------------------------------------------------------------

    def _spans(self) -> Iterator[Span]:
        yield from self._sentences()
        for event in self._reading.events:
            href, label = f"#event-{event.key}", self._room.word(event.type)
            for piece in event.evidence:
                for mark in piece.marks:
                    said = f"{label}: {self._room.word(mark.role)}" if mark.role else label
                    yield Span(mark.start, mark.end, self._room.look(mark.role), said, href, f"m{mark.start}")
        for entity in self._reading.entities:
            href, label = f"#entity-{entity.key}", self._room.word(entity.type)
            for piece in entity.evidence:
                for mark in piece.marks or ():
                    said = f"{label}: {self._called(entity.key)}"
                    yield Span(mark.start, mark.end, "thing", said, href, f"m{mark.start}")
        for number, relation in enumerate(self._reading.relations, 1):
            for piece in relation.evidence:
                for mark in piece.marks:
                    yield Span(mark.start, mark.end, "relation", self._related(relation), f"#relation-{number}")
        for statement in self._reading.statements:
            said = f"{self._called(statement.speaker)} {self._room.word(statement.stance)}"
            for piece in statement.evidence:
                href, anchor = f"#statement-{statement.key}", f"c{piece.start}"
                yield Span(piece.start, piece.end, "said", said, href, anchor)

    def _sentences(self) -> Iterator[Span]:
        """Yield the sentences from which something was read, with what."""
        found: dict[tuple[int, int], list[str]] = {}
        owners: Iterable[tuple[str, tuple[Evidence, ...]]] = (
            *((self._room.word(e.type), e.evidence) for e in self._reading.events),
            *((self._room.word(r.predicate), r.evidence) for r in self._reading.relations),
            *(("", e.evidence) for e in self._reading.entities),
        )
        for label, evidence in owners:
            for piece in evidence:
                found.setdefault((piece.start, piece.end), []).append(label)
        for (start, end), labels in sorted(found.items()):
            said = ", ".join(dict.fromkeys(filter(None, labels)))
            yield Span(start, end, "read", said, "", f"c{start}")

    def _looks(self) -> Iterator[tuple[str, str]]:
        term, word = self._room.ontology.term, self._room.word
        yield "trigger", word(term("Event"))
        for name in ("actor", "target", "place", "date", "reason"):
            yield name, word(term(name))
        yield "number", word(t.FIGURE.value)
        yield "other", word(term("role"))
        yield "thing", word(t.LINK_ENTITY.value)
        yield "relation", "relation"
        yield "said", word(term("Statement"))

    # -- the list -----------------------------------------------------------------------------

    def _called(self, key: str) -> str:
        return self._room.catalogue.label(node_iri(self._page.iri, "entity", key))

    def _assembled(self, key: str) -> Named:
        """Return a thing of the article by its name in all articles."""
        iri = node_iri(self._page.iri, "entity", key)
        thing = self._room.assembled.one(iri, t.MENTION_OF)
        return Named(self._called(key), self._room.href(thing) if thing else f"#entity-{key}")

    def _event(self, event: Event) -> Read:
        iri = node_iri(self._page.iri, "event", event.key)
        whole = self._room.assembled.one(iri, t.REPORT_OF)
        details = tuple(
            Property(self._room.word(role), tuple(map(self._filler, fillers)), self._room.look(role))
            for role, fillers in event.roles
        )
        return Read(
            anchor=iri.partition("#")[2],
            named=Named(
                self._room.word(event.type), self._room.href(whole) if whole else None, self._room.word(event.status)
            ),
            look="trigger",
            details=details,
            places=self._places(event.evidence),
            confidence=_surest(event.evidence),
        )

    def _filler(self, filler: Ref | Concept | Value) -> Shown:
        if isinstance(filler, Ref):
            return Shown(self._assembled(filler.key))
        if isinstance(filler, Concept):
            return Shown(Named(self._room.word(filler.iri)))
        return Shown(Named(filler.lexical, None, self._room.word(filler.qualifier) if filler.qualifier else ""))

    def _related(self, relation: Relation) -> str:
        label = relation.title or self._room.word(relation.predicate)
        return f"{self._called(relation.subject)} – {label} – {self._called(relation.object)}"

    def _relation(self, number: int, relation: Relation) -> Read:
        ends = tuple(
            Property(self._room.word(term.value), (Shown(self._assembled(key)),))
            for term, key in ((t.SUBJECT, relation.subject), (t.OBJECT, relation.object))
        )
        return Read(
            anchor=f"relation-{number}",
            named=Named(self._related(relation)),
            look="relation",
            details=ends,
            places=self._places(relation.evidence),
            confidence=_surest(relation.evidence),
        )

    def _statement(self, statement: Statement) -> Read:
        iri = node_iri(self._page.iri, "statement", statement.key)
        about: tuple[Property, ...] = ()
        if statement.about:
            anchor = node_iri("", "event", statement.about)
            named = Named(
                next((self._room.word(e.type) for e in self._reading.events if e.key == statement.about), ""), anchor
            )
            about = (Property(self._room.word(self._room.ontology.term("about")), (Shown(named),)),)
        speaker = Property(
            self._room.word(self._room.ontology.term("speaker")), (Shown(self._assembled(statement.speaker)),)
        )
        return Read(
            anchor=iri.partition("#")[2],
            named=Named(statement.text, None, self._room.word(statement.stance)),
            look="said",
            details=(speaker, *about),
            places=self._places(statement.evidence),
            confidence=_surest(statement.evidence),
        )

    def _thing(self, entity: Entity) -> Read:
        iri = node_iri(self._page.iri, "entity", entity.key)
        thing = self._room.assembled.one(iri, t.MENTION_OF)
        return Read(
            anchor=iri.partition("#")[2],
            named=Named(
                "; ".join(entity.names), self._room.href(thing) if thing else None, self._room.word(entity.type)
            ),
            look="thing",
            details=(),
            places=self._places(entity.evidence),
            confidence=None,
        )

    def _places(self, evidence: tuple[Evidence, ...]) -> tuple[Named, ...]:
        """Return where in the text something stands: by the words that name it, else by the sentence."""
        found = {}
        for piece in evidence:
            words = [mark for mark in piece.marks if not mark.role]
            for mark in words:
                found[f"#m{mark.start}"] = piece.exact[mark.start - piece.start : mark.end - piece.start]
            if not words:
                found[f"#c{piece.start}"] = f"{piece.exact[:40]}…" if len(piece.exact) > 40 else piece.exact
        return tuple(Named(words, href) for href, words in list(found.items())[:PLACES])


def _surest(evidence: tuple[Evidence, ...]) -> float | None:
    return max((piece.confidence for piece in evidence), default=None)


def paragraphs(text: str, spans: list[Span]) -> Iterator[Markup]:
    """Yield the paragraphs of a text with their marks; a mark over several is cut between them."""
    start = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        inside = [s for s in spans if s.start < end and s.end > start]
        if text[start:end].strip():
            yield marked(text, inside, start=start, end=end)
        start = gap.end() if gap else end


def article_of(room: Room, identifier: str) -> Article | None:
    """Return an article by its identifier; None where there is none."""
    from pyoxigraph import NamedNode

    iri = document_iri(room.base, identifier)
    there = room.store.raw.contains_named_graph(NamedNode(iri))
    return Article(room, room.catalogue.page(iri)) if there else None
