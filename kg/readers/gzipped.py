"""gzip: what is compressed is read as it comes, whatever its format."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.intake import Budget, Intake
from kg.readers.mistake import mistake
from kg.readers.named import read_named, suffix_of
from kg.readers.watched import watched

ENDING = ".gz"


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the documents of a compressed file; its format is told by the name without `.gz`, else by how it begins.

    Raises:
        ReadError: it is compressed twice over, or lies too deep in other archives.
    """
    if suffix_of(inner := inner_name(origin)) in {ENDING, ".tgz"}:
        raise mistake(origin, "compressed twice over", "unpack it once")
    budget = intake.budget or Budget(file.tell, intake.limits)
    with gzip.GzipFile(fileobj=file) as unpacked:
        stream = watched(unpacked, origin=origin, budget=budget)  # type: ignore[arg-type]  # a stream in all but type
        yield from read_named(stream, inner, origin=origin, intake=intake.inside(budget, origin=origin))


def inner_name(name: str) -> str:
    """Return the name of what is compressed: `a.jsonl` for `a.jsonl.gz`, `a.tar` for `a.tgz`."""
    path = PurePath(name)
    if path.suffix.lower() == ".tgz":
        return str(path.with_suffix(".tar"))
    return str(path.with_suffix("")) if path.suffix.lower() == ENDING else ""
