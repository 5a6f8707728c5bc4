from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.model import Reading
from kg.ontology import Ontology
from kg.store import GraphStore, create_or_open, open_read, reading_quads, verify_offsets

SCRIPT = Path(__file__).with_name("killed_build.py")
ROUNDS = 8


@pytest.mark.slow
def test_a_killed_build_leaves_whole_documents(
    tmp_path: Path,
    industrial: Ontology,
    full_reading: Callable[..., Reading],
    assemble_into: Callable[[GraphStore], None],
) -> None:
    """SIGKILL at eight moments of one build that goes on each time; seeded, though the moments are the machine's."""
    moments = random.Random(7)
    folder, seen = tmp_path / "graph", 0
    for number in range(ROUNDS):
        kill_after(folder, number, moments.uniform(0.02, 0.9))
        with open_read(folder) as store:
            seen += check(store, industrial, full_reading)
    assert seen > 0
    with create_or_open(folder, ontology=industrial) as store:
        assemble_into(store)
        assert not store.stale
        left = [page.reading() for page in store.pages()]
        after = list(store.quads_sorted())
    with create_or_open(tmp_path / "fresh", ontology=industrial) as store:
        store.add(left)
        assemble_into(store)
        assert list(store.quads_sorted()) == after


def kill_after(folder: Path, number: int, seconds: float) -> None:
    command = [sys.executable, str(SCRIPT), str(folder), str(number * 1000)]
    path = os.pathsep.join(sys.path)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path}) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        time.sleep(seconds)
        process.kill()


def check(store: GraphStore, ontology: Ontology, full_reading: Callable[..., Reading]) -> int:
    """Check that each document's graph is what its reading gives, and that nothing else is there."""
    documents = store.documents()
    graphs = {graph.value for graph in store.raw.named_graphs() if isinstance(graph, NamedNode)}
    assert {iri for iri in graphs if "/document/" in iri} == {document.iri for document in documents}
    for document in documents:
        reader = document.version.rpartition("; ")[0]
        reading = replace(full_reading(ontology, document.identifier), reader=reader)
        whole = Store()
        whole.extend(reading_quads(reading, ontology))
        assert set(store.raw.quads_for_pattern(None, None, None, NamedNode(document.iri))) == set(whole)
    assert verify_offsets(store) == []
    return len(documents)
