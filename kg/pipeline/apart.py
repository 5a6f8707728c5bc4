"""Reads documents in processes apart, so that a document that ends its process ends nothing else."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from threading import Lock
from typing import IO

from kg.errors import EndedProcess, KgError
from kg.identity import document_digest
from kg.model import Document
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Batch, Result, where

PATIENCE = 600.0  # seconds that reading a batch may take; one of 32 articles takes two or three
PROGRAM = "kg.pipeline.reading_process"
CLOSED = "the processes that read documents have been ended"
BROKEN = "sent what cannot be read"
LATE = f"was not done after {PATIENCE:,.0f} seconds"


class ReadingProcess:
    """One process that reads. It is started when it is needed, and again when it has ended.

    Args:
        domain: in whose terms.
        choice: what reads.
    """

    def __init__(self, domain: str, choice: Choice) -> None:
        self._domain = domain
        self._choice = choice
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._starting = Lock()

    def read(self, documents: Batch) -> list[Result]:
        """Return for each document what it says, or why it could not be read, in their order.

        Where the process ends meanwhile, each document is tried again alone. One with which it ends then too is
        set aside: it gets an `EndedProcess`.

        Raises:
            KgError: the model does not fit, the ontology is broken, or this is closed.
        """
        try:
            return self._ask(documents)
        except _LostProcess:
            return [self._alone(document) for document in documents]

    def close(self) -> None:
        """End the process, whatever it does; `read` raises then.

        The pipes are left to who reads: that they are at their end wakes it, that they are closed would not.
        """
        with self._starting:
            self._closed = True
            process = self._process
        if process is not None:
            process.kill()
            process.wait()

    def _alone(self, document: Document) -> Result:
        try:
            return self._ask((document,))[0]
        except _LostProcess as lost:
            if self._closed:  # no document is to blame
                raise KgError(CLOSED) from lost
            line = f"{where(document)}: the process that read it {lost}; set aside"
            return EndedProcess(line, digest=document_digest(document))

    def _ask(self, documents: Batch) -> list[Result]:
        process = self._running()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(pickle.dumps((documents, self._domain, self._choice)))
            process.stdin.flush()
            if not _answers(process.stdout):
                self._end()
                raise _LostProcess(LATE)
            answer: list[Result] | KgError = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise _LostProcess(self._how(process)) from error
        if isinstance(answer, KgError):
            raise answer
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        with self._starting:
            if self._closed:
                raise KgError(CLOSED)
            if self._process is None or self._process.poll() is not None:
                self._end()
                self._process = _start()
            return self._process

    def _how(self, process: subprocess.Popen[bytes]) -> str:
        """Return how a process ended that does not answer any more."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        code = process.poll()
        self._end()
        if code is None:
            return BROKEN
        if code >= 0:
            return f"ended with exit code {code}"
        hint = ", as it is when memory is short" if code == -signal.SIGKILL else ""
        return f"was ended by {signal.Signals(-code).name}{hint}"

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be written to it
                    stream.close()


class _LostProcess(Exception):
    """The process does not answer any more; says how it ended."""


def _answers(stream: IO[bytes]) -> bool:
    """Wait for an answer; return whether it came in time."""
    with DefaultSelector() as selector:
        selector.register(stream, EVENT_READ)
        return bool(selector.select(PATIENCE))


def _start() -> subprocess.Popen[bytes]:
    """Start a process that has the modules of this one, and a group of its own, so that Ctrl-C is left to this one."""
    paths = dict.fromkeys(path or str(Path.cwd()) for path in sys.path)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-P", "-m", PROGRAM]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, process_group=0, bufsize=-1
    )


class ReadingProcesses:
    """As many processes as are asked at once, by threads.

    Args:
        domain: in whose terms they read.
        choice: what reads.
    """

    def __init__(self, domain: str, choice: Choice) -> None:
        self._made_of = domain, choice
        self._lock = Lock()
        self._all: list[ReadingProcess] = []
        self._idle: list[ReadingProcess] = []
        self._closed = False

    def read(self, documents: Batch) -> list[Result]:
        """Read documents in a process that nobody else asks now; see `ReadingProcess.read`.

        Raises:
            KgError: the model does not fit, the ontology is broken, or this is closed.
        """
        process = self._take()
        try:
            return process.read(documents)
        finally:
            self._idle.append(process)

    def close(self) -> None:
        """End all processes, whatever they do; `read` raises then."""
        with self._lock:
            self._closed = True
        for process in self._all:
            process.close()

    def _take(self) -> ReadingProcess:
        with self._lock:
            if self._closed:
                raise KgError(CLOSED)
            if self._idle:
                return self._idle.pop()
            made = ReadingProcess(*self._made_of)
            self._all.append(made)
            return made


@lru_cache(maxsize=1)
def reading_processes(domain: str, choice: Choice) -> ReadingProcesses:
    """Return the processes of a worker of a cluster, which serves one build after another.

    What is idle gives its memory back by itself, so that they need not be closed.
    """
    return ReadingProcesses(domain, choice)
