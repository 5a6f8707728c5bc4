"""Run a SPARQL query over everything in the store.

The default graph of a query is the union of all named graphs, and the ontology's prefixes are declared,
unless the query says otherwise (FROM, PREFIX).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.query.rows import Rows
from kg.query.scan import Token, check, tokens
from kg.query.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph

    from kg.ontology import Ontology

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def run(store: ox.Store, text: str, *, ontology: Ontology, name: str = "query") -> Rows | bool | Graph:
    """Answer a query.

    Args:
        store: where the graph is.
        text: SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.
        ontology: gives the prefixes.
        name: what the query is called in messages, such as its file.

    Returns:
        `Rows` of a SELECT, the truth of an ASK, an rdflib Graph of a CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: the query is not SPARQL, cannot be evaluated, or is refused: updates, SERVICE,
            and nesting that would end the process.
        StoreError: the store cannot be read.
    """
    found = tokens(text)
    check(text, found, name=name)
    try:
        answer = _ask_engine(store, text, found, ontology.prefixes)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QueryTriples):
            return _graph(answer, ontology.prefixes)
        serialised = answer.serialize(format=ox.QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise QueryError(f"{name}:{explain(str(error), text, found, ontology.prefixes)}") from None
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"{name}: {error}") from None
    assert serialised is not None  # bytes are returned where no output is named
    return Rows(serialised, shorten=ontology.shorten)


def _ask_engine(store: ox.Store, text: str, found: list[Token], prefixes: Mapping[str, str]) -> Answer:
    names_graphs = any(t.kind == "word" and "FROM" in t.text.upper() for t in found)  # keywords need no space around them
    return store.query(text, prefixes=dict(prefixes), use_default_graph_as_union=not names_graphs)


def _graph(triples: ox.QueryTriples, prefixes: Mapping[str, str]) -> Graph:
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    lines = b"\n".join(ntriples(triples))
    graph.parse(data=lines, format="nt")
    for prefix, namespace in prefixes.items():
        if namespace.encode() in lines:
            graph.bind(prefix, namespace)
    return graph


def ntriples(triples: ox.QueryTriples | list[ox.Triple]) -> list[bytes]:
    """Return the distinct lines of N-Triples, sorted; blank nodes are named by what is said of them."""
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = ox.serialize((q.triple for q in dataset), format=ox.RdfFormat.N_TRIPLES) or b""
    return sorted(lines.splitlines())
