"""Shards made by processes of this machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from kg.pipeline.apart import reading_processes
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Batch
from kg.pipeline.sharding import PARTITION
from kg.scale.extraction import extract
from kg.store.shards import Shard

AHEAD = 2  # partitions that wait for each process, so that none is idle


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """So many processes; each takes about a gigabyte. `partition` is how many documents make a shard."""

    workers: int = 1
    partition: int = PARTITION

    def shards(self, partitions: Iterable[Batch], *, domain: str, choice: Choice) -> Iterator[Shard]:
        """Yield the shard of each partition, in their order.

        Raises:
            ModelError: the model is not installed or does not fit.
            OntologyError: what stands in `ontology/` contradicts itself.
        """
        processes = reading_processes(domain, choice)
        threads = ThreadPoolExecutor(self.workers)
        waiting: deque[Future[Shard]] = deque()
        work = partial(extract, domain=domain, choice=choice)
        try:
            for documents in partitions:
                waiting.append(threads.submit(work, documents))
                if len(waiting) > self.workers * AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            processes.close()
            reading_processes.cache_clear()
            threads.shutdown(cancel_futures=True)
