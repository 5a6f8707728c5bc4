"""Annotated articles, parsed, with what the rules found in them: what is learned from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, Span

from kg.errors import GoldError
from kg.extract.findings import Findings
from kg.extract.passages import Passages
from kg.model import Document, Segment, SegmentKind
from kg.ontology import Ontology
from kg.pipeline.extractor import Extractor
from kg.score.facts import GoldDoc
from kg.score.gold import load_gold


@dataclass(eq=False, slots=True)
class Example:
    """An article with its annotation, or an excerpt of one with the annotation of the whole.

    Those of one `group` tell of one dispute and must not be torn apart. Of a `calm` one nothing is annotated; all that
    is known is that it tells of no event.
    """

    document: Document
    doc: Doc
    passages: Passages
    gold: GoldDoc
    group: str
    excerpt: bool = False
    calm: bool = False

    def findings(self, extractor: Extractor) -> Findings:
        """Return what the rules find in it."""
        return Findings(self.doc, extractor.language, extractor.finder, published=self.document.published, loose=True)

    def segment(self, sentence: Span) -> Segment | None:
        """Return where a sentence of the parsed running text stands in the article; None for any other one."""
        start, end = self.passages.back(sentence.start_char), self.passages.back(sentence.end_char - 1) + 1
        within = any(s.kind is SegmentKind.BODY and s.start <= start and end <= s.end for s in self.document.segments)
        return Segment(SegmentKind.BODY, start, end) if within else None


def load_annotations(gold: Path | Sequence[Path], ontology: Ontology) -> tuple[dict[str, GoldDoc], dict[str, str]]:
    """Return the annotations of one folder or several, and the disputes that articles share.

    Raises:
        GoldError: annotations are wrong, or two folders annotate the same article.
    """
    told: dict[str, GoldDoc] = {}
    groups: dict[str, str] = {}
    for folder in [gold] if isinstance(gold, Path) else gold:
        own = load_gold(folder, ontology)
        if twice := sorted(told.keys() & own.keys()):
            raise GoldError(f"{folder}: another folder annotates {twice[0]!r} already")
        told |= own
        groups |= groups_of(folder)
    return told, groups


def load_examples(documents: Iterable[Document], gold: Path | Sequence[Path], extractor: Extractor) -> list[Example]:
    """Parse the annotated ones of some documents.

    Args:
        documents: the articles.
        gold: the folders of annotations; `gold-crossdoc.json` beside one says which articles tell of one dispute.
        extractor: of the domain.

    Returns:
        The examples in the order of their identifiers.

    Raises:
        GoldError: the annotations are wrong, or none is of an article that is there.
    """
    annotated, groups = load_annotations(gold, extractor.language.ontology)
    chosen = sorted((d for d in documents if d.id in annotated), key=lambda d: d.id)
    if not chosen:
        where = gold if isinstance(gold, Path) else ", ".join(map(str, gold))
        raise GoldError(f"{where}: none of the annotated articles is among the documents")
    return [
        Example(document, doc, part, annotated[document.id], groups.get(document.id, document.id))
        for document, part, doc in extractor.parse(chosen)
    ]


def calm_examples(documents: Iterable[Document], extractor: Extractor) -> list[Example]:
    """Parse articles on other matters, which tell of no event of the domain."""
    chosen = sorted(documents, key=lambda d: d.id)
    return [Example(d, doc, part, GoldDoc(), d.id, calm=True) for d, part, doc in extractor.parse(chosen)]


def groups_of(gold: Path) -> dict[str, str]:
    """Return the dispute of each article that shares one with others."""
    paths = (folder / "gold-crossdoc.json" for folder in (gold, gold.parent))
    path = next((p for p in paths if p.is_file()), None)
    if path is None:
        return {}
    disputes = json.loads(path.read_text(encoding="utf-8"))["disputes"]
    return {step["article"]: name for name, dispute in disputes.items() for step in dispute["course"]}
