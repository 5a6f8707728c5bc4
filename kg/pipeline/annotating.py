"""Annotations of what people judged, in the form that is scored and learned from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kg.errors import KgError, UsageError
from kg.model import Concept, Document, Entity, Event, Filler, Reading, Ref, Relation, Statement, Value
from kg.ontology import Ontology, local_name
from kg.query import KnowledgeGraph
from kg.readers import markdown
from kg.resolve import FactId, Judged, event_id, filler_id, relation_id, statement_id
from kg.resolve.records import CLASS

ARTICLES, GOLD = "articles.jsonl", "gold"
_QUOTES = 3  # pieces of evidence of an event


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: the articles; the facts of them that were confirmed, corrected, rejected; what was left out."""

    articles: tuple[str, ...]
    confirmed: int
    corrected: int
    rejected: int
    left_out: tuple[str, ...]


def export_annotations(graph: KnowledgeGraph, folder: Path, *, partial: bool = False) -> Export:
    """Write articles and annotations of what people judged.

    Args:
        graph: open for reading.
        folder: where `articles.jsonl` and `gold/` go; new or empty. With nothing to write it is not made.
        partial: take articles too of which only some facts were judged; the others are marked as optional.

    Raises:
        UsageError: the folder holds something.
        JudgementError: the file of judgements has mistakes.
        KgError: the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: is there already; name a new or an empty folder, so that nothing is lost")
    pages = [_Annotation(judged, graph.ontology) for judged in _judged(graph)]
    taken = [page for page in pages if page.judged_at_all and (partial or page.whole)]
    annotations = [(page.document, page.annotation()) for page in taken]
    if taken:
        _write(folder, annotations)
    found = [page.judged for page in taken]
    return Export(
        articles=tuple(page.document.id for page in taken),
        confirmed=sum(len(one.accepted) for one in found),
        corrected=sum(len(one.corrected) for one in found),
        rejected=sum(len(one.rejected) for one in found),
        left_out=tuple(f"{page.document.id}: {what}" for page in taken for what in page.left_out),
    )


def _judged(graph: KnowledgeGraph) -> Iterator[Judged]:
    from kg.pipeline.judgements import read_judgements

    judgements = read_judgements(graph.store)
    for document in graph.documents():
        if judgements.touches(document.identifier):
            yield judgements.judge(graph.store.page(document.identifier).reading())


def _write(folder: Path, annotations: list[tuple[Document, dict[str, Any]]]) -> None:
    try:
        (folder / GOLD).mkdir(parents=True)
        for document, annotation in annotations:
            path = folder / GOLD / f"{quote(document.id, safe='')}.json"
            path.write_text(json.dumps(annotation, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        lines = (json.dumps(_article(document), ensure_ascii=False) for document, _ in annotations)
        (folder / ARTICLES).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise KgError(f"{folder}: cannot be written: {error.strerror or error}") from error


def _article(document: Document) -> dict[str, Any]:
    """Return an article as a line of JSON Lines."""
    return {
        "id": document.id,
        "title": document.title,
        "date": document.published.isoformat() if document.published else None,
        "source": document.source,
        "url": document.url,
        "text": article_text(document),
        **{name: value for name, value in document.extra if name not in ("id", "title", "date", "text")},
    }


def article_text(document: Document) -> str:
    """Return the words of an article without the front matter and the marks of headings that Markdown has."""
    if not markdown.FRONT_MATTER.match(document.original):
        return document.original
    (read,) = markdown.read(document.original.encode("utf-8", "replace"), origin=document.id)
    return markdown.HEADING.sub("", document.original[read.offsets.back(0) :])


class _Annotation:
    """One article as judged, and its annotation."""

    def __init__(self, judged: Judged, ontology: Ontology) -> None:
        self.judged = judged
        self.ontology = ontology
        self.reading: Reading = judged.reading
        self.document = judged.reading.document
        self.status = ontology.term("status")
        self.text = " ".join(article_text(self.document).split())
        self.entities = {entity.key: entity for entity in self.reading.entities}
        self.used: dict[str, dict[str, Any]] = {}
        self.left_out: list[str] = []
        self.confirmed: Collection[FactId] = judged.accepted | judged.corrected

    @property
    def judged_at_all(self) -> bool:
        """Whether somebody confirmed, corrected or rejected a fact that is read now."""
        return bool(self.confirmed or self.judged.rejected)

    @property
    def whole(self) -> bool:
        """Whether every fact that is left was confirmed or put right."""
        reading = self.reading
        return (
            all(self._known(event) and not self._open_roles(event) for event in reading.events)
            and all(relation_id(relation) in self.confirmed for relation in reading.relations)
            and all(statement_id(statement) in self.confirmed for statement in reading.statements)
        )

    def annotation(self) -> dict[str, Any]:
        """Return the annotation, in the form of the scorer's."""
        reading = self.reading
        events = [self._event(event) for event in reading.events]
        relations = [found for relation in reading.relations if (found := self._relation(relation))]
        statements = [found for statement in reading.statements if (found := self._statement(statement))]
        published = self.document.published
        return {
            "doc": self.document.id,
            "published": published.isoformat() if published else None,
            "entities": {key: self.used[key] for key in sorted(self.used)},
            "events": events,
            "relations": relations,
            "statements": statements,
        }

    # -- events -----------------------------------------------------------------------------

    def _known(self, event: Event) -> bool:
        """Tell whether somebody holds that an event is told, or of which class it is."""
        return bool({event_id(event), filler_id(event.key, CLASS, Concept(event.type))} & set(self.confirmed))

    def _open_roles(self, event: Event) -> list[str]:
        """Return the names of the roles of which something was not judged, by which annotations know them."""
        fillers = [(self.status, Concept(event.status)), *((role, f) for role, own in event.roles for f in own)]
        found = [role for role, filler in fillers if filler_id(event.key, role, filler) not in self.confirmed]
        return sorted({local_name(role) for role in found})

    def _event(self, event: Event) -> dict[str, Any]:
        shorten = self.ontology.shorten
        said: dict[str, Any] = {"id": event.key, "type": shorten(event.type), "status": shorten(event.status)}
        for role, fillers in event.roles:
            values = [value for filler in fillers if (value := self._value(event, role, filler)) is not None]
            known = self.ontology.roles.get(role)
            if values and known is not None:
                alone = known.functional or (known.kind == "date" and len(values) == 1 and known.name != "date")
                said[known.name] = values[0] if alone else values
        optional = self._open_roles(event) if self._known(event) else ["*"]
        quotes = [piece.exact for piece in event.evidence if self._stands(piece.exact)]
        return {**said, "optional": optional, "evidence": list(dict.fromkeys(quotes))[:_QUOTES]}

    def _value(self, event: Event, role: str, filler: Filler) -> Any:
        match filler:
            case Ref(key):
                used = self._thing(key)
                if used is None:
                    name = self.entities[key].label
                    self.left_out.append(f"{name} as {self.ontology.label(role)}: the article does not name it")
                return used
            case Concept(iri):
                return self.ontology.shorten(iri)
            case Value(lexical, _, qualifier):
                if self.ontology.roles[role].kind != "number":
                    return lexical
                number = float(lexical)
                value = int(number) if number.is_integer() else number
                return {"value": value, "qualifier": local_name(qualifier)} if qualifier else value

    # -- the rest ---------------------------------------------------------------------------

    def _relation(self, relation: Relation) -> dict[str, Any] | None:
        subject, target = self._thing(relation.subject), self._thing(relation.object)
        if subject is None or target is None:
            missing = self.entities[relation.subject if subject is None else relation.object].label
            self.left_out.append(
                f"{self.ontology.label(relation.predicate)} of {missing}: the article does not name it"
            )
            return None
        said: dict[str, Any] = {"s": subject, "p": self.ontology.shorten(relation.predicate), "o": target}
        if relation.title is not None:
            said["role"] = relation.title
        return said if relation_id(relation) in self.confirmed else {**said, "optional": True}

    def _statement(self, statement: Statement) -> dict[str, Any] | None:
        speaker, words = self._thing(statement.speaker), self._words(statement)
        if speaker is None or words is None:
            self.left_out.append(f"a statement of {self.entities[statement.speaker].label}: not in the article's words")
            return None
        said: dict[str, Any] = {"speaker": speaker, "stance": self.ontology.shorten(statement.stance)}
        if statement.about is not None:
            said["about"] = statement.about
        said["text"] = words
        return said if statement_id(statement) in self.confirmed else {**said, "optional": True}

    def _words(self, statement: Statement) -> str | None:
        """Return the words of a statement as they stand in the article, with what stands between them."""
        pieces = statement.evidence
        start, end = (min(p.start for p in pieces), max(p.end for p in pieces)) if pieces else (0, 0)
        around = (statement.text, self.document.original[start:end], *(piece.exact for piece in pieces))
        return next((words for words in around if words and self._stands(words)), None)

    def _thing(self, key: str) -> str | None:
        """Return the key of a thing, which is then among those of the annotation; None if the article names it not."""
        if key not in self.used:
            entity = self.entities[key]
            names = self._names(entity)
            if not any(" ".join(name.split()).casefold() in self.text.casefold() for name in names):
                return None
            self.used[key] = {"type": self.ontology.shorten(entity.type), "names": names}
        return key

    def _names(self, entity: Entity) -> list[str]:
        """Return what a thing is called, with the words by which the article points at it."""
        marked = [
            piece.exact[mark.start - piece.start : mark.end - piece.start]
            for piece in entity.evidence
            for mark in piece.marks
        ]
        named = any(" ".join(name.split()).casefold() in self.text.casefold() for name in entity.names)
        return list(dict.fromkeys(entity.names if named else (*entity.names, *marked)))

    def _stands(self, words: str) -> bool:
        return " ".join(words.split()) in self.text
