"""Answers that are kept: the same question on the same state of the graph is answered without asking again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from kg.serve.jobs import Answer

LARGEST = 4  # an answer that takes more than one in so many of all bytes is not kept
ENTRY = 500  # bytes that an answer takes beside its body
Work = Coroutine[Any, Any, Answer]


@dataclass(slots=True)
class _Going:
    """Work on an answer, and how many wait for it."""

    task: asyncio.Task[Answer]
    waiting: int = 0


class Kept:
    """The answers that were given last, as many as there is room for. Whoever asks while one is made waits for it.

    Args:
        most: bytes that they may take together.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._going: dict[Hashable, _Going] = {}
        self._size = 0

    async def get(self, key: Hashable, make: Callable[[], Work]) -> Answer:
        """Return the answer to a question, with its tag among the headers.

        Work that nobody waits for any more is cancelled.

        Args:
            key: what is asked, of which state of the graph.
            make: begins the work on the answer; what it raises, all who wait are told.
        """
        if key in self._answers:
            self._answers.move_to_end(key)
            return self._answers[key]
        if key not in self._going:
            self._going[key] = _Going(asyncio.create_task(self._make(key, make)))
        going = self._going[key]
        going.waiting += 1
        try:
            return await asyncio.shield(going.task)
        finally:
            going.waiting -= 1
            if not going.waiting and not going.task.done():
                self._forget(key, going)
                going.task.cancel()

    async def _make(self, key: Hashable, make: Callable[[], Work]) -> Answer:
        try:
            answer = tagged(await make())
            self._keep(key, answer)
            return answer
        finally:
            going = self._going.get(key)
            if going is not None and going.task is asyncio.current_task():
                self._forget(key, going)

    def _forget(self, key: Hashable, going: _Going) -> None:
        if self._going.get(key) is going:
            with suppress(KeyError):
                del self._going[key]

    def _keep(self, key: Hashable, answer: Answer) -> None:
        size = len(answer.body) + ENTRY
        if answer.status != 200 or size * LARGEST > self._most:
            return
        self._answers[key] = answer
        self._size += size
        while self._size > self._most:
            _, oldest = self._answers.popitem(last=False)
            self._size -= len(oldest.body) + ENTRY


def tagged(answer: Answer) -> Answer:
    """Return an answer with a tag that tells it from any other, if it is a good one."""
    if answer.status != 200:
        return answer
    tag = f'"{sha256(answer.body).hexdigest()[:24]}"'
    return replace(answer, headers=(*answer.headers, ("etag", tag)))
