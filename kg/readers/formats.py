"""The formats that kg reads. A new one is a file with a function `read`, and a line in this table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from kg.errors import ReadError
from kg.model import Document
from kg.readers import html, jsonl, markdown, text

HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html\b)", re.IGNORECASE)
JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


class Reader(Protocol):
    """How a format is read."""

    def __call__(self, data: bytes, *, origin: str) -> Iterator[Document | ReadError]:
        """Yield the documents of a source in its order, and a `ReadError` for each record that cannot be read.

        Args:
            data: All bytes of the source.
            origin: The source as the user named it; `-` is standard input.

        Raises:
            ReadError: the source as a whole cannot be read.
        """
        ...


FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": text.read,
        ".text": text.read,
        ".md": markdown.read,
        ".markdown": markdown.read,
        ".jsonl": jsonl.read,
        ".ndjson": jsonl.read,
        ".html": html.read,
        ".htm": html.read,
    }
)


def detect(data: bytes) -> Reader:
    """Return the reader for bytes without a name: JSON Lines and web pages by how they begin, else plain text."""
    if JSON_START.match(data):
        return jsonl.read
    if HTML_START.match(data):
        return html.read
    return text.read
