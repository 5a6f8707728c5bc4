"""What runs on Spark's executors: pandas frames of articles to frames of shards."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from typing import Any

from kg.errors import DocumentConflict, KgError, ReadError
from kg.identity import document_digest
from kg.model import Document
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Batch, model_language
from kg.pipeline.languages import Languages
from kg.readers import read_sources
from kg.readers.fields import make_row, name_columns
from kg.scale.extraction import extract
from kg.store.shards import Aside, Shard, note_text

SHARD = "name string, note string, quads binary, outlines binary"
DOCUMENTS, PATH = "documents", "path"  # the column of pickled partitions, and that of files
FAILED = ""  # the name of what is no shard but a pickled error


def shards_of(
    frames: Iterable[Any], *, domain: str, choice: Choice, partition: int, text_column: str | None
) -> Iterator[Any]:
    """Yield a frame of one row, as `SHARD` says, for each shard of the articles in frames; for `mapInPandas`.

    An error that a user can mend is given in a row, for Spark would try again what raises it.
    """
    from pandas import DataFrame

    def row(name: str, note: str, quads: bytes, outlines: bytes) -> Any:
        return DataFrame({"name": [name], "note": [note], "quads": [quads], "outlines": [outlines]})

    try:
        for shard in _shards(frames, domain, choice, partition, text_column):
            yield row(shard.name, note_text(shard.note), shard.quads, shard.outlines)
    except KgError as error:
        yield row(FAILED, "", pickle.dumps(error), b"")


def _shards(
    frames: Iterable[Any], domain: str, choice: Choice, partition: int, text_column: str | None
) -> Iterator[Shard]:
    incoming = _Incoming(choice)
    for frame in frames:
        if DOCUMENTS in frame:
            for pickled in frame[DOCUMENTS]:
                documents: Batch = pickle.loads(pickled)
                yield extract(documents, domain=domain, choice=choice)
            continue
        found = _files(frame[PATH], incoming, text_column) if PATH in frame else _articles(frame, incoming, text_column)
        for some in batched(incoming.readable(found), partition):
            aside, languages = incoming.told()
            yield extract(some, domain=domain, choice=choice, aside=aside, languages=languages)
    aside, languages = incoming.told()
    if aside or languages:
        yield extract((), domain=domain, choice=choice, aside=aside, languages=languages)


class _Incoming:
    """Notes what of the articles is left out: mistakes, languages, and those whose identifier is that of another."""

    def __init__(self, choice: Choice) -> None:
        self._read = model_language(choice)
        self._languages = Languages(self._read)
        self._aside: list[Aside] = []
        self._seen: dict[str, str] = {}

    def fail(self, error: ReadError) -> None:
        """Note a mistake."""
        self._aside.append(Aside(str(error)))

    def readable(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents that are to be read."""
        for document in self._languages.readable(documents):
            digest = document_digest(document)
            if document.id not in self._seen:
                self._seen[document.id] = digest
                yield document
            elif self._seen[document.id] != digest:
                wrong = f"the identifier {document.id!r} is that of another document, which says something else"
                self.fail(DocumentConflict(f"{document.origin}: {wrong}; give it one of its own"))

    def told(self) -> tuple[list[Aside], tuple[tuple[str, int], ...]]:
        """Return what was noted since this was asked last."""
        aside, languages = self._aside, self._languages.aside
        self._aside, self._languages = [], Languages(self._read)
        return aside, languages


def _files(paths: Iterable[str], incoming: _Incoming, text_column: str | None) -> Iterator[Document]:
    yield from read_sources(list(paths), on_error=incoming.fail, text_column=text_column)


def _articles(frame: Any, incoming: _Incoming, text_column: str | None) -> Iterator[Document]:
    names = name_columns(list(frame.columns), text_column=text_column, origin="the table")
    for row in frame.to_dict("records"):
        cells: Mapping[str, object] = {names[column]: cell for column, cell in row.items() if isinstance(cell, str)}
        try:
            yield make_row(cells, origin=str(cells.get("id", "a row")))
        except ReadError as error:
            incoming.fail(error)
