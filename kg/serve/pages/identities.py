"""Why the mentions of a thing are taken for one: the links, those of one name, judgement and reason together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.serve.pages.records import Identity, Named
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.serve.pages.room import Room

LINKS, KINDS, ARTICLES = 300, 40, 5  # links that are read, kinds of them and articles of each that are shown
Kind = tuple[bool, str, str, str, str, str]


def identities(room: Room, thing: str) -> Iterator[Identity]:
    """Yield why mentions are, are not or may be a thing: what is doubtful first, then what most links say."""
    found: dict[Kind, list[tuple[float, str]]] = {}
    for node in _links(room, thing)[:LINKS]:
        said = {quad.predicate: t.value(quad.object) for quad in room.assembled.quads(node)}
        mention, entity, judgement = (said.get(p, "") for p in (t.LINK_MENTION, t.LINK_ENTITY, t.JUDGEMENT))
        name = room.catalogue.page(mention).one(NamedNode(mention), t.LABEL) or ""
        sure = judgement == room.ontology.term("same")
        kind = (sure, name, judgement, "" if entity == thing else entity, said.get(t.WHY, ""), said.get(t.AUTHOR, ""))
        found.setdefault(kind, []).append((float(said.get(t.SCORE, "0")), mention))
    for kind in sorted(found, key=lambda kind: (kind[0], -len(found[kind]), kind))[:KINDS]:
        yield _identity(room, kind, sorted(found[kind], key=lambda one: one[1]))


def _links(room: Room, thing: str) -> list[str]:
    """Return the links of a thing's own mentions, and those of others that may be it."""
    nodes = {node: None for m in room.assembled.mentions(thing) for node in room.assembled.subjects(t.LINK_MENTION, m)}
    return [*nodes, *(node for node in room.assembled.subjects(t.LINK_ENTITY, thing) if node not in nodes)]


def _identity(room: Room, kind: Kind, links: list[tuple[float, str]]) -> Identity:
    _, name, judgement, other, why, author = kind
    scores = sorted({f"{score:.2f}" for score, _ in links})
    mentions = [mention for _, mention in links]
    return Identity(
        name=name,
        judgement=room.word(judgement),
        other=room.named(other) if other else None,
        score="–".join(dict.fromkeys((scores[0], scores[-1]))),
        why=why,
        author=author,
        articles=tuple(Named(_article(room, mention), room.href(mention)) for mention in mentions[:ARTICLES]),
        more=max(0, len(mentions) - ARTICLES),
    )


def _article(room: Room, mention: str) -> str:
    page = room.catalogue.page(mention)
    return page.one(page.graph, t.IDENTIFIER) or page.iri
