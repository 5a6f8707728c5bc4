"""Compares the ledger that a graph has with one that was made anew."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROWS = {
    "documents": "SELECT iri, stamp, dirty, twin, scene FROM {0}.doc WHERE NOT gone",
    "outlines": "SELECT iri, line FROM {0}.outline JOIN {0}.doc ON doc.id = outline.doc",
    "things": "SELECT node, alone, said, entity, score, reason, author FROM {0}.item",
    "doubts": "SELECT node, d.entity, d.score, d.reason FROM {0}.doubt AS d JOIN {0}.item ON item.id = d.item",
    "reports": "SELECT node, traits, happening FROM {0}.report",
    "events": "SELECT iri, said, course FROM {0}.happening",
    "entities": "SELECT iri, type, label FROM {0}.entity",
    "parties": "SELECT thing, happening FROM {0}.party",
    "titles": "SELECT slug, title, source FROM {0}.title",
    "edges": "SELECT subject, predicate, object, office, source, said FROM {0}.edge",
    "judgements": "SELECT name, value FROM {0}.meta WHERE name IN ('judgements', 'judged')",
}


def compare(kept: Path, fresh: Path, copy: Path) -> Iterator[str]:
    """Yield how a ledger differs from what it should be.

    One that is missing, of another version, or never complete is made anew by the next build, and counts as right.

    Args:
        kept: the file that the graph has; it is not touched.
        fresh: one that was made anew.
        copy: where a copy of the first may be made.
    """
    try:
        for end in ("", "-wal"):
            if (one := Path(f"{kept}{end}")).is_file():
                shutil.copyfile(one, f"{copy}{end}")
    except OSError as error:
        yield f"cannot be read: {error.strerror or error}"
        return
    if not copy.is_file():
        return
    with closing(sqlite3.connect(fresh)) as sql:
        try:
            sql.execute("ATTACH ? AS kept", (str(copy),))
            broken = [row[0] for row in sql.execute("PRAGMA kept.quick_check(1)") if row[0] != "ok"]
            if broken:
                yield f"damaged: {' '.join(broken[0].split())}"
            elif _comparable(sql):
                yield from _differences(sql)
        except sqlite3.DatabaseError as error:
            yield f"damaged: {error}"


def _comparable(sql: sqlite3.Connection) -> bool:
    if sql.execute("SELECT 1 FROM kept.sqlite_master WHERE name = 'meta'").fetchone() is None:
        return False
    question = "SELECT value FROM {0}.meta WHERE name IN ('version', 'kept') ORDER BY name"
    kept, fresh = (sql.execute(question.format(name)).fetchall() for name in ("kept", "main"))
    return kept == fresh


def _differences(sql: sqlite3.Connection) -> Iterator[str]:
    for what, question in ROWS.items():
        should, there = question.format("main"), question.format("kept")
        counts = [
            sql.execute(f"SELECT count(*) FROM ({one} EXCEPT {other})").fetchone()[0]
            for one, other in ((should, there), (there, should))
        ]
        if any(counts):
            told = f"{counts[0]:,} are missing and {counts[1]:,} should not be there"
            yield f"out of step with the graph: of the {what}, {told}"
