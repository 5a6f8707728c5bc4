"""What is computed from all documents, after one of them came or went, or was judged."""

from __future__ import annotations

import gc
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import kg
from kg.assemble import Account, Ledger, Part, outline_of, parts, whole
from kg.errors import StoreError, UnknownName
from kg.frames import countries_of
from kg.identity import document_digest, identifier_of
from kg.model import Reading
from kg.ontology import Ontology
from kg.outlines import dump
from kg.pipeline.judgements import judged_pairs, read_judgements
from kg.resolve import Judged, Resolver
from kg.resolve.records import CLASS
from kg.store import GraphStore, Place, document_iri, open_write

LEDGER = "ledger.sqlite"


def account_version(ontology: Ontology) -> str:
    """Return what tells outlines and all that is made of them from those of another kg or ontology."""
    places = sha256(repr(sorted(countries_of(ontology).items())).encode()).hexdigest()[:12]
    return f"kg {kg.__version__}; {ontology.domain} {ontology.version}; {places}"


def outliner(ontology: Ontology) -> Callable[[Reading], str]:
    """Return what makes the outlines of documents that nobody judged, as `Assembling.noted` takes them."""
    countries = countries_of(ontology)
    return lambda reading: dump(outline_of(reading, ontology, countries))


class Assembling:
    """Keeps the assembled layer of a graph up to date; a context manager.

    What is added to the graph or removed while this is open is told by `noting` and `forget`. Only where the graph was
    stale before is every document compared with what is known of it.

    Args:
        store: the graph, open for writing.
        ledger: another file for the ledger than that in the graph's folder.

    Raises:
        JudgementError: the file of judgements in the graph's folder has mistakes.
        StoreError: the disk fails.
    """

    def __init__(self, store: GraphStore, *, ledger: Path | None = None) -> None:
        self._path = ledger or store.path / LEDGER
        self._store = store
        self._ontology: Ontology = store.ontology
        self._judgements = read_judgements(store)
        self._countries = countries_of(store.ontology)
        self._ledger = Ledger(self._path, account_version(store.ontology))
        self._in_step = self._ledger.complete and not store.stale
        self._broken = False

    def __enter__(self) -> Assembling:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.sql.close()

    def noting(self, readings: Iterable[Reading], version: str) -> Iterator[Reading]:
        """Yield readings, and keep their outlines on the way, so that they need not be read back.

        `version` is core:version of their documents.
        """
        for reading in readings:
            self._note(reading, f"{document_digest(reading.document)} {version}")
            yield reading

    def _note(self, reading: Reading, stamp: str) -> None:
        identifier = reading.document.id
        judged = self._judgements.judge(reading)
        outline = outline_of(
            judged.reading, self._ontology, self._countries, accepted=_accepted(judged), given=_given(judged)
        )
        self._put(outline.iri, f"{stamp} {self._judgements.stamp(identifier)}", dump(outline))

    def forget(self, identifier: str) -> None:
        """Take out a document that was removed from the graph."""
        self._put(document_iri(self._ontology, identifier), "", None)

    def _put(self, iri: str, stamp: str, line: str | None) -> None:
        if self._broken:
            return
        try:
            self._ledger.put(iri, stamp, line)
        except sqlite3.DatabaseError:
            self._broken = True

    def noted(self, identifier: str, stamp: str, line: str) -> None:
        """Keep the outline of a document that was made elsewhere, so that it need not be read back.

        Args:
            identifier: the document's.
            stamp: its digest and version.
            line: of `outliner`, with this `account_version`.
        """
        if self._judgements.stamp(identifier):
            self.compare()  # what people hold of it was not known there
        else:
            self._put(document_iri(self._ontology, identifier), f"{stamp} ", line)

    def compare(self) -> None:
        """Have the next `assemble` look at every document, because some were added or replaced without being noted."""
        self._in_step = False

    def assemble(self) -> None:
        """Compute the assembled layer where something changed since it was computed.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
            JudgementError: the file of judgements has mistakes.
        """
        self._judgements = read_judgements(self._store)
        if not self._broken:
            try:
                self._assemble()
            except sqlite3.DatabaseError:
                self._broken = True
        if self._broken:
            self._renew()
        self._in_step = True

    def _renew(self) -> None:
        """Assemble with a new ledger: that which was there is broken, and all it holds stands in the graph."""
        self._ledger.renew()
        self._broken = self._in_step = False
        try:
            self._assemble()
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: cannot be written: {error}") from error

    def anew(self) -> Iterator[Part]:
        """Yield what the whole assembled layer should be. Nothing is written but the ledger."""
        account = self._account()
        with _uncollected():
            yield from whole(account)
        self._ledger.keep()

    def _account(self) -> Account:
        self._catch_up()
        pairs = judged_pairs(self._store, self._judgements)
        return Account(self._ledger, self._ontology, Resolver(self._ontology, self._countries), pairs)

    def _assemble(self) -> None:
        account = self._account()
        anew = self._store.assembling or not (self._ledger.complete and self._store.has_assembled)
        with _uncollected():
            made = whole(account) if anew else parts(account, account.update())
            self._store.revise(made, whole=anew, keep=self._ledger.keep)

    def _catch_up(self) -> None:
        """Take in the documents that the ledger has not, or has otherwise, and take out those that are gone."""
        lines = " ".join(sorted(line.id for line in self._judgements.live))
        if self._in_step and lines == self._ledger.meta("judgements"):
            return
        self._ledger.note("judgements", lines)
        known = self._ledger.stamps()
        for identifier, (digest, version) in sorted(self._store.digests().items()):
            iri = document_iri(self._ontology, identifier)
            if known.pop(iri, None) != f"{digest} {version} {self._judgements.stamp(identifier)}":
                self._note(self._store.page(identifier).reading(), f"{digest} {version}")
        for iri in sorted(known):
            self.forget(identifier_of(self._ontology.base, iri))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let Python not look for cycles: there are none, and to look through what is held takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _accepted(judged: Judged) -> frozenset[str]:
    """Return the events, relations and offices that people accepted, as outlines name them."""
    events = {fact.parts[0] for fact in judged.accepted if fact.kind == "event"}
    return frozenset(events | {" ".join(fact.parts).strip() for fact in judged.accepted if fact.kind == "relation"})


def _given(judged: Judged) -> dict[str, str]:
    """Return what people put right of things, by key."""
    found: dict[str, list[str]] = defaultdict(list)
    for fact in sorted(judged.corrected):
        if fact.kind == "entity":
            found[fact.parts[0]].append("class" if fact.parts[1] == CLASS else "label")
    return {key: " ".join(sorted(parts)) for key, parts in found.items()}


def assemble(store: GraphStore) -> None:
    """Compute the assembled layer, of what documents say and people judged, where something changed since.

    Raises:
        StoreError: the graph is open for reading only, or the disk fails.
        JudgementError: the file of judgements in the graph's folder has mistakes.
    """
    if store.stale:
        with Assembling(store) as assembling:
            assembling.assemble()


def remove(path: Place, identifier: str, *, wait: bool = False, tell: Callable[[str], None] | None = None) -> None:
    """Remove a document from a graph, which is then the one that would have been built without it.

    What a killed command left undone is done before anything is said of a document that is not there: it may be the
    one that was being removed.

    Args:
        path: the graph's folder, or the address of its server.
        identifier: the document's.
        wait: wait until nobody else writes to the graph.
        tell: is told what `create_or_open` tells.

    Raises:
        StoreError: there is no graph, another process writes to it, or the disk fails.
        UnknownName: there is no such document.
    """
    with open_write(path, wait=wait, tell=tell) as store, Assembling(store) as assembling:
        known = store.digest(identifier) is not None
        if known:
            store.remove(identifier)
            assembling.forget(identifier)
        if store.stale:
            assembling.assemble()
        if not known:
            raise UnknownName("document", identifier, store.digests())
