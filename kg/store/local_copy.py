"""A copy of what a server holds, on this machine, for whoever asks so much that fetching everything is less.

It is kept until the graph on the server is another one. Nothing stands in it alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad, Store

from kg.errors import StoreError

START, NEW = "copy-", ".new"


class LocalCopy:
    """Where the copy of one graph lies.

    Args:
        folder: this machine's for the graph; where it cannot be written to, the copy is made for this process only.
        name: of the graph, for messages.
        revision: tells one state of the graph from another; a copy of one that has none is not kept.
    """

    def __init__(self, folder: Path, name: str, revision: str) -> None:
        self._folder = folder
        self._name = name
        self._path = folder / f"{START}{revision}" if revision else None
        self._fleeting: TemporaryDirectory[str] | None = None

    def open(self, quads: Iterable[Quad], number: int) -> Store:
        """Return the copy, made where it is missing.

        Args:
            quads: all that the graph holds; taken only where the copy is made.
            number: how many they are.

        Raises:
            StoreError: what came is not so many, or the disk fails.
        """
        kept = self._kept(number)
        if kept is not None:
            return kept
        new = self._new()
        try:
            made = Store(str(new))
            made.bulk_extend(quads)
            if len(made) != number:
                raise StoreError(f"{self._name}: {len(made):,} of {number:,} quads came; does somebody write to it?")
            made.flush()
            if self._fleeting is not None or self._path is None:
                return made
            made.optimize()  # it will be asked often; see kg.store.compaction
            del made
            self._remove_others()
            new.rename(self._path)
            return Store.read_only(str(self._path))
        except (OSError, RuntimeError) as error:  # pyoxigraph tells of broken files by RuntimeError
            raise StoreError(f"{new}: cannot be written: {' '.join(str(error).split())}") from error
        finally:
            if self._fleeting is None:
                shutil.rmtree(new, ignore_errors=True)

    def close(self) -> None:
        """Delete what was made for this process only."""
        if self._fleeting is not None:
            self._fleeting.cleanup()

    def _kept(self, number: int) -> Store | None:
        if self._path is None or not self._path.is_dir():
            return None
        try:
            store = Store.read_only(str(self._path))
            return store if len(store) == number else None
        except (OSError, RuntimeError):
            return None

    def _new(self) -> Path:
        if self._path is not None:
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                new = self._folder / f"{self._path.name}.{os.getpid()}{NEW}"
                shutil.rmtree(new, ignore_errors=True)
                new.mkdir()
            except OSError:
                pass
            else:
                return new
        self._fleeting = TemporaryDirectory(prefix="kg-")
        return Path(self._fleeting.name) / "quads"

    def _remove_others(self) -> None:
        """Delete the copies of other states, and a broken one of this; who reads them has their files open."""
        for left in self._folder.glob(f"{START}*"):
            if left.suffix != NEW:
                shutil.rmtree(left, ignore_errors=True)
