"""One writer at a time."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import StoreError

RETRIES, PAUSE = 5, 0.02  # seconds; who only looks holds the file for much less


def writer_of(path: Path) -> str | None:
    """Return the number of the process that holds the lock file, "" where it does not tell, None where nobody does."""
    held, process = _look(path)
    return process if held else None


def left_by(path: Path) -> str | None:
    """Return the number of the process that held the lock file last and ended without `release`, if one did."""
    held, process = _look(path)
    return None if held else process or None


def _look(path: Path) -> tuple[bool, str]:
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True, file.read().strip()
            return False, file.read().strip()
    except OSError:
        return False, ""  # no lock file, or none that can be read: nobody is known to write


@contextmanager
def nobody_writing(path: Path, *, waiting: Callable[[str], None] | None = None) -> Iterator[None]:
    """Keep writers away for a while, without being one. Where the file cannot be opened, nobody is known to write.

    Args:
        path: the lock file.
        waiting: is told who holds it, before this waits; without it nobody waits.

    Raises:
        StoreError: someone holds it, and nobody waits.
    """
    try:
        file = path.open(encoding="ascii", errors="replace")
    except OSError:
        yield
        return
    with file:
        if not _taken(file, fcntl.LOCK_SH):
            _wait(file, path, waiting, fcntl.LOCK_SH)
        yield


class WriterLock:
    """Holds `path` for this process until `release`, or until the process ends however it ends.

    Args:
        path: the lock file; it is made where it is missing and stays afterwards, empty.
        waiting: is told who holds it, before this waits; without it nobody waits.

    Attributes:
        abandoned: whether the process that held it last ended without `release`.

    Raises:
        StoreError: someone holds it, and nobody waits; the message names the process.
        OSError: the file cannot be made or written.
    """

    def __init__(self, path: Path, *, waiting: Callable[[str], None] | None = None) -> None:
        self._file = path.open("a+", encoding="ascii", errors="replace")
        try:
            if not _taken(self._file, fcntl.LOCK_EX):
                _wait(self._file, path, waiting, fcntl.LOCK_EX)
            self._file.seek(0)
            self.abandoned = bool(self._file.read().strip())
            self._file.truncate(0)
            self._file.write(f"{os.getpid()}\n")
            self._file.flush()
        except BaseException:
            self._file.close()
            raise

    def release(self) -> None:
        """Let others write. Releasing twice does nothing."""
        if not self._file.closed:
            self._file.truncate(0)
            self._file.close()


def _taken(file: IO[str], kind: int) -> bool:
    """Take the lock, also where somebody looks at it just now."""
    for _ in range(RETRIES):
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        else:
            return True
    return False


def _wait(file: IO[str], path: Path, waiting: Callable[[str], None] | None, kind: int) -> None:
    """Take the lock when its holder lets go of it, or tell who that is."""
    file.seek(0)
    holder = file.read().strip()
    told = f"{path.parent}: {f'process {holder}' if holder else 'another process'} is writing to this graph"
    if waiting is None:
        raise StoreError(f"{told}; wait until it is done")
    waiting(f"{told}; waiting until it is done")
    fcntl.flock(file, kind)
