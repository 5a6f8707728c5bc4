"""An index of names beside the quads, by which things are found by any part of what they are called.

`kg.store.name_index` writes it. Nothing stands in it alone: where it is missing, broken, or not in step with the quads,
whoever asks for names reads them all. A reader who opened the graph before the file changed does not use it.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

from kg.store.layout import NAMES

Rows = Generator[tuple[str, str]]
FORMAT = 1  # is raised whenever what is kept, or how, is another
SHORTEST = 3  # letters of a part of a name that can be looked up
APOSTROPHES = str.maketrans("‘’ʼ", "'''")


def folded(name: str) -> str:
    """Return a name without case and accents, letter by letter: a part of a name is a part of it folded, too.

    Examples:
        >>> folded("Café O’Neill")
        "cafe o'neill"
    """
    plain = name.lower().casefold()
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFKD", plain.translate(APOSTROPHES))
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


class NamesFound:
    """The index as a reader has it, who opened the graph after the file was last changed.

    Args:
        folder: the graph's.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAMES
        self._state = _state(self._path)

    def holding(self, *parts: str) -> Rows | None:
        """Return things with names that may hold all of some parts; None where that is unknown.

        Who asks looks at the names himself: they hold the trigrams of the parts, both folded. Of parts that are
        shorter than a trigram nothing is known.

        Returns:
            IRI and name, one pair after another, in no order; some only in part if the graph changes meanwhile, of
            which `in_step` tells.
        """
        wanted = sorted({part[i : i + 3] for part in map(folded, parts) for i in range(len(part) - 2)})
        if not wanted or any("\0" in part for part in wanted) or not self.in_step:
            return None
        match = " AND ".join('"' + part.replace('"', '""') + '"' for part in wanted)
        return self._rows(match)

    def _rows(self, match: str) -> Rows:
        uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as sql:
            if sql.execute("SELECT whole FROM mark").fetchone() != (FORMAT,):
                raise sqlite3.DatabaseError("not whole")
            question = "SELECT thing, name FROM part JOIN name ON name.id = part.rowid WHERE part MATCH ?"
            yield from sql.execute(question, (match,))

    @property
    def in_step(self) -> bool:
        """Whether the index is there, and was not touched since the graph was opened."""
        return self._state is not None and _state(self._path) == self._state


def things_holding(names: NamesFound | None, fits: Callable[[str], bool], *parts: str, most: int) -> set[str] | None:
    """Return the things with a name that fits, which must hold all the parts; None where only the quads can tell.

    Args:
        names: the index.
        fits: tells of a name whether it is meant.
        parts: of the name.
        most: things; those beyond are left out.
    """
    if names is None:
        return None
    found: set[str] = set()
    try:
        rows = names.holding(*parts)
        if rows is None:
            return None
        with closing(rows):
            for thing, name in rows:
                if fits(name):
                    found.add(thing)
                    if len(found) >= most:
                        break
    except sqlite3.Error:
        return None
    return found if names.in_step else None


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what tells whether a file was changed, None where there is none."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_ino, told.st_size, told.st_mtime_ns
