"""E-mail as it is saved (.eml): the message is an article, and so is each attachment of a format that kg reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO

from kg.errors import ReadError
from kg.model import Document
from kg.readers.decode import decode
from kg.readers.identity import stem
from kg.readers.intake import Budget, Intake, whole
from kg.readers.markup import fragment_text
from kg.readers.members import is_news, is_trick, place
from kg.readers.mistake import mistake
from kg.readers.named import read_named
from kg.readers.record import make_document

LONGEST_HEADER = 2_000  # characters
PARTS = 1_000
NEEDED = ("from", "subject", "date", "to", "message-id", "received")


def read(file: BinaryIO, *, origin: str, intake: Intake) -> Iterator[Document | ReadError]:
    """Yield the message, unless it is blank, and then the documents of its attachments.

    The plain text counts, and the web page where there is none.

    Raises:
        ReadError: it is no e-mail, or one without text and attachments that can be read.
    """
    data = whole(file, origin=origin, most=intake.limits.whole)
    message = message_from_bytes(data, policy=policy.compat32)
    if not any(message.get(name) for name in NEEDED):
        raise mistake(origin, "no e-mail: it does not begin with From, Subject or the like", "name text files .txt")
    parts = [part for part, _ in zip(message.walk(), range(PARTS), strict=False) if not part.is_multipart()]
    text = _body(parts, origin)
    if text.strip():
        yield _document(message, text, origin)
    attached = [(part, name) for part in parts if (name := _name(part)) and is_news(name, intake.formats)]
    if not text.strip() and not attached:
        raise mistake(origin, "an e-mail without text", "give one whose text is not in pictures")
    budget = intake.budget or Budget(lambda: len(data), intake.limits)
    for part, name in attached:
        where = place(origin, name)
        if trick := is_trick(name):
            yield mistake(origin, trick, "give the attachment another name")
            continue
        payload = _bytes(part)
        yield from read_named(io.BytesIO(payload), where, origin=where, intake=intake.inside(budget, origin=origin))


def _document(message: Message, text: str, origin: str) -> Document:
    """Return the message's own text as a document."""
    sender, address = parseaddr(_header(message, "from"))
    fields: dict[str, object] = {
        "id": _header(message, "message-id").strip("<> "),
        "title": _header(message, "subject"),
        "date": _day(_header(message, "date")),
        "source": sender or address,
    }
    return make_document(text, origin=origin, fields=fields, given_id=stem(origin))


def _body(parts: list[Message], origin: str) -> str:
    """Return the text of the parts that are no attachments."""
    shown = [part for part in parts if part.get_content_disposition() != "attachment" and not _name(part)]
    plain = [_text(part, origin) for part in shown if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n\n".join(plain)
    pages = [_text(part, origin) for part in shown if part.get_content_type() == "text/html"]
    return "\n\n".join(fragment_text(page, origin=origin) for page in pages)


def _text(part: Message, origin: str) -> str:
    data = _bytes(part)
    return decode(data, origin=origin, declared=part.get_content_charset()) if data else ""


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: Message) -> str:
    return " ".join(str(part.get_filename() or "").split())[:LONGEST_HEADER]


def _header(message: Message, name: str) -> str:
    """Return a header's words, decoded."""
    value = str(message.get(name) or "")[:LONGEST_HEADER]
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, LookupError, ValueError):  # an encoding that there is not, or that does not fit
        return " ".join(value.split())


def _day(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
