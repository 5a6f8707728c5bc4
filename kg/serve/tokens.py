"""The token of those who may change the graph."""

from __future__ import annotations

import hmac
import stat
from collections.abc import Iterable
from pathlib import Path

from kg.errors import UsageError
from kg.serve.settings import Settings

SHORTEST = 16
SCHEME = b"bearer "


def read_token(path: Path) -> str:
    """Return the token in a file, which nobody but its owner may read.

    Raises:
        UsageError: the file is missing, others may read it, or what it holds is no token.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: a token has letters and digits of ASCII only") from error
    if stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"{path}: others may read or write this file; chmod 600 {path}")
    if len(text) < SHORTEST or not text.isprintable() or " " in text:
        raise UsageError(f"{path}: a token is one word of at least {SHORTEST} characters")
    return text


def authorized(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> bool:
    """Say whether a request with these headers may change the graph.

    Args:
        headers: as ASGI has them, names in lower case.
        settings: the server's.
    """
    if not settings.read_write or settings.token is None:
        return False
    given = [value for name, value in headers if name == b"authorization"]
    if len(given) != 1 or given[0][: len(SCHEME)].lower() != SCHEME:
        return False
    return hmac.compare_digest(given[0][len(SCHEME) :].strip(), settings.token.encode())
