"""Readers: files, folders, archives, standard input and pages of the web to documents.

for document in read_sources(["news/", "more/*.jsonl", "archive.zip"]):
    ...
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.model import Document
from kg.readers.fetch import Fetcher
from kg.readers.formats import FORMATS, Reader
from kg.readers.identity import STDIN, WEB
from kg.readers.intake import Intake, Limits, StreamReader
from kg.readers.mistake import mistake
from kg.readers.named import read_named
from kg.readers.segments import segment
from kg.readers.sources import find_sources

__all__ = [
    "FORMATS",
    "Fetcher",
    "Intake",
    "Limits",
    "Reader",
    "StreamReader",
    "find_sources",
    "read_file",
    "read_sources",
    "segment",
]


def read_sources(
    sources: Sequence[str | Path],
    *,
    on_error: Callable[[ReadError], None] | None = None,
    text_column: str | None = None,
    fetcher: Fetcher | None = None,
    limits: Limits | None = None,
) -> Iterator[Document]:
    """Yield the documents of files, folders, patterns, pages or standard input (`-`), source by source, sorted.

    Args:
        sources: What to read; see `find_sources`. Addresses of the web come behind the files.
        on_error: Is told of every source, file or record that cannot be read, which is then skipped.
        text_column: The column of tables, or field of records, that holds the text.
        fetcher: Fetches pages of the web; without one, each is told as a mistake.
        limits: How much is read; see `Limits`.

    Raises:
        ReadError: one of them cannot be read; not with `on_error`.
    """
    intake = Intake(FORMATS, limits=limits or Limits(), text_column=text_column)
    pages = [str(source) for source in sources if str(source).startswith(WEB)]
    files = [source for source in sources if not str(source).startswith(WEB)]
    for path in find_sources(files, on_error=on_error):
        yield from _told(_read(path, intake), on_error)
    for address in dict.fromkeys(pages):
        yield from _told(_fetched(address, fetcher, intake), on_error)


def read_file(
    path: Path, *, on_error: Callable[[ReadError], None] | None = None, text_column: str | None = None
) -> Iterator[Document]:
    """Yield the documents of one of the files that `find_sources` found; as `read_sources` otherwise."""
    return _told(_read(path, Intake(FORMATS, text_column=text_column)), on_error)


def _told(found: Iterator[Document | ReadError], on_error: Callable[[ReadError], None] | None) -> Iterator[Document]:
    for document in found:
        if isinstance(document, Document):
            yield document
        elif on_error is None:
            raise document
        else:
            on_error(document)


def _read(path: Path, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the documents of one file, and what is wrong with it or its records."""
    origin = str(path)
    try:
        if origin == STDIN:
            stream = cast(BinaryIO, io.BufferedReader(_Counted(sys.stdin.buffer)))
            yield from read_named(stream, "", origin=origin, intake=intake)
        else:
            with path.open("rb") as file:
                yield from read_named(cast(BinaryIO, file), origin, origin=origin, intake=intake)
    except OSError as error:
        yield mistake(origin, f"cannot be read: {error.strerror}", "check its name and permissions")


def _fetched(address: str, fetcher: Fetcher | None, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the documents of a page of the web, whose address they have unless they tell another."""
    try:
        if fetcher is None:
            raise mistake(
                address, "an address of the web", "add --fetch to fetch it, or save the page and name the file"
            )
        page = fetcher.fetch(address)
        yield from read_named(io.BytesIO(page.data), page.name, origin=address, intake=intake)
    except ReadError as error:
        yield error


class _Counted(io.RawIOBase):
    """Standard input, which cannot be sought in, and of which is known how much was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._count = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._count

    def readinto(self, buffer: Any) -> int:
        data = (
            self._file.read1(len(buffer)) if isinstance(self._file, io.BufferedReader) else self._file.read(len(buffer))
        )
        buffer[: len(data)] = data
        self._count += len(data)
        return len(data)
