"""The quads of a graph that a server keeps, asked in the way in which those of a folder are.

A document's graph is small, and who asks for one triple of it soon asks for the rest: it is fetched whole. So is the
account of all documents once it is asked much; one that is too large for that is asked for each thing. Patterns over
all graphs are always asked.
"""

from __future__ import annotations

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
from kg.store.sparql_server import SparqlServer

Node = NamedNode | BlankNode | Literal | Triple
Named = NamedNode | BlankNode | DefaultGraph

ASKED = 30  # questions after which a graph is fetched whole
LARGEST = 2_000_000  # triples of a graph that is
KEPT = 300  # documents' graphs
NAMES = ("?s", "?p", "?o", "?g")
LITERAL_LONG = 2_000  # characters of a text from which it is no good as a part of a question


class RemoteQuads:
    """The quads that are a graph's, of all that a server holds; see `kg.quad_source.QuadSource`.

    Args:
        server: asked.
        base: the ontology's base IRI; graphs that do not begin with it are somebody else's.
        hidden: the graph in which kg keeps the state of the others.
    """

    def __init__(self, server: SparqlServer, base: str, hidden: NamedNode) -> None:
        self.server = server
        self._base = base
        self._documents = f"{base}document/"
        self._hidden = hidden
        self._sizes: dict[NamedNode, int] | None = None
        self._pages: OrderedDict[NamedNode, Store] = OrderedDict()
        self._whole: dict[NamedNode, Store] = {}
        self._asked: Counter[NamedNode] = Counter()
        self._too_large: set[NamedNode] = set()

    def forget(self, graphs: Iterable[NamedNode] | None = None) -> None:
        """Forget what was fetched of some graphs, which have changed; or of all."""
        self._sizes = None
        for graph in [*self._pages, *self._whole] if graphs is None else list(graphs):
            self._pages.pop(graph, None)
            self._whole.pop(graph, None)
        self._too_large.clear()

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
        local = self._local(graph_name, scan=subject is None and object is None) if graph_name is not None else None
        if local is not None:
            return iter(list(local.quads_for_pattern(subject, predicate, object, graph_name)))
        return iter(self._ask(subject, predicate, object, graph_name))

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
        local = self._pages.get(graph) or self._whole.get(graph)
        return bool(len(local)) if local is not None else self.server.ask(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def __len__(self) -> int:
        return sum(self.sizes().values())

    def __iter__(self) -> Iterator[Quad]:
        """Yield all quads, in no order that means something."""
        for graph in list(self.sizes()):
            yield from self._fetch_one(graph)

    def _local(self, graph: Named, *, scan: bool) -> Store | None:
        """Return a graph that was fetched, or fetch it where that is worth it."""
        if not isinstance(graph, NamedNode) or not self._is_own(graph):
            return Store()
        if graph.value.startswith(self._documents):
            if graph not in self._pages:
                self._pages[graph] = _store(self._fetch_one(graph))
                if len(self._pages) > KEPT:
                    self._pages.popitem(last=False)
            self._pages.move_to_end(graph)
            return self._pages[graph]
        self._asked[graph] += 1
        if graph not in self._whole and (scan or self._asked[graph] > ASKED) and graph not in self._too_large:
            if self.server.count(f"{{ GRAPH {graph} {{ ?s ?p ?o }} }}") > LARGEST:
                self._too_large.add(graph)
            else:
                self._whole[graph] = _store(self._fetch_one(graph))
        return self._whole.get(graph)

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
            for part in batched(some, ASKED):
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

        Raises:
            SyntaxError: it is not SPARQL.
            QueryError: the server cannot evaluate it.
        """
        if default_graph is not None or named_graphs is not None:
            raise QueryError("a graph on a server is asked as a whole")
        kind = Store().query(query, base_iri=base_iri, prefixes=prefixes)
        start = f"BASE <{base_iri}> " if base_iri else ""
        names = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items() if f"{name}:" in query)
        triples = isinstance(kind, QueryTriples)
        found = self.server.query(f"{start}{names}{query}", union=use_default_graph_as_union, triples=triples)
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
