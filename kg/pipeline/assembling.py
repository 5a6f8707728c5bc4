"""What is computed from all documents, after one of them came or went."""

from __future__ import annotations

from pathlib import Path

from kg.assemble import assembled_quads
from kg.pipeline.judgements import judged_outlines, read_judgements
from kg.resolve import canonical_iri
from kg.store import GraphStore, create_or_open, open_read


def assemble(store: GraphStore) -> None:
    """Compute the assembled layer, of what documents say and people judged, where something changed since.

    Raises:
        StoreError: the graph is open for reading only, or the disk fails.
        JudgementError: the file of judgements in the graph's folder has mistakes.
    """
    if store.stale:
        readings = (judged.reading for judged in judged_outlines(store, read_judgements(store)))
        store.replace_assembled(assembled_quads(readings, store.ontology, canonical=canonical_iri))


def remove(path: Path | str, identifier: str) -> None:
    """Remove a document from a graph, which is then the one that would have been built without it.

    Raises:
        StoreError: there is no graph, another process writes to it, or the disk fails.
        UnknownName: there is no such document.
    """
    with open_read(path) as store:
        ontology = store.ontology
        store.page(identifier)
    with create_or_open(path, ontology=ontology) as store:
        store.remove(identifier)
        assemble(store)
