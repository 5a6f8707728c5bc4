"""What a document is called, and what tells it from another: both come from content."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kg.model import Document

STDIN = "-"


def content_id(original: str) -> str:
    """Return the identifier of a document that was given none: 16 hexadecimal digits of its text's SHA-256."""
    return hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def stem(origin: str) -> str | None:
    """Return the name without suffix of the file at `origin`, its identifier; None for standard input."""
    if origin == STDIN:
        return None
    return Path(origin).stem.encode("utf-8", "replace").decode("utf-8")


def digest(document: Document) -> str:
    """Return the SHA-256, in hexadecimal, of the document's original text and metadata.

    Two documents with one digest say the same. Where they were read from does not count.
    """
    content = {
        "id": document.id,
        "original": document.original,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        "url": document.url,
        "extra": sorted(document.extra),
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()
