"""Folders of shards: made where the machines are, loaded where the graph is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from kg.errors import EndedProcess, KgError, ReadError, UsageError
from kg.frames import load_language
from kg.ontology import load
from kg.pipeline.assembling import Assembling
from kg.pipeline.building import load_into
from kg.pipeline.choice import choose
from kg.pipeline.extractor import model_language
from kg.pipeline.judgements import read_judgements
from kg.pipeline.languages import Languages
from kg.pipeline.prefilter import Prefilter, load_relevance, prefilter_version
from kg.pipeline.report import BuildReport
from kg.pipeline.run import Progress, Run
from kg.pipeline.sharding import Engine, gather
from kg.readers import read_sources
from kg.store import create_or_open
from kg.store.aside import keep_aside
from kg.store.passed import PassedOver
from kg.store.shards import ShardFile, shards_in


def extract_sources(
    sources: Sequence[str | Path],
    folder: Path | str,
    engine: Engine,
    *,
    domain: str | None = None,
    model: str | Sequence[str] | None = None,
    min_confidence: float = 0.0,
    text_column: str | None = None,
    prefilter: bool = False,
    on_error: Callable[[KgError], None] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Read articles into shards. No graph is needed; what is there from an interrupted run is not made again.

    Args:
        sources: files, folders, patterns, or "-" for standard input.
        folder: where the shards go.
        engine: what makes them.
        domain: a folder of `ontology/`; the default if None.
        model: what reads; see `choose`.
        min_confidence: the probability that every fact must have.
        text_column: the column of tables that holds the text.
        prefilter: whether documents that can hold nothing of the domain, by their words alone, are passed over.
        on_error: is told of each source or document that cannot be read, which is then left out.
        progress: is told what is done and for how many documents it has been.

    Returns:
        What became of the documents: `added` to shards now, or `unchanged` in shards that were there.

    Raises:
        ReadError: a document cannot be read, or has the identifier of another; not with `on_error`.
        KgError: as the engine.
        StoreError: the disk fails.
    """
    if not sources:
        raise UsageError("no source is named; name files, folders, patterns or -")
    out, run, choice, ontology = (
        Path(folder),
        Run(on_error, progress),
        choose(model, least=min_confidence),
        load(domain),
    )
    load_language(ontology)  # tells every mistake before anything is written
    needed = run.documents(read_sources(sources, on_error=run.fail, text_column=text_column))

    def told(shard: ShardFile, made: bool) -> None:
        if made:
            run.added += len(shard.note.documents)
        else:
            run.unchanged += len(shard.note.documents)
        for aside in shard.note.aside:
            run.fail(EndedProcess(aside.reason, digest=aside.digest) if aside.digest else ReadError(aside.reason))
        run.progress("reading", run.read)

    with ExitStack() as held:
        if prefilter:
            load_relevance(ontology)
            out.mkdir(parents=True, exist_ok=True)
            passed = held.enter_context(PassedOver(out, prefilter_version(ontology)))
            run.sieve = Prefilter(ontology, passed, stored=lambda _: False)
            needed = run.sieve.through(needed)
        run.languages = Languages(model_language(choice))
        gather(run.languages.readable(needed), engine, out, ontology=ontology, choice=choice, on_shard=told)
    return run.report()


def load_folders(
    folders: Sequence[Path | str],
    graph: Path | str,
    *,
    wait: bool = False,
    tell: Callable[[str], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Load shards into a graph by one bulk load, then put together what all documents say.

    The graph is the one that a build of the same articles makes, to the byte.

    Args:
        folders: of shards. Of two documents with one identifier the first counts.
        graph: the graph's folder; made where there is none.
        wait: wait until no other process writes to the graph.
        tell: is told for whom this waits, and that a graph of an older format is brought to this one's.
        on_error: is told of each document that was set aside, or has the identifier of another.
        progress: is told what is done and for how many documents it has been.

    Raises:
        StoreError: there are no shards, they are damaged, of several domains or of another domain than the graph.
        ReadError: a document was set aside, or has the identifier of another; not with `on_error`.
        UnknownName: the shards' domain is not installed.
    """
    shards = [shard for folder in folders for shard in shards_in(Path(folder))]
    domains = sorted({shard.note.domain for shard in shards})
    if len(domains) != 1:
        raise UsageError(
            f"shards of several domains: {', '.join(domains)}; load those of one" if domains else "no folder"
        )
    run = Run(on_error, progress)
    for shard in shards:
        shard.verify()
        run.read += len(shard.note.documents) + len(shard.note.aside)
        run.others.update(dict(shard.note.languages))
    run.read += run.others.total()
    run.progress("loading", run.read)
    with create_or_open(graph, ontology=load(domains[0]), wait=wait, tell=tell) as store:
        read_judgements(store)  # tells its mistakes before anything is written
        store.replace_ontology()
        with Assembling(store) as assembling:
            try:
                load_into(store, shards, run, assembling)
            finally:
                keep_aside(store, shards[0].note.version, run.ended)
            run.progress("putting together", run.read)
            if store.stale:
                assembling.assemble()
    return run.report()
