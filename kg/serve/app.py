"""The ASGI application: the parts' routes behind the checks that all requests pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from kg.errors import KgError
from kg.serve.bodies import Bodies
from kg.serve.guard import Guard
from kg.serve.pages.jobs import prepare
from kg.serve.parts import PARTS
from kg.serve.pool import Pool
from kg.serve.responses import respond_error
from kg.serve.settings import Settings


def create_app(settings: Settings, *, pool: Pool | None = None) -> ASGIApp:
    """Return the application that serves a graph. Its lifespan starts and stops the workers.

    Args:
        settings: what it serves.
        pool: the workers, where they were started already.
    """
    pool = pool or Pool(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        warming = asyncio.create_task(pool.keep_warm(prepare))
        try:
            yield
        finally:
            warming.cancel()
            await pool.stop()

    app = Starlette(
        routes=[route for part in PARTS for route in part(pool, settings)],
        lifespan=lifespan,
        exception_handlers={KgError: respond_error, HTTPException: respond_error, Exception: respond_error},
    )
    return Guard(Bodies(app, settings), settings)  # outside, so that they see even the answer to a mistake of ours
