"""Runs pySHACL over a part of the store."""

from __future__ import annotations

from collections.abc import Iterator

import pyshacl
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node, URIRef

from kg.errors import OntologyError
from kg.validate.batches import Batch
from kg.validate.finding import Finding
from kg.validate.shapes import Shapes


def shape_findings(batch: Batch, shapes: Shapes) -> Iterator[Finding]:
    """Yield what the shapes find.

    Nothing is inferred: with RDFS inference a wrong filler would be given the class that the range asks for,
    and no check of a range could fail.

    Raises:
        OntologyError: a shape is not well formed.
    """
    _, results, text = pyshacl.validate(
        batch.together, shacl_graph=shapes.graph, inference="none", advanced=False, inplace=True
    )
    if not isinstance(results, Graph):
        raise OntologyError([f"the SHACL shapes cannot be run: {text}"])
    for result in results.objects(None, SH.result):
        finding = _finding(results, result)
        if finding is not None and (batch.subjects is None or finding.focus in batch.subjects):
            yield finding


def _finding(results: Graph, result: Node) -> Finding | None:
    focus = results.value(result, SH.focusNode)
    path = results.value(result, SH.resultPath)
    messages = sorted(map(str, results.objects(result, SH.resultMessage)))
    if focus is None:
        return None
    return Finding(
        focus=focus,
        path=str(path) if isinstance(path, URIRef) else "",
        value=_value(results.value(result, SH.value), focus),
        message=messages[0] if messages else "",
        constraint=str(results.value(result, SH.sourceConstraintComponent)),
    )


def _value(value: Node | None, focus: Node) -> Node | None:
    """Return the value, unless it is the focus node itself, as for a constraint on the node."""
    return None if value == focus else value


def without_repetition(findings: list[Finding], shapes: Shapes) -> list[Finding]:
    """Keep what is told best of findings at the same node, path and value by the same kind of constraint.

    A message of the domain is better than one of the core, which is better than none of our own (then pySHACL
    has made one).
    """
    best: dict[tuple[object, ...], int] = {}
    for finding in findings:
        best[_place(finding)] = min(best.get(_place(finding), 2), shapes.rank(finding.message))
    return [f for f in findings if shapes.rank(f.message) == best[_place(f)]]


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.focus, finding.path, finding.value, finding.constraint
