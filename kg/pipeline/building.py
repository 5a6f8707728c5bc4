"""Builds a graph: reads the documents that are new or changed, and puts together what all of them say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from shutil import rmtree
from traceback import clear_frames

from kg.errors import KgError, ReadError, StoreError, UsageError
from kg.frames import load_language
from kg.model import Document
from kg.ontology import load
from kg.pipeline.assembling import Assembling, account_version
from kg.pipeline.choice import Choice, choose
from kg.pipeline.extractor import model_language, reader_version
from kg.pipeline.judgements import add_judgements, read_file, read_judgements, unmatched
from kg.pipeline.languages import Languages
from kg.pipeline.prefilter import Prefilter, load_relevance, prefilter_version
from kg.pipeline.processes import read_documents
from kg.pipeline.recalling import Recall, Source, documents_of, recall_version
from kg.pipeline.report import BuildReport
from kg.pipeline.run import Progress, Run
from kg.pipeline.sharding import Engine, gather
from kg.readers import Fetcher
from kg.store import Endpoint, GraphStore, Place, create_or_open, document_version, domain_of, place_of
from kg.store.aside import keep_aside
from kg.store.files_read import FilesRead
from kg.store.layout import SHARDS
from kg.store.loading import load_shards
from kg.store.passed import PassedOver
from kg.store.shards import ShardFile


def build(
    sources: Source | Sequence[Source],
    *,
    graph: Place,
    domain: str | None = None,
    workers: int | None = None,
    model: str | Sequence[str] | None = None,
    min_confidence: float = 0.0,
    judgements: Path | str | None = None,
    wait: bool = False,
    tell: Callable[[str], None] | None = None,
    text_column: str | None = None,
    fetch: Path | str | None = None,
    prefilter: bool = False,
    engine: Engine | None = None,
    on_error: Callable[[KgError], None] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read articles into a graph, which is made where there is none.

    Documents that stand in the graph and were read by the same version are not read again. Killed at any
    moment, this leaves the graph with whole documents; the next build goes on from there.

    Args:
        sources: files, folders, patterns, addresses of the web, or "-" for standard input.
        graph: the graph's folder, or the address or `Endpoint` of the server that keeps it.
        domain: a folder of `ontology/`; the graph's own, or the default for a new graph, where none is named.
        workers: processes that read; each takes about a gigabyte. If None, one for few documents, and as many as there
            are cores and memory for otherwise. The graph is the same to the byte.
        model: `light` (the default), `rules`, a file of decisions, a spaCy model, or one of each; see `choose`.
        min_confidence: the probability that every fact must have, from 0 to below 1.
        judgements: a file of people's judgements; the graph takes in those that it lacks.
        wait: wait until no other process writes to the graph.
        tell: is told for whom this waits, and that a graph of an older format is brought to this one's.
        text_column: the column of tables, or field of records, that holds the text; found by its name if None.
        fetch: a folder in which pages of the web are kept that sources name; what is not there is fetched. Without
            it, nothing is.
        prefilter: whether documents that can hold nothing of the domain, by their words alone, are passed over.
        engine: reads instead of `workers`, on a cluster; one of `kg.scale`. The graph is the same to the byte.
        on_error: is told of each source, record or document that cannot be read, which is then skipped.
        progress: is told what is done and for how many documents it has been.

    Raises:
        ReadError: a document cannot be read, or has the identifier of another; not with `on_error`.
        StoreError: the folder holds something else, or another process writes to it.
        ModelError: the model is not installed or does not fit.
        OntologyError: what stands in `ontology/` contradicts itself.
        JudgementError: the file of judgements, or that of the graph, has mistakes.
        UnknownName: there is no such domain.
        UsageError: no source is named, `workers` is less than 1, `model` names two of one kind, or there is no such
            file of judgements.
    """
    if workers is not None and workers < 1:
        raise UsageError(f"{workers} workers: 1 or more are right")
    reading = Reader(domain, choose(model, least=min_confidence), workers, prefilter, engine, text_column)
    named = [sources] if isinstance(sources, Source) else list(sources)
    if not named:
        raise UsageError("no source is named; name files, folders, patterns or -")
    run = Run(on_error, progress)
    fetcher = Fetcher(fetch) if fetch is not None else None
    documents = documents_of(named, run, text_column=text_column, fetcher=fetcher)
    take_in(documents, run, reading, graph, judgements=judgements, wait=wait, tell=tell)
    return run.report()


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads documents: for which domain (None: the graph's own), how, in how many processes, and whether all.

    `workers` may be None, as for `read_documents`.
    With an `engine`, it makes shards of them that are then loaded.
    `text_column` is that of tables and records in files that are not read again while they stay as they are.
    """

    domain: str | None
    choice: Choice
    workers: int | None
    prefilter: bool = False
    engine: Engine | None = None
    text_column: str | None = None


def take_in(
    sources: Iterable[Document],
    run: Run,
    reading: Reader,
    graph: Place,
    *,
    gone: Callable[[], Collection[str]] = frozenset,
    judgements: Path | str | None = None,
    wait: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Bring a graph up to date with documents; see `build`.

    Args:
        sources: the documents.
        run: counts what becomes of them.
        reading: what reads those that are new or changed.
        graph: the graph's folder, or the address or `Endpoint` of the server that keeps it.
        gone: gives the identifiers of documents that are to go; is asked when all others are in.
        judgements: a file of people's judgements.
        wait: wait until no other process writes to the graph.
        tell: is told for whom this waits, and that a graph of an older format is brought to this one's.
    """
    documents = run.documents(sources)
    first = None
    if not is_there(graph):
        first = next(documents, None)
        if first is None:
            return
    ontology = load(reading.domain or domain_or_none(graph))
    reader = reader_version(ontology, choice=reading.choice)
    load_language(ontology)  # tells every mistake before anything is written
    if reading.prefilter:
        load_relevance(ontology)
    taken = read_file(judgements, ontology) if judgements is not None else []
    with _letting_go(), create_or_open(graph, ontology=ontology, wait=wait, tell=tell) as store:
        read_judgements(store)  # tells its mistakes before anything is read
        store.replace_ontology()
        version = document_version(ontology, reader)
        needed = run.needed(chain([first] if first else [], documents), store, version)
        with ExitStack() as held, Assembling(store) as assembling:
            language = model_language(reading.choice)
            files = held.enter_context(FilesRead(store.path, recall_version(reading.text_column, language)))
            if reading.prefilter:
                passed = held.enter_context(PassedOver(store.path, prefilter_version(ontology)))
                run.sieve = Prefilter(ontology, passed, stored=lambda name: store.digest(name) is not None)
                needed = run.sieve.through(needed)
            run.languages = Languages(language, files.note_language)
            run.recall = Recall(files, store, version, run)
            try:
                _read(run.languages.readable(needed), store, run, reading, assembling, version)
            finally:
                keep_aside(store, version, run.ended)
            for identifier in sorted(one for one in gone() if store.digest(one)):
                store.remove(identifier)
                assembling.forget(identifier)
                run.removed += 1
            run.progress("putting together", run.read)
            run.judged = len(add_judgements(store, taken))
            if store.stale:
                assembling.assemble()
        rmtree(store.path / SHARDS, ignore_errors=True)
        known = read_judgements(store)
        run.unmatched = len({lost.judgement.id for lost in unmatched(store, known)}) if known.all else 0


def _read(
    documents: Iterable[Document], store: GraphStore, run: Run, reading: Reader, assembling: Assembling, version: str
) -> None:
    """Put what documents say into a graph."""
    if reading.engine is None:
        killed = store.abandoned  # perhaps by a document, which must not end this process, too
        results = read_documents(
            documents, domain=store.domain, choice=reading.choice, workers=reading.workers, apart=killed
        )
        store.add(assembling.noting(run.readings(results, store), version))
        return

    def told(shard: ShardFile, _: bool) -> None:
        store.mark_stale()  # from here on, the same command has something to go on with
        run.progress("reading", run.read)

    folder, ontology, choice = store.path / SHARDS, store.ontology, reading.choice
    shards = gather(documents, reading.engine, folder, ontology=ontology, choice=choice, on_shard=told)
    load_into(store, shards, run, assembling)


def load_into(store: GraphStore, shards: Sequence[ShardFile], run: Run, assembling: Assembling) -> None:
    """Put shards into a graph, by one bulk load, and count what is in them."""
    if not shards:
        return
    loaded = load_shards(store, shards, on_conflict=run.fail)
    account = account_version(store.ontology)
    for shard in shards:
        if shard.note.account != account:
            assembling.compare()
            continue
        for identifier, digest, outline in shard.outlined():
            if identifier in loaded.taken and store.digest(identifier) == (digest, shard.note.version):
                assembling.noted(identifier, f"{digest} {shard.note.version}", outline)
    run.added += loaded.added
    run.replaced += loaded.replaced
    run.unchanged += loaded.unchanged
    run.repeated += loaded.repeated
    for aside in [aside for shard in shards for aside in shard.note.aside]:
        if aside.digest:
            run.ended[aside.digest] = aside.reason
        run.fail(ReadError(aside.reason))


@contextmanager
def _letting_go() -> Iterator[None]:
    """Let an exception that somebody keeps, as notebooks do, not keep the quads: their files would stay locked."""
    try:
        yield
    except BaseException as error:
        clear_frames(error.__traceback__)
        raise


def is_there(graph: Place) -> bool:
    """Tell whether there is anything that may be a graph."""
    where = place_of(graph)
    return domain_or_none(where) is not None if isinstance(where, Endpoint) else where.exists()


def domain_or_none(graph: Place) -> str | None:
    """Return the domain of a graph, None where there is none that can be opened."""
    try:
        return domain_of(graph)
    except StoreError:
        return None  # there is none yet, or else opening it for writing says what is wrong
