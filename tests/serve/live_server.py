"""A server with limits and routes that a test names: `live_server.py FOLDER '{"deadline": 1}' [TOKEN]`.

Its routes do what `/sparql` does and what no route should: run a query, sleep, eat memory, raise what nobody foresaw.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from live_jobs import check_job, greedy_job, query_job, update_job, wrong_job
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError
from kg.serve import app
from kg.serve.pool import PAGE, QUERY, Pool
from kg.serve.responses import respond
from kg.serve.running import serve
from kg.serve.settings import Limits, Settings


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
