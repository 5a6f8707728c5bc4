"""Judges a graph: against the shapes of its domain, and against annotations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph
    from kg.score import Report
    from kg.validate import Violation


def validate_graph(graph: KnowledgeGraph) -> list[Violation]:
    """Return everything in a graph that a valid one must not have, each with its sentence.

    Raises:
        OntologyError: the shapes are broken.
    """
    from kg.validate import validate

    return validate(graph.store.raw, graph.ontology)


def score_graph(graph: KnowledgeGraph, gold: Path | str) -> Report:
    """Compare a graph with the annotations of a folder. Of an article that is not in the graph, all is missed.

    Raises:
        GoldError: there is no annotation, or some are wrong.
    """
    from kg.score import from_dataset, load_gold, score

    annotated = load_gold(Path(gold), graph.ontology)
    found = from_dataset(graph.store.raw, graph.ontology, only=annotated.keys())
    return score(annotated, found, graph.ontology)
