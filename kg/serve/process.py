"""The server's end of a worker process."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path

from kg.errors import RequestRefused
from kg.serve.frames import Call, pack_call, read_begun, read_reply
from kg.serve.jobs import CRASHED, OUT_OF_MEMORY, Answer
from kg.serve.settings import Limits

COMMAND = ("-P", "-m", "kg.serve.worker")
BUFFER = 1 << 20  # bytes of an answer that are read at once


class WorkerLost(RequestRefused):
    """Somebody else ended the process, such as a system that has too little memory. The job is not to blame.

    Args:
        begun: whether the worker had begun the job; if not, the job cannot even have been the reason.
    """

    def __init__(self, *, begun: bool) -> None:
        super().__init__(503, CRASHED, retry_after=1)
        self.begun = begun


class WorkerProcess:
    """A process that does one job at a time; made by `start`.

    `graph` is the folder that it has open, `lane` the one for which it worked last. When `spent` it must be replaced.
    """

    def __init__(self, process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self.graph: Path | None = None
        self.lane: str | None = None
        self.spent = False

    @classmethod
    async def start(cls, limits: Limits, lifeline: int) -> WorkerProcess:
        """Start a process. It takes calls at once, and does them when it has loaded what it needs.

        Args:
            limits: how much a job may take.
            lifeline: the end to read from of a pipe; when its other end is closed, the process ends.

        Raises:
            RequestRefused: the system has no room for another process.
        """
        path = os.pathsep.join(entry for entry in sys.path if entry)
        numbers = (str(number) for number in (lifeline, limits.memory, limits.answer))
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *COMMAND,
                *numbers,
                stdin=PIPE,
                stdout=PIPE,
                limit=BUFFER,
                pass_fds=(lifeline,),
                env={**os.environ, "PYTHONPATH": path, "RUST_BACKTRACE": "0"},
            )
        except OSError as error:
            raise RequestRefused(503, "the server is busy; try again later", retry_after=5) from error
        return cls(process, limits)

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    async def call(self, call: Call) -> Answer:
        """Return what the worker answers. Until it has, and if nobody waits for it any more, it is `spent`.

        Raises:
            RequestRefused: the job failed, or the worker ended while it did it.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.spent = True
        self.graph = call.graph
        begun = False
        try:
            self._process.stdin.write(pack_call(call))
            await self._process.stdin.drain()
            await read_begun(self._process.stdout)
            begun = True
            reply = await read_reply(self._process.stdout, most=self._limits.answer)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise await self._why_ended(begun=begun) from error
        except (ValueError, KeyError) as error:  # it writes what is no reply
            raise RequestRefused(503, CRASHED) from error
        self.spent = reply.last
        if isinstance(reply.answer, RequestRefused):
            raise reply.answer
        return reply.answer

    async def _why_ended(self, *, begun: bool) -> RequestRefused:
        self.end()  # it has closed its end of the pipe, and so it ends; if not by a signal, then by this one
        await self.wait()
        if self._process.returncode == -signal.SIGKILL:
            return WorkerLost(begun=begun)
        return RequestRefused(503, OUT_OF_MEMORY if self._process.returncode == -signal.SIGABRT else CRASHED)

    def end(self) -> None:
        """End the process at once, whatever it does."""
        self.spent = True
        with suppress(ProcessLookupError):
            self._process.kill()

    async def wait(self) -> None:
        """Wait until the process is gone."""
        await self._process.wait()

    @property
    def usable(self) -> bool:
        """Whether it may be given a job."""
        return not self.spent and self._process.returncode is None
