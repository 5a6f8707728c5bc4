"""Workers in lanes: jobs are done in processes that are killed when a job takes too long or nobody waits for it."""

from __future__ import annotations

import asyncio
from typing import Any

from kg.errors import RequestRefused
from kg.serve.frames import Call
from kg.serve.jobs import Answer, Job
from kg.serve.process import WorkerProcess
from kg.serve.settings import Settings

QUERY, PAGE = "query", "page"


class Pool:
    """Worker processes that hold the graph open for reading, so many in each lane.

    Args:
        settings: which graph, and the limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: dict[str, asyncio.LifoQueue[WorkerProcess]] = {}

    async def start(self) -> None:
        """Start the workers.

        Raises:
            RequestRefused: the graph cannot be read.
        """
        limits = self._settings.limits
        for lane, number in ((QUERY, limits.query_workers), (PAGE, limits.page_workers)):
            self._idle[lane] = asyncio.LifoQueue()
            for _ in range(number):
                self._idle[lane].put_nowait(await WorkerProcess.start())

    async def stop(self) -> None:
        """End the workers, whatever they are doing."""
        for idle in self._idle.values():
            while not idle.empty():
                await idle.get_nowait().kill()

    async def run(self, job: Job, *, lane: str, deadline: float | None = None, **arguments: Any) -> Answer:
        """Do a job in a worker and return its answer.

        Args:
            job: a function of a module, `job(graph, **arguments) -> Answer`.
            lane: whose workers do it: `QUERY` for what users ask, `PAGE` for what is quick.
            deadline: seconds that it may take; those of the settings if None.
            arguments: for the job; anything that pickle takes.

        Raises:
            RequestRefused: no worker is free, or the job took too much time or memory, or raised a KgError
                (`jobs.refusal` says which status that is).
        """
        limit = self._settings.limits.deadline if deadline is None else deadline
        worker = await self._idle[lane].get()
        try:
            async with asyncio.timeout(limit):
                return await worker.call(Call(self._settings.graph, job, arguments, limit))
        except TimeoutError:
            await worker.kill()
            raise RequestRefused(503, f"the request took longer than {limit:g} seconds; ask for less") from None
        except BaseException as error:
            if not isinstance(error, RequestRefused):
                await worker.kill()
            raise
        finally:
            self._idle[lane].put_nowait(await WorkerProcess.start() if worker.ended else worker)

    async def write(self, job: Job, *, deadline: float | None = None, **arguments: Any) -> Answer:
        """Do a job that changes the graph, `job(store, **arguments)`, and return its answer.

        `store` is a `kg.store.GraphStore` that is open for writing. One such job is done at a time. Whoever asks
        after the answer sees what was changed.

        Raises:
            RequestRefused: as `run`; 503 while somebody else, such as a build, writes to the graph.
        """
        limit = self._settings.limits.deadline if deadline is None else deadline
        worker = await WorkerProcess.start()
        try:
            async with asyncio.timeout(limit):
                return await worker.call(Call(self._settings.graph, job, arguments, limit, writing=True))
        except TimeoutError:
            raise RequestRefused(503, f"the request took longer than {limit:g} seconds; ask for less") from None
        finally:
            await worker.kill()
