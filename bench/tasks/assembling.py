"""Putting together what many articles say, as a build does after it has read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import batched, islice
from pathlib import Path
from typing import Any

from bench.clock import Clock, peak_mb

VERSION = "facts; industrial-relations"


def prepare(graph: str, file: str) -> int:
    """Write the outlines of the documents of a graph, one a line; return how many."""
    from kg.assemble import outline_of
    from kg.frames import countries_of
    from kg.outlines import dump
    from kg.store import open_read

    with open_read(graph) as store:
        countries = countries_of(store.ontology)
        lines = [dump(outline_of(page.reading(), store.ontology, countries)) for page in store.pages()]
    Path(file).write_text("\n".join(lines), encoding="utf-8")
    return len(lines)


def assemble(file: str, number: int, folder: str) -> dict[str, Any]:
    """Put so many articles together; then one more, one changed, one removed, each as a build of its own."""
    from bench.facts import many
    from kg.ontology import load
    from kg.outlines import load as outline

    ontology = load()
    given = [outline(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    made = many(given, number + 1, base=ontology.base)
    once = _build(folder, ontology, islice(made, number))
    rss, quads = peak_mb(), _assembled(folder, ontology)
    (new,) = made
    changed = replace(new, reports=new.reports[1:])
    return {
        "once": once,
        "rss": rss,
        "quads": quads,
        "more": _build(folder, ontology, [new]),
        "changed": _build(folder, ontology, [changed], digest="changed"),
        "removed": _build(folder, ontology, [], gone=new.identifier),
        "rss_after": peak_mb(),
    }


def _build(
    folder: str, ontology: Any, outlines: Iterable[Any], *, digest: str = "first", gone: str | None = None
) -> dict[str, float]:
    """Do what a build does when its documents are read and stored; to make and to store them does not count."""
    from pyoxigraph import NamedNode

    from kg.identity import document_iri
    from kg.pipeline.assembling import Assembling
    from kg.store import create_or_open

    clock = Clock()
    with create_or_open(folder, ontology=ontology) as store, Assembling(store) as assembling:
        opened = clock.lap()
        for some in batched(outlines, 500):
            _put(store, assembling, some, digest)
        if gone is not None:
            store.raw.remove_graph(NamedNode(document_iri(ontology.base, gone)))
            assembling.forget(gone)
        clock.lap()
        assembling.assemble()
    done = clock.lap()
    return {name: opened[name] + done[name] for name in done}


def _put(store: Any, assembling: Any, outlines: Iterable[Any], digest: str) -> None:
    """Keep outlines as `Assembling.noting` does, and store the nodes of their documents."""
    from pyoxigraph import Literal, NamedNode, Quad

    from kg.outlines import dump
    from kg.store import terms as t

    quads = []
    for outline in outlines:
        node = NamedNode(outline.iri)
        facts = {t.IDENTIFIER: outline.identifier, t.DIGEST: digest, t.VERSION: VERSION, t.TITLE: outline.identifier}
        store.raw.remove_graph(node)
        quads += [Quad(node, predicate, Literal(value), node) for predicate, value in facts.items()]
        stamp = f"{digest} {VERSION} {assembling._judgements.stamp(outline.identifier)}"
        assembling._ledger.put(outline.iri, stamp, dump(outline))
    store.raw.bulk_extend(quads)


def _assembled(folder: str, ontology: Any) -> int:
    """Return how many quads the account has."""
    from kg.identity import assembled_graph
    from kg.store import open_read

    with open_read(folder, ontology=ontology) as store:
        graph = assembled_graph(ontology.base)
        (row,) = store.raw.query(f"SELECT (COUNT(*) AS ?number) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return int(row["number"].value)
