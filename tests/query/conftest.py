from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ontology import Ontology, load
from kg.query import KnowledgeGraph, Rows, load_query, run
from kg.store import GraphStore

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load("industrial-relations")


@pytest.fixture(scope="session")
def store(ontology: Ontology) -> ox.Store:
    store = ox.Store()
    store.load(path=HERE / "graph.trig", format=ox.RdfFormat.TRIG)
    terms = ox.NamedNode(ontology.base + "graph/ontology")
    for path in (ontology.root / "core.ttl", ontology.folder / "domain.ttl"):
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=terms)
    return store


@pytest.fixture(scope="session")
def account(store: ox.Store, ontology: Ontology) -> ox.Store:
    """The documents of `store` with their account, in which two of their events are one."""
    found = ox.Store()
    found.extend(store)
    found.clear_graph(ox.NamedNode(ontology.base + "graph/assembled"))
    found.load(path=HERE / "account.trig", format=ox.RdfFormat.TRIG)
    return found


@pytest.fixture
def graph(account: ox.Store, ontology: Ontology, tmp_path: Path) -> KnowledgeGraph:
    return KnowledgeGraph(GraphStore(tmp_path, account, ontology))


@pytest.fixture
def ask(store: ox.Store, ontology: Ontology) -> Callable[..., Rows]:
    """Answer a prepared query."""

    def answer(name: str, /, **values: object) -> Rows:
        prepared = load_query(ontology, name)
        rows = run(store, prepared.bind(values, ontology=ontology), ontology=ontology, name=prepared.path.name)
        assert isinstance(rows, Rows)
        return rows

    return answer
