"""What the routes of `live_server.py` do; workers find it beside that file."""

from __future__ import annotations

import os
import sys
import time

import pyoxigraph as ox

from kg.pipeline.graph import Graph
from kg.serve.jobs import Answer
from kg.store import GraphStore


def query_job(graph: Graph, *, text: str) -> Answer:
    sys.stderr.write(f"working: {os.getpid()}\n")
    sys.stderr.flush()
    answer = graph.store.raw.query(text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    body = answer.serialize(format=ox.QueryResultsFormat.TSV)
    assert body is not None
    return Answer(body, "text/tab-separated-values")


def check_job(graph: Graph, *, seconds: float) -> Answer:
    """Count the quads, wait, count them again: a graph that changes in between is none that one can rely on."""
    first = len(graph.store.raw)
    time.sleep(seconds)
    return Answer(f"{first} {len(graph.store.raw)}".encode(), "text/plain")


def greedy_job(graph: Graph, *, mib: int) -> Answer:
    return Answer(str(len(bytearray(mib << 20))).encode(), "text/plain")


def wrong_job(graph: Graph) -> Answer:
    raise ValueError(f"the file {graph.store.path} is not as expected")


def update_job(store: GraphStore, *, text: str) -> Answer:
    store.raw.update(text)
    return Answer(b"", "text/plain", 204)
