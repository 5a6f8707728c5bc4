"""How a page is cited: what it shows, the version of the graph, and an address that stays. No clock is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.identity import short_hash
from kg.query.terms import display
from kg.serve.pages.records import Citation

if TYPE_CHECKING:
    from kg.model import Document
    from kg.serve.pages.room import Room

_SPECIAL = {**{c: f"\\{c}" for c in "&%$#_{}"}, "~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
_SPECIAL |= {"\\": "\\textbackslash{}"}


def cite(room: Room, iri: str, label: str) -> Citation:
    """Return how the page of a node is cited."""
    title, where = display(label), f"Knowledge graph of {room.title}"
    until = f", articles until {room.until}" if room.until else ""
    note = f"version {room.version}{until}"
    fields = {"title": title, "howpublished": where, "note": note, "url": iri}
    if room.until:
        fields["year"] = room.until[:4]
    return Citation(f"“{title}”. {where}, {note}. {iri}", _bibtex("misc", iri, fields), iri)


def cite_article(room: Room, iri: str, document: Document) -> Citation:
    """Return how an article is cited: as it was published, with the graph as the place where its marks are."""
    title = display(document.title or document.id)
    day = document.published.isoformat() if document.published else ""
    source, url = display(document.source or ""), display(document.url or "")
    told = ", ".join(filter(None, (source, day)))
    read = f"As read in the knowledge graph of {room.title}, version {room.version}"
    fields = {
        "title": title,
        "journal": source,
        "date": day,
        "year": day[:4],
        "url": url or iri,
        "note": f"{read}: {iri}",
    }
    text = ". ".join(filter(None, (f"“{title}”", told, url, read, iri)))
    return Citation(text, _bibtex("article", iri, {k: v for k, v in fields.items() if v}), iri)


def _bibtex(kind: str, iri: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{_url(value) if name == 'url' else _tex(value)}}}" for name, value in fields.items()]
    return f"@{kind}{{kg-{short_hash(iri)},\n" + ",\n".join(lines) + "\n}"


def _tex(value: str) -> str:
    return re.sub(r"[&%$#_{}~^\\]", lambda found: _SPECIAL[found[0]], value)


def _url(value: str) -> str:
    return value.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
