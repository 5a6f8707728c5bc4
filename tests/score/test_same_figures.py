"""The figures are those of the scorer that the project was given, to the digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.ontology import Ontology
from kg.score import Report, from_dataset, load_gold, score

from .gold_quads import n_quads
from .perturbation import Perturbation


def given_scorer(shared: Path, gold: Path, other: Path, out: Path) -> tuple[dict[str, Any], str]:
    command = [sys.executable, str(shared / "score.py"), str(gold), str(other), "--json", str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(out.read_text()), done.stdout


def assert_same(report: Report, figures: dict[str, Any], table: str) -> None:
    ours = report.figures()
    assert ours.keys() == figures.keys()
    for fact, theirs in figures.items():
        counts = {"tp": 0, "fn": 0, "fp": 0}
        assert ours[fact] == counts | theirs, fact
    assert report.table().startswith(table.rstrip("\n"))


def write(folder: Path, golds: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    for gold in golds:
        (folder / f"{gold['doc']}.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_folder_against_perturbed_folder(
    seed: int, shared: Path, golds: list[dict[str, Any]], ontology: Ontology, tmp_path: Path
) -> None:
    change = Perturbation(seed, ontology)
    some = golds[seed % 4 :: 4]
    gold = write(tmp_path / "gold", some)
    other = write(tmp_path / "other", [change(g) for g in some if not change.chance(0.02)])
    report = score(load_gold(gold, ontology), load_gold(other, ontology), ontology, common=True)
    assert 0.3 < report.all.f1 < 0.95
    assert_same(report, *given_scorer(shared, gold, other, tmp_path / "out.json"))


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_folder_against_graph(
    seed: int, shared: Path, golds: list[dict[str, Any]], ontology: Ontology, tmp_path: Path
) -> None:
    change = Perturbation(seed, ontology)
    some = golds[seed % 8 :: 8]
    graph = tmp_path / "graph.nq"
    graph.write_text(n_quads([change(g) for g in some[2:]], ontology), encoding="utf-8")
    gold = write(tmp_path / "gold", some)
    report = score(load_gold(gold, ontology), from_dataset(graph, ontology), ontology)
    assert len(report.missing) == 2
    assert_same(report, *given_scorer(shared, gold, graph, tmp_path / "out.json"))


def test_a_perfect_graph_misses_nothing(golds: list[dict[str, Any]], shared: Path, ontology: Ontology) -> None:
    store = ox.Store()
    store.bulk_load(n_quads(golds[:50], ontology).encode(), format=ox.RdfFormat.N_QUADS)
    gold = load_gold(shared / "corpus", ontology)
    report = score({g["doc"]: gold[g["doc"]] for g in golds[:50]}, from_dataset(store, ontology), ontology)
    assert report.all.recall > 0.999
    assert [e for e in report.errors if e.kind == "missed" and e.fact == "event"] == []
