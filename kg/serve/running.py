"""Runs a server until it is told to end.

What speaks HTTP is loaded while the first worker starts: each takes a few tenths of a second.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import resource
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

from kg.errors import KgError
from kg.serve.pool import Pool
from kg.serve.settings import BACKLOG, Settings

LOG = logging.getLogger("kg.serve")
LOGGERS = ("kg.serve", "uvicorn.error")


def serve(settings: Settings, *, ready: Callable[[str], object], log: Callable[[str], object]) -> None:
    """Serve a graph until SIGINT or SIGTERM.

    Args:
        settings: what to serve, and where.
        ready: is called with the address once requests are answered.
        log: is called with each line of the log.

    Raises:
        KgError: the graph cannot be read, or nothing can listen at that host and port.
    """
    _log_to(log)
    _raise_open_files()
    with _listen(settings) as listening:
        asyncio.run(_serve(settings, listening, ready))


async def _serve(settings: Settings, listening: socket.socket, ready: Callable[[str], object]) -> None:
    pool = Pool(settings)
    starting = asyncio.create_task(pool.start())
    answer_requests = await asyncio.to_thread(_load)
    await starting
    if pool.stale:
        LOG.warning("%s: the last build was stopped or goes on; this is what it holds so far", settings.graph)
    try:
        gc.freeze()  # what is here stays: to look through it for cycles again and again takes time
        await answer_requests(settings, pool, listening, ready=lambda: ready(_address(settings, listening)))
    finally:
        await pool.stop()


def _load() -> Callable[..., Awaitable[None]]:
    from kg.serve.http_server import answer_requests

    return answer_requests


def _listen(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise KgError(f"{where}: cannot listen there: {error.strerror}; name another --host or --port") from error
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{listening.getsockname()[1]}/"


def _raise_open_files() -> None:
    """Let this process have as many connections as the system allows; by habit it starts with 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 1 << 16) if hard >= 0 else 1 << 16, hard))


class _Lines(logging.Handler):
    """Hands each line of the log on."""

    def __init__(self, write: Callable[[str], object]) -> None:
        super().__init__()
        self._write = write

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(self.format(record))
        except Exception:
            self.handleError(record)


def _log_to(log: Callable[[str], object]) -> None:
    handler = _Lines(log)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if name.startswith("kg") else logging.WARNING)
