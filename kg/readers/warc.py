"""WARC and WET, as web archives and Common Crawl keep pages: an article a page that was answered with one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.model import Document
from kg.readers.intake import Budget, Intake
from kg.readers.mistake import mistake
from kg.readers.named import read_named
from kg.readers.quiet import quiet
from kg.readers.record import WEB_ADDRESS
from kg.readers.watched import watched

LONGEST_LINE = 1 << 20  # bytes of a header; without an end to it, this is no archive
SUFFIXES = {  # of the kinds of content that are read
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}
START = b"WARC/"
READ = frozenset({"response", "resource", "conversion"})


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the article, or what is wrong with it, of each page; pictures, requests and failures are passed over.

    The identifier is the record's, where it gives one article. The day on which a page was fetched is kept as
    `crawled`: it is not that of publication.

    Raises:
        ReadError: it is no WARC file, or damaged.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    quiet("warcio")

    class Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
        INC_RECORD = ""  # else it writes to standard error

    budget = intake.budget or Budget(file.tell, intake.limits)
    if not cast(io.BufferedReader, file).peek(len(START)).startswith(START):
        raise mistake(origin, "no WARC file: it does not begin with WARC/", "give a WARC or WET file")
    found = False
    try:
        records = Records(_Lines(file, origin))
        for number, record in enumerate(records, start=1):
            if (suffix := _suffix(record)) is not None:
                found = True
                yield from _documents(record, suffix, f"{origin}:{number}", intake, budget)
            if records.err_count:
                raise mistake(f"{origin}:{number}", "damaged: the record is longer than it says", "fetch it again")
    except (ArchiveLoadFailed, EOFError, ValueError, OSError) as error:
        words = " ".join(str(error).split())
        raise mistake(origin, f"no WARC file, or a damaged one: {words[:200]}", "fetch it again") from error
    if not found:
        raise mistake(origin, "no page in this file that can be read", "give a WARC or WET file of pages")


class _Lines:
    """A stream in which a line has an end, because what reads it holds lines, however long."""

    def __init__(self, file: BinaryIO, origin: str) -> None:
        self._file = file
        self._origin = origin
        self._since = 0  # bytes without a line break

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        at = data.rfind(b"\n")
        self._since = len(data) - at - 1 if at >= 0 else self._since + len(data)
        if self._since > LONGEST_LINE * 16:
            wrong = f"no line ends in {self._since:,} bytes"
            raise mistake(self._origin, wrong, "give a WARC or WET file that is whole")
        return data


def _suffix(record: Any) -> str | None:
    """Return the ending of the format that a record holds, None where it is passed over."""
    if record.rec_type not in READ or record.rec_headers is None:
        return None
    if record.rec_type == "response" and record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        kind = record.http_headers.get_header("Content-Type")
    else:
        kind = record.rec_headers.get_header("Content-Type")
    return SUFFIXES.get(str(kind or "").split(";")[0].strip().lower())


def _documents(record: Any, suffix: str, where: str, intake: Intake, budget: Budget) -> Iterator[Document | ReadError]:
    """Yield what a record holds, with what the archive says of it."""
    headers = record.rec_headers
    address = str(headers.get_header("WARC-Target-URI") or "").strip("<> ")
    url = address if WEB_ADDRESS.match(address) else None
    crawled = str(headers.get_header("WARC-Date") or "")[:10]
    told = str(headers.get_header("WARC-Record-ID") or "").strip("<> ")
    content = watched(record.content_stream(), origin=where, budget=budget)
    found = list(read_named(content, f"page{suffix}", origin=where, intake=intake))
    alone = len(found) == 1
    for one in found:
        if isinstance(one, Document):
            extra = dict(one.extra) | ({"crawled": crawled} if crawled else {})
            one = replace(
                one,
                id=told if told and alone else one.id,
                url=one.url or url,
                source=one.source or (_host(url) if url else None),
                extra=tuple(sorted(extra.items())),
            )
        yield one


def _host(url: str) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
