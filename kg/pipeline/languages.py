"""Sets aside the articles in languages that the model does not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from kg.identity import document_digest
from kg.model import Document
from kg.readers.language import language_of


class Languages:
    """Counts what is set aside.

    Args:
        read: The language of the model, as an ISO 639-1 code.
        note: Is told the digest of each, and its language.
    """

    def __init__(self, read: str, note: Callable[[str, str], None] | None = None) -> None:
        self._read = read
        self._note = note
        self._aside: Counter[str] = Counter()

    @property
    def aside(self) -> tuple[tuple[str, int], ...]:
        """The languages that are not read with how many articles are in each, the most first."""
        return by_number(self._aside)

    def readable(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents in the language that is read, and those of which nothing tells the language."""
        for document in documents:
            language = language_of(document, read=self._read)
            if language is None or language == self._read:
                yield document
                continue
            self.count(language)
            if self._note is not None:
                self._note(document_digest(document), language)

    def count(self, language: str) -> None:
        """Count a document that is set aside for its language."""
        self._aside[language] += 1


def by_number(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return languages with how many articles are in each, the most first."""
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
