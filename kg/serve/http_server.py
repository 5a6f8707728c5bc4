"""uvicorn, as this server wants it."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from uvicorn import Config, Server

from kg.serve.app import create_app
from kg.serve.connection import connections
from kg.serve.pool import Pool
from kg.serve.settings import BACKLOG, Settings

FAREWELL = 5  # seconds that requests have to end when the server does


class _Server(Server):
    """Ends in peace at SIGINT and SIGTERM; uvicorn's own then ends the process by that signal once more."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


async def answer_requests(
    settings: Settings, pool: Pool, listening: socket.socket, *, ready: Callable[[], object]
) -> None:
    """Answer requests until SIGINT or SIGTERM, or until somebody cancels this.

    Args:
        settings: the server's.
        pool: its workers, started.
        listening: where the requests come.
        ready: is called when the first would be answered.
    """
    limits = settings.limits
    config = Config(
        create_app(settings, pool=pool),
        http=connections(limits),
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=BACKLOG,
        timeout_keep_alive=limits.idle,
        timeout_graceful_shutdown=FAREWELL,
        h11_max_incomplete_event_size=limits.header,
    )
    server = _Server(config)
    telling = asyncio.create_task(_tell(server, ready))
    try:
        await server.serve(sockets=[listening])
    finally:
        telling.cancel()


async def _tell(server: Server, ready: Callable[[], object]) -> None:
    while not server.started:
        await asyncio.sleep(0.01)
    ready()
