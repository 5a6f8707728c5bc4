"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import KgError, UsageError


@contextmanager
def writing(path: Path | str) -> Iterator[IO[bytes]]:
    """Open a file that takes its place only when everything has been written.

    Until then, and for ever after an exception, what stood there before stays. A device or pipe is written
    to directly.

    Raises:
        UsageError: the path is a folder, or lies in one that does not exist.
        KgError: it cannot be written.
    """
    target = Path(path).resolve()
    if target.is_dir():
        raise UsageError(f"{path}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {target.parent}; make it first")
    whole = target.exists() and not target.is_file()
    new = target if whole else target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as file:
            yield file
        if not whole:
            new.replace(target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if not whole:
            new.unlink(missing_ok=True)
