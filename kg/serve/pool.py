"""Workers in lanes: jobs are done in processes that are killed when a job takes too long or nobody waits for it."""

from __future__ import annotations

import asyncio
import pickle
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import RequestRefused
from kg.serve.frames import Call
from kg.serve.jobs import Answer, Job
from kg.serve.kept import Kept
from kg.serve.lanes import CLIENT, Lane
from kg.serve.process import WorkerLost
from kg.serve.settings import Limits, Settings
from kg.serve.workforce import Workforce

WARMTH = 1.0  # seconds between two looks at whether another state of the graph is served
Took = Callable[[float], object]
QUERY, DEAR, PAGE, WRITE = "query", "dear", "page", "write"
INSISTENT = 8  # tries of a job whose workers are ended by somebody else, such as by a system short of memory


class Pool:
    """Does jobs on the graph in worker processes, so many at a time in each lane.

    Args:
        settings: which graph, and the limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._lanes = _lanes(settings.limits)
        self._workforce = Workforce(settings, self._lanes[QUERY].places + self._lanes[PAGE].places)
        self._tasks: set[asyncio.Task[Answer]] = set()
        self._kept = Kept(settings.limits.kept)
        self.started = False

    async def start(self) -> None:
        """Start the workers; return when the first can work. Starting twice does nothing.

        Raises:
            KgError: the graph cannot be read.
        """
        if not self.started:
            await self._workforce.start()
            self.started = True

    async def stop(self) -> None:
        """End the workers, whatever they are doing. Stopping twice does nothing."""
        if not self.started:
            return
        self.started = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._workforce.stop()

    async def keep_warm(self, job: Job) -> None:
        """Do a job in as many workers as pages have, for each state of the graph that is served, until cancelled.

        It waits until nobody asks for anything. What fails is for the first who asks to be told of.
        """
        warmed: Path | None = None
        while True:
            if self.graph != warmed and self._workforce.resting:
                warmed = self.graph
                jobs = (self.run(job, lane=PAGE) for _ in range(self._limits.page_workers))
                await asyncio.gather(*jobs, return_exceptions=True)
            await asyncio.sleep(WARMTH)

    @property
    def graph(self) -> Path:
        """The copy of the graph that is served: another path once another state of it is."""
        return self._workforce.graph

    @property
    def stale(self) -> bool:
        """Whether what is served is the state in which a build was stopped, or was when the server started."""
        return self._workforce.stale

    async def run(
        self,
        job: Job,
        *,
        lane: str,
        deadline: float | None = None,
        took: Took | None = None,
        cost: float | None = None,
        **arguments: Any,
    ) -> Answer:
        """Do a job in a worker and return its answer.

        When the caller is cancelled, as when the client goes away, the worker is soon ended.

        Args:
            job: a function of a module, `job(graph, **arguments) -> Answer`.
            lane: whose workers do it: `QUERY` for what users ask, `DEAR` for that of it which is known to take long and
                leaves one of these workers to the rest, `PAGE` for what is quick.
            deadline: seconds that it may take; those of the settings if None.
            took: is told how many seconds a worker had it, whatever came of it.
            cost: seconds that it is known to take: of those who wait, what is quick goes first.
            arguments: for the job; anything that pickle takes.

        Raises:
            RequestRefused: no worker is free, or the job took too much time or memory, or raised a KgError
                (`jobs.refusal` says which status that is).
        """
        client = CLIENT.get()
        async with AsyncExitStack() as places:
            for one in (DEAR, QUERY) if lane == DEAR else (lane,):
                since = await self._lanes[one].enter(client, cost)
                places.callback(self._lanes[one].leave, client, since)
            taken = places.pop_all()
        lane = QUERY if lane == DEAR else lane
        work = self._task(self._work(lane, taken, job, arguments, deadline or self._limits.deadline, took))
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            asyncio.get_running_loop().call_later(self._limits.grace, work.cancel)
            raise

    async def recall(
        self,
        job: Job,
        *,
        lane: str,
        deadline: float | None = None,
        took: Took | None = None,
        cost: float | None = None,
        **arguments: Any,
    ) -> Answer:
        """Return what the same job answered on the same state of the graph, with its tag; else `run` it.

        It is for jobs of which the answer follows from the graph and the arguments alone. Of many who ask the same at
        the same time, one has it done, and all get the answer.

        Raises:
            RequestRefused: as `run`.
        """
        asked = pickle.dumps((job, sorted(arguments.items())), protocol=pickle.HIGHEST_PROTOCOL)
        key = self.graph, sha256(asked).digest()
        work = partial(self.run, job, lane=lane, deadline=deadline, took=took, cost=cost, **arguments)
        return await self._kept.get(key, work)

    async def write(self, job: Job, *, deadline: float | None = None, **arguments: Any) -> Answer:
        """Do a job that changes the graph, `job(store, **arguments)`, and return its answer.

        `store` is a `kg.store.GraphStore` that is open for writing. One such job is done at a time, and to its end even
        if the client goes away. Whoever asks after the answer sees what was changed.

        Raises:
            RequestRefused: as `run`; 503 while somebody else, such as a build, writes to the graph.
        """
        client = CLIENT.get()
        since = await self._lanes[WRITE].enter(client)
        return await asyncio.shield(
            self._task(self._change(client, since, job, arguments, deadline or self._limits.deadline))
        )

    def _task(self, work: Coroutine[Any, Any, Answer]) -> asyncio.Task[Answer]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Answer]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # where nobody waits for the answer, nobody misses the error

    async def _work(
        self,
        lane: str,
        places: AsyncExitStack,
        job: Job,
        arguments: dict[str, Any],
        deadline: float,
        took: Took | None,
    ) -> Answer:
        began = time.monotonic()
        async with places:
            if took is not None:
                places.callback(lambda: took(time.monotonic() - began))
            return await self._insist(lane, job, arguments, deadline)

    async def _insist(self, lane: str, job: Job, arguments: dict[str, Any], deadline: float) -> Answer:
        """Try again where a worker was lost: as often as it had not begun, and once where it had."""
        begun = 0
        for _ in range(INSISTENT):
            try:
                return await self._try(lane, job, arguments, deadline)
            except WorkerLost as lost:
                begun += lost.begun
                if begun > 1:
                    raise
        return await self._try(lane, job, arguments, deadline)

    async def _try(self, lane: str, job: Job, arguments: dict[str, Any], deadline: float) -> Answer:
        async with self._workforce.worker(lane) as worker, _within(deadline):
            return await worker.call(Call(self._workforce.graph, job, arguments, deadline))

    async def _change(self, client: str, since: float, job: Job, arguments: dict[str, Any], deadline: float) -> Answer:
        try:
            async with self._workforce.worker(WRITE) as worker, _within(deadline):
                return await worker.call(Call(self._settings.graph, job, arguments, deadline, writing=True))
        finally:
            try:
                await self._workforce.renew(at_once=True)
            finally:
                self._lanes[WRITE].leave(client, since)


@asynccontextmanager
async def _within(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise RequestRefused(503, f"the request took longer than {seconds:g} seconds; ask for less") from None


def _lanes(limits: Limits) -> dict[str, Lane]:
    queue, patience = limits.queue, limits.patience
    share = max(limits.query_workers - 1, 1)
    return {
        DEAR: Lane(places=share, share=share, queue=queue, patience=patience),
        QUERY: Lane(places=limits.query_workers, share=share, queue=queue, patience=patience),
        PAGE: Lane(places=limits.page_workers, share=limits.page_workers, queue=queue, patience=patience),
        WRITE: Lane(places=1, share=1, queue=queue, patience=patience),
    }
