from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ontology import Ontology, load


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load("industrial-relations")


@pytest.fixture(scope="session")
def valid() -> str:
    """A graph in the layout of docs/graph.md, written by hand."""
    return (Path(__file__).parent / "valid.trig").read_text(encoding="utf-8")


def store_of(trig: str) -> ox.Store:
    store = ox.Store()
    store.load(trig.encode(), format=ox.RdfFormat.TRIG)
    return store
