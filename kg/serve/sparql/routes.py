"""The routes of the endpoint: `/sparql`, and `/graphs` for the Graph Store HTTP Protocol."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError, RequestRefused
from kg.serve.costs import Costs, form_of
from kg.serve.jobs import Answer
from kg.serve.pool import DEAR, PAGE, QUERY, Pool
from kg.serve.responses import respond, respond_error, respond_tagged
from kg.serve.settings import Settings
from kg.serve.sparql.access import OPEN, PREFLIGHT, may_be_read_by_pages, refuse_write
from kg.serve.sparql.description import description_job
from kg.serve.sparql.graphs import delete_graph_job, post_graph_job, put_graph_job, read_graph_job
from kg.serve.sparql.negotiation import wants_page
from kg.serve.sparql.operations import Operation, from_address, from_body
from kg.serve.sparql.querying import follows_from_graph, query_job
from kg.serve.sparql.results import Bounds
from kg.serve.sparql.updating import update_job

ENDPOINT, STORE = "/sparql", "/graphs"
METHODS = ["GET", "HEAD", "POST", "OPTIONS"]
STORE_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
Page = Callable[[Request], Awaitable[Response]]


def routes(pool: Pool, settings: Settings, *, page: Page | None = None) -> list[BaseRoute]:
    """Return the routes of this part.

    Args:
        pool: does the jobs.
        settings: of the server.
        page: gives the page that a browser gets at the endpoint when it asks nothing.
    """
    endpoint, store = _Endpoint(pool, settings, page), _GraphStore(pool, settings)
    return [
        *(Route(path, endpoint.answer, methods=METHODS) for path in (ENDPOINT, f"{ENDPOINT}/")),
        *(Route(path, store.answer, methods=STORE_METHODS) for path in (STORE, f"{STORE}/{{rest:path}}")),
    ]


def _bounds(settings: Settings) -> Bounds:
    return Bounds(settings.limits.rows, settings.limits.answer)


class _Endpoint:
    """Queries, updates, the service description, and the page for people."""

    def __init__(self, pool: Pool, settings: Settings, page: Page | None) -> None:
        self._pool = pool
        self._settings = settings
        self._page = page
        self._costs = Costs()
        self._open: Mapping[str, str] = OPEN if may_be_read_by_pages(settings) else {}

    async def answer(self, request: Request) -> Response:
        """Answer any request to the endpoint."""
        if request.method == "OPTIONS":
            headers = {"allow": ", ".join(METHODS), **(PREFLIGHT if self._open else {})}
            return Response(status_code=204, headers=headers)
        operation: Operation | None = None
        try:
            operation = await self._operation(request)
            response = await self._do(request, operation)
        except KgError as error:
            response = respond_error(request, error)
        if response.status_code == 405:
            response.headers["allow"] = "POST"
        response.headers.append("vary", "accept")
        if operation is None or operation.kind != "update":
            response.headers.update(self._open)
        return response

    async def _operation(self, request: Request) -> Operation:
        query_string = request.scope["query_string"]
        if request.method != "POST":
            return from_address(query_string)
        return from_body(query_string, request.headers.get("content-type"), await request.body())

    async def _do(self, request: Request, operation: Operation) -> Response:
        if operation.kind == "update":
            return await self._update(request, operation)
        accept = _accept(request)
        if operation.kind == "describe":
            if self._page is not None and wants_page(accept):
                return await self._page(request)
            return respond(await self._pool.run(description_job, lane=PAGE, **self._described(request, accept)))
        arguments: dict[str, Any] = {"operation": operation, "accept": accept, "bounds": _bounds(self._settings)}
        arguments["services"] = self._settings.services
        return respond_tagged(request, await self._query(operation.text, arguments))

    async def _query(self, text: str, arguments: dict[str, Any]) -> Answer:
        form = form_of(text)
        lane = DEAR if self._costs.dear(form) else QUERY
        known: dict[str, Any] = {"lane": lane, "took": partial(self._costs.note, form), "cost": self._costs.of(form)}
        if not follows_from_graph(text):
            return await self._pool.run(query_job, **known, **arguments)
        return await self._pool.recall(query_job, **known, **arguments)

    async def _update(self, request: Request, operation: Operation) -> Response:
        refusal = refuse_write(request, self._settings)
        if refusal is not None:
            return refusal
        services = self._settings.services
        return respond(await self._pool.write(update_job, operation=operation, services=services))

    def _described(self, request: Request, accept: str | None) -> dict[str, Any]:
        return {
            "endpoint": _address(request),
            "writable": self._settings.read_write,
            "federated": bool(self._settings.services),
            "accept": accept,
            "bounds": _bounds(self._settings),
        }


class _GraphStore:
    """Graphs as wholes: `/graphs?graph=IRI`, `/graphs?default`, or by their own address below `/graphs/`."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings

    async def answer(self, request: Request) -> Response:
        """Answer any request to the graph store."""
        refusal = refuse_write(request, self._settings)
        if refusal is not None:
            return refusal
        try:
            return await self._do(request)
        except KgError as error:
            return respond_error(request, error)

    async def _do(self, request: Request) -> Response:
        if request.method == "POST" and _is_store(request) and not request.query_params:
            address = f"{_address(request).rstrip('/')}/{secrets.token_hex(16)}"
            return await self._send(post_graph_job, request, address, location=address)
        name = graph_of(request)
        if request.method == "PUT":
            return await self._send(put_graph_job, request, name)
        if request.method == "POST":
            return await self._send(post_graph_job, request, name)
        if request.method == "DELETE":
            return respond(await self._pool.write(delete_graph_job, name=name))
        arguments: dict[str, Any] = {"name": name, "accept": _accept(request), "bounds": _bounds(self._settings)}
        response = respond(await self._pool.run(read_graph_job, lane=QUERY, **arguments))
        response.headers.append("vary", "accept")
        return response

    async def _send(self, job: Any, request: Request, name: str | None, **more: Any) -> Response:
        content_type, content = request.headers.get("content-type"), await request.body()
        return respond(await self._pool.write(job, name=name, content_type=content_type, content=content, **more))


def graph_of(request: Request) -> str | None:
    """Return the IRI of the graph that a request to the graph store means; None for the graph without a name.

    Raises:
        RequestRefused: 400, where it means none, or more than one.
    """
    asked = request.query_params.multi_items()
    if not asked and not _is_store(request):
        return _iri(_address(request))
    if len(asked) != 1 or asked[0][0] not in ("graph", "default") or not _is_store(request):
        raise RequestRefused(400, f"name one graph: {STORE}?graph=IRI, {STORE}?default, or its address below {STORE}/")
    return None if asked[0][0] == "default" else _iri(asked[0][1])


def _iri(text: str) -> str:
    try:
        return ox.NamedNode(text).value
    except ValueError:
        raise RequestRefused(400, "a graph is named by a whole IRI, with its scheme") from None


def _is_store(request: Request) -> bool:
    return request.url.path.rstrip("/") == STORE


def _address(request: Request) -> str:
    """Return the address that was asked for, as it was written, without what stands behind a question mark."""
    path = request.scope["raw_path"].decode("latin-1").partition("?")[0]
    return f"{request.url.scheme}://{request.url.netloc}{path}"


def _accept(request: Request) -> str | None:
    return ", ".join(request.headers.getlist("accept")) or None
