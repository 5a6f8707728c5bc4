"""Prepared queries that begin with the things that are named answer as they do without."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import UnknownName, UsageError
from kg.ontology import Ontology, load
from kg.query import KnowledgeGraph, Rows, list_queries, run
from kg.query.called import bind_for, things_called
from kg.query.prepared import PreparedQuery
from kg.store import GraphStore
from kg.store.name_index import NameIndex
from kg.store.names import NamesFound

NAMING = [query for query in list_queries(load("industrial-relations")) if query.naming]


def test_things_are_found_by_any_of_their_names(account: ox.Store, ontology: Ontology) -> None:
    found = things_called(account, "COMMERCIAL serv", ontology=ontology)
    assert found is not None
    assert [iri.rpartition("/")[2] for iri in found] == ["pcs"]
    assert things_called(account, 'no" } such', ontology=ontology) == []


@pytest.fixture
def indexed(account: ox.Store, ontology: Ontology, tmp_path: Path) -> KnowledgeGraph:
    """The graph with the index of its names."""
    folder = tmp_path / "indexed"
    folder.mkdir()
    NameIndex(folder).make(account, ox.NamedNode(f"{ontology.base}graph/assembled"))
    return KnowledgeGraph(GraphStore(folder, account, ontology, names=NamesFound(folder)))


@pytest.mark.parametrize("part", ["COMMERCIAL serv", "pcs", "ho", "é", "e", 'no" } such', "Mark S", "", "a\0b"])
def test_the_index_names_the_same_things(indexed: KnowledgeGraph, part: str) -> None:
    store, ontology = indexed.store, indexed.ontology
    read = things_called(store.raw, part, ontology=ontology)
    assert things_called(store.raw, part, ontology=ontology, names=store.names) == read


NAMES = ["pcs", "commercial", "home", "strike home", "the home office", "Home Öffice", "strike", "PCS strike dwp"]


@pytest.mark.parametrize("name", [*NAMES, "strike: pcs → home office", "dispute", "serwotka mark"])
def test_the_index_finds_what_reading_all_names_finds(
    graph: KnowledgeGraph, indexed: KnowledgeGraph, name: str
) -> None:
    assert _found(indexed, name) == _found(graph, name)


def _found(graph: KnowledgeGraph, name: str) -> list[str]:
    try:
        return [record.iri for record in graph.find(name)]
    except UnknownName as error:
        return [str(error)]


@pytest.mark.parametrize("query", NAMING, ids=lambda query: query.name)
@pytest.mark.parametrize("name", ["pcs", "serwotka", "home", "e", "nobody"])
def test_the_answer_is_the_same(graph: KnowledgeGraph, query: PreparedQuery, name: str) -> None:
    ontology, store = graph.ontology, graph.store.raw
    for parameter in sorted(query.naming):
        plain, named = (
            query.bind({parameter: name}, ontology=ontology),
            bind_for(store, query, {parameter: name}, ontology=ontology),
        )
        assert "VALUES ?" in named
        assert named.count("\n") == plain.count("\n")
        answers = [run(store, text, ontology=ontology) for text in (plain, named)]
        assert isinstance(answers[0], Rows)
        assert answers[0] == answers[1]


def test_what_is_wrong_is_told_first(graph: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="no parameter 'unoin'"):
        graph.query("ballots", unoin="PCS")
