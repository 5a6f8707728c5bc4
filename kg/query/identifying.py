"""Why the mentions of a thing are taken for one, and what is doubtful of that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.query.records import Identification
from kg.store import terms as t

if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue


def identifications(catalogue: Catalogue, thing: str) -> Iterator[Identification]:
    """Yield the links of a thing: those of its own mentions, and those of others that may be it or are not.

    What is sure comes first, then what is doubtful, each by the best score.
    """
    assembled = catalogue.assembled
    mentions = assembled.mentions(thing)
    nodes = {node for mention in mentions for node in assembled.subjects(t.LINK_MENTION, mention)}
    nodes |= set(assembled.subjects(t.LINK_ENTITY, thing))
    found = [link for node in sorted(nodes) if (link := _identification(catalogue, node)) is not None]
    yield from sorted(found, key=lambda link: (link.doubtful, -link.score, link.why, link.document, link.mention))


def _identification(catalogue: Catalogue, node: str) -> Identification | None:
    one = catalogue.assembled.one
    mention, thing, judgement = (one(node, p) for p in (t.LINK_MENTION, t.LINK_ENTITY, t.JUDGEMENT))
    if mention is None or thing is None or judgement is None:
        return None
    page = catalogue.page(mention)
    sure = {catalogue.ontology.term(name) for name in ("same", "different")}
    return Identification(
        mention=mention,
        name=page.one(NamedNode(mention), t.LABEL) or "",
        document=page.one(page.graph, t.IDENTIFIER) or page.iri,
        entity=catalogue.label(thing),
        entity_iri=thing,
        judgement=catalogue.ontology.label(judgement),
        score=float(one(node, t.SCORE) or "0"),
        why=one(node, t.WHY) or "",
        author=one(node, t.AUTHOR) or "",
        doubtful=judgement not in sure,
    )
