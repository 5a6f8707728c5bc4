"""A server with limits and routes that a test names: `live_server.py FOLDER '{"deadline": 1}' [TOKEN]`.

Its routes do what `/sparql` does and what no route should: run a query, sleep, eat memory, raise what nobody foresaw.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError
from kg.pipeline.graph import Graph
from kg.serve import app
from kg.serve.jobs import Answer
from kg.serve.pool import PAGE, QUERY, Pool
from kg.serve.responses import respond
from kg.serve.running import serve
from kg.serve.settings import Limits, Settings
from kg.store import GraphStore


def query_job(graph: Graph, *, text: str) -> Answer:
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


def routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    async def query(request: Request) -> Response:
        return respond(await pool.run(query_job, lane=QUERY, text=(await request.body()).decode()))

    async def check(request: Request) -> Response:
        return respond(await pool.run(check_job, lane=PAGE, seconds=float(request.query_params["seconds"])))

    async def greedy(request: Request) -> Response:
        return respond(await pool.run(greedy_job, lane=QUERY, mib=int(request.query_params["mib"])))

    async def wrong(request: Request) -> Response:
        return respond(await pool.run(wrong_job, lane=QUERY))

    async def wrong_here(request: Request) -> Response:
        raise ValueError(f"no file {settings.graph}")

    async def update(request: Request) -> Response:
        return respond(await pool.write(update_job, text=(await request.body()).decode()))

    return [
        Route("/query", query, methods=["POST"]),
        Route("/check", check),
        Route("/greedy", greedy),
        Route("/wrong", wrong),
        Route("/wrong-here", wrong_here),
        Route("/update", update, methods=["POST"]),
    ]


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(folder: str, limits: str, token: str | None = None) -> None:
    app.PARTS = (*app.PARTS, routes)
    settings = Settings(
        graph=Path(folder), port=0, limits=Limits(**json.loads(limits)), read_write=token is not None, token=token
    )
    try:
        serve(settings, ready=say, log=say)
    except KgError as error:
        say(str(error))
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main(*sys.argv[1:])
