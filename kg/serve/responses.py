"""Answers and errors as HTTP responses."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import KgError
from kg.serve.jobs import Answer, refusal


def respond(answer: Answer) -> Response:
    """Return a worker's answer as a response."""
    response = Response(answer.body, status_code=answer.status, headers={"content-type": answer.media_type})
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response


def respond_error(request: Request, error: Exception) -> Response:
    """Return an error as one line of plain text, which names no path and shows no code."""
    assert isinstance(error, KgError)
    told = refusal(error)
    headers = {} if told.retry_after is None else {"retry-after": str(told.retry_after)}
    return PlainTextResponse(f"{told}\n", status_code=told.status, headers=headers)
