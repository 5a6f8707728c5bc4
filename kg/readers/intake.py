"""What readers of streams are given beside the stream: limits, options, the table of formats for what lies inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Protocol

from kg.errors import ReadError
from kg.model import Document
from kg.readers.mistake import mistake


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of what others wrote. What is larger is told in one line, and the rest is read.

    `whole` is in bytes: of a file, a line or a record that is held in memory as a whole. An archive may unpack to
    `ratio` times its own size, and to `unpacked` bytes in any case; text seldom shrinks to less than a tenth. `depth`
    is how deep archives may lie in archives, `directory` how long the table of an archive's members may be, in
    bytes. `pages` and `page_bytes` are those of a PDF.
    """

    whole: int = 50_000_000
    unpacked: int = 200_000_000
    ratio: int = 200
    depth: int = 3
    directory: int = 100_000_000
    pages: int = 2_000
    page_bytes: int = 20_000_000


class Budget:
    """What an archive may unpack to, with all that lies inside it; see `Limits`.

    Args:
        size: Tells the size of the archive in bytes, or as much as is known of it so far.
        limits: What holds.
    """

    def __init__(self, size: Callable[[], int], limits: Limits) -> None:
        self._size = size
        self._limits = limits
        self._unpacked = 0

    @property
    def spent(self) -> bool:
        """Whether it has unpacked to more than it may."""
        return self._unpacked > max(self._limits.unpacked, self._limits.ratio * self._size())

    def spend(self, number: int, *, origin: str) -> None:
        """Count bytes that came out.

        Raises:
            ReadError: they are too many.
        """
        self._unpacked += number
        if self.spent:
            wrong = f"unpacks to more than {_megabytes(self._unpacked)}, which no text of its size does"
            raise mistake(origin, wrong, "unpack it yourself if you trust it")


class StreamReader(Protocol):
    """How a format is read from a stream."""

    def __call__(self, file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
        """Yield the documents of a source in its order, and a `ReadError` for each record that cannot be read.

        Args:
            file: The source, buffered. Only that of a file or of a member held in memory can be sought in.
            origin: The source as the user named it; `-` is standard input, `a.zip//b.txt` is b.txt in a.zip.
            intake: Limits and options.

        Raises:
            ReadError: the source as a whole cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class Intake:
    """How a source is read: the formats that are known, what limits hold, what the user chose."""

    formats: Mapping[str, StreamReader]
    limits: Limits = Limits()
    text_column: str | None = None
    depth: int = 0
    budget: Budget | None = field(default=None, compare=False)

    def inside(self, budget: Budget, *, origin: str) -> Intake:
        """Return what holds for the members of an archive.

        Raises:
            ReadError: archives lie too deep in archives.
        """
        if self.depth >= self.limits.depth:
            wrong = f"archives in archives, more than {self.limits.depth} deep"
            raise mistake(origin, wrong, "unpack the outer ones")
        return replace(self, depth=self.depth + 1, budget=self.budget or budget)


def whole(file: BinaryIO, *, origin: str, most: int) -> bytes:
    """Return all bytes of a stream, of which no more than `most` are ever held.

    Raises:
        ReadError: there are more, or none but blanks.
    """
    data = file.read(most + 1)
    if len(data) > most:
        raise mistake(origin, f"larger than {_megabytes(most)}", "split it into several files")
    if not data.strip():
        raise mistake(origin, "empty: there is no text", "give the words of an article")
    return data


def _megabytes(number: int) -> str:
    return f"{number // 1_000_000:,} MB" if number >= 1_000_000 else f"{number:,} bytes"
