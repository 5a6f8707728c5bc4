"""One connection: uvicorn's, with time limits for who sends or takes too slowly, and few words to broken requests."""

from __future__ import annotations

import asyncio
from collections import Counter
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from kg.serve.guard import HEADERS
from kg.serve.settings import Limits

BROKEN = "this is no HTTP request that the server understands"
LINGER = 2.0  # seconds in which a last answer can be read before the connection is cut


class Connection(H11Protocol):
    """Speaks HTTP/1.1 with one client.

    Args:
        limits: of time and of size.
        clients: how many connections each client has, shared by all.
        arguments: as uvicorn gives them.
    """

    def __init__(self, limits: Limits, clients: Counter[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._limits = limits
        self._clients = clients
        self._address = ""
        self._slow_headers: asyncio.TimerHandle | None = None
        self._slow_reader: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """Begin, unless the client has very many connections."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        self._clients[self._address] += 1
        if self._clients[self._address] > self._limits.connections:
            self._say(429, "too many connections; close some")
        else:
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client and the timers."""
        self._clients[self._address] -= 1
        if self._clients[self._address] <= 0:
            del self._clients[self._address]
        self._stop_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; from the first byte of a request its headers have so many seconds."""
        super().data_received(data)
        self._await_headers()

    def on_response_complete(self) -> None:
        """Go on to the next request, of which some may have come already."""
        super().on_response_complete()
        if self.conn.trailing_data[0]:
            self._await_headers()

    def pause_writing(self) -> None:
        """Wait for the client to take what was sent, but not for ever."""
        super().pause_writing()
        self._slow_reader = self.loop.call_later(self._limits.stall, self._cut)

    def resume_writing(self) -> None:
        """Send on."""
        super().resume_writing()
        if self._slow_reader is not None:
            self._slow_reader.cancel()
            self._slow_reader = None

    def send_400_response(self, msg: str) -> None:
        """Answer a request that h11 cannot read."""
        too_long = len(self.conn.trailing_data[0]) >= self._limits.header
        status, line = (431, "the headers are too long") if too_long else (400, BROKEN)
        self._say(status, line)

    def _await_headers(self) -> None:
        waiting = self.conn.their_state is h11.IDLE and not self.transport.is_closing()
        if waiting and self._slow_headers is None:
            self._slow_headers = self.loop.call_later(self._limits.header_time, self._late)
        elif not waiting and self._slow_headers is not None:
            self._slow_headers.cancel()
            self._slow_headers = None

    def _late(self) -> None:
        self._slow_headers = None
        if self.conn.their_state is h11.IDLE:
            self._say(408, "the request's headers did not arrive in time")

    def _say(self, status: int, line: str) -> None:
        """Answer without the application, and end the connection."""
        if self.transport.is_closing():
            return
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            body = f"{line}\n".encode()
            headers = [
                *HEADERS,
                ("content-type", "text/plain; charset=utf-8"),
                ("content-length", str(len(body))),
                ("connection", "close"),
            ]
            response = h11.Response(status_code=status, headers=headers, reason=HTTPStatus(status).phrase.encode())
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        self.loop.call_later(LINGER, self._cut)

    def _cut(self) -> None:
        self.transport.abort()

    def _stop_timers(self) -> None:
        for timer in (self._slow_headers, self._slow_reader):
            if timer is not None:
                timer.cancel()
        self._slow_headers = self._slow_reader = None


def connections(limits: Limits) -> type[asyncio.Protocol]:
    """Return the class of connections of one server, for uvicorn."""
    clients: Counter[str] = Counter()

    class Ours(Connection):
        def __init__(
            self,
            config: Config,
            server_state: ServerState,
            app_state: dict[str, Any],
            _loop: asyncio.AbstractEventLoop | None = None,
        ) -> None:
            super().__init__(
                limits, clients, config=config, server_state=server_state, app_state=app_state, _loop=_loop
            )

    return Ours
