"""Reads documents in this process, or in several: the same readings, in the same order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import batched, chain, islice

from kg.model import Document
from kg.pipeline.apart import ReadingProcesses
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import BATCH, Batch, Result, load_extractor
from kg.pipeline.room import processes

AHEAD = 2  # batches that wait for each process, so that none is idle
FEW = 3  # batches that are read before other processes have loaded the model


def read_documents(
    documents: Iterable[Document],
    *,
    domain: str,
    choice: Choice,
    workers: int | None = None,
    batch: int | None = None,
    apart: bool = False,
) -> Iterator[Result]:
    """Yield for each document what it says, or why it could not be read, in their order.

    Args:
        documents: what to read; a few batches are held at a time.
        domain: in whose terms.
        choice: what reads.
        workers: processes; each loads the model. With one, it is this process, and a document that ends it ends
            everything; with more it is told and left out. If None, one for up to `FEW` batches, and as many as the
            machine has room for otherwise.
        batch: documents that are read together; `BATCH` if None.
        apart: if `workers` is None, read in other processes, be it one.

    Raises:
        KgError: the model does not fit, or the ontology is broken.
    """
    batches: Iterator[Batch] = batched(documents, batch or BATCH)
    if workers is None:
        first = list(islice(batches, FEW + 1))
        workers = processes() if len(first) > FEW else 1
        batches = chain(first, batches)
    else:
        apart = False
    if apart or workers > 1:
        yield from _in_processes(batches, domain, choice, workers)
        return
    for some in batches:
        yield from load_extractor(domain, choice).read(some)


def _in_processes(batches: Iterable[Batch], domain: str, choice: Choice, workers: int) -> Iterator[Result]:
    others = ReadingProcesses(domain, choice)
    threads = ThreadPoolExecutor(workers)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for some in batches:
            waiting.append(threads.submit(others.read, some))
            if len(waiting) > workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:  # also after Ctrl-C, or when nobody wants the rest: what is being read is not waited for
        others.close()
        threads.shutdown(cancel_futures=True)
