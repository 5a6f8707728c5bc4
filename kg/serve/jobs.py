"""What workers do: a job is a function of a module that takes the graph and gives an answer.

    def job(graph: Graph, *, name: str) -> Answer: ...

Its arguments and their values must be such that pickle takes them; `lane` and `deadline` are names that
`Pool.run` takes for itself. What a user can cause it raises as a KgError.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import KgError, RequestRefused, StoreError, UnknownName, UsageError

Headers = tuple[tuple[str, str], ...]
UNREADABLE = "the graph cannot be read just now; the server's log says why"
OUT_OF_MEMORY = "the request took more memory than it may; ask for less"
CRASHED = "the request ended the process that worked on it; ask for less, or otherwise"
MISTAKE = "the server made a mistake; its log says which"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; nothing of it is sent before all of it is there."""

    body: bytes
    media_type: str
    status: int = 200
    headers: Headers = ()


Job = Callable[..., Answer]


def refusal(error: Exception) -> RequestRefused:
    """Return what a client is told of an error: a status and one line without a path.

    What is wrong with the request is told as it is: 404 for a name that nothing has, 400 for any other
    mistake. What is wrong with the graph or the program stands in the log alone.
    """
    if isinstance(error, RequestRefused):
        return error
    line = " ".join(str(error).split())
    if isinstance(error, UnknownName):
        return RequestRefused(404, line)
    if isinstance(error, UsageError):
        return RequestRefused(400, line)
    if isinstance(error, StoreError):
        return RequestRefused(503, UNREADABLE, retry_after=5)
    if isinstance(error, KgError):
        return RequestRefused(400, line)
    return RequestRefused(500, MISTAKE)
