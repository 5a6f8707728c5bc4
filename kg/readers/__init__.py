"""Readers: files, folders and standard input to documents.

for document in read_sources(["news/", "more/*.jsonl"]):
    ...
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers import text
from kg.readers.formats import FORMATS, Reader, detect
from kg.readers.identity import STDIN, digest
from kg.readers.mistake import mistake
from kg.readers.segments import segment
from kg.readers.sources import find_sources

__all__ = ["FORMATS", "MAX_BYTES", "Reader", "digest", "find_sources", "read_sources", "segment"]

MAX_BYTES = 50_000_000  # a file; a corpus of more than that comes in several


def read_sources(
    sources: Sequence[str | Path], *, on_error: Callable[[ReadError], None] | None = None
) -> Iterator[Document]:
    """Yield the documents of files, folders, patterns or standard input (`-`), file by file in sorted order.

    Args:
        sources: What to read; see `find_sources`.
        on_error: Is told of every source, file or record that cannot be read, which is then skipped.

    Raises:
        ReadError: one of them cannot be read; not with `on_error`.
    """
    for path in find_sources(sources, on_error=on_error):
        for document in _read(path):
            if isinstance(document, Document):
                yield document
            elif on_error is None:
                raise document
            else:
                on_error(document)


def _read(path: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of one file, and what is wrong with it or its records."""
    origin = str(path)
    try:
        data = _bytes(path, origin)
        reader = detect(data) if origin == STDIN else FORMATS.get(path.suffix.lower(), text.read)
        yield from reader(data, origin=origin)
    except ReadError as error:
        yield error


def _bytes(path: Path, origin: str) -> bytes:
    """Return all bytes of a file or of standard input, of which no more than `MAX_BYTES` are ever held."""
    try:
        if origin == STDIN:
            data = _some(sys.stdin.buffer)
        elif path.is_file() and path.stat().st_size > MAX_BYTES:
            raise _too_large(origin)
        else:
            with path.open("rb") as file:
                data = _some(file)
    except OSError as error:
        raise mistake(origin, f"cannot be read: {error.strerror}", "check its name and permissions") from error
    if len(data) > MAX_BYTES:
        raise _too_large(origin)
    if not data.strip():
        raise mistake(origin, "empty: there is no text", "give the words of an article")
    return data


def _some(file: BinaryIO) -> bytes:
    return file.read(MAX_BYTES + 1)


def _too_large(origin: str) -> ReadError:
    return mistake(origin, f"larger than {MAX_BYTES // 1_000_000} MB", "split it into several files")
