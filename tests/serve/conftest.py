"""A small graph on disk, and servers of it: within the test's process, or as `kg serve` starts them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.ontology import load
from kg.serve.app import create_app
from kg.serve.settings import Limits, Settings
from kg.store import create_or_open

GRAPHS = Path(__file__).parents[1] / "query"
FEW = Limits(query_workers=1, page_workers=1)


@pytest.fixture(scope="session")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of a few articles with its account and the ontology's terms. Not to be written to."""
    return make_graph(tmp_path_factory.mktemp("serve") / "graph")


def make_graph(folder: Path) -> Path:
    ontology = load("industrial-relations")
    with create_or_open(folder, ontology=ontology) as store:
        store.raw.load(path=GRAPHS / "graph.trig", format=ox.RdfFormat.TRIG)
        store.raw.clear_graph(ox.NamedNode(ontology.base + "graph/assembled"))
        store.raw.load(path=GRAPHS / "account.trig", format=ox.RdfFormat.TRIG)
        store.replace_ontology()
    (folder / "stale").unlink()
    return folder


@pytest.fixture
def client(graph_folder: Path) -> Iterator[TestClient]:
    """A client of the application, in this process; its workers are processes."""
    app = create_app(Settings(graph=graph_folder, limits=FEW))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client
