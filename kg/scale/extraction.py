"""A partition of documents to a shard: what every engine runs, on whichever machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import batched

from kg.errors import EndedProcess, ReadError
from kg.identity import document_digest
from kg.model import Reading
from kg.ontology import Ontology, load
from kg.pipeline.apart import reading_processes
from kg.pipeline.assembling import account_version, outliner
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import BATCH, Batch, reader_version, where
from kg.store.shards import Aside, Shard, joined, make_shard, shard_name


def extract(
    documents: Batch,
    *,
    domain: str,
    choice: Choice,
    aside: Iterable[Aside] = (),
    languages: Iterable[tuple[str, int]] = (),
) -> Shard:
    """Return what documents say, as a shard. It depends on the documents and on what reads them, and on nothing else.

    They are read in a process apart: one that ends it is set aside, and the rest is read by another.

    Args:
        documents: the partition; no two have one identifier.
        domain: in whose terms.
        choice: what reads.
        aside: what was left out of the partition before, to be told with it.
        languages: how many documents were left out for their language.

    Raises:
        ModelError: the model is not installed or does not fit.
        OntologyError: what stands in `ontology/` contradicts itself.
    """
    ontology = load(domain)
    reader = reader_version(ontology, choice=choice)
    processes = reading_processes(domain, choice)
    readings: list[Reading] = []
    left = list(aside)
    for batch in batched(documents, BATCH):
        for result in processes.read(batch):
            if isinstance(result, Reading):
                readings.append(result)
            else:
                left.append(_aside(result))
    return _shard(documents, readings, ontology, reader, aside=left, languages=languages)


def _shard(
    documents: Batch,
    readings: Iterable[Reading],
    ontology: Ontology,
    reader: str,
    *,
    aside: Iterable[Aside],
    languages: Iterable[tuple[str, int]] = (),
) -> Shard:
    return make_shard(
        shard_name(documents, ontology, reader),
        readings,
        ontology,
        reader,
        account=account_version(ontology),
        outline=outliner(ontology),
        aside=aside,
        languages=languages,
    )


def _aside(error: ReadError) -> Aside:
    return Aside(str(error), error.digest if isinstance(error, EndedProcess) else "")


def one_by_one(
    documents: Batch, attempt: Callable[[Batch], Shard], *, lost: type[Exception], domain: str, choice: Choice
) -> Shard:
    """Return the shard of a partition with which a cluster lost its workers again and again, so that it gave up.

    Each document is attempted alone, and one with which that happens again is set aside.

    Args:
        documents: the partition.
        attempt: has the cluster make the shard of some documents.
        lost: what it raises where the cluster gives up.
        domain: in whose terms.
        choice: what reads.
    """
    ontology = load(domain)
    reader = reader_version(ontology, choice=choice)
    shards = []
    for document in documents:
        try:
            shards.append(attempt((document,)))
        except lost:
            line = f"{where(document)}: every worker that read it was lost; set aside"
            aside = Aside(line, document_digest(document))
            shards.append(_shard((document,), (), ontology, reader, aside=[aside]))
    return joined(shard_name(documents, ontology, reader), shards)
