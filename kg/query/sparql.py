"""Run a SPARQL query over everything in the store.

The default graph of a query is the union of all named graphs, and the ontology's prefixes are declared,
unless the query says otherwise (FROM, PREFIX).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.quad_source import QuadSource
from kg.query.rows import Rows
from kg.query.scan import Token, check, tokens
from kg.query.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph

    from kg.ontology import Ontology

_GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a query sees, by their IRIs: those that make up its default graph, and those that GRAPH finds.

    `named` is None where GRAPH finds all.
    """

    default: tuple[str, ...]
    named: tuple[str, ...] | None


def run(store: QuadSource, text: str, *, ontology: Ontology, name: str = "query") -> Rows | bool | Graph:
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
    with asking(store, text, ontology=ontology, name=name) as answer:
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QueryTriples):
            return _graph(answer, ontology.prefixes)
        serialised = answer.serialize(format=ox.QueryResultsFormat.JSON)
    assert serialised is not None  # bytes are returned where no output is named
    return Rows(serialised, shorten=ontology.shorten)


@contextmanager
def asking(
    store: QuadSource,
    text: str,
    *,
    ontology: Ontology,
    name: str = "query",
    graphs: Graphs | None = None,
    base: str | None = None,
    services: Collection[str] = (),
) -> Iterator[Answer]:
    """Give the engine's own answer to a query, which it works out while the answer is read.

    Args:
        store: where the graph is.
        text: SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.
        ontology: gives the prefixes.
        name: what the query is called in messages.
        graphs: what the query sees, whatever it says itself; what it says if None.
        base: to which relative IRIs are relative.
        services: hosts that SERVICE may call, as `scan.host_of` gives them.

    Raises:
        QueryError: as `run`, also while the answer is read.
        StoreError: the store cannot be read.
    """
    found = tokens(text)
    check(text, found, name=name, services=services)
    try:
        yield _ask_engine(store, text, found, ontology.prefixes, graphs, base)
    except SyntaxError as error:
        raise QueryError(f"{name}:{explain(str(error), text, found, ontology.prefixes)}") from None
    except OSError as error:
        if any(token.text.upper() == "SERVICE" for token in found):
            raise QueryError(f"{name}: the server that SERVICE calls: {error}") from None
        raise StoreError(f"the store cannot be read: {error}") from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(f"{name}: {error}") from None


def _ask_engine(
    store: QuadSource,
    text: str,
    found: list[Token],
    prefixes: Mapping[str, str],
    graphs: Graphs | None,
    base: str | None,
) -> Answer:
    if graphs is not None:
        default: list[_GraphName] = [ox.NamedNode(iri) for iri in graphs.default]
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if graphs.named is not None:
            named = [ox.NamedNode(iri) for iri in graphs.named]
        return store.query(text, base_iri=base, prefixes=dict(prefixes), default_graph=default, named_graphs=named)
    # keywords need no space around them: FROMNAMED
    names_graphs = any(t.kind == "word" and "FROM" in t.text.upper() for t in found)
    return store.query(text, base_iri=base, prefixes=dict(prefixes), use_default_graph_as_union=not names_graphs)


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
