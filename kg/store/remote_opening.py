"""Opens graphs that servers keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import kg
from kg.errors import StoreError
from kg.ontology import Ontology, load
from kg.store import migrating, server_state
from kg.store.credentials import credentials_for
from kg.store.endpoint import Endpoint
from kg.store.graph import Tell
from kg.store.remote import RemoteGraph
from kg.store.requests import Requests
from kg.store.server_state import ServerLock, ServerState
from kg.store.sparql_server import SparqlServer


@contextmanager
def _reached(endpoint: Endpoint) -> Iterator[SparqlServer]:
    """Reach a server; it is closed again where it cannot be used."""
    requests = Requests(str(endpoint), credentials_for(endpoint.query))
    try:
        yield SparqlServer(endpoint, requests)
    except BaseException:
        requests.close()
        raise


def create_or_open(
    endpoint: Endpoint, *, ontology: Ontology, wait: bool = False, tell: Tell | None = None
) -> RemoteGraph:
    """Open a graph on a server for writing; make one where there is none. See `kg.store.folder.create_or_open`."""
    with _reached(endpoint) as server:
        there = server_state.domain_on(server, endpoint.domain)
        if endpoint.domain is not None and endpoint.domain != ontology.domain:
            raise StoreError(f"{endpoint}: its address names the domain {endpoint.domain!r}, not {ontology.domain!r}")
        if there is not None and there != ontology.domain:
            raise StoreError(
                f"{endpoint}: holds a graph of the domain {there!r}, not {ontology.domain!r}; name that domain, or say "
                f"that there are to be two: --graph '{endpoint}#{ontology.domain}'"
            )
        state = ServerState(server, ontology)
        _check_format(endpoint, state)
        folder = server_state.state_folder(endpoint, ontology.domain)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = ServerLock(state, folder, str(endpoint), waiting=(tell or (lambda _: None)) if wait else None)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error
        try:
            said = {
                server_state.FORMAT: str(migrating.FORMAT),
                server_state.DOMAIN: ontology.domain,
                server_state.ONTOLOGY: ontology.version,
                server_state.KG: kg.__version__,
            }
            for name, value in said.items():
                state.put(name, [value])
            store = RemoteGraph(server, ontology, state, folder, lock=lock)
            store.catch_up()
            if store.stale:
                broken = store.remove_unmarked()
                if broken and tell is not None:
                    what = f"{broken:,} document{'' if broken == 1 else 's'}, half-written when a build was stopped"
                    tell(f"{endpoint}: {what}, taken out; build again")
        except BaseException:
            lock.release()
            raise
        return store


def open_read(endpoint: Endpoint, *, ontology: Ontology | None = None) -> RemoteGraph:
    """Open a graph on a server for reading. See `kg.store.folder.open_read`."""
    with _reached(endpoint) as server:
        domain = server_state.domain_on(server, endpoint.domain or (ontology.domain if ontology else None))
        if domain is None:
            raise StoreError(f"{endpoint}: no graph here; kg build makes one")
        found = ontology or load(domain)
        state = ServerState(server, found)
        _check_format(endpoint, state)
        return RemoteGraph(server, found, state, server_state.state_folder(endpoint, domain))


def domain_of(endpoint: Endpoint) -> str:
    """Return the domain of a graph on a server. See `kg.store.folder.domain_of`."""
    with _reached(endpoint) as server:
        domain = server_state.domain_on(server, endpoint.domain)
        server.close()
    if domain is None:
        raise StoreError(f"{endpoint}: no graph here; kg build makes one")
    return domain


def _check_format(endpoint: Endpoint, state: ServerState) -> None:
    written = state.one(server_state.FORMAT)
    if written and written != str(migrating.FORMAT):
        raise StoreError(
            f"{endpoint}: format {written}, this kg reads format {migrating.FORMAT}; use the kg that wrote it, "
            "or build it again on an empty server"
        )
