"""Queries: kg's own way on disk, and rdflib's memory store with the same quads."""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from bench.clock import peak_mb

Ask = Callable[[], int]  # answers the query, returns the number of rows


def ours(graph: str, asked: dict[str, dict[str, str]], runs: int) -> dict[str, Any]:
    """Ask a graph on disk by name, all rows read; return medians, and the queries as SPARQL."""
    import kg
    from kg.query import load_query

    answers: dict[str, Any] = {}
    with kg.open(graph) as opened:
        for name, params in asked.items():
            sparql = load_query(opened.ontology, name).bind(params, ontology=opened.ontology)
            spent, rows = _median(partial(_rows, opened, name, params), runs)
            answers[name] = {"seconds": spent, "rows": rows, "sparql": sparql}
        prefixes = dict(opened.ontology.prefixes)
        return {"answers": answers, "prefixes": prefixes, "rss": peak_mb(), "quads": len(opened.store.raw)}


def export(graph: str, file: str) -> None:
    """Write the quads of a graph as N-Quads."""
    from pyoxigraph import RdfFormat

    from kg.store import open_read

    with open_read(graph) as store:
        store.raw.dump(file, format=RdfFormat.N_QUADS)


def rdflib(file: str, texts: dict[str, str], prefixes: dict[str, str], runs: int, deadline: float) -> dict[str, Any]:
    """Load the quads into memory once; ask each query in a fork of this process, killed at the deadline."""
    import gc

    from rdflib import Dataset

    began = time.perf_counter()
    dataset = Dataset(default_union=True)
    dataset.parse(file, format="nquads")
    load = time.perf_counter() - began
    gc.freeze()  # so that the forks do not copy all of it at their first collection
    answers = {
        name: _forked(partial(_solutions, dataset, text, prefixes), runs, deadline) for name, text in texts.items()
    }
    return {"answers": answers, "load": load, "rss": peak_mb()}


def _rows(graph: Any, name: str, params: dict[str, str]) -> int:
    return len(list(graph.query(name, **params)))


def _solutions(dataset: Any, sparql: str, prefixes: dict[str, str]) -> int:
    return len(list(dataset.query(sparql, initNs=prefixes)))


def _median(ask: Ask, runs: int, slow: float = float("inf")) -> tuple[float, int]:
    """Return the median of the seconds of some runs, of one run where that takes as long as `slow`; and the rows."""
    spent: list[float] = []
    rows = 0
    while len(spent) < runs and not (spent and spent[0] >= slow):
        began = time.perf_counter()
        rows = ask()
        spent.append(time.perf_counter() - began)
    return median(spent), rows


def _forked(ask: Ask, runs: int, deadline: float) -> dict[str, Any]:
    """Answer in a fork; where the first run passes the deadline, the answer has no seconds."""
    ours_end, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            spent, rows = _median(ask, runs, slow=deadline / (2 * runs))
            said: dict[str, Any] = {"seconds": spent, "rows": rows}
        except Exception as error:  # told in the table: a query that rdflib cannot answer is a result, too
            said = {"error": f"{type(error).__name__}: {error}"[:200]}
        os.write(theirs, json.dumps(said).encode())
        os._exit(0)
    os.close(theirs)
    try:
        ready, _, _ = select.select([ours_end], [], [], deadline)
        if not ready:
            os.kill(child, signal.SIGKILL)
            return {"seconds": None}
        answer: dict[str, Any] = json.loads(os.read(ours_end, 4096) or b'{"error": "the process ended"}')
        return answer
    finally:
        os.close(ours_end)
        os.waitpid(child, 0)
