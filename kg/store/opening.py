"""Opens graphs wherever they are: in a folder, or on a server that is named by its address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.ontology import Ontology, load
from kg.store.endpoint import Endpoint, place_of

if TYPE_CHECKING:
    from kg.store.graph import GraphStore, Tell

Place = Path | str | Endpoint


def create_or_open(place: Place, *, ontology: Ontology, wait: bool = False, tell: Tell | None = None) -> GraphStore:
    """Open a graph for writing; make one where there is nothing. See `kg.store.folder.create_or_open`.

    Args:
        place: its folder, or the address of the server that keeps it.
        ontology: the domain's.
        wait: wait until nobody else writes.
        tell: is told for whom this waits, and what is done to a graph before it can be used.

    Raises:
        StoreError: there is something else, another process writes to it, or the disk or the server fails.
        UsageError: it is an address that cannot be asked, or credentials cannot be read.
    """
    where = place_of(place)
    if isinstance(where, Endpoint):
        from kg.store import remote_opening

        return remote_opening.create_or_open(where, ontology=ontology, wait=wait, tell=tell)
    from kg.store import folder

    return folder.create_or_open(where, ontology=ontology, wait=wait, tell=tell)


def open_write(place: Place, *, wait: bool = False, tell: Tell | None = None) -> GraphStore:
    """Open a graph that is there for writing; see `create_or_open`.

    Raises:
        StoreError: there is no graph; and as `create_or_open`.
        UnknownName: the graph's domain is not installed.
    """
    return create_or_open(place, ontology=load(domain_of(place)), wait=wait, tell=tell)


def open_read(place: Place, *, ontology: Ontology | None = None) -> GraphStore:
    """Open a graph for reading. See `kg.store.folder.open_read`.

    Args:
        place: its folder, or the address of the server that keeps it.
        ontology: the domain's, where it is loaded already.

    Raises:
        StoreError: there is no graph, or it is of another format, or it is broken, or the server fails.
        UnknownName: the graph's domain is not installed.
        UsageError: it is an address that cannot be asked, or credentials cannot be read.
    """
    where = place_of(place)
    if isinstance(where, Endpoint):
        from kg.store import remote_opening

        return remote_opening.open_read(where, ontology=ontology)
    from kg.store import folder

    return folder.open_read(where, ontology=ontology)


def domain_of(place: Place) -> str:
    """Return the domain of a graph without opening it.

    Raises:
        StoreError: there is no graph, or what tells is broken or of a newer format, or the server fails.
    """
    where = place_of(place)
    if isinstance(where, Endpoint):
        from kg.store import remote_opening

        return remote_opening.domain_of(where)
    from kg.store import folder

    return folder.domain_of(where)


def folder_of(place: Place, command: str) -> Path:
    """Return the folder of a graph, for what can be done with folders alone.

    Raises:
        StoreError: it is on a server.
    """
    where = place_of(place)
    if isinstance(where, Endpoint):
        raise StoreError(f"{where}: {command} needs a graph in a folder; see docs/stores.md")
    return where
