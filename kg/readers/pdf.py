"""PDF: one file is one article, its columns read one after the other, without running heads and page numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.identity import stem
from kg.readers.intake import Intake, Limits, whole
from kg.readers.mistake import mistake
from kg.readers.quiet import quiet
from kg.readers.reading_order import Piece, largest, page_lines, text_of, without_running_heads
from kg.readers.record import make_document

HEAD = 1024  # bytes in which %PDF stands
AGAIN = "fetch or copy it again"
DAMAGED = (ValueError, LookupError, TypeError, AttributeError, NotImplementedError, RecursionError, ArithmeticError)
UNLOCK = "save it without a password"


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the article of a PDF file, and what is wrong with its pages.

    Its title is what is printed largest. Dates in a PDF are those of the file and not of the article: that on which it
    was made is kept as `created`.

    Raises:
        ReadError: it is no PDF, or damaged, encrypted, too long, or without text.
    """
    data = whole(file, origin=origin, most=intake.limits.whole)
    if b"%PDF" not in data[:HEAD]:
        raise mistake(origin, "no PDF: it does not begin with %PDF", "fetch or make it again, or give text as .txt")
    from pypdf.errors import PyPdfError

    quiet("pypdf")
    pages: list[list[Piece]] = []
    created: str | None = None
    try:
        reader = _opened(data, origin)
        number = len(reader.pages)
        if number > intake.limits.pages:
            wrong = f"{number:,} pages; no more than {intake.limits.pages:,} are read"
            raise mistake(origin, wrong, "split it into several files")
        for i in range(number):
            try:
                pages.append(_page(reader, i, intake.limits))
            except _TooLarge as large:
                yield mistake(f"{origin}:{i + 1}", str(large), "the other pages are read; give this one as text")
            except (PyPdfError, *DAMAGED) as error:
                wrong = f"a damaged page: {' '.join(str(error).split())}"
                yield mistake(f"{origin}:{i + 1}", wrong, f"the other pages are read; {AGAIN}")
        created = _created(reader)
    except (PyPdfError, *DAMAGED) as error:
        raise mistake(origin, f"a damaged PDF: {' '.join(str(error).split())}", AGAIN) from error
    pages = without_running_heads(pages)
    text = text_of(pages)
    if not text.strip():
        raise mistake(origin, "no text in this PDF: it may hold pictures of pages", "run OCR on it first")
    title = next((words for page in pages if (words := largest(page))), None)
    fields = {"title": title} | ({"created": created} if created else {})
    yield make_document(text, origin=origin, fields=fields, given_id=stem(origin))


class _TooLarge(Exception):
    """A page that would take too long."""


def _opened(data: bytes, origin: str) -> Any:
    """Return pypdf's reader, which has limits of its own to what streams unpack to."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except DependencyError as error:
            raise mistake(origin, "encrypted with AES", f"pip install cryptography, or {UNLOCK}") from error
        except NotImplementedError as error:
            raise mistake(origin, f"encrypted: {error}", UNLOCK) from error
        if not opened:
            raise mistake(origin, "encrypted: it needs a password", UNLOCK)
    return reader


def _page(reader: Any, i: int, limits: Limits) -> list[Piece]:
    """Return the lines of a page in reading order."""
    page = reader.pages[i]
    contents = page.get_contents()
    if contents is None:
        return []
    if len(contents.get_data()) > limits.page_bytes:
        raise _TooLarge(f"the page unpacks to more than {limits.page_bytes:,} bytes")
    pieces: list[Piece] = []

    def visit(words: str, matrix: list[float], text_matrix: list[float], _font: Any, size: float) -> None:
        if words.strip():
            scale = abs(text_matrix[3] * matrix[3]) or 1.0
            x = matrix[0] * text_matrix[4] + matrix[2] * text_matrix[5] + matrix[4]
            y = matrix[1] * text_matrix[4] + matrix[3] * text_matrix[5] + matrix[5]
            for line, part in enumerate(words.strip("\n").split("\n")):
                pieces.append(Piece(x, y - line * size * scale, round((size or 1.0) * scale, 1), part))

    page.extract_text(visitor_text=visit, orientations=(0,))
    return page_lines(pieces)


def _created(reader: Any) -> str | None:
    """Return the day on which the file was made, if it says so rightly."""
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return made.date().isoformat() if made else None
