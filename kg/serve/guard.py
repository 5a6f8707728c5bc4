"""What every request passes before a route sees it, and every response before it is sent."""

from __future__ import annotations

import logging
import time
from ipaddress import ip_address

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.errors import RequestRefused
from kg.serve.hosts import Hosts, host_name
from kg.serve.lanes import CLIENT
from kg.serve.responses import refuse
from kg.serve.settings import Settings

ACCESS = logging.getLogger("kg.serve.access")
LOGGED = 300  # characters of a path and query
VERSIONS = ("1.0", "1.1")
IPV6_SITE = 64  # bits of an address that belong to one client

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-cache"),
)


class Guard:
    """Checks the Host header, sets the headers that keep browsers safe, and writes the log.

    A route's own header of the same name stands instead of these.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = Hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, sent = time.monotonic(), 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    headers.setdefault(name, value)
            else:
                sent += len(message.get("body", b""))
            await send(message)

        token = CLIENT.set(client_of(scope))
        try:
            wrong = self._wrong(scope)
            if wrong is not None:
                await refuse(wrong)(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        finally:
            CLIENT.reset(token)
            _log(scope, status, sent, time.monotonic() - began)

    def _wrong(self, scope: Scope) -> RequestRefused | None:
        if scope["http_version"] not in VERSIONS:
            return RequestRefused(400, "this server speaks HTTP/1.1")
        given = [value for name, value in scope["headers"] if name == b"host"]
        name = host_name(given[0]) if len(given) == 1 else None
        if name is None:
            return RequestRefused(400, "a request names the host that it is for, once, in the header Host")
        if name not in self._hosts:
            return RequestRefused(421, f"this server is not called {name}; kg serve --allow-host {name} lets it be")
        return None


def client_of(scope: Scope) -> str:
    """Return by what clients are told apart: their address; of IPv6 addresses the part that one site has."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or (int(address) >> (128 - IPV6_SITE)))


def _log(scope: Scope, status: int, sent: int, seconds: float) -> None:
    query = scope["query_string"].decode("latin-1")
    target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    if len(target) > LOGGED:
        target = f"{target[:LOGGED]}..."
    client = scope["client"][0] if scope.get("client") else "-"
    shown = str(status) if status else "gone"
    ACCESS.info('%s "%s %s" %s %d bytes %.0f ms', client, scope["method"], target, shown, sent, seconds * 1000)
