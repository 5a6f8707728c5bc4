"""The formats that kg reads. A new one is a file with a function `read`, and a line in this table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO, Protocol

from kg.errors import ReadError
from kg.model import Document
from kg.readers import (
    columnar,
    delimited,
    epub,
    feed,
    gzipped,
    html,
    jsonl,
    mail,
    markdown,
    pdf,
    tarred,
    text,
    warc,
    word,
    zipped,
)
from kg.readers.intake import Intake, StreamReader, whole


class Reader(Protocol):
    """How a format is read that is held in memory as a whole."""

    def __call__(self, data: bytes, *, origin: str) -> Iterator[Document | ReadError]:
        """Yield the documents of a source in its order, and a `ReadError` for each record that cannot be read.

        Args:
            data: All bytes of the source, which are not all blank.
            origin: The source as the user named it; `-` is standard input, `a.zip//b.txt` is b.txt in a.zip.

        Raises:
            ReadError: the source as a whole cannot be read.
        """
        ...


def at_once(reader: Reader) -> StreamReader:
    """Return the reader of streams that holds all of one, and no more than `Limits.whole`."""

    def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
        yield from reader(whole(file, origin=origin, most=intake.limits.whole), origin=origin)

    return read


TEXT, MARKDOWN, HTML, FEED = (at_once(module.read) for module in (text, markdown, html, feed))

FORMATS: Mapping[str, StreamReader] = MappingProxyType(
    {
        ".txt": TEXT,
        ".text": TEXT,
        ".md": MARKDOWN,
        ".markdown": MARKDOWN,
        ".jsonl": jsonl.read,
        ".ndjson": jsonl.read,
        ".html": HTML,
        ".htm": HTML,
        ".xhtml": HTML,
        ".pdf": pdf.read,
        ".docx": word.read,
        ".epub": epub.read,
        ".eml": mail.read,
        ".rss": FEED,
        ".atom": FEED,
        ".xml": FEED,
        ".csv": delimited.read,
        ".tsv": delimited.read,
        ".parquet": columnar.read_parquet,
        ".arrow": columnar.read_arrow,
        ".warc": warc.read,
        ".wet": warc.read,
        ".zip": zipped.read,
        ".tar": tarred.read,
        ".tgz": gzipped.read,
        ".gz": gzipped.read,
    }
)
