"""EPUB: an article a chapter, as papers and magazines come as books.

References:
    W3C (2023), EPUB 3.3. https://www.w3.org/TR/epub-33/
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote

from kg.errors import ReadError
from kg.model import Document
from kg.readers.identity import stem
from kg.readers.intake import Budget, Intake, whole
from kg.readers.markup import heading, page_text, parse_page, parse_xml
from kg.readers.members import place
from kg.readers.mistake import mistake
from kg.readers.record import ISO_DATE, make_document
from kg.readers.watched import BROKEN, watched
from kg.readers.zipped import open_archive

CONTAINER = "META-INF/container.xml"
PAGES = frozenset({"application/xhtml+xml", "text/html"})
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
FEWEST = 30  # words of an article: covers, title pages and lists of contents have fewer, or are marked
ONLY_XML = "fetch it again, without protection"


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield an article for each chapter in reading order; the list of contents and very short ones are left out.

    Raises:
        ReadError: it is no EPUB, or damaged, protected, without text, or unpacks to more than it may.
    """
    data = whole(file, origin=origin, most=intake.limits.whole)
    budget = intake.budget or Budget(lambda: len(data), intake.limits)
    with open_archive(io.BytesIO(data), origin=origin, limits=intake.limits) as archive:
        book = _Book(archive, origin, intake, budget)
        found = False
        for path in book.chapters():
            where = place(origin, path)
            try:
                if (document := book.article(path, where)) is not None:
                    found = True
                    yield document
            except ReadError as error:
                yield error
            if budget.spent:
                return  # which has been told
    if not found:
        raise mistake(origin, "no chapter with text in this book", "give one that is not made of pictures")


class _Book:
    """What a book says of itself, and its chapters."""

    def __init__(self, archive: zipfile.ZipFile, origin: str, intake: Intake, budget: Budget) -> None:
        self._archive = archive
        self._origin = origin
        self._most = intake.limits.whole
        self._budget = budget
        container = parse_xml(self._bytes(CONTAINER), origin=origin)
        package = next((one.get("full-path") for one in container.iter("{*}rootfile")), None)
        if not package:
            raise mistake(origin, f"no EPUB: {CONTAINER} names no package", ONLY_XML)
        self._folder = posixpath.dirname(package)
        self._package = parse_xml(self._bytes(package), origin=origin)

    def chapters(self) -> list[str]:
        """Return the paths of the chapters, in reading order and each once."""
        items = {one.get("id"): one for one in self._package.iter(f"{OPF}item")}
        paths: dict[str, None] = {}
        for reference in self._package.iter(f"{OPF}itemref"):
            item = items.get(reference.get("idref"))
            if item is None or item.get("media-type") not in PAGES or reference.get("linear") == "no":
                continue
            if "nav" not in (item.get("properties") or "").split():
                paths[posixpath.normpath(posixpath.join(self._folder, unquote(item.get("href") or "")))] = None
        return list(paths)

    def article(self, path: str, where: str) -> Document | None:
        """Return the article of a chapter, None if it has too little text to be one."""
        page = parse_page(self._bytes(path), origin=where)
        text = page_text(page)
        if len(text.split()) < FEWEST:
            return None
        fields = {"title": heading(page), "date": self._day(), "source": self._one("publisher") or self._one("title")}
        return make_document(text, origin=where, fields=fields, given_id=stem(where))

    def _one(self, name: str) -> str | None:
        words: Any = (" ".join("".join(one.itertext()).split()) for one in self._package.iter(f"{DC}{name}"))
        return next((one for one in words if one), None)

    def _day(self) -> str | None:
        told = self._one("date") or ""
        return told if ISO_DATE.fullmatch(told) else None

    def _bytes(self, path: str) -> bytes:
        try:
            with self._archive.open(path) as file:
                stream = watched(file, origin=self._origin, budget=self._budget)  # type: ignore[arg-type]  # IO[bytes]
                return whole(stream, origin=place(self._origin, path), most=self._most)
        except KeyError as error:
            raise mistake(self._origin, f"no EPUB, or a damaged one: {path} is missing", ONLY_XML) from error
        except (*BROKEN, RuntimeError) as error:
            raise mistake(place(self._origin, path), f"cannot be unpacked: {error}", ONLY_XML) from error
