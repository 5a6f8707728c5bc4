"""A worker process: opens the graph, does one job after another, and ends when nobody is left to tell it what to do."""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

from kg.errors import KgError, RequestRefused
from kg.pipeline.graph import Graph, open_graph
from kg.serve.frames import Call, Reply, read_call, write_begun, write_reply
from kg.serve.jobs import OUT_OF_MEMORY, Answer, Job, refusal
from kg.store import create_or_open
from kg.store.layout import LOCK
from kg.store.lock import writer_of

BUSY = 10  # seconds after which a write may be tried again while another process writes
NICENESS = 1  # the server's own process, which does little, goes before its workers
MARGIN = 5.0  # seconds beyond the deadline after which the system ends a worker that its server forgot
OPENED = Answer(b"", "text/plain")


class Worker:
    """Holds the graph open from one job to the next.

    Args:
        memory: bytes that a job may take.
        answer: bytes that an answer may have.
    """

    def __init__(self, *, memory: int, answer: int) -> None:
        self._memory = memory
        self._answer = answer
        self._folder: Path | None = None
        self._graph: Graph | None = None

    def reply(self, call: Call) -> Reply:
        """Do a job and return what comes of it."""
        _limit_data(None)
        try:
            graph = self._open(call.graph)
        except KgError as error:
            if call.job is None:  # the server itself asked, and tells nobody else
                return Reply(RequestRefused(503, str(error)), last=True)
            return self._told(error)
        if call.job is None:
            return Reply(OPENED)
        before = _data_bytes()
        _limit_data(before + self._memory)
        signal.setitimer(signal.ITIMER_REAL, call.deadline + MARGIN)
        try:
            answer = self._done(graph, call.job, call)
        except MemoryError:
            return Reply(RequestRefused(503, OUT_OF_MEMORY), last=True)
        except Exception as error:
            return self._told(error, last=self._grown(before))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return Reply(answer, last=self._grown(before))

    def _done(self, graph: Graph, job: Job, call: Call) -> Answer:
        answer = _write(graph, job, call.arguments) if call.writing else job(graph, **call.arguments)
        if len(answer.body) > self._answer:
            raise RequestRefused(403, f"the answer is longer than {self._answer:,} bytes; ask for less")
        return answer

    def _told(self, error: Exception, *, last: bool = False) -> Reply:
        told = refusal(error)
        if told.status >= 500 and told is not error:
            traceback.print_exception(error, file=sys.stderr)
        line = str(told).replace(str(self._folder), "the graph")
        return Reply(RequestRefused(told.status, line, retry_after=told.retry_after), last)

    def _open(self, folder: Path) -> Graph:
        if self._graph is None or self._folder != folder:
            if self._graph is not None:
                self._graph.close()
            self._graph = None
            self._graph = open_graph(folder)
            self._folder = folder
            gc.collect()
            gc.freeze()  # what is here stays: to look through it for cycles again and again takes time
        return self._graph

    def _grown(self, before: int) -> bool:
        """Whether the job left so much behind that the next one would find little room."""
        return _data_bytes() - before > self._memory // 2


def _write(graph: Graph, job: Job, arguments: Mapping[str, Any]) -> Answer:
    graph.close()
    if writer_of(graph.store.path / LOCK) is not None:
        line = "another process, such as kg build, is writing to this graph; ask again when it is done"
        raise RequestRefused(503, line, retry_after=BUSY)
    with create_or_open(graph.store.path, ontology=graph.ontology) as store:
        return job(store, **arguments)


def _data_bytes() -> int:
    """Return the bytes that RLIMIT_DATA counts, 0 where the system does not tell."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    return 0


def _limit_data(most: int | None) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = hard if most is None else most
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _end_with(lifeline: int) -> None:
    """End this process as soon as the other end of a pipe is closed, which is when the server ends, however it does."""

    def wait() -> None:
        with suppress(OSError):
            os.read(lifeline, 1)
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def main(lifeline: str, memory: str, answer: str) -> None:
    """Answer calls from standard input on standard output until there are no more.

    Args:
        lifeline: the number of a file descriptor that is closed when the server ends.
        memory: as `Worker` takes it.
        answer: as `Worker` takes it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the server, which ends its workers
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        os.nice(NICENESS)
    _end_with(int(lifeline))
    calls, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints goes to the log
    worker = Worker(memory=int(memory), answer=int(answer))
    with suppress(BrokenPipeError):
        while (call := read_call(calls)) is not None:
            write_begun(replies)
            write_reply(replies, worker.reply(call))


if __name__ == "__main__":
    main(*sys.argv[1:])
