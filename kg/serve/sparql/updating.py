"""The job that makes an update: worked out quad by quad, checked, and written at once."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import QueryError, RequestRefused
from kg.query.scan import check, tokens
from kg.query.sparql import Graphs, asking
from kg.serve.jobs import Answer
from kg.serve.sparql.changes import MOST, Changes
from kg.serve.sparql.operations import Operation
from kg.serve.sparql.ownership import check_writable, is_own
from kg.serve.sparql.templates import Template, resolved
from kg.serve.sparql.updates import KINDS, Management, Modification, operations
from kg.store import GraphStore

DONE = Answer(b"", "text/plain; charset=utf-8", status=204)


def update_job(store: GraphStore, *, operation: Operation, services: frozenset[str]) -> Answer:
    """Make an update, all of it or nothing.

    Args:
        store: the graph, open for writing.
        operation: the update, and the graphs that its patterns see.
        services: hosts that SERVICE may call.

    Raises:
        QueryError: it is no update, or cannot be made.
        RequestRefused: 403 where it would change a graph of kg's own, 413 where it changes too much.
    """
    found = tokens(operation.text)
    check(operation.text, found, name="update", services=services, update=True)
    with Changes(store) as changes:
        for one in operations(operation.text, found):
            if isinstance(one, Management):
                _manage(changes, one)
            else:
                _modify(changes, one, operation, services)
        changes.write()
    return DONE


class _Names:
    """What names mean in an operation."""

    def __init__(self, store: GraphStore, prologue: str) -> None:
        self.base = store.ontology.base
        known = "\n".join(f"PREFIX {prefix}: <{ns}>" for prefix, ns in store.ontology.prefixes.items())
        self.prologue = f"{known}\n{prologue}"

    def iri(self, name: str) -> ox.NamedNode:
        """Return the IRI that a name means."""
        return resolved(name, prologue=self.prologue, base=self.base)

    def template(self, text: str, graph: ox.NamedNode | ox.DefaultGraph) -> Template:
        """Return the quads of a text."""
        return Template(text, prologue=self.prologue, base=self.base, graph=graph)


def _manage(changes: Changes, one: Management) -> None:
    names = _Names(changes.store, one.prologue)
    silent = " SILENT" if one.silent else ""
    if one.graph in ("ALL", "NAMED"):
        _check_none_is_own(changes.store, one)
        changes.manage(f"{one.verb}{silent} {one.graph}")
        return
    graph = ox.DefaultGraph() if one.graph in KINDS else names.iri(one.graph)
    if not one.target:
        named = "DEFAULT" if one.graph in KINDS else f"GRAPH {graph}"
        changes.manage(f"{one.verb}{silent} {named}", graph)
        return
    target = ox.DefaultGraph() if one.target in KINDS else names.iri(one.target)
    written = (target, graph) if one.verb == "MOVE" else (target,)
    ends = ["DEFAULT" if isinstance(end, ox.DefaultGraph) else f"GRAPH {end}" for end in (graph, target)]
    changes.manage(f"{one.verb}{silent} {' TO '.join(ends)}", *written)


def _check_none_is_own(store: GraphStore, one: Management) -> None:
    own = next((g for g in store.raw.named_graphs() if is_own(g, store.ontology.base)), None)
    if own is not None:
        raise RequestRefused(
            403,
            f"{one.verb} {one.graph} would change {own}, which kg computes from the articles; "
            f"name the graphs that are your own: {one.verb} GRAPH <...>",
        )


def _modify(changes: Changes, one: Modification, operation: Operation, services: frozenset[str]) -> None:
    names = _Names(changes.store, one.prologue)
    with_ = names.iri(one.with_) if one.with_ else ox.DefaultGraph()
    delete, insert = names.template(one.delete, with_), names.template(one.insert, with_)
    if delete.has_blank_nodes:
        raise QueryError("update: blank nodes cannot be deleted by name; use variables")
    for graph in delete.graphs | insert.graphs:
        check_writable(graph, names.base)
    graphs = _graphs(one, operation, names)
    if one.where is None:
        if delete.variables or insert.variables:
            raise QueryError("update: INSERT DATA and DELETE DATA take no variables; use INSERT or DELETE with WHERE")
        changes.remove(delete.fill({}))
        changes.add(insert.fill({}))
        return
    gone: dict[ox.Quad, None] = {}
    new: dict[ox.Quad, None] = {}
    for solution in _solutions(changes, one, (delete, insert), graphs, services):
        for kept, template in ((gone, delete), (new, insert)):
            for quad in template.fill(solution):
                check_writable(quad.graph_name, names.base)
                kept[quad] = None
        if len(gone) + len(new) > MOST:
            raise RequestRefused(413, f"one request changes at most {MOST:,} triples; make several")
    changes.remove(gone)
    changes.add(new)


def _graphs(one: Modification, operation: Operation, names: _Names) -> Graphs | None:
    """Return what the pattern of an operation sees; None for all graphs, as a query does."""
    if operation.default is not None or operation.named is not None:
        if one.with_ or one.using or one.using_named:
            raise RequestRefused(400, "using-graph-uri does not go with WITH and USING in the update; use one of them")
        return Graphs(operation.default or (), operation.named or ())
    if one.using or one.using_named:
        default, named = (tuple(names.iri(name).value for name in kind) for kind in (one.using, one.using_named))
        return Graphs(default, named)
    return Graphs((names.iri(one.with_).value,), None) if one.with_ else None


def _solutions(
    changes: Changes,
    one: Modification,
    templates: tuple[Template, Template],
    graphs: Graphs | None,
    services: frozenset[str],
) -> Iterator[ox.QuerySolution]:
    """Yield what the pattern of an operation finds: each solution once, where more of them make no difference."""
    variables = " ".join(dict.fromkeys(f"?{name}" for template in templates for name in template.variables))
    each = any(template.has_blank_nodes for template in templates)
    distinct = "" if each else "DISTINCT "
    limit = "" if each or variables else " LIMIT 1"
    text = f"{one.prologue} SELECT {distinct}{variables or '*'} WHERE {one.where}{limit}"
    ontology = changes.store.ontology
    with asking(
        changes.view,
        text,
        ontology=ontology,
        name="the pattern of the update",
        graphs=graphs,
        base=ontology.base,
        services=services,
    ) as found:
        assert isinstance(found, ox.QuerySolutions)
        yield from found
