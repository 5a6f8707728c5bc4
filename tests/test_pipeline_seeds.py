"""The sample corpus: every piece of evidence in its file, the same bytes from another order.

A quarter of it is read in every run of the tests, all of it by `make slow`.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.identity import identifier_of
from kg.pipeline import Graph

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SPANS = """SELECT ?document ?start ?end ?exact WHERE {
  GRAPH ?document { ?node oa:start ?start ; oa:end ?end ; oa:exact ?exact }
}"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Articles, a line of JSON each."""
    everything = [
        line for path in sorted(SEEDS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return everything if os.environ.get("KG_SEEDS") == "all" else everything[::4]


@pytest.fixture(scope="module")
def folder(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("seeds")
    (place / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = pipeline.build([SEEDS / "stories", place / "articles.jsonl"], graph=place / "graph", workers=2)
    assert report.added == report.read
    return place / "graph"


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[Graph]:
    with pipeline.open_graph(folder) as graph:
        yield graph


@pytest.fixture(scope="module")
def originals(lines: list[str]) -> dict[str, str]:
    """The text of each article as its file has it."""
    found = {record["id"]: record["text"] for record in map(json.loads, lines)}
    for path in (SEEDS / "stories").glob("*.md"):
        found[path.stem] = path.read_bytes().decode("utf-8")
    return found


def test_every_article_is_in_the_graph(graph: Graph, originals: dict[str, str]) -> None:
    assert {document.identifier for document in graph.documents()} == originals.keys()


def test_every_offset_reproduces_its_words_in_the_original_file(graph: Graph, originals: dict[str, str]) -> None:
    rows = graph.query(SPANS)
    seen: Counter[str] = Counter()
    wrong = []
    for row in rows:  # type: ignore[union-attr]  # the rows of a SELECT
        name = identifier_of(graph.ontology.base, str(row.document))
        seen[name] += 1
        if originals[name][row.start : row.end] != row.exact:
            wrong.append((name, row))
    assert wrong == []
    assert sum(seen.values()) > 10 * len(originals)
    assert len(seen) > 0.8 * len(originals)


def test_the_graph_is_valid(graph: Graph) -> None:
    assert list(map(str, pipeline.validate_graph(graph))) == []


def test_every_edge_leads_to_its_sentence(graph: Graph) -> None:
    network = graph.to_networkx()
    edges = random.Random(5).sample(sorted(network.edges(keys=True)), 400)
    assert [edge for edge in edges if not graph.evidence((edge[0], edge[2], edge[1]))] == []


def test_another_order_and_one_process_give_the_same_bytes(graph: Graph, lines: list[str], tmp_path: Path) -> None:
    lines = random.Random(11).sample(lines, len(lines))
    for name, part in (("z", lines[:40]), ("a", lines[40:])):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(part) + "\n", encoding="utf-8")
    pipeline.build([SEEDS / "stories", tmp_path / "z.jsonl", tmp_path / "a.jsonl"], graph=tmp_path / "graph")
    with pipeline.open_graph(tmp_path / "graph") as other:
        assert list(other.store.quads_sorted()) == list(graph.store.quads_sorted())
