"""The index of names as writers keep it: a SQLite file with every name in the assembled layer, and its trigrams.

A writer takes its mark of being whole away before the layer changes, and gives it back in the same transaction as the
names. Where it is missing or broken, the next writer makes it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import batched
from pathlib import Path
from zlib import crc32

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Triple, parse

from kg.errors import StoreError
from kg.quad_source import QuadSource
from kg.store import terms as t
from kg.store.batches import Part
from kg.store.layout import NAMES
from kg.store.names import FORMAT, folded

Named = tuple[str, str, bool]  # IRI, name, and whether it is the first of its names
AT_ONCE = 1_000  # names
CACHE = 65_536  # kB of the file that are held
HELD = 1 << 25  # bytes of trigrams that are sorted before they are written
PATIENCE = 30.0  # seconds for which a writer waits until a reader is done
PREDICATES = (t.LABEL, t.ALT_LABEL)
_BESIDE = ("", "-journal")
_MARKS = tuple(f" {predicate} " for predicate in PREDICATES)
_SCHEMA = """
CREATE TABLE mark (whole INTEGER NOT NULL);
CREATE TABLE name (
  id INTEGER PRIMARY KEY, thing TEXT NOT NULL, name TEXT NOT NULL, main INTEGER NOT NULL, hash INTEGER NOT NULL
);
CREATE VIRTUAL TABLE part USING fts5(
  folded, content='', detail=none, columnsize=0, tokenize='trigram case_sensitive 1'
);
"""


class NameIndex:
    """The index as a writer keeps it.

    Args:
        folder: the graph's.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAMES
        self._gone: list[Named] = []
        self._new: list[Named] = []
        self._lines: list[bytes] = []

    @property
    def whole(self) -> bool:
        """Whether it is there, and holds the names of the assembled layer as it was written last."""
        if not self._path.exists():
            return False
        with suppress(sqlite3.Error), closing(self._connect()) as sql:
            row = sql.execute("SELECT whole FROM mark").fetchone()
            return bool(row == (FORMAT,))
        return False

    def faults(self, raw: QuadSource, graph: NamedNode) -> str:
        """Return how it differs from the assembled layer; "" where it does not, or is missing or not whole."""
        try:
            with closing(sqlite3.connect(self._path.absolute().as_uri() + "?mode=ro", uri=True)) as sql:
                if sql.execute("SELECT whole FROM mark").fetchone() != (FORMAT,):
                    return ""
                rows = sql.execute("SELECT thing, name, main FROM name")
                there = {hash((thing, name, bool(main))) for thing, name, main in rows}
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0)
            undone = code == sqlite3.SQLITE_READONLY_ROLLBACK  # by the next writer, after one was killed
            return "" if undone or not self._path.exists() else f"broken: {error}"
        should = set(map(hash, _all(raw, graph)))
        missing, odd = len(should - there), len(there - should)
        return f"{missing:,} names are missing, {odd:,} are in no assembled layer" if missing or odd else ""

    def suspend(self) -> None:
        """Let nobody rely on it until it is kept again: the layer is about to change.

        Raises:
            StoreError: it can be neither changed nor deleted.
        """
        self._gone.clear()
        self._new.clear()
        if not self._path.exists():
            return
        try:
            with closing(self._connect()) as sql, sql:
                sql.execute("UPDATE mark SET whole = 0")
        except sqlite3.Error:
            self.delete()

    def note(self, gone: Iterable[Triple], new: Iterable[Triple]) -> None:
        """Note what changes in the assembled layer; what is no name is passed over."""
        self._gone += _names(gone)
        self._new += _names(new)

    def noting(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Yield the parts of a layer that is written as a whole, and note the names in them."""
        for part in parts:
            lines = [line for line in part.lines if any(mark in line for mark in _MARKS)]
            if lines:
                self._lines.append("\n".join(lines).encode())
            yield part

    def keep(self) -> bool:
        """Take in what was noted, so that all names are those of the layer again; return whether that went well."""
        return self._path.exists() and self._written(self._change)

    def make(self, raw: QuadSource, graph: NamedNode) -> None:
        """Make it anew from the assembled layer, if the disk has room for it."""
        self.delete()
        self._written(lambda sql: self._fill(sql, _all(raw, graph)))

    def make_of_noted(self) -> None:
        """Make it anew from what was noted of a whole layer."""
        self.delete()
        triples = (quad.triple for lines in self._lines for quad in parse(lines, RdfFormat.N_TRIPLES, lenient=True))
        self._written(lambda sql: self._fill(sql, _once(_names(triples))))
        self._lines.clear()

    def delete(self) -> None:
        """Delete it.

        Raises:
            StoreError: that is impossible.
        """
        try:
            for end in _BESIDE:
                self._path.with_name(f"{NAMES}{end}").unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{self._path}: cannot be deleted: {error.strerror or error}") from error

    def _written(self, write: Callable[[sqlite3.Connection], None]) -> bool:
        """Write to it; where that fails, be without it: it holds nothing that does not stand in the graph."""
        try:
            with closing(self._connect()) as sql, sql:
                write(sql)
        except sqlite3.Error:
            self.delete()
            return False
        return True

    def _connect(self) -> sqlite3.Connection:
        sql = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level="IMMEDIATE")
        sql.execute(f"PRAGMA cache_size = -{CACHE}")
        return sql

    def _fill(self, sql: sqlite3.Connection, names: Iterable[Named]) -> None:
        for order in filter(str.strip, _SCHEMA.split(";\n")):  # one by one: a script would end the transaction
            sql.execute(order)
        sql.execute("INSERT INTO part (part, rank) VALUES ('hashsize', ?)", (HELD,))
        self._add(sql, names, 1)
        sql.execute("CREATE INDEX name_hash ON name (hash)")  # behind the rows, which come in no order of it
        sql.execute("INSERT INTO mark VALUES (?)", (FORMAT,))

    def _change(self, sql: sqlite3.Connection) -> None:
        there = "SELECT id FROM name WHERE thing = ? AND name = ? AND main = ? AND hash = ?"
        for named in self._gone:
            row = sql.execute(there, (*named, _hash(named))).fetchone()
            if row is None:
                raise sqlite3.DatabaseError("a name is missing")
            sql.execute("INSERT INTO part (part, rowid, folded) VALUES ('delete', ?, ?)", (*row, folded(named[1])))
            sql.execute("DELETE FROM name WHERE id = ?", row)
        (last,) = sql.execute("SELECT COALESCE(MAX(id), 0) FROM name").fetchone()
        new = (named for named in self._new if sql.execute(there, (*named, _hash(named))).fetchone() is None)
        self._add(sql, new, last + 1)
        sql.execute("UPDATE mark SET whole = ?", (FORMAT,))

    def _add(self, sql: sqlite3.Connection, names: Iterable[Named], first: int) -> None:
        for chunk in batched(enumerate(names, first), AT_ONCE):
            rows = ((number, *named, _hash(named)) for number, named in chunk)
            sql.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", rows)
            parts = ((number, folded(name)) for number, (_, name, _) in chunk)
            sql.executemany("INSERT INTO part (rowid, folded) VALUES (?, ?)", parts)


def _all(raw: QuadSource, graph: NamedNode) -> Iterator[Named]:
    """Yield the names in a graph; by SPARQL, which fetches half as many terms as to read the quads."""
    for predicate in PREDICATES:
        found = raw.query(f"SELECT ?thing ?name {{ GRAPH {graph} {{ ?thing {predicate} ?name }} }}")
        assert isinstance(found, QuerySolutions)
        for subject, name in found:
            if isinstance(subject, NamedNode) and isinstance(name, Literal):
                yield subject.value, name.value, predicate == t.LABEL


def _once(names: Iterable[Named]) -> Iterator[Named]:
    """Yield each name once: several parts may say the same."""
    seen: set[int] = set()  # of numbers, which take a fifth of the memory that the names take
    for named in names:
        if (number := hash(named)) not in seen:
            seen.add(number)
            yield named


def _hash(named: Named) -> int:
    """Return a number by which a row is found; a few may have the same."""
    return crc32(f"{named[0]}\0{named[1]}".encode())


def _names(triples: Iterable[Triple]) -> Iterator[Named]:
    for triple in triples:
        subject, predicate, name = triple.subject, triple.predicate, triple.object
        if predicate in PREDICATES and isinstance(subject, NamedNode) and isinstance(name, Literal):
            yield subject.value, name.value, predicate == t.LABEL
