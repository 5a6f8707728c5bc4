"""What programs can ask the server for, in the words of OpenAPI 3.1."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.pool import Pool
from kg.serve.settings import Settings

PATH = "/api/openapi.json"


def document() -> bytes:
    """Return the description as JSON."""
    return files("kg.serve").joinpath("openapi.json").read_bytes()


def routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    """Return the route of this part."""
    body = document()

    async def give(request: Request) -> Response:
        return Response(body, media_type="application/json")

    return [Route(PATH, give)]
