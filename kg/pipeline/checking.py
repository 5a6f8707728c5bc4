"""Looks for whatever in a graph does not fit together, and mends what can be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import JudgementError, StoreError
from kg.identity import assembled_graph, identifier_of, ontology_graph
from kg.ontology import load
from kg.pipeline.assembling import LEDGER, Assembling
from kg.pipeline.judgements import read_judgements
from kg.pipeline.ledger_check import compare
from kg.store import GraphStore, folder_of, open_read, open_write
from kg.store.archive import document_graphs
from kg.store.batches import difference
from kg.store.checking import damaged_indexes, faults_of, strays
from kg.store.folder import REMEDY, leftovers, manifest_of
from kg.store.layout import LOCK, MANIFEST, NAMES, QUADS, STALE
from kg.store.lock import left_by, nobody_writing
from kg.store.migrating import FORMAT
from kg.store.name_index import NameIndex
from kg.store.ontology_quads import ontology_quads
from kg.store.sorting import sorted_lines

Tell = Callable[[str], None]
Progress = Callable[[str, int], None]
SHOWN = 20  # nodes of the assembled layer that are named


class Mend(StrEnum):
    """What puts something right."""

    GO_ON = "kg build goes on where it was, and kg check --mend finishes what is there"
    COMPUTE = "kg check --mend computes it again"
    READ = "kg remove it and build it again, or kg restore a backup"
    JUDGE = "mend the line, or take the file from a backup"
    RESTORE = "kg restore a backup, or build the graph again in another folder"


SAFE = frozenset({Mend.GO_ON, Mend.COMPUTE})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit: where, what, and what puts it right."""

    where: str
    wrong: str
    mend: Mend

    def __str__(self) -> str:
        return f"{self.where}: {self.wrong}; {self.mend}"

    @property
    def unfinished(self) -> bool:
        """Whether it is only that a command was stopped before it was done."""
        return self.mend is Mend.GO_ON


def check(
    graph: Path | str, *, wait: bool = False, tell: Tell | None = None, progress: Progress | None = None
) -> list[Finding]:
    """Return whatever in a graph does not fit together. Nothing is changed, and nobody can write meanwhile.

    Args:
        graph: its folder.
        wait: wait until nobody writes to it.
        tell: is told for whom this waits.
        progress: is told what is looked at, and for how many documents it has been.

    Raises:
        StoreError: there is no graph, or another process writes to it.
        UnknownName: its domain is not installed.
    """
    folder = folder_of(graph, "kg check")
    manifest = manifest_of(folder)
    load(manifest.domain)
    waiting = (tell or (lambda _: None)) if wait else None
    with nobody_writing(folder / LOCK, waiting=waiting):
        found = list(_in_folder(folder))
        if manifest.format != FORMAT:
            older = f"format {manifest.format}, this kg writes format {FORMAT}"
            return [*found, Finding(str(folder / MANIFEST), older, Mend.COMPUTE)]
        if not (folder / QUADS).is_dir():
            return [*found, Finding(str(folder), "holds nothing yet; the build was stopped", Mend.GO_ON)]
        try:
            with open_read(folder) as store:
                found += _Check(store, progress or (lambda _stage, _number: None)).findings()
        except (StoreError, OSError, RuntimeError) as error:  # pyoxigraph tells of broken files by the latter two
            told = " ".join(str(error).split()).removeprefix(f"{folder / QUADS}: ").removesuffix(REMEDY)
            found.append(Finding(str(folder / QUADS), told, Mend.RESTORE))
    return found


def mend(graph: Path | str, *, wait: bool = False, tell: Tell | None = None) -> None:
    """Delete what killed commands left, and compute again all that is computed. What was read stays as it is.

    Raises:
        StoreError: there is no graph, it is broken, or another process writes to it.
        JudgementError: the file of judgements has mistakes.
        UnknownName: its domain is not installed.
    """
    with open_write(graph, wait=wait, tell=tell) as store:
        read_judgements(store)
        store.mark_stale()
        for end in ("", "-wal", "-shm"):
            (store.path / f"{LEDGER}{end}").unlink(missing_ok=True)
        store.replace_ontology()
        with Assembling(store) as assembling:
            assembling.assemble()


def _in_folder(folder: Path) -> Iterator[Finding]:
    """Yield what a killed command left beside the quads."""
    for left in leftovers(folder):
        yield Finding(str(left), "half-written by a command that was killed", Mend.GO_ON)
    process = left_by(folder / LOCK)
    if process is not None:
        yield Finding(str(folder / LOCK), f"process {process} wrote last and did not close the graph", Mend.GO_ON)
    if (folder / STALE).exists():
        yield Finding(str(folder / STALE), "documents or judgements changed and were not put together", Mend.GO_ON)


class _Check:
    """Looks at the layers of an open graph."""

    def __init__(self, store: GraphStore, progress: Progress) -> None:
        self._store = store
        self._progress = progress
        self._where = str(store.path)

    def findings(self) -> list[Finding]:
        read = list(self._read())
        return [*read, *self._terms(), *self._names(), *self._computed(sound=not read)]

    def _read(self) -> Iterator[Finding]:
        found = list(strays(self._store))
        graphs = [graph for graph in self._store.raw.named_graphs() if isinstance(graph, NamedNode)]
        if not found:
            found = list(damaged_indexes(self._store, graphs))
        for wrong in found:
            yield Finding(self._where, wrong, Mend.RESTORE)
        for number, graph in enumerate(document_graphs(self._store), 1):
            self._progress("checking", number)
            name = identifier_of(self._store.ontology.base, graph.value)
            for wrong in faults_of(self._store, graph):
                yield Finding(f"{self._where}: {name}", wrong, Mend.READ)

    def _terms(self) -> Iterator[Finding]:
        ontology = self._store.ontology
        graph = NamedNode(ontology_graph(ontology.base))
        gone, new = difference(self._store.raw, graph, ontology_quads(ontology))
        if gone or new:
            told = f"{len(new):,} triples of the ontology {ontology.version} are missing, {len(gone):,} are not in it"
            yield Finding(f"{self._where}: terms", told, Mend.COMPUTE if len(self._store.raw) else Mend.GO_ON)

    def _names(self) -> Iterator[Finding]:
        graph = NamedNode(assembled_graph(self._store.ontology.base))
        wrong = NameIndex(self._store.path).faults(self._store.raw, graph)
        if wrong:
            yield Finding(str(self._store.path / NAMES), wrong, Mend.COMPUTE)

    def _computed(self, *, sound: bool) -> Iterator[Finding]:
        """Compute the assembled layer and the ledger anew, and compare them with what is there."""
        try:
            read_judgements(self._store)
        except JudgementError as error:
            for mistake in error.mistakes:
                place, _, wrong = mistake.partition(": ")
                yield Finding(place, wrong, Mend.JUDGE)
            return
        if self._store.stale or not sound:
            return  # what is there is not what it should be, and that is told already
        kept = self._store.path / LEDGER
        with TemporaryDirectory() as folder:
            fresh = Path(folder) / LEDGER
            with Assembling(self._store, ledger=fresh) as assembling:
                self._progress("putting together", len(self._store.digests()))
                should = sorted_lines(_lines(assembling))
                graph = NamedNode(assembled_graph(self._store.ontology.base))
                there = sorted_lines(str(q.triple) for q in self._store.raw.quads_for_pattern(None, None, None, graph))
                yield from self._nodes(should, there)
            for wrong in compare(kept, fresh, Path(folder) / "kept"):
                yield Finding(str(kept), wrong, Mend.COMPUTE)

    def _nodes(self, should: Iterable[str], there: Iterable[str]) -> Iterator[Finding]:
        """Yield the nodes of which the assembled layer says something else than it should."""
        both = merge(((line, True) for line in should), ((line, False) for line in there))
        found = ((line, [missing for _, missing in some]) for line, some in groupby(both, lambda one: one[0]))
        odd = ((line, kinds[0]) for line, kinds in found if len(kinds) == 1)
        number = 0
        for number, (node, lines) in enumerate(groupby(odd, lambda one: one[0].partition(" ")[0]), 1):
            kinds = [missing for _, missing in lines]
            told = f"{sum(kinds)} triples are missing, {len(kinds) - sum(kinds)} do not follow from what was read"
            if number <= SHOWN:
                yield Finding(f"{self._where}: assembled layer: {node}", told, Mend.COMPUTE)
        if number > SHOWN:
            told = f"{number - SHOWN:,} more nodes are not what they should be"
            yield Finding(f"{self._where}: assembled layer", told, Mend.COMPUTE)


def _lines(assembling: Assembling) -> Iterator[str]:
    for part in assembling.anew():
        for quad in parse("\n".join(part.lines).encode(), RdfFormat.N_TRIPLES, lenient=True):
            yield str(quad.triple)
