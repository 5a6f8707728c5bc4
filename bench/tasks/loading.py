"""Loading: `GraphStore.add`, its two halves, and pyoxigraph's own bulk load, all of the same quads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import batched
from pathlib import Path
from typing import Any

from bench.clock import Clock, peak_mb

BATCH = 50_000  # quads that pyoxigraph gets at once where Python makes them, as GraphStore.add does


def prepare(graph: str, quads: int, file: str) -> dict[str, Any]:
    """Write so many quads, at least, as N-Quads; return how often each document stands there, and counts."""
    from pyoxigraph import RdfFormat, serialize

    from kg.store import open_read, reading_quads

    with open_read(graph) as store:
        readings = [page.reading() for page in store.pages()]
        once = sum(1 for reading in readings for _ in reading_quads(reading, store.ontology))
        copies = -(-quads // once)
        made = (q for reading in _copied(readings, copies) for q in reading_quads(reading, store.ontology))
        with Path(file).open("wb") as out:
            serialize(made, out, format=RdfFormat.N_QUADS)
    return {"copies": copies, "quads": once * copies, "documents": len(readings) * copies}


def add(graph: str, copies: int, folder: str) -> dict[str, Any]:
    """Add the readings, as a build does: each document whole or not at all."""
    from kg.store import create_or_open

    ontology, readings = _read(graph)
    clock = Clock()
    with create_or_open(folder, ontology=ontology) as store:
        store.add(_copied(readings, copies))
        store.raw.flush()
        return _measured(clock, len(store.raw))


def make(graph: str, copies: int) -> dict[str, Any]:
    """Make the quads, and drop them."""
    from kg.store import reading_quads

    ontology, readings = _read(graph)
    clock = Clock()
    made = sum(1 for reading in _copied(readings, copies) for _ in reading_quads(reading, ontology))
    return _measured(clock, made)


def extend(file: str, folder: str) -> dict[str, Any]:
    """Store quads that stand in memory as Python objects."""
    from pyoxigraph import RdfFormat, Store, parse

    quads = list(parse(path=file, format=RdfFormat.N_QUADS))
    raw = Store(folder)
    clock = Clock()
    for some in batched(quads, BATCH):
        raw.bulk_extend(some)
    raw.flush()
    return _measured(clock, len(raw))


def bulk(file: str, folder: str) -> dict[str, Any]:
    """Load the file by pyoxigraph alone."""
    from pyoxigraph import RdfFormat, Store

    raw = Store(folder)
    clock = Clock()
    raw.bulk_load(path=file, format=RdfFormat.N_QUADS)
    raw.flush()
    return _measured(clock, len(raw))


def _read(graph: str) -> tuple[Any, list[Any]]:
    from kg.store import open_read

    with open_read(graph) as store:
        return store.ontology, [page.reading() for page in store.pages()]


def _copied(readings: list[Any], copies: int) -> Iterator[Any]:
    """Yield the readings again and again, as if of other documents."""
    for number in range(copies):
        for reading in readings:
            yield replace(reading, document=replace(reading.document, id=f"{reading.document.id}-{number}"))


def _measured(clock: Clock, quads: int) -> dict[str, Any]:
    return {**clock.lap(), "rss": peak_mb(), "quads": quads}
