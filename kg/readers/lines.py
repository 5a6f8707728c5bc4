"""Lines of a stream, of which none is ever held that is too long."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, cast

from kg.errors import ReadError
from kg.readers.decode import MARKED, check_binary
from kg.readers.mistake import mistake

HEAD = 1024  # bytes that tell a binary file; further on, a NUL spoils its line only
CHUNK = 1 << 20


class Line(NamedTuple):
    """A line with its line break, its number from 1 on, and where in its stream it begins."""

    number: int
    offset: int
    data: bytes


class _Recoded(io.RawIOBase):
    """A stream of another encoding, as UTF-8."""

    def __init__(self, file: BinaryIO, encoding: str, origin: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._origin = f"{origin}: not {encoding.upper()} although it begins so"
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            data = self._file.read(CHUNK)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                raise ReadError(f"{self._origin}: {error.reason}; save it as UTF-8") from error
            self._left = text.encode("utf-8", "surrogatepass")
            if not data:
                break
        given, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def lines(file: BinaryIO, *, origin: str, most: int) -> Iterator[Line | ReadError]:
    """Yield the lines of a stream that end in a line feed, as UTF-8 where the stream begins with another's mark.

    Args:
        file: The stream, buffered.
        origin: What it is called in messages.
        most: The bytes of the longest line that is given; of a longer one, a `ReadError` is.

    Raises:
        ReadError: the stream is binary.
    """
    head = cast(io.BufferedReader, file).peek(HEAD)[:HEAD]
    check_binary(head, origin=origin)
    encoding = next((name for mark, name in MARKED if head.startswith(mark)), None)
    if encoding:
        file = cast(BinaryIO, io.BufferedReader(_Recoded(file, encoding, origin), CHUNK))
    number = offset = 0
    while data := file.readline(most + 1):
        number += 1
        if len(data) > most and not data.endswith(b"\n"):
            wrong = f"a line of more than {most:,} bytes"
            yield mistake(f"{origin}:{number}", wrong, "break it into lines, one record each")
            offset += len(data) + _rest(file)
            continue
        yield Line(number, offset, data)
        offset += len(data)


def _rest(file: BinaryIO) -> int:
    """Skip the rest of a line, and return how long it was."""
    length = 0
    while data := file.readline(CHUNK):
        length += len(data)
        if data.endswith(b"\n"):
            break
    return length
