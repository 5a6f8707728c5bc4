"""Sorted lines in bounded memory: chunks are sorted, written to temporary files, and merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import batched, groupby
from typing import IO

CHUNK = 500_000


def sorted_lines(lines: Iterable[str], *, chunk: int = CHUNK) -> Iterator[str]:
    """Yield the lines in the order of their code points, each once.

    Args:
        lines: without line breaks.
        chunk: how many are held in memory.
    """
    with ExitStack() as stack:
        files: list[IO[str]] = []
        for part in batched(lines, chunk):
            ordered = sorted(part)
            if len(part) < chunk and not files:
                yield from _once(ordered)
                return
            file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            file.writelines(f"{line}\n" for line in ordered)
            file.seek(0)
            files.append(file)
        yield from _once(heapq.merge(*(_lines(file) for file in files)))


def _lines(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line[:-1]


def _once(ordered: Iterable[str]) -> Iterator[str]:
    for line, _ in groupby(ordered):
        yield line
