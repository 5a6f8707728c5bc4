"""Which members of an archive are read, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePosixPath

from kg.readers.identity import IN
from kg.readers.mistake import quoted
from kg.readers.named import is_known

ABOUT_THE_FOLDER = ("readme", "license", "licence", "changelog")  # not news, unless named one by one
HIDDEN = (".", "__MACOSX")
DRIVE = re.compile(r"[A-Za-z]:")


def is_news(name: str, formats: Container[str]) -> bool:
    """Say whether a file in a folder or archive is read: of a known format, not hidden, not about the folder."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", "."}]
    if not parts or any(part.startswith(HIDDEN) and part != ".." for part in parts):
        return False
    return is_known(parts[-1], formats) and not parts[-1].casefold().startswith(ABOUT_THE_FOLDER)


def is_trick(name: str) -> str | None:
    """Say what is wrong with a name that would lead out of the archive, were it unpacked; None if nothing is."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or DRIVE.match(name):
        return f"the name {quoted(name)} leads out of the archive"
    if not name.isprintable():
        return f"the name {quoted(name)} holds characters that cannot be shown"
    return None


def place(origin: str, name: str) -> str:
    """Return what a member is called in messages, and what its identifier is made of."""
    return f"{origin}{IN}{PurePosixPath(name.replace('\\', '/'))}"
