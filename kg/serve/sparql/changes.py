"""Changes of the graph: put together one after the other, written all at once or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import QueryError, RequestRefused, StoreError
from kg.serve.sparql.ownership import check_writable
from kg.store import GraphStore

MOST = 100_000  # quads that one transaction changes without taking too much memory
SCRATCH = "scratch"
_Function = Callable[..., ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None]
_PARTS = ("subject", "predicate", "object", "graph_name")


@dataclass(slots=True)
class _Step:
    """An operation: SPARQL, and the quads to which it refers by their numbers."""

    text: str
    quads: Sequence[ox.Quad] = ()


@dataclass(slots=True)
class Changes:
    """What is to be changed in a graph; a context manager that leaves nothing lying about.

    Args:
        store: the graph, open for writing.
    """

    store: GraphStore
    _steps: list[_Step] = field(default_factory=list)
    _number: int = 0
    _scratch: ox.Store | None = None

    def __enter__(self) -> Changes:
        self._clean()
        return self

    def __exit__(self, *_: object) -> None:
        self._scratch = None
        self._clean()

    @property
    def view(self) -> ox.Store:
        """The graph as it is with the changes so far: a copy of it once there are some, which takes no room."""
        if not self._steps:
            return self.store.embedded
        if self._scratch is None:
            folder = self.store.path / SCRATCH
            self.store.embedded.backup(folder)
            self._scratch = ox.Store(folder)
            for step in self._steps:
                _run(self._scratch, [step])
        return self._scratch

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads.

        Raises:
            RequestRefused: 403 for a graph that is kg's own, 413 for too many.
        """
        self._quads("INSERT", quads)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads.

        Raises:
            RequestRefused: 403 for a graph that is kg's own, 413 for too many.
        """
        self._quads("DELETE", quads)

    def manage(self, text: str, *graphs: ox.NamedNode | ox.DefaultGraph) -> None:
        """Do an operation on whole graphs.

        Args:
            text: the operation in SPARQL, with whole IRIs.
            graphs: those that it changes.

        Raises:
            RequestRefused: 403; one is kg's own.
        """
        for graph in graphs:
            check_writable(graph, self.store.ontology.base)
        self._step(_Step(text))

    def write(self) -> None:
        """Write all changes, or none of them.

        Raises:
            QueryError: an operation cannot be done, such as clearing a graph that is not there.
            StoreError: the disk fails.
        """
        if self._steps:
            _run(self.store.embedded, self._steps)

    def _quads(self, verb: str, quads: Iterable[ox.Quad]) -> None:
        base = self.store.ontology.base
        patterns: dict[str, list[ox.Quad]] = {}
        for quad in quads:
            check_writable(quad.graph_name, base)
            named = not isinstance(quad.graph_name, ox.DefaultGraph)
            patterns.setdefault("GRAPH ?g { ?s ?p ?o }" if named else "?s ?p ?o", []).append(quad)
        for pattern, kept in patterns.items():
            self._step(_Step(f"{verb} {{ {pattern} }}", kept))

    def _step(self, step: _Step) -> None:
        self._number += len(step.quads)
        if self._number > MOST:
            raise RequestRefused(413, f"one request changes at most {MOST:,} triples; make several")
        self._steps.append(step)
        if self._scratch is not None:
            _run(self._scratch, [step])

    def _clean(self) -> None:
        shutil.rmtree(self.store.path / SCRATCH, ignore_errors=True)


def _run(raw: ox.Store, steps: Sequence[_Step]) -> None:
    """Do operations in one transaction.

    Quads are handed over as values of functions, for written out they would lose their blank nodes.
    """
    quads: list[ox.Quad] = []
    texts: list[str] = []
    for step in steps:
        if step.quads:
            numbers = " ".join(map(str, range(len(quads), len(quads) + len(step.quads))))
            bound = " ".join(f"BIND(<urn:kg:{part}>(?i) AS ?{part[0]})" for part in _PARTS)
            texts.append(f"{step.text} WHERE {{ VALUES ?i {{ {numbers} }} {bound} }}")
            quads += step.quads
        else:
            texts.append(step.text)
    functions: dict[ox.NamedNode, _Function] = {ox.NamedNode(f"urn:kg:{part}"): _part(quads, part) for part in _PARTS}
    try:
        raw.update(" ;\n".join(texts), custom_functions=functions)
    except RuntimeError as error:
        raise QueryError(f"update: {error}") from None
    except OSError as error:
        raise StoreError(f"the update cannot be written: {error}") from error


def _part(quads: Sequence[ox.Quad], part: str) -> _Function:
    def value(number: ox.Literal) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None:
        node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph = getattr(
            quads[int(number.value)], part
        )
        return None if isinstance(node, ox.DefaultGraph) else node

    return value
