"""Has partitions of documents made into shards, by whatever runs that, and keeps them until they are loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from pathlib import Path
from typing import Protocol

from kg.errors import KgError, StoreError
from kg.model import Document
from kg.ontology import Ontology
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Batch, reader_version
from kg.store import document_version
from kg.store.shards import Shard, ShardFile, find_shard, shard_name

PARTITION = 64  # documents: some four seconds of work, which is what is lost with a worker


class Engine(Protocol):
    """Makes shards of partitions, on other processes or machines; see `kg.scale`."""

    @property
    def partition(self) -> int:
        """How many documents make a partition."""

    def shards(self, partitions: Iterable[Batch], *, domain: str, choice: Choice) -> Iterator[Shard]:
        """Yield the shard of each partition, in their order; a few partitions are held at a time.

        Raises:
            KgError: the model does not fit, or what runs this cannot be reached or does not work.
        """


def gather(
    documents: Iterable[Document],
    engine: Engine,
    folder: Path,
    *,
    ontology: Ontology,
    choice: Choice,
    on_shard: Callable[[ShardFile, bool], None] = lambda _shard, _new: None,
) -> list[ShardFile]:
    """Return the shards of all documents, in a folder; what is there from an interrupted run is not made again.

    Args:
        documents: what to read; no two have one identifier.
        engine: what makes the shards.
        folder: where they go; made if it is missing.
        ontology: the domain's.
        choice: what reads.
        on_shard: is told of each shard, and whether it was made now.

    Raises:
        KgError: as the engine, and where it has another version of kg, the model or the ontology.
        StoreError: the disk fails.
    """
    reader = reader_version(ontology, choice=choice)
    version = document_version(ontology, reader)
    gathered: list[ShardFile] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error

    def missing() -> Iterator[Batch]:
        for partition in batched(documents, engine.partition):
            kept = find_shard(folder, shard_name(partition, ontology, reader))
            if kept is None:
                yield partition
            else:
                gathered.append(kept)
                on_shard(kept, False)

    for shard in engine.shards(missing(), domain=ontology.domain, choice=choice):
        if shard.note.version != version:
            raise KgError(f"a worker read by {shard.note.version}; install there what is here: {version}")
        written = shard.write(folder)
        gathered.append(written)
        on_shard(written, True)
    return gathered
