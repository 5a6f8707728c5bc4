"""kg from Python: the front door, the graph object, and every example in a docstring."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from rdflib import Dataset

import kg
from kg.errors import KgError, ReadError, StoreError, UnknownName, UsageError
from kg.pipeline import BuildReport, Graph, Picture

STORIES = Path(__file__).resolve().parents[1] / "seeds/stories"
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(kg.__path__, "kg.") if not module.name.endswith("__main__")
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles in news/ and their graph."""
    folder = tmp_path_factory.mktemp("api")
    shutil.copytree(STORIES, folder / "news")
    with kg.build(folder / "news", graph=folder / "graph") as graph:
        assert graph.report == BuildReport(read=3, added=3)
    return folder


@pytest.fixture
def graph(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    monkeypatch.chdir(folder)
    with kg.open("graph") as graph:
        yield graph


# -- examples -----------------------------------------------------------------------------------


def examples() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = {test.name: test for name in ("kg", *MODULES) for test in finder.find(importlib.import_module(name), name)}
    return [test for _, test in sorted(found.items()) if test.examples]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_the_examples_in_docstrings_run(
    example: doctest.DocTest, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each in a folder that holds news/ and graph/; `kg` and the open `graph` are there as names."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    told: list[str] = []
    with kg.open("graph") as graph:
        example.globs |= {"kg": kg, "graph": graph}
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        failed, _ = runner.run(example, out=told.append)
    assert not failed, "".join(told)


def test_the_front_door_has_examples() -> None:
    assert {"kg", "kg.build", "kg.open", "kg.pipeline.graph.Graph.draw"} <= {example.name for example in examples()}


# -- the front door -----------------------------------------------------------------------------


def test_importing_kg_is_cheap() -> None:
    program = "import sys; import kg; print(kg.__version__, *sorted(m for m in sys.modules if m.startswith('kg')))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split() == [kg.__version__, "kg"]


def test_build_returns_the_open_graph(folder: Path, tmp_path: Path) -> None:
    stages: list[tuple[str, int]] = []
    told: list[KgError] = []
    sources = [*(folder / "news").iterdir(), folder / "nowhere"]
    with kg.build(
        sources, graph=tmp_path / "graph", on_error=told.append, progress=lambda *s: stages.append(s)
    ) as graph:
        assert isinstance(graph, Graph)
        assert graph.report is not None
        assert (graph.report.added, list(graph.report.failed)) == (3, told)
        assert graph.events()
    assert stages == [*(("reading", 3) for _ in range(3)), ("putting together", 3)]
    with pytest.raises(StoreError, match="closed"):
        graph.info()


def test_a_graph_can_be_built_again_while_one_reads_it(graph: Graph, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "graph", tmp_path / "graph")
    with kg.open(tmp_path / "graph") as reading:
        before = len(reading.documents())
        (tmp_path / "more.txt").write_text("Unite members at Royal Mail began a strike on Friday.", encoding="utf-8")
        with kg.build(tmp_path / "more.txt", graph=tmp_path / "graph") as after:
            assert len(after.documents()) == before + 1
        assert reading.events()


def test_without_a_source_nothing_is_built(folder: Path, tmp_path: Path) -> None:
    for graph in (tmp_path / "new", folder / "graph"):
        with pytest.raises(UsageError, match="no source is named; name files, folders"):
            kg.build([], graph=graph)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ReadError, match="empty: no file to read in this folder"):
        kg.build(tmp_path / "empty", graph=tmp_path / "new")
    told: list[KgError] = []
    with pytest.raises(ReadError, match=r"no graph was made, because none of the sources gave .* no file to read"):
        kg.build(tmp_path / "empty", graph=tmp_path / "new", on_error=told.append)
    assert len(told) == 1
    assert not (tmp_path / "new").exists()


def test_open_what_is_no_graph(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        kg.open(tmp_path / "nowhere")


# -- the graph ----------------------------------------------------------------------------------


def test_the_graph_answers(graph: Graph) -> None:
    rows = graph.query("strikes", union="PCS")
    frame = rows.to_dataframe()  # type: ignore[union-attr]  # the rows of a SELECT
    assert len(frame) == len(rows) > 0  # type: ignore[arg-type]
    assert graph.ask("ASK { ?e a ir:Strike }")
    assert isinstance(graph.dataset, Dataset)
    assert isinstance(graph.to_networkx(), nx.MultiDiGraph)
    (union, *_) = graph.entities(name="PCS union")
    strike = graph.events("strike", actor="PCS", target="DWP")[0]
    assert union.label in strike.label
    (evidence, *_) = graph.evidence(strike)
    original = Path(f"news/{evidence.document}.md").read_text(encoding="utf-8")
    assert original[evidence.start : evidence.end] == evidence.sentence


@pytest.mark.parametrize("engine", ["explorer", "pyvis"])
def test_a_drawing_can_be_kept_and_shown(graph: Graph, tmp_path: Path, engine: str) -> None:
    picture = graph.draw(tmp_path / "page.html", about="Mark Serwotka", hops=1, engine=engine)
    assert isinstance(picture, Picture)
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == picture.html
    assert picture.html == graph.draw(about="Mark Serwotka", hops=1, engine=engine).html
    assert repr(picture) == f"Picture({picture.nodes} of {picture.nodes} nodes)"
    shown = picture._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;!doctype html')
    assert "<script" not in shown
    with pytest.raises(UnknownName, match="Mark Serwotka"):
        graph.draw(about="Mark Servotka the second")


def test_every_node_and_edge_that_is_drawn_has_its_sentences(graph: Graph) -> None:
    from kg.pipeline import drawing

    network = graph.to_networkx()
    named = dict(drawing._attach(graph, network, set(network)))
    for items in (network.nodes(data=True), network.edges(data=True)):
        for *_, data in items:
            assert data["evidence"]
            assert set(data["evidence"]) <= named.keys()
    for sentence in named.values():
        assert all(0 <= start < end <= len(sentence.text) for start, end, _ in sentence.marks)


def test_a_notebook_shows_the_graph(graph: Graph) -> None:
    assert "<td>documents</td><td>3</td>" in graph._repr_html_()


def test_an_export_is_whole_or_not_there(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    graph.export("nquads", path)
    assert path.read_text(encoding="utf-8").splitlines() == list(graph.store.quads_sorted())
    with pytest.raises(UnknownName, match="nquads"):
        graph.export("nquad", tmp_path / "other")
    assert list(tmp_path.iterdir()) == [path]
