"""What the README shows can be typed as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg
from kg.pipeline import Graph

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return kg.build(ROOT / "seeds" / "stories", graph=tmp_path_factory.mktemp("readme") / "graph")


@pytest.mark.parametrize("query", blocks("sparql"), ids=lambda q: q.split()[1])
def test_each_query_runs(stories: Graph, query: str) -> None:
    assert len(stories.query(query).columns) >= 2


def test_the_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds" / "stories")
    monkeypatch.chdir(tmp_path)
    (script,) = blocks("python")
    exec(script, {})
    assert "3 documents read: 3 added" in capsys.readouterr().out
    assert (tmp_path / "pcs.html").stat().st_size > 100_000
