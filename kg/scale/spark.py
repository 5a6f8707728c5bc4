"""Shards made by Spark, with `mapInPandas`: of partitions of documents, tables of articles, or files.

In a session of Spark, `write_shards(session, session.read.parquet("hdfs:///news"), "shards")`; then `kg load shards`.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import batched
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.ontology import load
from kg.pipeline.choice import Choice, choose
from kg.pipeline.extractor import Batch
from kg.pipeline.sharding import PARTITION
from kg.readers import find_sources
from kg.scale.extraction import one_by_one
from kg.scale.frames import DOCUMENTS, FAILED, PATH, SHARD, shards_of
from kg.store.shards import Shard, ShardFile, note_from

AHEAD = 4  # partitions for each core in one job
QUIET = {"spark.ui.enabled": "false", "spark.log.level": "FATAL", "spark.ui.showConsoleProgress": "false"}
HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """The Spark cluster at a master such as `spark://10.0.0.1:7077`, or `local[2]`: on this machine.

    Where an executor is lost, Spark has another one make its shards.

    Attributes:
        master: of the cluster. All executors must have the same kg. A session that is there already is used instead.
        partition: how many documents make a shard.

    Raises:
        KgError: pyspark or Java is missing.
    """

    master: str
    partition: int = PARTITION

    def __post_init__(self) -> None:
        """Tell what is missing before anything is begun, and before pyspark does at length."""
        if find_spec("pyspark") is None:
            raise KgError("--spark needs pyspark, which is not installed: pip install 'kg[spark]'")
        home = os.environ.get("JAVA_HOME")
        if shutil.which("java", path=str(Path(home) / "bin") if home else None) is None:
            where = f"{home}/bin (JAVA_HOME)" if home else "PATH"
            raise KgError(f"--spark needs Java 17, and there is no java in {where}: install it, or set JAVA_HOME")

    def shards(self, partitions: Iterable[Batch], *, domain: str, choice: Choice) -> Iterator[Shard]:
        """Yield the shard of each partition, in their order. A job makes a few for each core.

        Raises:
            KgError: the cluster cannot be reached, or kg does not work there.
        """
        with _session(self.master) as session:
            jobs = _Jobs(session, domain, choice)
            for some in batched(partitions, AHEAD * max(1, session.sparkContext.defaultParallelism)):
                yield from jobs.shards(some)


class _Jobs:
    """Jobs that make shards."""

    def __init__(self, session: Any, domain: str, choice: Choice) -> None:
        from py4j.protocol import Py4JJavaError

        self._session = session
        self._domain = domain
        self._choice = choice
        self._lost: type[Exception] = Py4JJavaError

    def shards(self, partitions: Sequence[Batch]) -> list[Shard]:
        """Return the shards of partitions. Where a job fails for good, each of them gets one of its own."""
        try:
            return self._job(partitions)
        except self._lost:
            if len(partitions) > 1:
                return [shard for documents in partitions for shard in self.shards([documents])]
            return [self._one_by_one(partitions[0])]

    def _one_by_one(self, documents: Batch) -> Shard:
        def attempt(some: Batch) -> Shard:
            return self._job([some])[0]

        return one_by_one(documents, attempt, lost=self._lost, domain=self._domain, choice=self._choice)

    def _job(self, partitions: Sequence[Batch]) -> list[Shard]:
        rows = [(pickle.dumps(documents),) for documents in partitions]
        slices = self._session.sparkContext.parallelize(rows, len(rows))
        frame = self._session.createDataFrame(slices, f"{DOCUMENTS} binary")
        made = extract_frame(frame, domain=self._domain, choice=self._choice)
        try:
            with _told():
                return [_shard(row) for row in made.collect()]
        except self._lost as error:
            context = self._session.sparkContext
            if context._jsc is None or context._jsc.sc().isStopped():  # no document is to blame
                wrong = f"{context.master}: the Spark cluster is gone, or cannot be reached"
                raise KgError(f"{wrong}; the same command goes on from here") from error
            raise


def extract_frame(
    frame: Any,
    *,
    domain: str,
    choice: Choice,
    partition: int = PARTITION,
    text_column: str | None = None,
) -> Any:
    """Return a DataFrame of shards: `name`, `note` (JSON), and gzipped `quads` and `outlines`; nothing is computed yet.

    Args:
        frame: a DataFrame of articles, whose columns are found by their names as those of a CSV file are; or of files,
            in a column `path`, which the executors read.
        domain: in whose terms.
        choice: what reads.
        partition: how many documents make a shard, at most.
        text_column: the column that holds the text.
    """
    columns = frame.columns
    if DOCUMENTS not in columns:
        frame = frame.select(*(frame[f"`{name}`"].cast("string").alias(name) for name in columns))
    work = partial(shards_of, domain=domain, choice=choice, partition=partition, text_column=text_column)
    return frame.mapInPandas(work, SHARD)


def write_shards(
    session: Any,
    documents: Any,
    folder: Path | str,
    *,
    domain: str | None = None,
    model: str | Sequence[str] | None = None,
    min_confidence: float = 0.0,
    partition: int = PARTITION,
    text_column: str | None = None,
) -> list[ShardFile]:
    """Have Spark read articles, and write their shards into a folder of this machine; `kg load` takes them from there.

    Args:
        session: a SparkSession.
        documents: a DataFrame of articles, see `extract_frame`; or files, folders and patterns, which all executors
            must see by the same names.
        folder: where the shards go.
        domain: a folder of `ontology/`; the default if None.
        model: what reads; see `choose`.
        min_confidence: the probability that every fact must have.
        partition: how many documents make a shard, at most.
        text_column: the column that holds the text.

    Raises:
        KgError: kg does not work on an executor, or the disk fails.
        ReadError: a file cannot be found, or the table has no column of text.
    """
    from pyspark import StorageLevel

    if isinstance(documents, str | Path | Sequence):
        named = [documents] if isinstance(documents, str | Path) else documents
        rows = [(str(path),) for path in find_sources(named)]
        slices = session.sparkContext.parallelize(rows, max(1, len(rows)))
        documents = session.createDataFrame(slices, f"{PATH} string")
    choice, out = choose(model, least=min_confidence), Path(folder)
    shards = extract_frame(
        documents, domain=load(domain).domain, choice=choice, partition=partition, text_column=text_column
    )
    shards = shards.persist(StorageLevel.DISK_ONLY)  # made by all at once, and then brought home one after the other
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _told():
            shards.count()
            return [_shard(row).write(out) for row in shards.toLocalIterator()]
    except OSError as error:
        raise KgError(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        shards.unpersist()


def _shard(row: Any) -> Shard:
    """Return the shard in a row, or raise the error that is there instead of it."""
    if row.name == FAILED:
        error: KgError = pickle.loads(row.quads)
        raise error
    return Shard(row.name, note_from(row.note), bytes(row.quads), bytes(row.outlines))


@contextmanager
def _told() -> Iterator[None]:
    """Tell in one line what Python code raised on an executor."""
    from pyspark.errors import PythonException

    try:
        yield
    except PythonException as error:
        lines = [line for line in str(error).splitlines() if line.strip() and not line.startswith((" ", "\t"))]
        wrong = next((line for line in lines if "Error" in line), "a worker failed")
        raise KgError(f"Spark: {wrong}; each executor must have the same kg as this machine") from error


@contextmanager
def _session(master: str) -> Iterator[Any]:
    """Give the session that is there, or one that is ended afterwards."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    try:
        active = SparkSession.active()
    except PySparkException:
        active = None
    if active is not None:
        yield active
        return
    here = master.startswith("local")
    settings = QUIET | (HERE if here else {})
    try:
        with _environment({"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"} if here else {}):
            session = SparkSession.builder.master(master).appName("kg").config(map=settings).getOrCreate()
    except (Py4JError, PySparkException, OSError) as error:
        wrong = f"{master}: no Spark cluster can be used there"
        raise KgError(f"{wrong}; spark://HOST:PORT or local[N] is right") from error
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    """Set variables for what is started meanwhile, where nobody has set them."""
    missing = [name for name in wanted if name not in os.environ]
    os.environ.update({name: wanted[name] for name in missing})
    try:
        yield
    finally:
        for name in missing:
            del os.environ[name]
