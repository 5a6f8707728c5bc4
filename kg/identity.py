"""Names made from content: digests, slugs, and the IRIs of documents, graphs and nodes.

Nothing here depends on order, time or place, so that what is computed twice is called the same.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from urllib.parse import quote, unquote

from kg.model import Document

_PLAIN = re.compile(r"[a-z0-9-]+")  # keys that need no encoding, as nearly all


def document_digest(document: Document) -> str:
    """Return the SHA-256, in hexadecimal, of a document's original text and metadata.

    Two documents with one digest say the same. The normalised text and the place from which it was read
    do not count.
    """
    content = {
        "extra": sorted(document.extra),
        "id": document.id,
        "original": document.original,
        "published": document.published.isoformat() if document.published else None,
        "source": document.source,
        "title": document.title,
        "url": document.url,
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def short_hash(*parts: object) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the parts, joined by NUL."""
    text = "\0".join(map(str, parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def slug(text: str) -> str:
    """Return `text` in a-z, 0-9 and "-"; a text that has none of them becomes its short hash."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or short_hash(text)


def document_iri(base: str, identifier: str) -> str:
    """Return the IRI of a document, which is also that of its graph. `base` ends with "/"."""
    return f"{base}document/{quote(identifier, safe='', errors='surrogatepass')}"


def identifier_of(base: str, iri: str) -> str:
    """Return the identifier from which `document_iri` made `iri`."""
    return unquote(iri.removeprefix(f"{base}document/"), errors="surrogatepass")


def node_iri(document: str, kind: str, key: str) -> str:
    """Return the IRI of a node of one document: `D#entity-pcs`. The key is percent-encoded where it must be."""
    plain = key if _PLAIN.fullmatch(key) else quote(key, safe="", errors="surrogatepass")
    return f"{document}#{kind}-{plain}"


def assembled_graph(base: str) -> str:
    """Return the IRI of the graph that is computed from all documents."""
    return f"{base}graph/assembled"


def ontology_graph(base: str) -> str:
    """Return the IRI of the graph that holds the ontology."""
    return f"{base}graph/ontology"
