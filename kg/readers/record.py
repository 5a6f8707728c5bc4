"""From the fields of a source to a `Document`: every reader ends here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kg.model import Document, SegmentKind
from kg.readers.identity import content_id
from kg.readers.mistake import mistake, quoted
from kg.readers.normalise import DROPPED, normalise
from kg.readers.segments import segment

KNOWN = ("id", "title", "date", "source", "url")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?")
WEB_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)
UNSEEN = re.compile(f"[{DROPPED}]+")  # controls, and marks that turn the direction of what follows
LONGEST = 5_000_000  # characters of a text: five times what spaCy takes of an article
HALF_PAIR = re.compile("[\ud800-\udfff]")  # JSON can spell half of a surrogate pair, which no encoding can hold


def make_document(
    original: str,
    *,
    origin: str,
    fields: Mapping[str, object] | None = None,
    given_id: str | None = None,
    skip: Sequence[tuple[int, int]] = (),
) -> Document:
    """Return the document with this text.

    Args:
        original: The text as the source gave it.
        origin: The file, or file and line, that it comes from.
        fields: `id`, `title`, `date`, `source` and `url`, each absent if unknown; the others become `extra`.
        given_id: The identifier if `fields` holds none; without it, one is made from the text.
        skip: Spans of `original` that are markup and no text.

    Raises:
        ReadError: the text is blank, or a field is not what it should be.
    """
    fields = fields or {}
    if len(original) > LONGEST:
        raise mistake(origin, f"{len(original):,} characters: too long for an article", "split it into its articles")
    text, offsets = normalise(original, skip=skip)
    if not text.strip():
        raise mistake(origin, "empty: there is no text", "give the words of the article")
    if half := HALF_PAIR.search(original):
        raise mistake(origin, f"half a character (surrogate) at character {half.start()} of the text", "write it whole")
    title, source = _line(fields, "title", origin), _line(fields, "source", origin)
    segments = segment(text, title=title, source=source)
    if title is None and segments and segments[0].kind is SegmentKind.HEADLINE:
        title = " ".join(text[segments[0].start : segments[0].end].split())
    return Document(
        id=_line(fields, "id", origin) or given_id or content_id(original),
        text=text,
        original=original,
        offsets=offsets,
        title=title,
        published=_published(fields.get("date"), origin),
        source=source,
        url=_url(fields, origin),
        extra=tuple(sorted((key, as_text(value)) for key, value in fields.items() if key not in KNOWN)),
        segments=segments,
        origin=origin,
    )


def as_text(value: object) -> str:
    """Return a field's value as a string: JSON, compact and sorted, unless it is one."""
    if isinstance(value, str):
        return _whole(value)
    return _whole(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _line(fields: Mapping[str, object], name: str, origin: str) -> str | None:
    """Return a field that is one line of text, or None if it is absent, null or blank."""
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return None
    if not isinstance(value, str):
        raise mistake(
            origin, f"{name} {quoted(as_text(value))} is no string", f"write {name} as a string or leave it out"
        )
    return " ".join(UNSEEN.sub("", _whole(value)).split()) or None


def _url(fields: Mapping[str, object], origin: str) -> str | None:
    """Return the address of the article: of the web, because others can be scripts, which pages would link to."""
    url = _line(fields, "url", origin)
    if url is not None and not WEB_ADDRESS.match(url):
        right = "write one that begins with http:// or https://, or leave it out"
        raise mistake(origin, f"url {quoted(url)} is no web address", right)
    return url


def _whole(text: str) -> str:
    """Return `text` with U+FFFD for every half of a surrogate pair."""
    return HALF_PAIR.sub("\ufffd", text)


def _published(value: object, origin: str) -> date | None:
    """Return the day that an ISO 8601 date, or date and time, gives."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str) and ISO_DATE.fullmatch(value.strip()):
        try:
            return datetime.fromisoformat(value.strip()).date()
        except ValueError:
            pass
    shown = value if isinstance(value, str) else as_text(value)
    raise mistake(origin, f"date {quoted(shown)} is no date", "write YYYY-MM-DD")
