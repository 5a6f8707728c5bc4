"""Files that are written whole or not at all."""

from __future__ import annotations

import fcntl
import glob
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import KgError, UsageError

UNNAMED = "kg"  # what a file is called that gets its name at last


@contextmanager
def writing(path: Path | str, *, named: Callable[[], str] | None = None) -> Iterator[IO[bytes]]:
    """Open a file that takes its place only when everything has been written.

    Until then, and for ever after an exception, what stood there before stays. A device or pipe is written
    to directly. What a killed process left of the same file is deleted.

    Args:
        path: the file.
        named: gives the file's name when everything is written; `path` is then the folder.

    Raises:
        UsageError: the path is a folder, or lies in one that does not exist.
        KgError: it cannot be written.
    """
    target = Path(path).resolve()
    if target.is_dir() and named is None:
        raise UsageError(f"{path}: is a folder; name a file in it")
    if not target.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {target.parent}; make it first")
    whole = target.exists() and named is None and not target.is_file()
    try:
        if whole:
            with target.open("wb") as file:
                yield file
        else:
            with _new(target / UNNAMED if named else target) as (file, new):
                yield file
                file.flush()
                os.fsync(file.fileno())
                new.replace(target / named() if named else target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _new(target: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Open a file beside the one that it is to become, locked as long as its process lives."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*.new"):
        _delete(left)
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with new.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file, new
    finally:
        new.unlink(missing_ok=True)


def _delete(left: Path) -> None:
    """Delete what a process was writing, unless it still is."""
    try:
        with left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink(missing_ok=True)
    except OSError:
        return
