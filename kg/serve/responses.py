"""Answers and errors as HTTP responses."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import RequestRefused
from kg.serve.jobs import Answer, refusal

KEPT = frozenset({"etag", "vary", "link", "cache-control", "content-location"})  # headers of a 304
PHRASES = {404: "there is nothing here", 405: "this cannot be done here; the header Allow says what can"}


def respond(answer: Answer) -> Response:
    """Return a worker's answer as a response."""
    response = Response(answer.body, status_code=answer.status, headers={"content-type": answer.media_type})
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response


def respond_tagged(request: Request, answer: Answer) -> Response:
    """Return an answer that has its tag among the headers; where the client has it already, only that it has."""
    response = respond(answer)
    tag = response.headers.get("etag")
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag is None or request.method not in ("GET", "HEAD") or tag not in known:
        return response
    kept = {name: value for name, value in response.headers.items() if name in KEPT}
    return Response(status_code=304, headers=kept)


def refuse(told: RequestRefused, *, close: bool = False) -> Response:
    """Return an error as one line of plain text. `close` ends the connection after it."""
    headers = {} if told.retry_after is None else {"retry-after": str(told.retry_after)}
    if close:
        headers["connection"] = "close"
    line = " ".join(str(told).split())
    return PlainTextResponse(f"{line}\n", status_code=told.status, headers=headers)


def respond_error(request: Request, error: Exception) -> Response:
    """Return an error as a response, which names no path and shows no code; for Starlette's `exception_handlers`."""
    if isinstance(error, HTTPException):
        line = PHRASES.get(error.status_code, str(error.detail))
        return PlainTextResponse(f"{line}\n", status_code=error.status_code, headers=error.headers)
    return refuse(refusal(error))
