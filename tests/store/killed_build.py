"""Run by test_store_kill: adds, replaces and assembles without end, until it is killed.

Usage: killed_build.py FOLDER FIRST_ROUND
"""

from __future__ import annotations

import importlib.util
import sys
from itertools import count
from pathlib import Path

import kg.store.batches
import kg.store.graph
from kg.ontology import load
from kg.store import create_or_open

DOCUMENTS = 60


def main(folder: Path, first: int) -> None:
    spec = importlib.util.spec_from_file_location("by_hand", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    by_hand = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(by_hand)
    ontology = load("industrial-relations")
    kg.store.graph.BATCH = 1_500  # several documents a batch,
    kg.store.batches.BULK = 1_000  # written both as files and as transactions
    with create_or_open(folder, ontology=ontology) as store:
        sys.stdout.write("go\n")
        sys.stdout.flush()
        for n in count(first):
            store.add(by_hand.make_reading(ontology, str(i), reader=f"r{n}") for i in range(DOCUMENTS))
            by_hand.assemble_store(store)
            for i in range(0, DOCUMENTS, 3):
                store.remove(str(i))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
