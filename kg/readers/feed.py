"""RSS and Atom: an article an entry, with as much of its text as the feed carries."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.errors import ReadError
from kg.model import Document
from kg.readers.identity import stem
from kg.readers.markup import fragment_text
from kg.readers.mistake import mistake
from kg.readers.record import WEB_ADDRESS, make_document

ENTITY = re.compile(rb"<!ENTITY\s", re.IGNORECASE)
HTML = frozenset({"text/html", "application/xhtml+xml"})


def read(data: bytes, *, origin: str) -> Iterator[Document | ReadError]:
    """Yield an article, or what is wrong with it, for each entry. Nothing is fetched, neither pages nor entities.

    Raises:
        ReadError: it is no feed, or one without entries.
    """
    if ENTITY.search(data):  # the parser would let it grow to eight megabytes before it ends it
        raise mistake(origin, "declares entities of its own, as no feed needs to", "take out what stands in <!DOCTYPE>")
    import feedparser  # a tenth of a second, spared to those who read no feeds

    # A stream, because bytes that are an address would be fetched, and those that are a path opened.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        raise mistake(origin, "no RSS or Atom feed", "give a feed")
    if not feed.entries:
        raise mistake(origin, "a feed without entries", "give one that has articles")
    for number, entry in enumerate(feed.entries, start=1):
        where = f"{origin}:{number}"
        try:
            yield _document(entry, feed.feed, where, stem(origin))
        except ReadError as error:
            yield error
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.exceptions.CharacterEncodingOverride):
        wrong = f"damaged: {feed.bozo_exception}; entries behind that are missing or not whole"
        yield mistake(origin, wrong, "fetch or copy it again")


def _document(entry: Any, feed: Any, where: str, name: str | None) -> Document:
    """Return the article of one entry."""
    fields: dict[str, object] = {
        "title": _text(entry.get("title_detail"), where),
        "date": _day(entry),
        "source": _text((entry.get("source") or {}).get("title_detail") or feed.get("title_detail"), where),
        "url": _address(entry),
    }
    told = entry.get("id")
    if told:
        fields["id"] = told if ":" in told or name is None else f"{name}/{told}"
    elif fields["url"]:
        fields["id"] = fields["url"]
    if authors := entry.get("author"):
        fields["author"] = authors
    texts = [*entry.get("content", ()), entry.get("summary_detail")]
    longest = max((_text(one, where) or "" for one in texts), key=len)
    if not longest.strip():
        raise mistake(where, "an entry without text", "give the pages that it links to")
    return make_document(longest, origin=where, fields=fields)


def _text(detail: Any, where: str) -> str | None:
    if not detail or not detail.get("value"):
        return None
    value = str(detail["value"])
    return fragment_text(value, origin=where) if detail.get("type") in HTML or "<" in value else value


def _day(entry: Any) -> str | None:
    told = next(
        (dict.get(entry, name) for name in ("published_parsed", "updated_parsed") if dict.get(entry, name)), None
    )
    try:
        return date(*told[:3]).isoformat() if told else None
    except ValueError:
        return None


def _address(entry: Any) -> str | None:
    told = str(entry.get("link") or "").strip()
    return told if WEB_ADDRESS.match(told) else None
