"""What several articles say, put together and compared with the annotation of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import GoldError
from kg.store import verify_offsets

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
DISPUTE = ("i01", "i02", "i03", "i04")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with four articles that tell of one dispute, and their annotations."""
    (tmp_path / "gold").mkdir()
    for name in DISPUTE:
        shutil.copy(SEEDS / "gold" / f"{name}.json", tmp_path / "gold")
    lines = (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    told = [line for line in lines if json.loads(line)["id"] in DISPUTE]
    (tmp_path / "articles.jsonl").write_text("".join(told), encoding="utf-8")
    return tmp_path


def crossdoc(folder: Path, **changed: object) -> None:
    entities = {
        "ccwu": [[name, "ccwu"] for name in DISPUTE],
        "donald-kerr": [["i01", "dkerr"], ["i03", "dkerr"]],
        "elspeth-kerr": [["i01", "ekerr"], ["i03", "ekerr"]],
    }
    told = {"entities": entities, "namesakes": [["donald-kerr", "elspeth-kerr"]], **changed}
    (folder / "gold-crossdoc.json").write_text(json.dumps(told), encoding="utf-8")


def test_a_graph_of_annotations_has_their_facts_and_is_put_together(folder: Path) -> None:
    crossdoc(folder)
    assert pipeline.build_annotated(folder / "articles.jsonl", folder, graph=folder / "graph") == len(DISPUTE)
    with pipeline.open_graph(folder / "graph") as graph:
        assert pipeline.score_graph(graph, folder).all.f1 == 1
        assert verify_offsets(graph.store) == []
        assert pipeline.validate_graph(graph) == []
        report = pipeline.score_accounts(graph, folder)
    assert report is not None
    assert report.entities.f1 == 1
    assert report.namesakes.recall == 1


def test_without_an_annotation_of_them_articles_are_not_compared(folder: Path) -> None:
    pipeline.build_annotated([folder / "articles.jsonl"], folder, graph=folder / "graph")
    with pipeline.open_graph(folder / "graph") as graph:
        assert pipeline.score_accounts(graph, folder) is None


def test_a_wrong_annotation_is_refused(folder: Path) -> None:
    crossdoc(folder, copies=[["i01", "i99"]])
    pipeline.build_annotated([folder / "articles.jsonl"], folder, graph=folder / "graph")
    with pipeline.open_graph(folder / "graph") as graph, pytest.raises(GoldError, match="i99 is not annotated"):
        pipeline.score_accounts(graph, folder)
