"""Judges a graph: against the shapes of its domain, and against annotations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph
    from kg.score import AccountsReport, Report
    from kg.store import Place
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


def score_accounts(graph: KnowledgeGraph, gold: Path | str) -> AccountsReport | None:
    """Compare what a graph puts together of several articles with the annotation of it that lies beside the gold.

    Returns:
        The comparison; None where there is no such annotation, or none of its articles is in the graph.

    Raises:
        GoldError: the annotation, or one of an article, is wrong.
    """
    from kg.score import (
        align_reading,
        assembled_in,
        crossdoc_path,
        load_crossdoc,
        load_gold,
        raw_annotations,
        score_accounts,
    )

    path = crossdoc_path(Path(gold))
    if path is None:
        return None
    load_gold(Path(gold), graph.ontology)  # tells every mistake
    annotations = raw_annotations(Path(gold))
    annotated = load_crossdoc(path, annotations)
    there = sorted(annotated.articles & graph.store.digests().keys())
    found = assembled_in(graph.store.raw, graph.ontology)
    if not there or found.empty:
        return None
    readings = ((annotations[name], graph.store.page(name).reading()) for name in there)
    return score_accounts(annotated, found, [align_reading(*both, graph.ontology) for both in readings])


def build_annotated(sources: str | Path | Sequence[str | Path], gold: Path | str, *, graph: Place) -> int:
    """Make a graph of the annotations of articles instead of what can be read from them; return how many there are.

    Args:
        sources: where the articles are.
        gold: the folder of annotations.
        graph: the graph's folder, which must be new or of such a graph.

    Raises:
        GoldError: there is no annotation, or some are wrong.
        ReadError: an article cannot be read.
        StoreError: the folder holds something else, or another process writes to it.
    """
    from kg.frames import load_language
    from kg.ontology import load
    from kg.pipeline.assembling import assemble
    from kg.readers import read_sources
    from kg.score import gold_readings
    from kg.store import create_or_open

    language = load_language(load())
    documents = read_sources([sources] if isinstance(sources, str | Path) else list(sources))
    readings = gold_readings(documents, Path(gold), language)
    with create_or_open(graph, ontology=language.ontology) as store:
        store.replace_ontology()
        number = store.add(readings)
        assemble(store)
    return number
