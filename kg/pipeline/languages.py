"""Sets aside the articles in languages that the model does not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.model import Document
from kg.readers.language import language_of


class Languages:
    """Counts what is set aside.

    Args:
        read: The language of the model, as an ISO 639-1 code.
    """

    def __init__(self, read: str) -> None:
        self._read = read
        self._aside: Counter[str] = Counter()

    @property
    def aside(self) -> tuple[tuple[str, int], ...]:
        """The languages that are not read with how many articles are in each, the most first."""
        return by_number(self._aside)

    def readable(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield the documents in the language that is read, and those of which nothing tells the language."""
        for document in documents:
            language = language_of(document, read=self._read)
            if language in {None, self._read}:
                yield document
            else:
                self._aside[str(language)] += 1


def by_number(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return languages with how many articles are in each, the most first."""
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
