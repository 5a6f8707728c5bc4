"""From IRIs to the paths of their pages, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

from pyoxigraph import NamedNode

ANY = "/thing?iri="  # the page of a node whose IRI makes no path that a browser would leave as it is
_PLAIN = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_DOTS = re.compile(r"(?:\.|%2[Ee]){1,2}")  # a browser takes these away, encoded or not


def is_iri(text: str) -> bool:
    """Tell whether a text can be an IRI of the graph.

    Examples:
        >>> is_iri("https://example.org/a%20b"), is_iri("a b"), is_iri("%zz")
        (True, False, False)
    """
    try:
        return bool(NamedNode(text).value)
    except ValueError:
        return False


def path_of(iri: str, base: str) -> str | None:
    """Return the address of a node's page; None of an IRI that is not below the base.

    Examples:
        >>> path_of("https://example.org/document/a%2Fb#event-1", "https://example.org/")
        '/document/a%2Fb#event-1'
        >>> path_of("https://example.org/document/..", "https://example.org/")
        '/thing?iri=https%3A%2F%2Fexample.org%2Fdocument%2F..'
    """
    if not iri.startswith(base):
        return None
    page, mark, fragment = iri[len(base) :].partition("#")
    parts = page.split("/")
    if all(_PLAIN.fullmatch(part) and not _DOTS.fullmatch(part) for part in parts):
        return f"/{page}{mark}{fragment}"
    return f"{ANY}{quote(base + page, safe='')}{mark}{fragment}"


def iris_of(raw_path: bytes, base: str) -> Iterator[str]:
    """Yield the IRIs that a path, as it was sent, may mean: as it stands, then as kg percent-encodes it.

    Examples:
        >>> list(iris_of(b"/document/two%3cb%3e", "https://example.org/"))
        ['https://example.org/document/two%3cb%3e', 'https://example.org/document/two%3Cb%3E']
    """
    sent = raw_path.decode("latin-1").lstrip("/")
    again = "/".join(quote(unquote_to_bytes(part.encode("latin-1")), safe="") for part in sent.split("/"))
    for found in dict.fromkeys((sent, again)):
        if is_iri(base + found):
            yield base + found
