"""The prepared queries of every domain run, on a graph of that domain's own articles."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.ontology import domains, load
from kg.pipeline.exploring import gather
from kg.query import list_queries

ROOT = Path(__file__).parents[2]
ARTICLES = {load().domain: ROOT / "seeds" / "stories", "company-deals": ROOT / "tests" / "data" / "company-deals"}


@pytest.mark.parametrize("domain", domains())
def test_each_prepared_query_runs_and_most_find_something(domain: str, tmp_path: Path) -> None:
    found = {}
    with kg.build(ARTICLES[domain], graph=tmp_path / "graph", domain=domain) as graph:
        for query in list_queries(load(domain)):
            if not any(p.required for p in query.parameters):
                found[query.name] = len(graph.query(query.name))
        index = gather(graph)
    assert len(index["events"]["name"]) == len(index["events"]["x"]) > 0
    assert all(side["label"] for side in index["sides"])
    assert found
    assert sum(map(bool, found.values())) > len(found) / 2, found


def test_the_first_day_is_told_though_one_article_tells_none(tmp_path: Path) -> None:
    for name, when in (("dated", "on 3 March 2024"), ("undated", "")):
        (tmp_path / f"{name}.txt").write_text(
            f"Members of Unison walked out at Leeds City Council {when}.\n", encoding="utf-8"
        )
    with kg.build(tmp_path / "*.txt", graph=tmp_path / "graph", model="rules") as graph:
        (row,) = graph.query("strikes")
    assert (str(row.first), row.documents) == ("2024-03-03", 2)
