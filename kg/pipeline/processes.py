"""Reads documents in this process, or in several: the same readings, in the same order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import batched

from kg.model import Document
from kg.pipeline.apart import ReadingProcesses
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import BATCH, Batch, Result, load_extractor

AHEAD = 2  # batches that wait for each process, so that none is idle


def read_documents(
    documents: Iterable[Document], *, domain: str, choice: Choice, workers: int = 1, batch: int | None = None
) -> Iterator[Result]:
    """Yield for each document what it says, or why it could not be read, in their order.

    Args:
        documents: what to read; a few batches are held at a time.
        domain: in whose terms.
        choice: what reads.
        workers: processes; each loads the model. With one, it is this process, and a document that ends it ends
            everything; with more it is told and left out.
        batch: documents that are read together; `BATCH` if None.

    Raises:
        KgError: the model does not fit, or the ontology is broken.
    """
    batches = batched(documents, batch or BATCH)
    if workers > 1:
        yield from _in_processes(batches, domain, choice, workers)
        return
    for some in batches:
        yield from load_extractor(domain, choice).read(some)


def _in_processes(batches: Iterable[Batch], domain: str, choice: Choice, workers: int) -> Iterator[Result]:
    processes = ReadingProcesses(domain, choice)
    threads = ThreadPoolExecutor(workers)
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for some in batches:
            waiting.append(threads.submit(processes.read, some))
            if len(waiting) > workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:  # also after Ctrl-C, or when nobody wants the rest: what is being read is not waited for
        processes.close()
        threads.shutdown(cancel_futures=True)
