"""The quads of a graph that a server keeps, asked in the way in which those of a folder are.

A document's graph is small, and who asks for one triple of it soon asks for the rest: it is fetched whole. Who goes
through many documents, or through the account of all, gets a copy of everything, where that is not too large.
"""

from __future__ import annotations

import os
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)

from kg.errors import QueryError
from kg.store.local_copy import LocalCopy
from kg.store.sparql_server import SparqlServer

Node = NamedNode | BlankNode | Literal | Triple
Named = NamedNode | BlankNode | DefaultGraph

ASKED = 60  # questions about one graph, or documents, after which all is copied
LARGEST = 3_000_000  # quads of a graph of which copies are made: some minutes, a gigabyte
KEPT = 200  # documents' graphs
PATTERNS = 30  # in one question
ENGINE = "KG_STORE_ENGINE"
NAMES = ("?s", "?p", "?o", "?g")
LITERAL_LONG = 2_000  # characters of a text from which it is no good as a part of a question


class RemoteQuads:
    """The quads that are a graph's, of all that a server holds; see `kg.quad_source.QuadSource`.

    Args:
        server: asked.
        base: the ontology's base IRI; graphs that do not begin with it are somebody else's.
        hidden: the graph in which kg keeps the state of the others.
        copy: where a copy may be made; none is made of what is being written.
    """

    def __init__(self, server: SparqlServer, base: str, hidden: NamedNode, copy: LocalCopy | None) -> None:
        self.server = server
        self._place = copy
        self._copy: Store | None = None
        self._base = base
        self._documents = f"{base}document/"
        self._hidden = hidden
        self._sizes: dict[NamedNode, int] | None = None
        self._pages: OrderedDict[NamedNode, Store] = OrderedDict()
        self._asked: Counter[NamedNode] = Counter()

    def forget(self, graphs: Iterable[NamedNode] | None = None) -> None:
        """Forget what was fetched of some graphs, which have changed; or of all."""
        self._sizes = None
        for graph in list(self._pages if graphs is None else graphs):
            self._pages.pop(graph, None)

    def close(self) -> None:
        """Let go of the copy."""
        self._copy = None
        if self._place is not None:
            self._place.close()

    # -- patterns ---------------------------------------------------------------------------

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: Node | None,  # noqa: A002 - as pyoxigraph calls it
        graph_name: Named | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that fit; None fits everything."""
        if isinstance(graph_name, DefaultGraph):
            return iter(())
        if graph_name is not None and not self._is_own(graph_name):
            return iter(())
        local = self._local(graph_name, scan=subject is None and object is None)
        if local is not None:
            return iter(local.quads_for_pattern(subject, predicate, object, graph_name))
        return iter(self._ask(subject, predicate, object, graph_name))

    def of_graphs(self, predicate: NamedNode, /) -> Iterator[Quad]:
        """Yield the quads with a predicate whose subject is their graph."""
        if self._copy is not None:
            yield from (q for q in self._copy.quads_for_pattern(None, predicate, None) if q.subject == q.graph_name)
            return
        for graph, value in self.server.rows("?g ?o", f"{{ GRAPH ?g {{ ?g {predicate} ?o }} }}"):
            if self._is_own(graph):
                yield Quad(graph, predicate, value, graph)

    def _ask(self, *pattern: Node | Named | None) -> list[Quad]:
        long = isinstance(pattern[2], Literal) and len(pattern[2].value) > LITERAL_LONG
        told = [str(node) for node in pattern if node is not None]
        wanted = [name for name, node in zip(NAMES, pattern, strict=True) if node is None]
        if long:
            fitting = self._ask(pattern[0], pattern[1], None, pattern[3])
            return [quad for quad in fitting if quad.object == pattern[2]]
        s, p, o, g = (name if node is None else told.pop(0) for name, node in zip(NAMES, pattern, strict=True))
        where = f"{{ GRAPH {g} {{ {s} {p} {o} }} }}"
        if isinstance(pattern[3], NamedNode) and wanted:
            triples = self.server.triples(pattern[3], f"{s} {p} {o}")
            return [Quad(t.subject, t.predicate, t.object, pattern[3]) for t in triples]
        if not wanted:
            return [Quad(*pattern)] if self.server.ask(f"ASK {where}") else []  # type: ignore[arg-type]  # none is None
        found = []
        for row in self.server.rows(" ".join(wanted), where):
            given = iter(row)
            whole: list[Any] = [next(given) if node is None else node for node in pattern]
            quad = Quad(*whole)
            if self._is_own(quad.graph_name):
                found.append(quad)
        return found

    def _is_own(self, graph: Named) -> bool:
        return isinstance(graph, NamedNode) and graph != self._hidden and graph.value.startswith(self._base)

    # -- graphs -----------------------------------------------------------------------------

    def sizes(self) -> dict[NamedNode, int]:
        """Return how many triples each graph has."""
        if self._sizes is None:
            rows = self.server.rows("?g (COUNT(*) AS ?n)", "{ GRAPH ?g { ?s ?p ?o } }", group="?g")
            self._sizes = {graph: int(n.value) for graph, n in rows if self._is_own(graph)}
        return self._sizes

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Yield the names of the graphs."""
        return iter(list(self.sizes()))

    def contains_named_graph(self, graph: Named, /) -> bool:
        """Tell whether there is a graph, with anything in it."""
        if not isinstance(graph, NamedNode) or not self._is_own(graph):
            return False
        local = self._copy if self._copy is not None else self._pages.get(graph)
        return (
            local.contains_named_graph(graph)
            if local is not None
            else self.server.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        )

    def __len__(self) -> int:
        return sum(self.sizes().values())

    def __iter__(self) -> Iterator[Quad]:
        """Yield all quads, in no order that means something."""
        if self._copy is not None:
            yield from self._copy
            return
        for graph in list(self.sizes()):
            yield from self._fetch_one(graph)

    def _local(self, graph: Named | None, *, scan: bool) -> Store | None:
        """Return what was fetched of a graph, or None where the server is to be asked."""
        if self._copy is not None:
            return self._copy
        if not isinstance(graph, NamedNode):
            return None
        if graph in self._pages:
            self._pages.move_to_end(graph)
            return self._pages[graph]
        is_document = graph.value.startswith(self._documents)
        shared = NamedNode(self._documents) if is_document else graph
        self._asked[shared] += 1
        if (scan and not is_document) or self._asked[shared] > ASKED:
            copy = self._copied()
            if copy is not None:
                return copy
        if not is_document:
            return None
        self._pages[graph] = _store(self._fetch_one(graph))
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return self._pages[graph]

    def _copied(self) -> Store | None:
        """Return a copy of everything; None where it is too large, or written to."""
        if self._copy is None and self._place is not None and len(self) <= LARGEST:
            self._copy = self._place.open(self, len(self))
            self._pages.clear()
        return self._copy

    def _fetch_one(self, graph: NamedNode) -> list[Quad]:
        number = self._sizes.get(graph) if self._sizes is not None else None
        found = self.server.triples(graph, "?s ?p ?o", number=number)
        return [Quad(triple.subject, triple.predicate, triple.object, graph) for triple in found]

    # -- parts of a graph -------------------------------------------------------------------

    def fitting(
        self, graph: NamedNode, patterns: Iterable[tuple[NamedNode | None, NamedNode | None, NamedNode | None]]
    ) -> set[Triple]:
        """Return the triples of a graph that fit any of many patterns, which are asked for together."""
        kinds: dict[tuple[bool, ...], list[tuple[NamedNode | None, ...]]] = {}
        for pattern in dict.fromkeys(patterns):
            kinds.setdefault(tuple(node is not None for node in pattern), []).append(pattern)
        found: set[Triple] = set()
        for known, some in kinds.items():
            names = [name for name, is_known in zip(NAMES[:3], known, strict=True) if is_known]
            for part in batched(some, PATTERNS):
                rows = " ".join(f"({' '.join(str(node) for node in one if node is not None)})" for one in part)
                given = f"VALUES ({' '.join(names)}) {{ {rows} }}" if names else ""
                found.update(self.server.triples(graph, "?s ?p ?o", given=given))
        return found

    # -- SPARQL -----------------------------------------------------------------------------

    def query(
        self,
        query: str,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: object = None,
        named_graphs: object = None,
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Let the server answer a query, after it was read here: mistakes are told as of a graph in a folder.

        What Virtuoso answers is often something else than SPARQL 1.1 says, so a copy is asked instead, where there can
        be one and the environment does not say otherwise.

        Raises:
            SyntaxError: it is not SPARQL.
            QueryError: the server cannot evaluate it.
        """
        if default_graph is not None or named_graphs is not None:
            raise QueryError("a graph on a server is asked as a whole")
        kind = Store().query(query, base_iri=base_iri, prefixes=prefixes)
        if self.server.is_virtuoso and os.environ.get(ENGINE) != "server":
            copy = self._copied()
            if copy is not None:
                return copy.query(
                    query,
                    base_iri=base_iri,
                    prefixes=prefixes,
                    use_default_graph_as_union=use_default_graph_as_union,
                )
        start = f"BASE <{base_iri}> " if base_iri else ""
        names = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items() if f"{name}:" in query)
        found = self.server.query(f"{start}{names}{query}", union=use_default_graph_as_union, kind=type(kind))
        if not isinstance(found, list):
            return found
        answer = Store()
        answer.extend(Quad(t.subject, t.predicate, t.object) for t in found)
        given = answer.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(given, QueryTriples)
        return given


def _store(quads: Iterable[Quad]) -> Store:
    """Return quads in memory, those of one subject beside each other, whatever order the server gives."""
    store = Store()
    store.extend(sorted(quads, key=str))
    return store
