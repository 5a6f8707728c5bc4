"""tar archives, as they come: nothing is sought in, and nothing is written to disk."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Self, cast

from kg.errors import ReadError
from kg.model import Document
from kg.readers.intake import Budget, Intake
from kg.readers.members import is_news, is_trick, place
from kg.readers.mistake import mistake
from kg.readers.named import read_named
from kg.readers.watched import AGAIN, watched

LONGEST_NAME = 1 << 16  # bytes of a record that only tells the name or the attributes of the next member
NAMING = frozenset({tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE})


class _Member(tarfile.TarInfo):
    """A member whose name does not take up all memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        member = super().frombuf(buf, encoding, errors)
        if member.type in {*NAMING, tarfile.SOLARIS_XHDTYPE} and member.size > LONGEST_NAME:
            raise tarfile.ReadError(f"a name of {member.size:,} bytes")
        return member


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the documents of the members, in their order.

    Raises:
        ReadError: it is no archive, or damaged, or holds nothing to read, or unpacks to more than it may.
    """
    budget = intake.budget or Budget(file.tell, intake.limits)
    inner = intake.inside(budget, origin=origin)
    any_news = False
    try:
        with tarfile.open(fileobj=file, mode="r|", tarinfo=_Member) as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined]  # else all that were met are kept
                if budget.spent:
                    yield mistake(origin, "what stands behind this is not read", "unpack it yourself")
                    return
                if not member.isdir() and is_news(member.name, intake.formats):
                    any_news = True
                    yield from _member(archive, member, origin, inner)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise mistake(origin, f"no tar archive, or a damaged one: {error}", AGAIN) from error
    if not any_news:
        raise mistake(origin, "no file to read in this archive", "give an archive of articles")


def _member(
    archive: tarfile.TarFile, member: tarfile.TarInfo, origin: str, intake: Intake
) -> Iterator[Document | ReadError]:
    where = place(origin, member.name)
    if trick := is_trick(member.name):
        yield mistake(origin, trick, "give it a name below the archive")
        return
    file = archive.extractfile(member) if member.isfile() else None
    if file is None:
        yield mistake(where, "a link or a device, not a file", "put the file itself into the archive")
        return
    assert intake.budget is not None
    stream = watched(cast(BinaryIO, file), origin=where, budget=intake.budget)
    yield from read_named(stream, where, origin=where, intake=intake)
