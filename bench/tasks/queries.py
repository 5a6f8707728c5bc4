"""Prepared queries: kg's own way on disk, pyoxigraph alone on the same files, and rdflib's memory store."""

from __future__ import annotations

import gzip
import json
import os
import resource
import select
import signal
import time
from collections.abc import Callable
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from bench.clock import peak_mb
from bench.tasks import asking

RUNS = 3
SLOW = 1.0  # seconds: what takes longer is asked once
LINES = 50_000  # of N-Quads that rdflib gets at once


def prepare(graph: str, names: list[str], number: int, file: str) -> dict[str, Any]:
    """Write the values that each query is asked with and its SPARQL, as kg makes it, into a file; return counts."""
    import kg

    with kg.open(graph) as opened:
        made = asking.asked(opened, names, number)
        Path(file).write_text(json.dumps(made), encoding="utf-8")
        return {"quads": len(opened.store.raw), "values": {name: [v for v, _ in some] for name, some in made.items()}}


def ours(graph: str, file: str) -> dict[str, Any]:
    """Ask a graph on disk by name, as its users do: what is named is looked for, too."""
    import kg

    began = time.perf_counter()
    with kg.open(graph) as opened:
        load = time.perf_counter() - began

        def ask(name: str, values: dict[str, str]) -> bytes:
            answer: bytes = opened.query(name, **values).serialised  # type: ignore[union-attr]
            return answer

        answers = {
            name: asking.timed([partial(ask, name, values) for values, _ in some], RUNS, SLOW)
            for name, some in _asked(file).items()
        }
    return {"answers": answers, "rss": peak_mb(), "load": load}


def bare(graph: str, file: str) -> dict[str, Any]:
    """Ask pyoxigraph alone, with the SPARQL that kg makes: what is named stands in it."""
    from pyoxigraph import QueryResultsFormat, Store

    began = time.perf_counter()
    store = Store.read_only(str(Path(graph, "store")))
    load = time.perf_counter() - began

    def ask(text: str) -> bytes:
        answer = store.query(text, use_default_graph_as_union=True)
        return answer.serialize(format=QueryResultsFormat.JSON) or b""  # type: ignore[union-attr]

    answers = {
        name: asking.timed([partial(ask, text) for _, text in some], RUNS, SLOW) for name, some in _asked(file).items()
    }
    return {"answers": answers, "rss": peak_mb(), "load": load}


def rdflib(files: list[str], file: str, *, memory: int, patience: float, deadline: float) -> dict[str, Any]:
    """Load N-Quads into rdflib's memory store, and ask each query once, in a fork that is killed at the deadline.

    Args:
        files: of N-Quads, compressed.
        file: of the queries.
        memory: megabytes that the process may take.
        patience: seconds for the loading.
        deadline: seconds for each query.

    Returns:
        `loaded` quads, in `load` seconds; `ended` is why that ended before all were, and then there are no answers.
    """
    import gc

    from rdflib import Dataset

    resource.setrlimit(resource.RLIMIT_AS, (memory * 10**6,) * 2)
    dataset = Dataset(default_union=True)
    began = time.perf_counter()
    loaded, ended = 0, ""
    try:
        for one in files:
            with gzip.open(one, "rt", encoding="utf-8") as lines:
                for some in batched(lines, LINES):
                    if time.perf_counter() - began > patience:
                        ended = "time"
                        break
                    dataset.parse(data="".join(some), format="nquads")
                    loaded += len(some)
    except MemoryError:
        ended = "memory"
    found = {"loaded": loaded, "load": time.perf_counter() - began, "rss": peak_mb(), "ended": ended}
    if ended:
        return found
    gc.freeze()  # so that the forks do not copy all of it at their first collection
    answers = {name: _forked(partial(_json, dataset, some[0][1]), deadline) for name, some in _asked(file).items()}
    return {**found, "answers": answers}


def _asked(file: str) -> dict[str, list[tuple[dict[str, str], str]]]:
    found: dict[str, list[tuple[dict[str, str], str]]] = json.loads(Path(file).read_text(encoding="utf-8"))
    return found


def _json(dataset: Any, sparql: str) -> bytes:
    answer: bytes = dataset.query(sparql).serialize(format="json")
    return answer


def _forked(ask: Callable[[], bytes], deadline: float) -> dict[str, Any]:
    """Answer in a fork; where that passes the deadline, the answer has no seconds."""
    ours_end, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = asking.timed([ask], 1, SLOW)
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
        answer: dict[str, Any] = json.loads(os.read(ours_end, 65_536) or b'{"error": "the process ended"}')
        return answer
    finally:
        os.close(ours_end)
        os.waitpid(child, 0)
