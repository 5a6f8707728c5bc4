"""The index of names is always that of the assembled layer, or none."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store.layout import NAMES
from kg.store.name_index import NameIndex
from kg.store.names import NamesFound, things_holding
from kg.store.terms import ALT_LABEL, LABEL, TYPE

GRAPH = ox.NamedNode("https://example.org/graph")
TEXTS = st.sampled_from(["PCS", "Pcs Union", "Café Zürich", "caFÉ", "İstanbul ΟΔΟΣ", "Straße™", "O’Neill", "ab", ""])
TRIPLES = st.builds(
    ox.Triple,
    st.sampled_from([ox.NamedNode(f"https://example.org/{n}") for n in range(4)]),
    st.sampled_from([LABEL, ALT_LABEL, TYPE]),
    st.builds(ox.Literal, TEXTS),
)
PARTS = ["pcs", "CAFÉ", "stras", "straß", " οδοσ", "ΟΔΟΣ", "O’Nei", "i̇stan", "İst", "Union", "™"]


def quads(triples: Iterable[ox.Triple]) -> list[ox.Quad]:
    return [ox.Quad(one.subject, one.predicate, one.object, GRAPH) for one in triples]


def written(folder: Path) -> list[tuple[str, str, int]]:
    sql = sqlite3.connect(folder / NAMES)
    try:
        sql.execute("INSERT INTO part (part) VALUES ('integrity-check')")
        return sorted(sql.execute("SELECT thing, name, main FROM name"))
    finally:
        sql.close()


def in_graph(raw: ox.Store) -> list[tuple[str, str, int]]:
    named = ((q.subject.value, q.object.value, q.predicate) for q in raw if q.predicate != TYPE)
    return sorted((thing, name, int(predicate == LABEL)) for thing, name, predicate in named)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(TRIPLES, max_size=8), min_size=2, max_size=5))
def test_it_follows_every_change(states: list[set[ox.Triple]]) -> None:
    with TemporaryDirectory() as at:
        folder, raw = Path(at), ox.Store()
        raw.extend(quads(states[0]))
        NameIndex(folder).make(raw, GRAPH)
        for before, after in pairwise(states):
            index = NameIndex(folder)
            index.suspend()
            index.note(before - after, after - before)
            for quad in quads(before):
                raw.remove(quad)
            raw.extend(quads(after))
            assert index.keep()
            assert written(folder) == in_graph(raw)
        for part in PARTS:
            fits = part.lower()
            found = things_holding(NamesFound(folder), lambda name, fits=fits: fits in name.lower(), part, most=99)
            assert found in (None, {thing for thing, name, _ in in_graph(raw) if fits in name.lower()})


def test_who_opened_the_graph_before_it_changed_does_without(tmp_path: Path) -> None:
    raw = ox.Store()
    raw.extend(quads([ox.Triple(ox.NamedNode("a:b"), LABEL, ox.Literal("Union"))]))
    NameIndex(tmp_path).make(raw, GRAPH)
    before = NamesFound(tmp_path)
    assert things_holding(before, bool, "nio", most=9) == {"a:b"}
    NameIndex(tmp_path).suspend()
    assert things_holding(before, bool, "nio", most=9) is None
    assert things_holding(NamesFound(tmp_path), bool, "nio", most=9) is None
    assert not NameIndex(tmp_path).whole


def test_what_is_broken_or_missing_is_done_without(tmp_path: Path) -> None:
    assert things_holding(NamesFound(tmp_path), bool, "union", most=9) is None
    (tmp_path / NAMES).write_bytes(b"no database" * 1000)
    assert things_holding(NamesFound(tmp_path), bool, "union", most=9) is None
    index = NameIndex(tmp_path)
    assert not index.whole
    index.suspend()
    assert not index.keep()
    index.make(ox.Store(), GRAPH)
    assert index.whole


def test_an_index_whose_writer_was_killed_is_not_called_broken(tmp_path: Path) -> None:
    killed = (
        "import os, sqlite3, sys\n"
        "sql = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "sql.executescript('CREATE TABLE mark (whole); CREATE TABLE name (thing, name, main); PRAGMA cache_size = 1')\n"
        "sql.execute('BEGIN IMMEDIATE')\n"
        "sql.executemany('INSERT INTO name VALUES (?, ?, 1)', [('x' * 500, 'y' * 500)] * 5000)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", killed, str(tmp_path / "names.sqlite")], check=False)
    assert (tmp_path / "names.sqlite-journal").exists()
    assert NameIndex(tmp_path).faults(ox.Store(), ox.NamedNode("http://example.org/graph")) == ""
