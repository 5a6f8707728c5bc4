"""The real pipeline of each domain, built once for all tests of a session."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.extract.passages import passages
from kg.extract.reading import read_document
from kg.extract.triggers import TriggerFinder
from kg.frames import Language, load_language
from kg.model import Document, Reading
from kg.nlp import build_pipeline
from kg.nlp.recase import recase
from kg.ontology import load

PUBLISHED = date(2023, 4, 20)  # of the sentences of examples


class Reader:
    """Reads documents in the terms of one domain."""

    def __init__(self, domain: str) -> None:
        self.language: Language = load_language(load(domain))
        self.ontology = self.language.ontology
        self._nlp = build_pipeline(self.language)
        self._finder = TriggerFinder(self.language)

    def read(self, document: Document) -> Reading:
        parts = passages(document, recase)
        doc = self._nlp.make_doc(parts.text)
        doc._.kg_published = document.published
        for _, component in self._nlp.pipeline:
            doc = component(doc)
        return read_document(document, doc, parts, self.language, self._finder, reader="test")

    def sentence(self, text: str) -> Reading:
        return self.read(Document(id="example", text=text, original=text, published=PUBLISHED))


@cache
def reader(domain: str) -> Reader:
    return Reader(domain)
