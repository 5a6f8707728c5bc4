"""What every store of quads can be asked, be it a folder's or a server's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Triple,
)


class QuadSource(Protocol):
    """Quads to ask, as `pyoxigraph.Store` has them."""

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        object: NamedNode | BlankNode | Literal | Triple | None,  # noqa: A002 - as pyoxigraph calls it
        graph_name: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yield the quads that fit; None fits everything."""

    def named_graphs(self) -> Iterator[NamedNode | BlankNode]:
        """Yield the names of the graphs."""

    def contains_named_graph(self, graph: NamedNode | BlankNode | DefaultGraph, /) -> bool:
        """Tell whether there is a graph."""

    def query(
        self,
        query: str,
        /,
        *,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: Any = None,
        named_graphs: Any = None,
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Answer SPARQL."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Quad]: ...


@runtime_checkable
class KnowsGraphs(Protocol):
    """Quads that can be asked at once what each graph says of itself, where asking for all is much more."""

    def of_graphs(self, predicate: NamedNode, /) -> Iterator[Quad]:
        """Yield the quads with a predicate whose subject is their graph."""
