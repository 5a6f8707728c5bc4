"""Who is served next: lanes with so many places, and queues in which no client can stand in everybody's way.

What is known to be quick does not wait for what takes long: requests are served in the order in which they would end if
all were worked on at once, each client with the same share of the work (self-clocked fair queueing: S. J. Golestani, "A
self-clocked fair queueing scheme for broadband applications", INFOCOM 1994).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from contextvars import ContextVar
from typing import NamedTuple

from kg.errors import RequestRefused

CLIENT: ContextVar[str] = ContextVar("CLIENT", default="")
"""Whose request is being answered; set by the server for each request, so that the parts need not hand it on."""
LONGEST_WAIT = 60  # seconds that Retry-After says at most
RANGE = 10.0  # a request counts for no more than so many that take as long as most, and for no less than the part


class _Waiting(NamedTuple):
    """A request that waits for a place; `end` is when it would end if all were worked on at once."""

    end: float
    place: asyncio.Future[None]


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
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._ends: dict[str, float] = {}  # when the last request of each client that is here would end
        self._now = 0.0  # in the time in which all would be worked on at once
        self._turns: dict[str, int] = {}  # when each client that is here was served last
        self._served = 0
        self._seconds = 1.0  # that a job takes, of late

    async def enter(self, client: str, cost: float | None = None) -> float:
        """Wait for a place; whoever has entered must `leave`. Return the time, for `leave`.

        Args:
            client: who asks.
            cost: seconds that the job is known to take, None where that is not known.

        Raises:
            RequestRefused: too many wait already (429), or nothing came free (503).
        """
        if self._may_work(client) and not any(map(self._may_work, self._waiting)):
            self._let_in(client, self._end(client, cost))
            return time.monotonic()
        place = self._queue_up(client, cost)
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

    def _end(self, client: str, cost: float | None) -> float:
        """Return when a new request of a client would end."""
        usual = self._seconds
        weight = usual if cost is None else min(max(cost, usual / RANGE), usual * RANGE)
        self._ends[client] = max(self._now, self._ends.get(client, 0.0)) + weight
        return self._ends[client]

    def _queue_up(self, client: str, cost: float | None) -> asyncio.Future[None]:
        all_waiting = sum(map(len, self._waiting.values()))
        own = len(self._waiting.get(client, ()))
        if all_waiting >= self._queue or own >= max(self._queue // 2, 1):
            why = "too many of your requests wait" if own >= max(self._queue // 2, 1) else "too many requests wait"
            raise RequestRefused(429, f"{why} already; try again later", retry_after=self._expected_wait())
        place = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(_Waiting(self._end(client, cost), place))
        self._admit()
        return place

    def _give_up(self, client: str, place: asyncio.Future[None]) -> None:
        if place.done() and not place.cancelled():
            self._free(client)
            return
        left = deque(one for one in self._waiting.pop(client, ()) if one.place is not place)
        if left:
            self._waiting[client] = left
        self._forget(client)

    def _free(self, client: str) -> None:
        self._working[client] -= 1
        if not self._working[client]:
            del self._working[client]
        self._forget(client)
        self._admit()

    def _forget(self, client: str) -> None:
        if client not in self._waiting and client not in self._working:
            self._turns.pop(client, None)
            self._ends.pop(client, None)

    def _admit(self) -> None:
        """Give free places to who waits: to clients with the fewest, of these to whose request would end first."""
        while ready := [client for client in self._waiting if self._may_work(client)]:
            client = min(ready, key=self._rank)
            end, place = self._waiting[client].popleft()
            if not self._waiting[client]:
                del self._waiting[client]
            if not place.done():
                self._let_in(client, end)
                place.set_result(None)

    def _rank(self, client: str) -> tuple[int, float, int]:
        return self._working[client], self._waiting[client][0].end, self._turns.get(client, 0)

    def _let_in(self, client: str, end: float) -> None:
        self._now = max(self._now, end)
        self._working[client] += 1
        self._served += 1
        self._turns[client] = self._served

    def _expected_wait(self) -> int:
        ahead = sum(map(len, self._waiting.values())) + 1
        return min(max(math.ceil(ahead * self._seconds / self.places), 1), LONGEST_WAIT)
