"""What a document is called, and what tells it from another: both come from content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

STDIN = "-"
IN = "//"  # between an archive and what lies in it: no path that the system gives has it
INSIDE = re.compile(f"(?<=[^:/]){IN}")
COMPRESSED = ".gz"
WEB = ("http://", "https://")


def content_id(original: str) -> str:
    """Return the identifier of a document that was given none: 16 hexadecimal digits of its text's SHA-256."""
    return hashlib.sha256(original.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def stem(origin: str) -> str | None:
    """Return the name without suffix of the file at `origin`, its identifier; None for standard input.

    That of a file in an archive is made of both: `news/2021/a` for `x/news.zip//2021/a.txt`. A page of the web is
    called by its address.
    """
    if origin == STDIN:
        return None
    outer, *inner = INSIDE.split(origin)
    path = Path(outer)
    name = Path(path.stem).stem if path.suffix.lower() == COMPRESSED else path.stem
    name = outer if outer.startswith(WEB) else name
    parts = [*([] if outer == STDIN else [name]), *(_without_suffix(part) for part in inner)]
    return "/".join(parts).encode("utf-8", "replace").decode("utf-8")


def _without_suffix(name: str) -> str:
    path = PurePosixPath(name)
    return str((path.with_suffix("") if path.suffix.lower() == COMPRESSED else path).with_suffix(""))
