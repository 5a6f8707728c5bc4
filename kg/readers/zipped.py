"""ZIP archives: each member of a known format is read as a file would be. Nothing is written to disk."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.intake import Budget, Intake, Limits, whole
from kg.readers.members import is_news, is_trick, place
from kg.readers.mistake import mistake
from kg.readers.named import read_named, suffix_of
from kg.readers.watched import AGAIN, watched

END = struct.Struct("<4s4H2LH")  # the record that ends an archive: its fifth number is the size of the directory
END_MARK = b"PK\x05\x06"
LONGEST_COMMENT = 1 << 16
ENCRYPTED = 0x1
SHOWN = 3  # endings in a message


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the documents of the members, sorted by name.

    Raises:
        ReadError: it is no archive, or damaged, or holds nothing to read, or unpacks to more than it may.
    """
    file = _seekable(file, origin, intake.limits)
    size = file.seek(0, io.SEEK_END)
    budget = intake.budget or Budget(lambda: size, intake.limits)
    inner = intake.inside(budget, origin=origin)
    with open_archive(file, origin=origin, limits=intake.limits) as archive:
        members = sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename)
        news = [member for member in members if is_news(member.filename, intake.formats)]
        if not news:
            endings = sorted({suffix_of(member.filename) or member.filename for member in members})
            holds = f"it holds {', '.join(endings[:SHOWN])}" if endings else "it is empty"
            raise mistake(origin, f"no file to read in this archive ({holds})", "give an archive of articles")
        for number, member in enumerate(news):
            if budget.spent:
                yield mistake(origin, f"{len(news) - number:,} members behind this are not read", "unpack it yourself")
                return
            yield from _member(archive, member, origin, inner)


def open_archive(file: BinaryIO, *, origin: str, limits: Limits) -> zipfile.ZipFile:
    """Return the archive in a file that can be sought in.

    Raises:
        ReadError: it is none, or damaged, or lists more members than memory may hold.
    """
    length = file.seek(0, io.SEEK_END)
    file.seek(max(length - END.size - LONGEST_COMMENT, 0))
    tail = file.read()
    at = tail.rfind(END_MARK)
    if 0 <= at <= len(tail) - END.size and END.unpack_from(tail, at)[5] > limits.directory < length:
        raise mistake(origin, "lists more members than can be held in memory", "split it into several archives")
    try:
        return zipfile.ZipFile(file)
    except EOFError as error:
        raise mistake(origin, "cut off: the archive ends in the middle", AGAIN) from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, IndexError) as error:
        raise mistake(origin, f"no ZIP archive, or a damaged one: {error}", AGAIN) from error


def check_size(archive: zipfile.ZipFile, *, origin: str, budget: Budget) -> None:
    """Count what all members say they unpack to, of which none ever gives more.

    Raises:
        ReadError: it is too much.
    """
    budget.spend(sum(member.file_size for member in archive.infolist()), origin=origin)


def _seekable(file: BinaryIO, origin: str, limits: Limits) -> BinaryIO:
    return file if file.seekable() else io.BytesIO(whole(file, origin=origin, most=limits.whole))


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, origin: str, intake: Intake
) -> Iterator[Document | ReadError]:
    """Yield the documents of one member, and what is wrong with it."""
    where = place(origin, member.filename)
    if trick := is_trick(member.filename):
        yield mistake(origin, trick, "give it a name below the archive")
    elif stat.S_ISLNK(member.external_attr >> 16):
        yield mistake(where, "a link, not a file", "put the file itself into the archive")
    elif member.flag_bits & ENCRYPTED:
        yield mistake(where, "needs a password", "unpack it yourself")
    else:
        assert intake.budget is not None
        try:
            with archive.open(member) as file:
                stream = watched(file, origin=where, budget=intake.budget)  # type: ignore[arg-type]  # IO[bytes]
                yield from read_named(stream, where, origin=where, intake=intake)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            EOFError,
            ValueError,
            struct.error,
        ) as error:
            yield mistake(where, f"cannot be unpacked: {error}", "unpack it yourself")
