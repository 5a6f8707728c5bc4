"""What the documents of a graph of facts say themselves: their sentences, made from those of the real documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from bench.clock import Clock, peak_mb

THERE = ("identifier", "digest", "version", "title")  # what the node of such a document has already
MARKS = "#mark-"


class _Lines(io.RawIOBase):
    """What an iterator yields, as a file to read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = next(self._parts, b"")
        taken = self._left[: len(buffer)]
        self._left = self._left[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def fill(graph: str, real: str, number: int) -> dict[str, Any]:
    """Give each document of a graph of facts the quads of the real one that it was made from; return what it took.

    The terms of the ontology are added, and the engine's files merged, as every build does. Left out are the places of
    single words in a sentence, nearly a third of what a document says, for which no query asks.

    Args:
        graph: of so many articles' facts, which `assembling.assemble` made.
        real: of the real articles.
        number: how many.
    """
    from pyoxigraph import RdfFormat

    from kg.ontology import load
    from kg.store import create_or_open
    from kg.store.compaction import compact_grown
    from kg.store.ontology_quads import ontology_quads

    made = templates(real)
    ontology = load()
    clock = Clock()
    with create_or_open(graph, ontology=ontology) as store:
        before = len(store.raw)
        store.raw.extend(ontology_quads(ontology))
        lines = _Lines(copies(made, number))
        store.raw.bulk_load(io.BufferedReader(lines, 1 << 20), RdfFormat.N_QUADS, lenient=True)
        store.raw.flush()
        spent = clock.lap()
        compact_grown(store.embedded, store.path)
        merging = clock.lap()
        quads = len(store.raw)
        return {**spent, "merging": merging["wall"], "rss": peak_mb(), "quads": quads, "loaded": quads - before}


def templates(real: str) -> list[tuple[bytes, bytes]]:
    """Return the IRI of each document of a graph, and what it says as N-Quads."""
    from kg.store import open_read

    with open_read(real) as store:
        return [_template(store, page.iri) for page in store.pages()]


def _template(store: Any, iri: str) -> tuple[bytes, bytes]:
    from pyoxigraph import NamedNode, RdfFormat, serialize

    quads = [
        quad
        for quad in store.raw.quads_for_pattern(None, None, None, NamedNode(iri))
        if MARKS not in quad.subject.value
        and MARKS not in quad.object.value
        and not (quad.subject.value == iri and quad.predicate.value.endswith(THERE))
    ]
    return iri.encode(), serialize(quads, format=RdfFormat.N_QUADS)


def copies(templates: list[tuple[bytes, bytes]], number: int) -> Iterator[bytes]:
    """Yield what so many documents say, made from templates."""
    for made in range(number):
        round_, at = divmod(made, len(templates))
        iri, lines = templates[at]
        new = iri + b"-%d" % round_
        yield lines.replace(iri + b">", new + b">").replace(iri + b"#", new + b"#")
