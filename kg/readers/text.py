"""Plain text: the whole file is one article."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Document
from kg.readers.decode import decode
from kg.readers.identity import stem
from kg.readers.record import make_document


def read(data: bytes, *, origin: str) -> Iterator[Document]:
    """Yield the article in a text file. Its title is its headline, its identifier the file's name without suffix.

    Raises:
        ReadError: the file is binary, blank, or in an encoding that cannot be told.
    """
    yield make_document(decode(data, origin=origin), origin=origin, given_id=stem(origin))
