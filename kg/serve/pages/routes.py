"""The addresses of pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import RequestRefused
from kg.serve.jobs import Answer
from kg.serve.kept import tagged
from kg.serve.pages import jobs
from kg.serve.pages.maps import sheet
from kg.serve.pages.negotiation import MEDIA_TYPES
from kg.serve.pages.rendering import asset
from kg.serve.pages.terms import TERMS
from kg.serve.pool import PAGE, Pool
from kg.serve.responses import respond_tagged
from kg.serve.settings import Settings

STYLE = "pages.css"
_ROWS = 1_000_000_000  # the highest number that a row can have


def routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    """Return the routes of the pages. The last take any path of two parts: they go behind all others."""

    async def style(request: Request) -> Response:
        return respond_tagged(request, tagged(Answer(asset(STYLE), "text/css; charset=utf-8")))

    async def outlines(request: Request) -> Response:
        return respond_tagged(request, tagged(Answer(sheet(), "image/svg+xml")))

    async def thing(request: Request) -> Response:
        asked = request.query_params
        iri = asked.get("iri", "")
        if request.url.path == "/thing" and not iri:
            raise RequestRefused(400, "name a thing: /thing?iri=…")
        answer = await pool.recall(
            jobs.thing,
            lane=PAGE,
            raw_path=b"" if request.url.path == "/thing" else _raw_path(request),
            iri=iri if request.url.path == "/thing" else "",
            form=asked.get("form"),
            accept=request.headers.get("accept", ""),
            only=asked.get("only", ""),
            first=_first(request),
        )
        return respond_tagged(request, answer)

    async def documents(request: Request) -> Response:
        return respond_tagged(request, await pool.recall(jobs.documents, lane=PAGE, first=_first(request)))

    async def courses(request: Request) -> Response:
        return respond_tagged(request, await pool.recall(jobs.courses, lane=PAGE, first=_first(request)))

    async def things(request: Request) -> Response:
        class_ = request.query_params.get("class", "")
        return respond_tagged(request, await pool.recall(jobs.things, lane=PAGE, class_=class_, first=_first(request)))

    async def terms(request: Request) -> Response:
        _, _, suffix = request.url.path.partition(".")
        form = suffix or request.query_params.get("form")
        accept = request.headers.get("accept", "")
        return respond_tagged(request, await pool.recall(jobs.terms, lane=PAGE, form=form, accept=accept))

    return [
        *(Route(path, terms) for path in (f"/{TERMS}", *(f"/{TERMS}.{form}" for form in MEDIA_TYPES))),
        Route(f"/assets/{STYLE}", style),
        Route("/assets/outlines.svg", outlines),
        Route("/documents", documents),
        Route("/disputes", courses),
        Route("/things", things),
        Route("/thing", thing),
        Route("/{kind}/{name}", thing),
        Route("/{kind}/{name}/{rest:path}", thing),
    ]


def _raw_path(request: Request) -> bytes:
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    assert isinstance(raw, bytes)
    return raw.partition(b"?")[0]


def _first(request: Request) -> int:
    """Return the number of the first row that is asked for."""
    asked = request.query_params.get("first", "1")
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:10]) <= _ROWS:
        raise RequestRefused(400, f"first: {asked[:40]!r} is no row; write a number from 1")
    return int(asked)
