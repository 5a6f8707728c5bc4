"""The explorer's page: as one file that needs nothing but a browser, and as the shell that a server sends.

Script and style are built from `kg/view/web/`, which is not needed to use them; `manifest.json` holds their digests.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

ASSETS = ("explorer.js", "explorer.css", "sparql.js", "sparql.css", "LICENSES.txt")
"""The files that a server gives out."""

Json = Mapping[str, Any]


def asset(name: str) -> bytes:
    """Return one of the files that are shipped.

    Raises:
        FileNotFoundError: there is none of this name.
    """
    return files("kg.view").joinpath("assets", "explorer", name).read_bytes()


def index_bytes(index: Json) -> bytes:
    """Return an index as JSON in UTF-8, the same bytes for the same index."""
    return json.dumps(index, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode()


def shell(title: str) -> str:
    """Return the page that a server sends: it asks for script, style, index and evidence.

    Args:
        title: the page's heading.
    """
    head = '<link rel="stylesheet" href="assets/explorer.css">\n<script defer src="assets/explorer.js"></script>'
    return _filled(title, head=head, body="")


def asking_shell() -> str:
    """Return the page at which people ask SPARQL, as a server sends it."""
    head = '<link rel="stylesheet" href="assets/sparql.css">\n<script type="module" src="assets/sparql.js"></script>'
    return Template(asset("sparql.html").decode()).substitute(head=head)


def page(index: Json, evidence: Json) -> str:
    """Return the explorer of a graph as one HTML page that needs no other file.

    Args:
        index: as `docs/explorer.md` describes it.
        evidence: `documents`, a list, and `of`, the evidence of events and edges by their names; sentences name
            their document by its number.

    Returns:
        The document; write it as UTF-8. The same input gives the same text.
    """
    script, style = (asset(name).decode().replace("\r\n", "\n") for name in ASSETS[:2])
    data = "\n".join(
        f'<script type="application/json" id="{name}">{_safe(given)}</script>'
        for name, given in (("index", index), ("evidence", evidence))
    )
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; img-src data: blob:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{style}</style>'
    return _filled(str(index["title"]), head=head, body=f"{data}\n<script>{script}</script>")


def _filled(title: str, **parts: str) -> str:
    writable = title.encode("utf-8", "replace").decode()  # half a pair of surrogates is no character
    return Template(asset("explorer.html").decode()).substitute(title=escape(writable), **parts)


def _safe(given: Json) -> str:
    """Return ASCII JSON in which nothing can end the script element it stands in."""
    text = index_bytes(given).decode("ascii")
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
