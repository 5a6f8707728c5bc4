"""Who is served next: lanes with so many places, and queues in which no client can stand in everybody's way."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from contextlib import suppress
from contextvars import ContextVar

from kg.errors import RequestRefused

CLIENT: ContextVar[str] = ContextVar("CLIENT", default="")
"""Whose request is being answered; set by the server for each request, so that the parts need not hand it on."""
LONGEST_WAIT = 60  # seconds that Retry-After says at most


class Lane:
    """So many places for jobs. Who finds none free waits, clients in turn.

    Args:
        places: jobs at one time.
        share: places that one client may have.
        queue: requests that may wait.
        patience: seconds that they wait.
    """

    def __init__(self, *, places: int, share: int, queue: int, patience: float) -> None:
        self.places = places
        self._share = share
        self._queue = queue
        self._patience = patience
        self._working: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._turns: dict[str, int] = {}  # when each client that is here was served last
        self._served = 0
        self._seconds = 1.0  # that a job takes, of late

    async def enter(self, client: str) -> float:
        """Wait for a place; whoever has entered must `leave`. Return the time, for `leave`.

        Raises:
            RequestRefused: too many wait already (429), or nothing came free (503).
        """
        if self._may_work(client) and not any(map(self._may_work, self._waiting)):
            self._let_in(client)
            return time.monotonic()
        place = self._queue_up(client)
        try:
            async with asyncio.timeout(self._patience):
                await place
        except BaseException as error:
            self._give_up(client, place)
            if isinstance(error, TimeoutError):
                raise RequestRefused(
                    503, "the server is busy; try again later", retry_after=self._expected_wait()
                ) from None
            raise
        return time.monotonic()

    def leave(self, client: str, since: float) -> None:
        """Give the place back to who waits for it."""
        self._seconds += 0.1 * (time.monotonic() - since - self._seconds)
        self._free(client)

    def _may_work(self, client: str) -> bool:
        return self._working.total() < self.places and self._working[client] < self._share

    def _queue_up(self, client: str) -> asyncio.Future[None]:
        all_waiting = sum(map(len, self._waiting.values()))
        own = len(self._waiting.get(client, ()))
        if all_waiting >= self._queue or own >= max(self._queue // 2, 1):
            why = "too many of your requests wait" if own >= max(self._queue // 2, 1) else "too many requests wait"
            raise RequestRefused(429, f"{why} already; try again later", retry_after=self._expected_wait())
        place = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(place)
        self._admit()
        return place

    def _give_up(self, client: str, place: asyncio.Future[None]) -> None:
        if place.done() and not place.cancelled():
            self._free(client)
            return
        with suppress(KeyError, ValueError):
            self._waiting[client].remove(place)
            if not self._waiting[client]:
                del self._waiting[client]

    def _free(self, client: str) -> None:
        self._working[client] -= 1
        if not self._working[client]:
            del self._working[client]
            if client not in self._waiting:
                self._turns.pop(client, None)
        self._admit()

    def _admit(self) -> None:
        """Give free places to who waits: to clients with the fewest first, of these to whose turn is longest ago."""
        while ready := [client for client in self._waiting if self._may_work(client)]:
            client = min(ready, key=lambda one: (self._working[one], self._turns.get(one, 0)))
            place = self._waiting[client].popleft()
            if not self._waiting[client]:
                del self._waiting[client]
            if not place.done():
                self._let_in(client)
                place.set_result(None)

    def _let_in(self, client: str) -> None:
        self._working[client] += 1
        self._served += 1
        self._turns[client] = self._served

    def _expected_wait(self) -> int:
        ahead = sum(map(len, self._waiting.values())) + 1
        return min(max(math.ceil(ahead * self._seconds / self.places), 1), LONGEST_WAIT)
