"""Passes over, before anything is parsed, the documents that can hold nothing of the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

import kg
from kg.errors import ModelError
from kg.frames import load_language
from kg.frames.relevance import FILE, Relevance, weights_version
from kg.identity import document_digest
from kg.model import Document
from kg.nlp.forms import load_lemmas
from kg.ontology import Ontology
from kg.pipeline.extractor import data_hash
from kg.store.passed import PassedOver


@lru_cache(maxsize=8)
def load_relevance(ontology: Ontology) -> Relevance:
    """Return what decides for a domain, loaded once a process.

    Raises:
        ModelError: the domain's weights are broken or of another domain.
        OntologyError: what stands in `ontology/` contradicts itself.
    """
    relevance = Relevance(load_language(ontology), load_lemmas())
    weights = relevance.weights
    if weights is not None and weights.meta.get("domain") != ontology.domain:
        path, other = ontology.folder / FILE, weights.meta.get("domain")
        raise ModelError(f"{path}: weights of the domain {other}; those of {ontology.domain} are right")
    return relevance


def prefilter_version(ontology: Ontology) -> str:
    """Return what decides: kg, the weights and a hash of the domain's data. The same decides the same."""
    return f"kg {kg.__version__}, {weights_version(ontology.folder / FILE)}, data {data_hash(ontology)}"


class Prefilter:
    """Lets the documents through that are worth parsing, and counts the others.

    A document that stands in the graph is always let through: what it says now takes the place of what it said.

    Args:
        ontology: the domain's.
        passed: those that were passed over before.
        stored: tells whether a document of this identifier stands in the graph.
    """

    def __init__(self, ontology: Ontology, passed: PassedOver, *, stored: Callable[[str], bool]) -> None:
        self.count = 0
        self._ontology = ontology
        self._passed = passed
        self._stored = stored

    def knows(self, identifier: str, digest: str) -> bool:
        """Return whether it would pass over a document without deciding anew."""
        return digest in self._passed and not self._stored(identifier)

    def skip(self) -> None:
        """Count a document that is passed over."""
        self.count += 1

    @cached_property
    def _relevance(self) -> Relevance:
        return load_relevance(self._ontology)

    def through(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents that can hold something of the domain."""
        for document in documents:
            if self._stored(document.id):
                yield document
                continue
            digest = document_digest(document)
            if digest in self._passed:
                self.skip()
            elif self._relevance(document.text):
                yield document
            else:
                self.skip()
                self._passed.add(digest)
