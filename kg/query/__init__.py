"""Ask the graph: SPARQL, prepared queries, and `KnowledgeGraph`, the way in from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.query.graph import KnowledgeGraph as KnowledgeGraph
    from kg.query.prepared import list_queries as list_queries
    from kg.query.prepared import load_query as load_query
    from kg.query.rows import Iri as Iri
    from kg.query.rows import Row as Row
    from kg.query.rows import Rows as Rows
    from kg.query.sparql import run as run

_HOME = {
    "Iri": "rows",
    "KnowledgeGraph": "graph",
    "Row": "rows",
    "Rows": "rows",
    "list_queries": "prepared",
    "load_query": "prepared",
    "run": "sparql",
}

__all__ = ["Iri", "KnowledgeGraph", "Row", "Rows", "list_queries", "load_query", "run"]


def __getattr__(name: str) -> Any:  # the names above are loaded when asked for, so that each command pays for its own
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
