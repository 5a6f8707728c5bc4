"""The ledger: what the account of all documents was made from, and what came of it, kept between two builds.

It is a SQLite file beside the quads. Nothing stands in it alone: it is made again from the graph wherever it is
missing, of another version, or does not fit. With it one more article costs what that article touches, and not what all
articles hold.

`doc` are the documents' outlines, `item` their things (`sole` what one is called where nothing else is of the same),
`report` their events; `share` and `block` are what things and
events must share to be looked at together, `near` which events may be one happening.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Self

from kg.errors import StoreError

FORMAT = 5  # is raised whenever what is kept, or how, is another
DERIVED = (
    *("hash", "copy", "item", "share", "doubt", "report", "block", "near"),
    *("happening", "pair", "entity", "party", "title", "edge"),
)
CHUNK = 400  # values of one question
CACHE, ANEW = 65_536, 262_144  # kB of pages that are held, and while all is made anew
packed = json.JSONEncoder(separators=(",", ":")).encode  # a line of JSON, as it is kept
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE doc (
  id INTEGER PRIMARY KEY, iri TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL, dirty INTEGER NOT NULL,
  gone INTEGER NOT NULL, twin TEXT, scene TEXT
);
CREATE TABLE outline (doc INTEGER PRIMARY KEY, line TEXT NOT NULL);
CREATE INDEX doc_dirty ON doc (id) WHERE dirty;
CREATE TABLE hash (hash INTEGER, day INTEGER, doc INTEGER, PRIMARY KEY (hash, day, doc)) WITHOUT ROWID;
CREATE TABLE copy (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX copy_b ON copy (b);
CREATE TABLE item (
  id INTEGER PRIMARY KEY, doc INTEGER NOT NULL, node TEXT NOT NULL, alone INTEGER NOT NULL, said TEXT NOT NULL,
  sole TEXT NOT NULL, entity TEXT, score REAL, reason TEXT, author TEXT
);
CREATE INDEX item_doc ON item (doc);
CREATE TABLE share (key INTEGER, item INTEGER, PRIMARY KEY (key, item)) WITHOUT ROWID;
CREATE TABLE doubt (item INTEGER, entity TEXT, score REAL, reason TEXT, PRIMARY KEY (item, entity)) WITHOUT ROWID;
CREATE TABLE report (
  id INTEGER PRIMARY KEY, doc INTEGER NOT NULL, node TEXT UNIQUE NOT NULL, traits TEXT NOT NULL, happening TEXT
);
CREATE INDEX report_doc ON report (doc);
CREATE TABLE block (key INTEGER, day INTEGER, report INTEGER, PRIMARY KEY (key, day, report)) WITHOUT ROWID;
CREATE INDEX block_report ON block (report);
CREATE TABLE near (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX near_b ON near (b);
CREATE TABLE happening (iri TEXT PRIMARY KEY, said TEXT NOT NULL, course TEXT) WITHOUT ROWID;
CREATE TABLE pair (key INTEGER, day INTEGER, happening TEXT, PRIMARY KEY (key, day, happening)) WITHOUT ROWID;
CREATE TABLE entity (iri TEXT PRIMARY KEY, type TEXT NOT NULL, label TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE party (thing TEXT, happening TEXT, PRIMARY KEY (thing, happening)) WITHOUT ROWID;
CREATE TABLE title (slug TEXT, title TEXT, source TEXT, PRIMARY KEY (slug, title, source)) WITHOUT ROWID;
CREATE TABLE edge (
  subject TEXT, predicate TEXT, object TEXT, office TEXT, source TEXT, said TEXT,
  PRIMARY KEY (subject, predicate, object, office, source)
) WITHOUT ROWID;
"""

# these are made behind what they lead to where all is made anew: rows come in no order of theirs
_INDEXES = {
    "hash_doc": "hash (doc)",
    "item_entity": "item (entity)",
    "item_node": "item (node)",
    "share_item": "share (item)",
    "report_happening": "report (happening)",
    "happening_course": "happening (course)",
    "pair_happening": "pair (happening)",
    "party_happening": "party (happening)",
    "title_source": "title (source)",
    "edge_source": "edge (source)",
}


class Ledger:
    """The ledger of a graph; a context manager.

    Args:
        path: its file, which is made where there is none; None keeps it in memory.
        version: of whatever its content follows from; a ledger of another version is made anew.

    Raises:
        StoreError: the file cannot be made.
    """

    def __init__(self, path: Path | None, version: str) -> None:
        self._path = path
        self.version = f"{FORMAT}; {version}"
        try:
            self.sql = self._open()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path}: cannot be written: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sql.close()

    def _open(self) -> sqlite3.Connection:
        sql = self._connect()
        try:
            self._prepare(sql)
            known = self._version(sql)
        except sqlite3.DatabaseError:
            known = None
        if known != self.version:
            if self._path is not None:
                sql.close()
                self._delete(self._path)
                sql = self._connect()
                self._prepare(sql)
            sql.executescript(_SCHEMA)
            for name, columns in _INDEXES.items():
                sql.execute(f"CREATE INDEX {name} ON {columns}")
            sql.execute("INSERT INTO meta VALUES ('version', ?)", (self.version,))
            sql.commit()
        return sql

    def renew(self) -> None:
        """Make it anew, with nothing in it.

        Raises:
            StoreError: the file cannot be made.
        """
        self.sql.close()
        try:
            if self._path is not None:
                self._delete(self._path)
            self.sql = self._open()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def _delete(self, path: Path) -> None:
        for end in ("", "-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path or ":memory:", isolation_level="DEFERRED")

    def _prepare(self, sql: sqlite3.Connection) -> None:
        sql.execute("PRAGMA journal_mode = WAL")
        sql.execute("PRAGMA synchronous = FULL")  # what is kept must be on disk before the graph counts as up to date
        sql.execute(f"PRAGMA cache_size = -{CACHE}")

    def _version(self, sql: sqlite3.Connection) -> str | None:
        if sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            return None
        row = sql.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
        return row[0] if row else None

    @property
    def complete(self) -> bool:
        """Whether an account was ever kept in it, so that what follows from it is known."""
        return bool(self.meta("kept"))

    def keep(self) -> None:
        """Keep all that was done since the last time."""
        self.index(*_INDEXES)
        self.note("kept", "yes")
        self.sql.commit()

    # -- asking -----------------------------------------------------------------------------

    def rows(self, question: str, values: Iterable[Any], *beside: Any) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a question with `IN ({})` gives for any of the values; each value once."""
        for chunk in chunks(sorted(set(values)), CHUNK):
            yield from self.sql.execute(question.format(",".join("?" * len(chunk))), (*beside, *chunk))

    def change(self, order: str, values: Iterable[Any]) -> None:
        """Carry out an order with `IN ({})` for the values."""
        for chunk in chunks(sorted(set(values)), CHUNK):
            self.sql.execute(order.format(",".join("?" * len(chunk))), chunk)

    def meta(self, name: str) -> str:
        """Return what was noted under a name, "" where nothing was."""
        row = self.sql.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def note(self, name: str, value: str) -> None:
        """Note something."""
        self.sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    @contextmanager
    def cursor(self) -> Iterator[sqlite3.Cursor]:
        """Give a cursor of its own, to read while others write."""
        with closing(self.sql.cursor()) as cursor:
            yield cursor

    # -- documents --------------------------------------------------------------------------

    def stamps(self) -> dict[str, str]:
        """Return the stamp of each document that is there, by IRI."""
        return dict(self.sql.execute("SELECT iri, stamp FROM doc WHERE NOT gone"))

    def restart(self) -> None:
        """Forget what came of the outlines, and leave indexes out until `index` or `keep` makes them."""
        self.sql.execute(f"PRAGMA cache_size = -{ANEW}")
        for name in _INDEXES:
            self.sql.execute(f"DROP INDEX IF EXISTS {name}")
        for table in DERIVED:
            self.sql.execute(f"DELETE FROM {table}")
        self.sql.execute("DELETE FROM doc WHERE gone")
        self.sql.execute("UPDATE doc SET dirty = 1, twin = NULL, scene = NULL")

    def index(self, *names: str) -> None:
        """Make indexes that are to be used now and that `restart` left out."""
        for name in names:
            self.sql.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {_INDEXES[name]}")

    def put(self, iri: str, stamp: str, line: str | None) -> None:
        """Keep the outline of a document as a line; None where it is gone."""
        (doc,) = self.sql.execute(
            "INSERT INTO doc (iri, stamp, dirty, gone) VALUES (?, ?, 1, ?) "
            "ON CONFLICT (iri) DO UPDATE SET stamp = excluded.stamp, dirty = 1, gone = excluded.gone RETURNING id",
            (iri, stamp, line is None),
        ).fetchone()
        if line is None:
            self.sql.execute("DELETE FROM outline WHERE doc = ?", (doc,))
        else:
            self.sql.execute("INSERT OR REPLACE INTO outline VALUES (?, ?)", (doc, line))


def key_of(text: str) -> int:
    """Return a number of 63 bits that stands for a text."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()) >> 1


def chunks[T](values: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """Yield values, so many at a time."""
    them = iter(values)
    while chunk := list(islice(them, size)):
        yield chunk


class Groups[T: (int, str)]:
    """Puts what is linked into groups (union-find)."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def top(self, one: T) -> T:
        """Return what stands for the group of something."""
        above = self._above
        while (up := above.setdefault(one, one)) != one:
            above[one] = above[up]
            one = up
        return one

    def link(self, left: T, right: T) -> None:
        """Put two things into one group."""
        a, b = self.top(left), self.top(right)
        if a != b:
            self._above[max(a, b)] = min(a, b)

    def all(self) -> list[list[T]]:
        """Return the groups, each sorted, in the order of their first members."""
        found: dict[T, list[T]] = {}
        for one in sorted(self._above):
            found.setdefault(self.top(one), []).append(one)
        return list(found.values())


def reach[T: (int, str)](seeds: Collection[T], beside: Callable[[Collection[T]], Iterable[T]]) -> set[T]:
    """Return what can be reached from the seeds, step by step; `beside` gives what lies next to some."""
    found, edge = set(seeds), set(seeds)
    while edge:
        edge = set(beside(edge)) - found
        found |= edge
    return found
