"""Reads documents: spaCy and the extractor together, loaded once a process."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock

from spacy.tokens import Doc

import kg
from kg.errors import ModelError, ReadError
from kg.extract import read_document
from kg.extract.passages import Passages, passages
from kg.extract.triggers import TriggerFinder
from kg.frames import load_language
from kg.identity import short_hash
from kg.model import Document, Reading
from kg.nlp import DEFAULT_MODEL, build_pipeline, model_path
from kg.nlp.recase import recase
from kg.ontology import Ontology, load
from kg.pipeline.choice import Choice

Batch = tuple[Document, ...]
Result = Reading | ReadError

_DEFAULT = Choice()
BATCH = 32  # documents that spaCy gets at once: a third faster than one by one, and from here on no faster
WORDS = 1 << 16  # that spaCy keeps; of later batches it forgets what is new, or a long archive would fill the memory
DATA = frozenset({".csv", ".ttl", ".yaml"})


class Extractor:
    """The spaCy pipeline and the frames of a domain.

    A document's reading depends on nothing but the document, whichever others are read before or beside it.

    Args:
        ontology: the domain's.
        choice: what reads.

    Raises:
        ModelError: the model is not installed or does not fit.
        OntologyError: what stands in `ontology/` contradicts itself.
    """

    def __init__(self, ontology: Ontology, *, choice: Choice = _DEFAULT) -> None:
        self.language = load_language(ontology)
        self.reader = reader_version(ontology, choice=choice)
        self.decisions = choice.model(ontology)
        self.least = choice.least
        self.nlp = build_pipeline(self.language, model=choice.spacy)
        self.finder = TriggerFinder(self.language)
        self._one = Lock()  # one thread reads at a time: what spaCy forgets at the end it forgets for all

    def read(self, documents: Sequence[Document]) -> list[Result]:
        """Return for each document what it says, or why it could not be read, in their order."""
        with self._one, self.nlp.memory_zone() if len(self.nlp.vocab) > WORDS else nullcontext():
            try:
                return list(self._together(documents))
            except Exception:  # whatever one of them brings about must not cost the others: find out which it is
                return [self._alone(document) for document in documents]

    def parse(self, documents: Sequence[Document]) -> Iterator[tuple[Document, Passages, Doc]]:
        """Yield each document with the passages that are read and their parse.

        Raises:
            ReadError: a document is longer than spaCy can hold.
        """
        parts = [passages(document, recase) for document in documents]
        docs = []
        for document, part in zip(documents, parts, strict=True):
            if len(part.text) > self.nlp.max_length:
                most = f"{self.nlp.max_length:,}"
                raise ReadError(f"{where(document)}: {len(part.text):,} characters; an article has at most {most}")
            doc = self.nlp.make_doc(part.text)
            doc._.kg_published = document.published
            doc._.kg_dateline = part.dateline
            docs.append(doc)
        yield from zip(documents, parts, self.nlp.pipe(docs, batch_size=BATCH), strict=True)

    def _together(self, documents: Sequence[Document]) -> list[Reading]:
        return [
            read_document(
                document,
                doc,
                part,
                self.language,
                self.finder,
                reader=self.reader,
                model=self.decisions,
                least=self.least,
            )
            if part.text.strip()
            else Reading(document, reader=self.reader)
            for document, part, doc in self.parse(documents)
        ]

    def _alone(self, document: Document) -> Result:
        try:
            return self._together([document])[0]
        except ReadError as error:
            return error
        except Exception as error:
            failure = ReadError(f"{where(document)}: the extractor failed: {type(error).__name__}: {error}")
            failure.add_note(traceback.format_exc())
            return failure


@lru_cache(maxsize=1)
def load_extractor(domain: str, choice: Choice) -> Extractor:
    """Return the extractor of a domain, loaded once a process.

    Raises:
        ModelError: the model is not installed or does not fit.
        OntologyError: what stands in `ontology/` contradicts itself.
    """
    return Extractor(load(domain), choice=choice)


def where(document: Document) -> str:
    """Return what a document is called in messages."""
    return f"{document.origin}: {document.id}" if document.origin else document.id


def reader_version(ontology: Ontology, *, choice: Choice = _DEFAULT) -> str:
    """Return what reads a document: kg, the models and decisions with their versions, a hash of the domain's data.

    Where it is the same, the same document gives the same reading. The model is not loaded.

    Raises:
        ModelError: the model is not installed, or is none.
    """
    told = _model_version(choice.spacy), choice.version(ontology), f"data {data_hash(ontology)}"
    return f"kg {kg.__version__}, {', '.join(told)}"


def model_language(choice: Choice) -> str:
    """Return the language that a model reads, as an ISO 639-1 code. The model is not loaded.

    Raises:
        ModelError: the model is not installed, or is none.
    """
    return _meta(choice.spacy)["lang"]


def _model_version(model: str) -> str:
    meta = _meta(model)
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _meta(model: str) -> dict[str, str]:
    """Return what a model says of itself."""
    from spacy.util import get_package_path, is_package

    try:
        path = model_path(model)
        folder = get_package_path(str(path)) if is_package(str(path)) else Path(path)
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        return {name: meta[name] for name in ("lang", "name", "version")}
    except (OSError, ImportError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{model!r} is no spaCy model; {DEFAULT_MODEL}, which comes with kg, is one") from error


def data_hash(ontology: Ontology) -> str:
    """Return a hash of every file that a reading can depend on; queries are none of them."""
    files = [*ontology.root.glob("*"), *ontology.folder.rglob("*")]
    paths = sorted({path for path in files if path.suffix in DATA}, key=Path.as_posix)
    found = [f"{p.relative_to(ontology.root).as_posix()} {sha256(p.read_bytes()).hexdigest()}" for p in paths]
    return short_hash(*found)[:12]
