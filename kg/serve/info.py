"""What the graph holds, as JSON; and whether the server answers at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kg.serve.jobs import Answer
from kg.serve.pool import PAGE, Pool
from kg.serve.responses import respond
from kg.serve.settings import Settings

if TYPE_CHECKING:
    from kg.pipeline.graph import Graph


def info_job(graph: Graph) -> Answer:
    """Answer with the counts of `kg info --format json`."""
    return Answer(json.dumps(graph.info(), ensure_ascii=False).encode(), "application/json")


def routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    """Return the routes of this part."""

    async def health(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def info(request: Request) -> Response:
        return respond(await pool.run(info_job, lane=PAGE))

    return [Route("/health", health), Route("/api/info", info)]
