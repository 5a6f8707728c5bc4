"""A worker process: opens the graph, does one job after another, and ends when nobody is left to tell it what to do."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from kg.pipeline.graph import Graph, open_graph
from kg.serve.frames import Call, read_call, write_reply
from kg.serve.jobs import Answer, Job, refusal
from kg.store import create_or_open, open_read

NICENESS = 5  # the server's own process, which does little, goes before its workers
OPENED = Answer(b"", "text/plain")


class Worker:
    """Holds the graph open from one job to the next."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._graph: Graph | None = None

    def do(self, call: Call) -> Answer:
        """Return a job's answer.

        Raises:
            KgError: the request is wrong, or the graph cannot be read.
        """
        if call.writing and call.job is not None:
            return _write(call, call.job)
        graph = self._open(call.graph)
        if call.job is None:
            return OPENED
        return call.job(graph, **(call.arguments or {}))

    def _open(self, folder: Path) -> Graph:
        if self._graph is not None and self._folder == folder:
            return self._graph
        if self._graph is not None:
            self._graph.close()
            self._graph = None
        self._graph = open_graph(folder)
        self._folder = folder
        return self._graph


def _write(call: Call, job: Job) -> Answer:
    with open_read(call.graph) as there:
        ontology = there.ontology
    with create_or_open(call.graph, ontology=ontology) as store:
        return job(store, **(call.arguments or {}))


def main() -> None:
    """Answer calls from standard input on standard output until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the server, which ends its workers
    with suppress(OSError):
        os.nice(NICENESS)
    calls, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints goes to the log
    worker = Worker()
    while (call := read_call(calls)) is not None:
        try:
            reply = worker.do(call)
        except Exception as error:
            told = refusal(error)
            if told.status >= 500:
                traceback.print_exc(file=sys.stderr)
            write_reply(replies, told)
        else:
            write_reply(replies, reply)


if __name__ == "__main__":
    main()
