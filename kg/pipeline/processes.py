"""Reads documents in this process, or in several: the same readings, in the same order."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import batched
from multiprocessing import active_children, get_context, parent_process
from threading import Thread, current_thread, main_thread

from kg.errors import KgError, ReadError
from kg.model import Document, Reading
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import BATCH, load_extractor

Result = Reading | ReadError
AHEAD = 2  # batches that wait for each process, so that none is idle


def read_documents(
    documents: Iterable[Document], *, domain: str, choice: Choice, workers: int = 1, batch: int | None = None
) -> Iterator[Result]:
    """Yield for each document what it says, or why it could not be read, in their order.

    Args:
        documents: what to read; a few batches are held at a time.
        domain: in whose terms.
        choice: what reads.
        workers: processes; each loads the model. With one, it is this process.
        batch: documents that are read together; `BATCH` if None.

    Raises:
        KgError: the model does not fit, the ontology is broken, or a process was killed.
    """
    batches = batched(documents, batch or BATCH)
    if workers > 1:
        yield from _in_processes(batches, domain, choice, workers)
        return
    for some in batches:
        yield from load_extractor(domain, choice).read(some)


def _in_processes(
    batches: Iterable[tuple[Document, ...]], domain: str, choice: Choice, workers: int
) -> Iterator[Result]:
    others = active_children()
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for some in batches:
            with _without_interrupts():  # the first call starts the processes
                waiting.append(pool.submit(_read, some, domain, choice))
            if len(waiting) > workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise KgError(
            "a process that read documents has ended; if memory was short, use fewer workers; "
            "a script that calls kg.build must do so below `if __name__ == '__main__':`"
        ) from error
    except BaseException:  # Ctrl-C, or nobody wants the rest: what is being read is not waited for
        for process in active_children():
            if process not in others:
                process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Put Ctrl-C off; processes that are started meanwhile never get it, and leave it to this one.

    The mask is what they inherit. It holds for one thread alone, so that here a handler must wait too.
    """
    came: list[object] = []
    ours = current_thread() is main_thread()
    handler = signal.signal(signal.SIGINT, lambda *call: came.append(call)) if ours else None
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if ours:
            signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
        if came:
            signal.raise_signal(signal.SIGINT)


def _start() -> None:
    """Let this process end when the one that started it does, however that ends."""
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _read(documents: tuple[Document, ...], domain: str, choice: Choice) -> list[Result]:
    return load_extractor(domain, choice).read(documents)
