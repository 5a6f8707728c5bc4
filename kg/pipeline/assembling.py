"""What is computed from all documents, after one of them came or went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import kg
from kg.assemble import Account, Ledger, outline_of, parts, whole
from kg.frames import countries_of
from kg.identity import document_digest
from kg.model import Reading
from kg.ontology import Ontology
from kg.outlines import dump
from kg.resolve import Resolver
from kg.store import GraphStore, create_or_open, document_iri, open_read

LEDGER = "ledger.sqlite"


class Assembling:
    """Keeps the assembled layer of a graph up to date; a context manager.

    Args:
        store: the graph, open for writing.
        path: the ledger's file; that in the graph's folder if None.
    """

    def __init__(self, store: GraphStore, *, path: Path | None = None) -> None:
        self._store = store
        self._ontology: Ontology = store.ontology
        self._countries = countries_of(store.ontology)
        places = sha256(repr(sorted(self._countries.items())).encode()).hexdigest()[:12]
        version = f"kg {kg.__version__}; {store.domain} {store.ontology.version}; {places}"
        self._ledger = Ledger(path or store.path / LEDGER, version)
        self._account = Account(self._ledger, store.ontology, Resolver(store.ontology, self._countries))

    def __enter__(self) -> Assembling:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.sql.close()

    def noting(self, readings: Iterable[Reading], versions: str) -> Iterator[Reading]:
        """Yield readings, and keep their outlines on the way, so that they need not be read back.

        `versions` is core:version of their documents.
        """
        for reading in readings:
            self._put(reading, versions)
            yield reading

    def _put(self, reading: Reading, version: str) -> None:
        iri = document_iri(self._ontology, reading.document.id)
        stamp = f"{document_digest(reading.document)} {version}"
        self._ledger.put(iri, stamp, dump(outline_of(reading, self._ontology, self._countries)))

    def assemble(self) -> None:
        """Compute the assembled layer where something changed since it was computed.

        Raises:
            StoreError: the graph is open for reading only, or the disk fails.
        """
        self._catch_up()
        if self._store.assembling or not self._store.has_assembled:
            self._store.revise(whole(self._account), whole=True, keep=self._ledger.sql.commit)
        else:
            changed = parts(self._account, self._account.update())
            self._store.revise(changed, whole=False, keep=self._ledger.sql.commit)

    def _catch_up(self) -> None:
        """Take in the documents that the ledger has not, or has otherwise, and take out those that are gone."""
        known = self._ledger.stamps()
        for identifier, (digest, version) in sorted(self._store.digests().items()):
            iri = document_iri(self._ontology, identifier)
            stamp = f"{digest} {version}"
            if known.pop(iri, None) != stamp:
                outline = outline_of(self._store.page(identifier).reading(), self._ontology, self._countries)
                self._ledger.put(iri, stamp, dump(outline))
        for iri in sorted(known):
            self._ledger.put(iri, "", None)


def assemble(store: GraphStore) -> None:
    """Compute the assembled layer where something changed since it was computed.

    Raises:
        StoreError: the graph is open for reading only, or the disk fails.
    """
    if store.stale:
        with Assembling(store) as assembling:
            assembling.assemble()


def remove(path: Path | str, identifier: str) -> None:
    """Remove a document from a graph, which is then the one that would have been built without it.

    Raises:
        StoreError: there is no graph, another process writes to it, or the disk fails.
        UnknownName: there is no such document.
    """
    with open_read(path) as store:
        ontology = store.ontology
        store.page(identifier)
    with create_or_open(path, ontology=ontology) as store:
        store.remove(identifier)
        assemble(store)
