"""The engine's files are merged when a graph has grown, and it says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.model import Reading
from kg.ontology import Ontology
from kg.pipeline.assembling import assemble
from kg.store import create_or_open, open_read
from kg.store.compaction import compact_grown
from kg.store.layout import COMPACTED

Make = Callable[..., Reading]


def add_one_by_one(folder: Path, ontology: Ontology, make: Make, names: str) -> None:
    """Add documents, each by a write of its own."""
    with create_or_open(folder, ontology=ontology) as store:
        for name in names:
            store.add([make(ontology, name)])


def lines(folder: Path) -> list[str]:
    with open_read(folder) as store:
        return list(store.quads_sorted())


def put_together(folder: Path, ontology: Ontology) -> None:
    with create_or_open(folder, ontology=ontology) as store:
        assemble(store)


def test_files_are_merged_when_a_graph_has_grown(
    tmp_path: Path, industrial: Ontology, full_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.batches.BULK", 1)
    monkeypatch.setattr("kg.store.compaction.LEAST", 1)
    grown, small = tmp_path / "grown", tmp_path / "small"
    for folder in (grown, small):
        add_one_by_one(folder, industrial, full_reading, "abcdef")
    put_together(grown, industrial)
    monkeypatch.setattr("kg.store.compaction.LEAST", 1_000_000_000)
    put_together(small, industrial)
    assert ((grown / COMPACTED).exists(), (small / COMPACTED).exists()) == (True, False)
    assert lines(grown) == lines(small)


def test_files_are_merged_again_only_when_the_graph_has_grown_again(
    tmp_path: Path, industrial: Ontology, full_reading: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.compaction.LEAST", 1)
    add_one_by_one(tmp_path, industrial, full_reading, "abc")
    put_together(tmp_path, industrial)
    with create_or_open(tmp_path, ontology=industrial) as store:
        assert not compact_grown(store.embedded, tmp_path)
        (tmp_path / COMPACTED).write_text("\0 damaged")
        assert compact_grown(store.embedded, tmp_path)
    assert int((tmp_path / COMPACTED).read_text()) > 0
