"""The worker processes: ready ahead, replaced when they end, and moved on when the graph has changed."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

from kg.errors import KgError, RequestRefused, StoreError
from kg.serve.frames import Call
from kg.serve.process import WorkerProcess
from kg.serve.settings import Settings
from kg.serve.snapshots import Snapshots, State

LOG = logging.getLogger("kg.serve")
SPARES = 1  # workers that wait to replace one that is killed
REOPENING = 10.0  # seconds after which a state of the graph that could not be opened is tried again
LOOK = 1.0  # seconds between two looks at whether the graph changed
AGAIN = 2.0  # seconds after which a worker that could not be started is tried again
OPENING = 60.0  # seconds that opening the graph may take
BUSY = "the server is busy; try again later"


class Workforce:
    """Keeps workers ready, each with the served copy of the graph open.

    `graph` is that copy, `stale` whether it is of a build that was not finished.

    Args:
        settings: which graph, and the limits.
        number: workers that may be at work at one time.
    """

    def __init__(self, settings: Settings, number: int) -> None:
        self._settings = settings
        self._limits = settings.limits
        self._number = number + SPARES
        self._idle: list[WorkerProcess] = []
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._alive: set[WorkerProcess] = set()  # all processes
        self._crew: set[WorkerProcess] = set()  # those that are counted: at work, or ready for it
        self._tasks: set[asyncio.Task[None]] = set()
        self._starting = 0
        self._broken: State | None = None  # of the graph, in which a worker could not open it
        self._reopen = 0.0  # when to try that again: perhaps it was the worker's fault
        self._warned = ""
        self._renewing = asyncio.Lock()

    async def start(self) -> None:
        """Copy the graph and start the workers; return when the first has opened the copy.

        Raises:
            KgError: the graph cannot be read.
        """
        self._snapshots = Snapshots(self._settings.graph)
        self._lifeline = os.pipe()
        try:
            self.graph, self._state = await asyncio.to_thread(self._snapshots.take)
            self._take_on(await self._opened(self.graph))
        except BaseException:
            await self.stop()
            raise
        self._fill_up()
        self._in_background(self._keep_looking())

    async def stop(self) -> None:
        """End all workers and delete the copies of the graph."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._alive:
            worker.end()
        await asyncio.gather(*(worker.wait() for worker in self._alive))
        self._alive.clear()
        for end in self._lifeline:
            os.close(end)
        self._snapshots.close()

    @property
    def stale(self) -> bool:
        """Whether the copy that is served is of a build that was not finished."""
        return self._state.stale

    @property
    def resting(self) -> bool:
        """Whether all workers are there, and none has anything to do."""
        return len(self._idle) >= self._number

    @asynccontextmanager
    async def worker(self, lane: str) -> AsyncIterator[WorkerProcess]:
        """Lend a worker to a lane, of those that worked for it before if there is one.

        Raises:
            RequestRefused: none is ready in time.
        """
        try:
            async with asyncio.timeout(self._limits.patience):
                worker = await self._take(lane)
        except TimeoutError:
            raise RequestRefused(503, BUSY, retry_after=5) from None
        worker.lane = lane
        try:
            yield worker
        finally:
            self._give_back(worker)

    async def renew(self, *, at_once: bool = False) -> None:
        """Serve the graph as it is now, if it changed. Whoever is at work goes on with what was served before.

        Args:
            at_once: even if somebody seems to write to it. What a build left unfinished is never served instead of
                something whole.
        """
        async with self._renewing:
            try:
                await self._renew(at_once=at_once)
            except KgError as error:
                self._warn(str(error))

    # -- lending ----------------------------------------------------------------------------

    async def _take(self, lane: str) -> WorkerProcess:
        self._bury()
        if self._idle:
            best = max(reversed(self._idle), key=lambda worker: (worker.lane == lane, worker.lane is None))
            self._idle.remove(best)
            return best
        coming: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        self._waiting.append(coming)
        try:
            return await coming
        except asyncio.CancelledError:
            if coming.done() and not coming.cancelled():
                self._give_back(coming.result())
            raise

    def _give_back(self, worker: WorkerProcess) -> None:
        if worker.usable and not self._too_many:
            self._offer(worker)
        else:
            self._end(worker)
            self._fill_up()
        self._snapshots.keep(self._in_use())

    def _offer(self, worker: WorkerProcess) -> None:
        while self._waiting:
            coming = self._waiting.popleft()
            if not coming.done():
                coming.set_result(worker)
                return
        self._idle.append(worker)

    def _bury(self) -> None:
        """Forget workers that ended without having been told to."""
        for worker in [worker for worker in self._idle if not worker.usable]:
            self._idle.remove(worker)
            self._end(worker)
        self._fill_up()

    def _end(self, worker: WorkerProcess) -> None:
        worker.end()
        self._crew.discard(worker)
        self._in_background(self._see_off(worker))

    async def _see_off(self, worker: WorkerProcess) -> None:
        await worker.wait()
        self._alive.discard(worker)
        self._snapshots.keep(self._in_use())

    def _in_use(self) -> set[Path]:
        return {self.graph, *(worker.graph for worker in self._alive if worker.graph is not None)}

    # -- starting ---------------------------------------------------------------------------

    def _fill_up(self) -> None:
        while len(self._crew) + self._starting < self._number:
            self._starting += 1
            self._in_background(self._start_one())

    @property
    def _too_many(self) -> bool:
        return len(self._crew) > self._number

    async def _start_one(self) -> None:
        try:
            worker = await self._opened(self.graph)
        except KgError as error:
            self._warn(f"no worker could be started: {error}")
            await asyncio.sleep(AGAIN)
        else:
            self._take_on(worker)
            if worker.graph != self.graph:
                self._in_background(self._move_on())
        finally:
            self._starting -= 1
        self._fill_up()

    def _take_on(self, worker: WorkerProcess) -> None:
        self._crew.add(worker)
        self._offer(worker)

    async def _opened(self, graph: Path) -> WorkerProcess:
        """Return a new worker that has opened the graph."""
        worker = await self._new()
        try:
            await self._open(worker, graph)
        except BaseException:
            self._end(worker)
            raise
        return worker

    async def _open(self, worker: WorkerProcess, graph: Path) -> None:
        try:
            async with asyncio.timeout(OPENING):
                await worker.call(Call(graph))
        except TimeoutError:
            raise StoreError(f"{self._settings.graph}: takes too long to open") from None
        except RequestRefused as error:
            raise StoreError(str(error).replace(str(graph), str(self._settings.graph))) from None

    async def _new(self) -> WorkerProcess:
        worker = await WorkerProcess.start(self._limits, self._lifeline[0])
        self._alive.add(worker)
        return worker

    def _warn(self, line: str) -> None:
        """Log what is wrong, once as long as it is the same."""
        if line != self._warned:
            LOG.warning("%s", line)
        self._warned = line

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- a graph that changes ---------------------------------------------------------------

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self.renew()
            except OSError as error:  # a folder that comes and goes, a system that is short of something
                self._warn(f"whether the graph has changed cannot be seen: {error}")

    async def _renew(self, *, at_once: bool) -> None:
        snapshots, now = self._snapshots, self._snapshots.state()
        if now == self._broken and time.monotonic() < self._reopen:
            return
        if now is None or (now == self._state and self.graph.exists()):
            return
        if not at_once and not snapshots.settled:
            return
        graph, state = await asyncio.to_thread(snapshots.take)
        if state.stale and not self._state.stale:
            snapshots.drop(graph)
            return
        self._broken, self._reopen = state, time.monotonic() + REOPENING
        try:
            await self._check(graph)
        except BaseException:
            snapshots.drop(graph)
            raise
        self._broken = None
        self.graph, self._state = graph, state
        self._in_background(self._move_on())

    async def _check(self, graph: Path) -> None:
        """Open a copy in a worker that has nothing to do, before anybody relies on it; in a new one if that fails."""
        self._bury()
        if self._idle:
            worker = self._idle.pop(0)
            try:
                await self._open(worker, graph)
            except KgError as error:
                LOG.debug("a worker could not open %s: %s", graph, error)
            else:
                return
            finally:
                self._give_back(worker)
        self._take_on(await self._opened(graph))

    async def _move_on(self) -> None:
        """Let the idle workers open what is served now; those at work will when they get their next job."""
        for worker in [worker for worker in self._idle if worker.graph != self.graph]:
            if worker in self._idle:
                self._idle.remove(worker)
                await self._move(worker)
        self._snapshots.keep(self._in_use())

    async def _move(self, worker: WorkerProcess) -> None:
        try:
            if not self._too_many:
                await self._open(worker, self.graph)
        except KgError as error:
            self._warn(f"a worker could not go on: {error}")
        finally:
            self._give_back(worker)
