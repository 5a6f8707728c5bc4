"""Sorted lines in bounded memory: chunks are sorted, written to temporary files, and merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import batched, groupby
from typing import IO

CHUNK = 500_000  # lines
MOST = 200  # files that are merged at once: systems allow a process about a thousand


def sorted_lines(lines: Iterable[str], *, chunk: int = CHUNK, most: int = MOST) -> Iterator[str]:
    """Yield the lines in the order of their code points, each once.

    Args:
        lines: without line breaks.
        chunk: how many are held in memory.
        most: how many files are merged at once, at least 2.
    """
    with ExitStack() as stack:
        levels: list[list[IO[str]]] = [[]]  # each file of a level holds `most` of the level below
        for part in batched(lines, chunk):
            ordered = sorted(part)
            if len(part) < chunk and not any(levels):
                yield from _once(ordered)
                return
            waiting: Iterable[str] = ordered
            for level, files in enumerate(levels):
                file = stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
                files.append(_filled(file, waiting))
                if len(files) < most:
                    break
                if level + 1 == len(levels):
                    levels.append([])
                waiting, levels[level] = _merged(files), []
        yield from _merged([file for files in levels for file in files])


def _filled(file: IO[str], lines: Iterable[str]) -> IO[str]:
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return file


def _merged(files: Iterable[IO[str]]) -> Iterator[str]:
    """Yield the lines of sorted files, each once."""
    yield from _once(heapq.merge(*(_lines(file) for file in files)))


def _lines(file: IO[str]) -> Iterator[str]:
    for line in file:
        yield line[:-1]
    file.close()


def _once(ordered: Iterable[str]) -> Iterator[str]:
    for line, _ in groupby(ordered):
        yield line
