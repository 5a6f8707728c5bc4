"""What `kg serve` is told, and the limits that hold where it is told nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1 << 20
BACKLOG = 512  # connections that may wait to be taken


def _query_workers() -> int:
    return min(max(os.cpu_count() or 1, 1), 8) + 1


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything a request may take. Sizes are in bytes, times in seconds."""

    deadline: float = 30.0
    """For a job, from its start in a worker."""
    patience: float = 30.0
    """For waiting until a worker is free."""
    grace: float = 0.5
    """For a job whose client went away: what is nearly done is not worth a new worker."""
    memory: int = 2048 * MIB
    """Of a worker's data, above what it takes when it starts."""
    rows: int = 1_000_000
    """Of the result of a query."""
    answer: int = 64 * MIB
    """Of the body of an answer."""
    body: int = 4 * MIB
    """Of the body of a request that only reads."""
    upload: int = 256 * MIB
    """Of the body of a request that writes, with a token."""
    held: int = 256 * MIB
    """Of the bodies that one client has sent and of the answers that it has not yet taken, each together."""
    kept: int = 128 * MIB
    """Of answers that are kept, for whoever asks the same of the same state of the graph."""
    header: int = MIB // 8
    """Of the first line and the headers of a request."""
    header_time: float = 10.0
    """For a request's headers to arrive."""
    body_time: float = 20.0
    """For a request's body to arrive, and a second more for each `rate` bytes."""
    rate: int = 16 * 1024
    """Bytes a second that long bodies and long answers must keep up."""
    stall: float = 30.0
    """For a client that takes less of its answer than `rate` bytes a second."""
    idle: int = 15
    """For a connection between two requests."""
    connections: int = 200
    """Open at once, of one client."""
    query_workers: int = field(default_factory=_query_workers)
    """Processes for queries. A client alone may use all but one of them."""
    page_workers: int = 2
    """Processes for pages. A client alone may use all of them, for pages are quick."""
    queue: int = 128
    """Requests that wait in one lane. A client alone may have half as many."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server serves, to whom, and within which limits.

    Args:
        graph: the graph's folder.
        host: the address to listen on.
        port: 0 takes a free one.
        read_write: whether those who know the token may change the graph.
        token: what they send as `Authorization: Bearer TOKEN`.
        hosts: names by which the server may be called besides its own, as the Host header gives them, without port.
        services: hosts that SERVICE may call, with the port where it is not the scheme's own.
        limits: of requests and processes.
    """

    graph: Path
    host: str = "127.0.0.1"
    port: int = 8000
    read_write: bool = False
    token: str | None = field(default=None, repr=False)
    hosts: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    limits: Limits = field(default_factory=Limits)
