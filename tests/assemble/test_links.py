"""Links of people's judgements name the right things, whatever came first."""

from __future__ import annotations

from itertools import permutations

from pyoxigraph import NamedNode

from kg.assemble import Judged, outline_of
from kg.model import Document, Entity, Reading
from kg.ontology import CORE, load

from .accounts import Kept

ONTOLOGY = load("industrial-relations")
UNION = "https://w3id.org/industrial-relations/ontology#TradeUnion"


def node(document: str) -> str:
    return f"{ONTOLOGY.base}document/{document}#entity-union"


def linked(order: tuple[str, ...], judged: Judged) -> set[tuple[str, str]]:
    """The mentions and links in the account of documents that come one after the other, each with a union."""
    with Kept(ONTOLOGY, {}) as kept:
        for name in order:
            entity = Entity("union", UNION, ("Union of Dockers",), "union-of-dockers")
            kept.put(outline_of(Reading(Document(name, "", ""), (entity,)), ONTOLOGY, {}))
            kept.build(judged)
        found = kept.raw.quads_for_pattern(None, NamedNode(CORE.mention), None)
        return {(quad.object.value, quad.subject.value) for quad in found}


def test_what_was_told_apart_is_linked_with_the_thing_that_the_other_is_at_last() -> None:
    """Which of two things bears their name alone depends on later articles; so their links change with them."""
    judged = Judged(apart=[(node("a"), node("b"), "N. N."), (node("b"), node("c"), "N. N.")])
    found = {frozenset(linked(order, judged)) for order in permutations("abcd")}
    assert len(found) == 1
    assert {node(name) for name in "abc"} <= {mention for mention, _ in next(iter(found))}


def test_what_nobody_can_tell_is_a_link_too_and_joins_nothing() -> None:
    def account(judged: Judged | None) -> tuple[set[str], list[tuple[str, str, str]]]:
        with Kept(ONTOLOGY, {}) as kept:
            for name, union in (("a", "Union of Dockers"), ("b", "Union of Bakers")):
                entity = Entity("union", UNION, (union,), union.lower().replace(" ", "-"))
                kept.put(outline_of(Reading(Document(name, "", ""), (entity,)), ONTOLOGY, {}))
            kept.build(judged)

            def values(predicate: str) -> dict[str, str]:
                quads = kept.raw.quads_for_pattern(None, NamedNode(predicate), None)
                return {quad.subject.value: quad.object.value for quad in quads}

            things = values(CORE.mentionOf)
            other = dict(zip(things, reversed(things.values()), strict=True))
            mentions, entities = values(CORE.mention), values(CORE.entity)
            assert all(entities[link] == other[mention] for link, mention in mentions.items())
            verdicts, authors = values(CORE.judgement), values(CORE.author)
            return set(things.values()), sorted((mentions[link], verdicts[link], authors[link]) for link in mentions)

    (without, none), (things, links) = account(None), account(Judged(open_=[(node("a"), node("b"), "N. N.")]))
    assert things == without
    assert len(things) == 2
    assert none == []
    assert links == [(node(name), ONTOLOGY.term("unsure"), "N. N.") for name in "ab"]
