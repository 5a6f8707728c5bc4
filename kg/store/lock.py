"""One writer at a time."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kg.errors import StoreError


def writer_of(path: Path) -> str | None:
    """Return the number of the process that holds the lock file, "" where it does not tell, None where nobody does."""
    try:
        with path.open(encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read().strip()
    except OSError:
        return None  # no lock file, or none that can be read: nobody is known to write
    return None


class WriterLock:
    """Holds `path` for this process until `release`, or until the process ends however it ends.

    Args:
        path: the lock file; it is made where it is missing and stays afterwards.

    Raises:
        StoreError: someone holds it; the message names the process.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+", encoding="ascii")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            holder = self._file.read().strip()
            self._file.close()
            who = f"process {holder}" if holder else "another process"
            raise StoreError(f"{path.parent}: {who} is writing to this graph; wait until it is done") from None
        self._file.truncate(0)
        self._file.write(f"{os.getpid()}\n")
        self._file.flush()

    def release(self) -> None:
        """Let others write. Releasing twice does nothing."""
        self._file.close()
