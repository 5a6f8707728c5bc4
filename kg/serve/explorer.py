"""The explorer in the browser: its page, what the page is made of, the index of the graph, and evidence."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from kg.errors import UsageError
from kg.pipeline.graph import Graph
from kg.serve.jobs import Answer
from kg.serve.pool import PAGE, Pool
from kg.serve.responses import respond
from kg.serve.settings import Settings
from kg.view.explorer import ASSETS, asset, index_bytes, shell

INDEX_DEADLINE = 900.0  # seconds; once for each state of the graph
LONGEST = 300  # characters of a name
TYPES = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "txt": "text/plain; charset=utf-8"}
ASK_AGAIN = (("cache-control", "no-cache"), ("vary", "accept-encoding"))


def index_job(graph: Graph) -> Answer:
    """Answer with the index of the graph, or of the most prominent part of a large one, compressed."""
    from kg.pipeline.exploring import gather  # in the worker alone
    from kg.pipeline.prominent import prominent

    part = prominent(graph)
    index = gather(graph) if part is None else gather(part.graph, note=part.note, articles=part.articles)
    return Answer(gzip.compress(index_bytes(index), 6, mtime=0), "application/json")


def evidence_job(graph: Graph, *, of: str) -> Answer:
    """Answer with what an event, an edge or an office rests on.

    Raises:
        UnknownName: there is none of this name.
    """
    from kg.pipeline.quoting import Quotes

    return Answer(json.dumps(Quotes(graph.store).of(of)).encode(), "application/json")


class Index:
    """The index of the graph that is served: made once for each state of it, however many ask.

    Args:
        pool: whose workers make it.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._of: Path | None = None
        self._made: asyncio.Task[tuple[bytes, str]] | None = None

    def begin(self) -> asyncio.Task[tuple[bytes, str]]:
        """Return the work on the index as the graph is now: its compressed bytes, and their tag."""
        failed = self._made is not None and self._made.done() and (self._made.cancelled() or self._made.exception())
        if self._made is None or failed or self._of != self._pool.graph:
            self._of = self._pool.graph
            self._made = asyncio.create_task(self._make())
        return self._made

    async def _make(self) -> tuple[bytes, str]:
        body = (await self._pool.run(index_job, lane=PAGE, deadline=INDEX_DEADLINE)).body
        return body, _tag(body)


def routes(pool: Pool, settings: Settings) -> list[BaseRoute]:
    """Return the routes of this part."""
    index = Index(pool)

    async def start(request: Request) -> Response:
        index.begin().add_done_callback(_seen)
        return HTMLResponse(shell("Explorer"), headers=dict(ASK_AGAIN))

    async def whole(request: Request) -> Response:
        body, tag = await asyncio.shield(index.begin())
        return _tagged(request, body, tag, "application/json")

    async def evidence(request: Request) -> Response:
        of = request.query_params.getlist("of")
        if len(of) != 1 or not 0 < len(of[0]) <= LONGEST:
            raise UsageError("of: the name of one event or edge is right, such as event/0123456789abcdef")
        return respond(await pool.run(evidence_job, lane=PAGE, of=of[0]))

    return [
        Route("/", start),
        Route("/api/index.json", whole),
        Route("/api/evidence", evidence),
        *(Route(f"/assets/{name}", _giver(name)) for name in ASSETS),
    ]


def _giver(name: str) -> Callable[[Request], Awaitable[Response]]:
    plain = asset(name)
    body, tag, media_type = gzip.compress(plain, 9, mtime=0), _tag(plain), TYPES[name.rpartition(".")[2]]

    async def give(request: Request) -> Response:
        return _tagged(request, body, tag, media_type)

    return give


def _tagged(request: Request, packed: bytes, tag: str, media_type: str) -> Response:
    """Return a body that the client may keep as long as its tag is the same; unpacked where gzip is not taken."""
    headers = {"etag": tag, "content-type": media_type, **dict(ASK_AGAIN)}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(status_code=304, headers=headers)
    taken = {one.split(";")[0].strip() for one in request.headers.get("accept-encoding", "").lower().split(",")}
    if "gzip" in taken:
        return Response(packed, headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(packed), headers=headers)


def _tag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:32]}"'


def _seen(task: asyncio.Task[tuple[bytes, str]]) -> None:
    """Take note of an error, of which whoever asks for the index is told."""
    if not task.cancelled():
        task.exception()
