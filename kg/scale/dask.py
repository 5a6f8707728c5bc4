"""Shards made by a Dask cluster, or by one that is started here."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from kg.errors import KgError
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Batch
from kg.pipeline.sharding import PARTITION
from kg.scale.extraction import extract, one_by_one
from kg.store.shards import Shard

LOCAL = "local"
AHEAD = 4  # partitions for each thread of the workers, so that none is idle
CONNECT = "15s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dask:
    """The cluster at an address such as `tcp://10.0.0.1:8786`, or `local`: one on this machine, ended afterwards.

    Where a worker is lost, Dask has another one make its shards.

    Attributes:
        address: of the scheduler. All workers must have the same kg.
        workers: processes of a local cluster.
        partition: how many documents make a shard.

    Raises:
        KgError: distributed is not installed.
    """

    address: str = LOCAL
    workers: int = 1
    partition: int = PARTITION

    def __post_init__(self) -> None:
        """Tell that distributed is missing before anything is begun."""
        if find_spec("distributed") is None:
            raise KgError("--dask needs distributed, which is not installed: pip install 'kg[dask]'")

    def shards(self, partitions: Iterable[Batch], *, domain: str, choice: Choice) -> Iterator[Shard]:
        """Yield the shard of each partition, in their order.

        Raises:
            KgError: the cluster cannot be reached, or not any more, or kg does not work there.
        """
        with self._client() as client, _reachable(client, self.address):
            cluster = _Cluster(client, self.address, domain, choice)
            waiting: deque[tuple[Batch, Any]] = deque()
            for documents in partitions:
                waiting.append((documents, cluster.submit(documents)))
                if len(waiting) > AHEAD * cluster.threads:
                    yield cluster.shard(*waiting.popleft())
            while waiting:
                yield cluster.shard(*waiting.popleft())

    @contextmanager
    def _client(self) -> Iterator[Any]:
        from distributed import Client, LocalCluster

        with ExitStack() as stack:
            address: Any = self.address
            if address == LOCAL:
                address = stack.enter_context(
                    LocalCluster(
                        n_workers=self.workers,
                        threads_per_worker=1,
                        host="127.0.0.1",
                        dashboard_address=None,
                        memory_limit=0,  # the processes that read are not counted anyway
                        silence_logs=logging.CRITICAL,
                    )
                )
            stack.enter_context(_quiet())
            try:
                client = stack.enter_context(Client(address, timeout=CONNECT, set_as_default=False))
            except (OSError, ValueError) as error:
                wrong = f"{address}: no Dask scheduler answers there"
                raise KgError(f"{wrong}; name one such as tcp://10.0.0.1:8786, or {LOCAL}") from error
            yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep distributed from writing tracebacks of what is told in a line."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


@contextmanager
def _reachable(client: Any, address: str) -> Iterator[None]:
    """Tell in a line that the scheduler is lost, whatever is being asked of it."""
    try:
        yield
    except KgError:
        raise
    except Exception as error:
        if not _is_lost(client, error):
            raise
        wrong = "the Dask scheduler does not answer any more; when it does, the same command goes on from here"
        raise KgError(f"{address}: {wrong}") from error


def _is_lost(client: Any, error: Exception) -> bool:
    from distributed.client import FutureCancelledError
    from distributed.comm import CommClosedError

    return client.status != "running" or isinstance(error, CommClosedError | FutureCancelledError)


class _Cluster:
    """What a cluster is asked to do."""

    def __init__(self, client: Any, address: str, domain: str, choice: Choice) -> None:
        from distributed import KilledWorker

        self._client = client
        self._address = address
        self._domain = domain
        self._choice = choice
        self._lost: type[Exception] = KilledWorker

    @property
    def threads(self) -> int:
        """How many partitions are worked on at once."""
        return int(sum(self._client.nthreads().values())) or 1

    def submit(self, documents: Batch) -> Any:
        """Have the shard of a partition made; return its future."""
        return self._client.submit(extract, documents, domain=self._domain, choice=self._choice, pure=False)

    def shard(self, documents: Batch, future: Any) -> Shard:
        """Return the shard of a partition when it is made."""
        try:
            return self._result(future)
        except self._lost:

            def attempt(some: Batch) -> Shard:
                return self._result(self.submit(some))

            return one_by_one(documents, attempt, lost=self._lost, domain=self._domain, choice=self._choice)

    def _result(self, future: Any) -> Shard:
        try:
            shard: Shard = future.result()
        except (KgError, self._lost):
            raise
        except Exception as error:  # whatever is missing on the machines of others
            if _is_lost(self._client, error):
                raise
            wrong = f"a worker failed: {type(error).__name__}: {' '.join(str(error).split())}"
            raise KgError(f"{self._address}: {wrong}; each must have the same kg as this machine") from error
        return shard
