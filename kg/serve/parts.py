"""The parts of the server, each of which gives its routes; the first route that fits a path is taken."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import BaseRoute

from kg.serve import asking, describing, explorer, info
from kg.serve.pages.routes import routes as page_routes
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.serve.sparql import routes as sparql_routes


def _endpoint(pool: Pool, settings: Settings) -> list[BaseRoute]:
    return sparql_routes(pool, settings, page=asking.page)


PARTS: tuple[Callable[[Pool, Settings], list[BaseRoute]], ...] = (
    info.routes,
    describing.routes,
    explorer.routes,
    asking.routes,
    _endpoint,
    page_routes,
)
