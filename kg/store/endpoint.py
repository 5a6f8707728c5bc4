"""Where a graph is that a SPARQL server keeps. Without an HTTP client, so that naming a graph loads none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

from kg.errors import UsageError

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_WEB = re.compile(r"(https?):/+", re.IGNORECASE)  # one slash is what is left of two where it was a Path
VIRTUOSO = "virtuoso"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The addresses of a graph on a server.

    As text it is the first, and after it, where a server needs that, `update=ADDRESS` and `graphs=ADDRESS`.

    Args:
        query: where it is asked: the SPARQL 1.1 endpoint.
        update: where it is changed; found by `query` if None.
        graphs: where whole graphs are put (SPARQL 1.1 Graph Store protocol); found by `query` if None.
        domain: of the graph, where the server holds those of several; the fragment of the address.

    Examples:
        >>> Endpoint.at("http://localhost:7878/query").found("oxigraph").graphs
        'http://localhost:7878/store'
    """

    query: str
    update: str | None = None
    graphs: str | None = None
    domain: str | None = None

    def __str__(self) -> str:
        return self.query

    @classmethod
    def at(cls, text: str) -> Self:
        """Return the endpoint that a text names.

        Raises:
            UsageError: one of the addresses is none, or has a name or a password in it.
        """
        address, *others = text.split()
        query, _, domain = checked(address).partition("#")
        given = {name: one for name, _, one in (other.partition("=") for other in others)}
        if given.keys() - {"update", "graphs"}:
            raise UsageError(f"{query}: only update=ADDRESS and graphs=ADDRESS may follow the address of a graph")
        beside = {name: checked(one) for name, one in given.items()}
        return cls(query, beside.get("update"), beside.get("graphs"), domain or None)

    def found(self, server: str) -> Endpoint:
        """Return this with all its addresses.

        Those that nobody named are looked up by the path of the first, as `docs/stores.md` lists them. Where there is
        none for whole graphs, that one stays None, and graphs are written by updates.

        Args:
            server: how the server names itself.
        """
        update, graphs = _beside(urlsplit(self.query), server)
        return replace(self, update=self.update or update, graphs=self.graphs or graphs)


def checked(address: str) -> str:
    """Return an address of the web as it may be asked.

    Raises:
        UsageError: it is none, or has a name or a password in it, which nobody should see.
    """
    address = _WEB.sub(lambda found: f"{found[1].lower()}://", address, count=1)
    try:
        url = urlsplit(address)
        fits = url.scheme in ("http", "https") and bool(url.hostname) and (url.port or 1) > 0
    except ValueError:
        fits = False
    if not fits or any(c.isspace() or not c.isprintable() for c in address):
        raise UsageError("a graph on a server is named by its address, such as http://localhost:7878/query")
    if url.username is not None or url.password is not None:
        raise UsageError(
            f"{url.hostname}: the address names a user; set KG_STORE_USER and KG_STORE_PASSWORD instead, "
            "so that no list of processes and no log shows them"
        )
    return address


def place_of(named: Path | str | Endpoint) -> Path | Endpoint:
    """Return where a graph is: a folder, or a server's endpoint if it is an address that begins with http.

    Raises:
        UsageError: it is an address that cannot be asked.
    """
    if isinstance(named, Endpoint):
        return named
    text = str(named)
    if _WEB.match(text):
        return Endpoint.at(text)
    if _SCHEME.match(text):
        raise UsageError(f"{text}: no address of a graph; a server's begins with http:// or https://")
    return Path(named)


def _beside(url: SplitResult, server: str) -> tuple[str, str | None]:
    """Return where a server that is asked at an address is changed, and where it takes whole graphs."""
    site, path = f"{url.scheme}://{url.netloc}", url.path.rstrip("/")
    above, _, last = path.rpartition("/")
    if VIRTUOSO in server.casefold():
        return f"{site}/sparql-auth", f"{site}/sparql-graph-crud-auth"
    if last == "query" and not above:
        return f"{site}/update", f"{site}/store"  # oxigraph
    if last in ("query", "sparql") and above:
        return f"{site}{above}/update", f"{site}{above}/data"  # Fuseki
    if above.endswith("/repositories"):
        return f"{site}{path}/statements", f"{site}{path}/rdf-graphs/service"  # RDF4J, GraphDB
    return url.geturl(), None
