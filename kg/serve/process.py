"""The server's end of a worker process."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from kg.errors import RequestRefused
from kg.serve.frames import Call, pack_call, read_reply
from kg.serve.jobs import Answer

COMMAND = ("-P", "-m", "kg.serve.worker")
BUFFER = 1 << 20


class WorkerProcess:
    """A process that does one job at a time. Made by `start`."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> WorkerProcess:
        """Start a process. It takes calls at once, and does them when it has loaded what it needs."""
        path = os.pathsep.join(entry for entry in sys.path if entry)
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, *COMMAND, stdin=PIPE, stdout=PIPE, limit=BUFFER, env={**os.environ, "PYTHONPATH": path}
            )
        )

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    async def call(self, call: Call) -> Answer:
        """Return what the worker answers. Whoever does not wait for it to the end must `kill` the process.

        Raises:
            RequestRefused: the job failed, or the worker ended while it did it.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(pack_call(call))
            await self._process.stdin.drain()
            return await read_reply(self._process.stdout)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            await self.kill()
            raise RequestRefused(503, "the request took more memory than it may, or crashed; ask for less") from error

    async def kill(self) -> None:
        """End the process at once, and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()

    @property
    def ended(self) -> bool:
        """Whether the process is gone."""
        return self._process.returncode is not None
