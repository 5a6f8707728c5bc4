"""Takes in a request's body, and ends its work when the client goes away."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import RequestRefused
from kg.serve.responses import refuse
from kg.serve.settings import Settings
from kg.serve.tokens import authorized

DRAINED = 1 << 22  # bytes that are read and dropped, so that a client which still sends can read why it is refused
DRAIN_TIME = 2.0  # seconds


class ClientGone(Exception):
    """The client has closed the connection."""


class Bodies:
    """Reads the whole body, within the limits of size and time, before a route sees the request.

    While the route works, it watches whether the client is there; if it goes away, the route is cancelled.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except ClientGone:
            return
        except RequestRefused as error:
            await _drain(scope, receive)
            await refuse(error, close=True)(scope, receive, send)
            return
        await _work(self._app, body, scope, receive, send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        limits = self._settings.limits
        most = limits.upload if authorized(scope["headers"], self._settings) else limits.body
        _check_headers(scope, most)
        parts: list[bytes] = []
        size = 0
        until = asyncio.get_running_loop().time() + limits.body_time
        try:
            async with asyncio.timeout_at(until) as timer:
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientGone
                    part = message.get("body", b"")
                    size += len(part)
                    if size > most:
                        raise _too_large(most)
                    parts.append(part)
                    timer.reschedule(until + size / limits.body_rate)
                    more = message.get("more_body", False)
        except TimeoutError:
            raise RequestRefused(408, "the request's body did not arrive in time") from None
        return b"".join(parts)


def _check_headers(scope: Scope, most: int) -> None:
    for name, value in scope["headers"]:
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise RequestRefused(415, "the body of a request must not be compressed; leave Content-Encoding away")
        if name == b"content-length" and int(value) > most:  # digits only, as h11 sees to
            raise _too_large(most)


def _too_large(most: int) -> RequestRefused:
    return RequestRefused(413, f"the body of a request may have {most:,} bytes, and this has more")


async def _drain(scope: Scope, receive: Receive) -> None:
    if any(name == b"expect" for name, _ in scope["headers"]):
        return  # the client waits for leave to send, and does not get it
    size = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAIN_TIME):
            while size < DRAINED:
                message = await receive()
                if not message.get("more_body", False):
                    return
                size += len(message.get("body", b""))


async def _work(app: ASGIApp, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
    given = False

    async def receive_whole() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    working = asyncio.create_task(_run(app, scope, receive_whole, send))
    watching = asyncio.create_task(_gone(receive))
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
    finally:
        watching.cancel()
        if not working.done():
            working.cancel()
        with suppress(asyncio.CancelledError):
            await working


async def _run(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
