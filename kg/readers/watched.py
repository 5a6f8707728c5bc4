"""Streams of what comes out of an archive: counted, and with one kind of error for all that can be wrong."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from kg.readers.intake import Budget
from kg.readers.mistake import mistake

BUFFER = 1 << 16
BROKEN = (zlib.error, zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, OSError, ValueError)
AGAIN = "fetch or copy it again"


class _Watched(io.RawIOBase):
    def __init__(self, read: Callable[[int], bytes], origin: str, budget: Budget) -> None:
        self._read = read
        self._origin = origin
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed asks for any Buffer
        try:
            data = self._read(len(buffer))
        except EOFError as error:
            raise mistake(self._origin, "cut off: the compressed data ends in the middle", AGAIN) from error
        except BROKEN as error:
            raise mistake(self._origin, f"damaged: {error}", AGAIN) from error
        except (NotImplementedError, RuntimeError) as error:  # a method that is unknown, a password that is missing
            raise mistake(self._origin, f"cannot be unpacked: {error}", "unpack it yourself") from error
        self._budget.spend(len(data), origin=self._origin)
        buffer[: len(data)] = data
        return len(data)


def watched(file: BinaryIO, *, origin: str, budget: Budget) -> BinaryIO:
    """Return a stream of what `file` gives, in which all that goes wrong is a `ReadError`.

    What came before a mistake can be read.
    """
    read = getattr(file, "read1", None) or file.read  # read loses what it has where it then meets a mistake
    return cast(BinaryIO, io.BufferedReader(_Watched(read, origin, budget), BUFFER))
