"""Wires the stages: articles in, a graph out, and what one does with the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.pipeline.asking import answer as answer
    from kg.pipeline.asking import prepared_queries as prepared_queries
    from kg.pipeline.assembling import assemble as assemble
    from kg.pipeline.assembling import remove as remove
    from kg.pipeline.building import build as build
    from kg.pipeline.building import is_there as is_there
    from kg.pipeline.drawing import Picture as Picture
    from kg.pipeline.drawing import draw as draw
    from kg.pipeline.files import writing as writing
    from kg.pipeline.graph import Graph as Graph
    from kg.pipeline.graph import open_graph as open_graph
    from kg.pipeline.judgements import export_judgements as export_judgements
    from kg.pipeline.judgements import judge as judge
    from kg.pipeline.judging import build_annotated as build_annotated
    from kg.pipeline.judging import score_accounts as score_accounts
    from kg.pipeline.judging import score_graph as score_graph
    from kg.pipeline.judging import validate_graph as validate_graph
    from kg.pipeline.report import BuildReport as BuildReport

_HOME = {
    "BuildReport": "report",
    "Graph": "graph",
    "Picture": "drawing",
    "answer": "asking",
    "assemble": "assembling",
    "build": "building",
    "build_annotated": "judging",
    "draw": "drawing",
    "export_judgements": "judgements",
    "is_there": "building",
    "judge": "judgements",
    "open_graph": "graph",
    "prepared_queries": "asking",
    "remove": "assembling",
    "score_accounts": "judging",
    "score_graph": "judging",
    "validate_graph": "judging",
    "writing": "files",
}

__all__ = [
    "BuildReport",
    "Graph",
    "Picture",
    "answer",
    "assemble",
    "build",
    "build_annotated",
    "draw",
    "export_judgements",
    "is_there",
    "judge",
    "open_graph",
    "prepared_queries",
    "remove",
    "score_accounts",
    "score_graph",
    "validate_graph",
    "writing",
]


def __getattr__(name: str) -> Any:  # the names above are loaded when asked for, so that each command pays for its own
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
