"""The quads of a graph of facts with what its documents say, as compressed N-Quads: what other stores load."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

from bench.tasks.documents import THERE, copies, templates


def facts(graph: str, file: str) -> None:
    """Write the account of all documents, the terms of the ontology, and the nodes of the documents."""
    from pyoxigraph import NamedNode, RdfFormat, serialize

    from kg.identity import assembled_graph, ontology_graph
    from kg.store import open_read
    from kg.store import terms as t

    nodes = {"identifier": t.IDENTIFIER, "digest": t.DIGEST, "version": t.VERSION, "title": t.TITLE}
    assert set(nodes) == set(THERE)
    with open_read(graph) as store, _compressed(file) as out:
        raw, base = store.raw, store.ontology.base
        graphs = (NamedNode(name(base)) for name in (assembled_graph, ontology_graph))
        quads = chain(
            chain.from_iterable(raw.quads_for_pattern(None, None, None, one) for one in graphs),
            chain.from_iterable(raw.quads_for_pattern(None, one, None, None) for one in nodes.values()),
        )
        serialize(quads, out, format=RdfFormat.N_QUADS)


def documents(real: str, number: int, file: str) -> None:
    """Write what so many documents say, as `documents.fill` has it."""
    made = templates(real)
    with _compressed(file) as out:
        for lines in copies(made, number):
            out.write(lines)


@contextmanager
def _compressed(file: str) -> Iterator[IO[bytes]]:
    with Path(file).open("wb") as out:
        process = subprocess.Popen(["gzip", "-1"], stdin=subprocess.PIPE, stdout=out)
        assert process.stdin is not None
        with process.stdin:
            yield process.stdin
        if process.wait():
            raise RuntimeError(f"gzip failed on {file}")
