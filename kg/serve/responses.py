"""Answers and errors as HTTP responses."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import RequestRefused
from kg.serve.jobs import Answer, refusal

PHRASES = {404: "there is nothing here", 405: "this cannot be done here; the header Allow says what can"}


def respond(answer: Answer) -> Response:
    """Return a worker's answer as a response."""
    response = Response(answer.body, status_code=answer.status, headers={"content-type": answer.media_type})
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response


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
