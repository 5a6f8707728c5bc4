"""The account of a graph is that of its documents, whatever became of the ledger beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg import pipeline
from kg.assemble import Ledger
from kg.errors import StoreError
from kg.identity import assembled_graph
from kg.pipeline.assembling import LEDGER
from kg.store import open_read
from kg.store.name_index import NameIndex

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
DISPUTE = ("i01", "i02", "i03", "i04")


def built(folder: Path, *names: str) -> Path:
    """Build a graph of annotated articles that tell of one dispute."""
    (folder / "gold").mkdir(parents=True)
    for name in names:
        shutil.copy(SEEDS / "gold" / f"{name}.json", folder / "gold")
    lines = (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "articles.jsonl").write_text(
        "".join(line for line in lines if json.loads(line)["id"] in names), encoding="utf-8"
    )
    pipeline.build_annotated(folder / "articles.jsonl", folder, graph=folder / "graph")
    return folder / "graph"


def quads(graph: Path) -> list[str]:
    with open_read(graph) as store:
        assembled = NamedNode(assembled_graph(store.ontology.base))
        assert NameIndex(graph).whole
        assert not NameIndex(graph).faults(store.raw, assembled)
        return list(store.quads_sorted())


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The graph that never had the third article."""
    return quads(built(tmp_path_factory.mktemp("three"), "i01", "i02", "i04"))


def test_a_removed_article_leaves_nothing(tmp_path: Path, without: list[str]) -> None:
    graph = built(tmp_path, *DISPUTE)
    pipeline.remove(graph, "i03")
    assert quads(graph) == without


@pytest.mark.parametrize("content", [None, b"", b"broken"])
def test_nor_does_it_where_the_ledger_is_lost_or_broken(
    tmp_path: Path, without: list[str], content: bytes | None
) -> None:
    graph = built(tmp_path, *DISPUTE)
    for file in graph.glob(f"{LEDGER}*"):
        file.unlink()
    if content is not None:
        (graph / LEDGER).write_bytes(content)
    pipeline.remove(graph, "i03")
    assert quads(graph) == without


def test_nor_where_the_ledger_is_broken_in_the_middle(tmp_path: Path, without: list[str]) -> None:
    graph = built(tmp_path, *DISPUTE)
    whole = (graph / LEDGER).read_bytes()
    for start in range(4096, len(whole), 16384):
        again = shutil.copytree(graph, tmp_path / f"broken-at-{start}")
        (again / LEDGER).write_bytes(whole[:start] + b"\xa7" * 8192 + whole[start + 8192 :])
        pipeline.remove(again, "i03")
        assert quads(again) == without


def test_a_ledger_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    graph = built(tmp_path, *DISPUTE)
    for file in graph.glob(f"{LEDGER}*"):
        file.unlink()
    (graph / LEDGER).mkdir()
    with pytest.raises(StoreError, match=r"ledger\.sqlite: cannot be written: .*$"):
        pipeline.remove(graph, "i03")


def test_nor_where_the_account_was_being_written_when_it_was_stopped(
    tmp_path: Path, without: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = built(tmp_path, *DISPUTE)

    def stopped(_: Ledger) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Ledger, "keep", stopped)
        pipeline.remove(graph, "i03")
    with open_read(graph) as store:
        assert store.stale
    pipeline.build(tmp_path / "none.jsonl", graph=graph, on_error=lambda _: None)
    assert quads(graph) == without
