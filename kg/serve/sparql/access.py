"""Who may write, and whose pages may read: tokens, and what browsers tell of the page that asks."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.serve.settings import Settings
from kg.serve.tokens import authorized

CHALLENGE = 'Bearer realm="kg"'
OPEN: Mapping[str, str] = MappingProxyType({"access-control-allow-origin": "*"})
PREFLIGHT: Mapping[str, str] = MappingProxyType(
    {
        **OPEN,
        "access-control-allow-methods": "GET, HEAD, POST",
        "access-control-allow-headers": "accept, content-type",
        "access-control-max-age": "86400",
    }
)


def refuse_write(request: Request, settings: Settings) -> Response | None:
    """Return the answer to whoever may not write; None to those who may.

    The token alone decides; what the browser tells is looked at as well, so that no page of another site ever
    writes, whatever it got hold of.
    """
    if not settings.read_write or not settings.token:
        return _line(403, "this server only reads; kg serve --read-write --token-file FILE allows writing")
    if _is_foreign(request):
        return _line(403, "a page of another site may not write here")
    if authorized(request.scope["headers"], settings):
        return None
    if "authorization" in request.headers:
        return _line(401, "this is not the token", challenge=f'{CHALLENGE}, error="invalid_token"')
    return _line(401, "writing needs the header Authorization: Bearer TOKEN", challenge=CHALLENGE)


def may_be_read_by_pages(settings: Settings) -> bool:
    """Return whether scripts of other sites may read answers to queries (CORS).

    A server that the world can reach has nothing to hide from a page that the world can reach. One that listens
    on this machine alone has: any site that its user visits could else read the graph through the browser.
    """
    if settings.hosts:
        return True
    try:
        return not ip_address(settings.host.strip("[]")).is_loopback
    except ValueError:
        return settings.host.lower() != "localhost"


def _is_foreign(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def _line(status: int, line: str, *, challenge: str | None = None) -> Response:
    headers = {"www-authenticate": challenge} if challenge else {}
    return PlainTextResponse(f"{line}\n", status_code=status, headers=headers)
