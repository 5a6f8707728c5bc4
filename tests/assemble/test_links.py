"""Links of people's judgements name the right things, whatever came first."""

from __future__ import annotations

from itertools import permutations

from kg.assemble import Account, Judged, Ledger, outline_of, parts
from kg.model import Document, Entity, Reading
from kg.ontology import CORE, load
from kg.outlines import dump
from kg.resolve import Resolver

ONTOLOGY = load("industrial-relations")
UNION = "https://w3id.org/industrial-relations/ontology#TradeUnion"


def node(document: str) -> str:
    return f"{ONTOLOGY.base}document/{document}#entity-union"


def linked(order: tuple[str, ...], judged: Judged) -> set[tuple[str, str]]:
    """The mentions and links that stand in the account of documents, each of which names one union, one after the
    other."""
    links: set[tuple[str, str]] = set()
    with Ledger(None, "") as ledger:
        for name in order:
            entity = Entity("union", UNION, ("Union of Dockers",), "union-of-dockers")
            outline = outline_of(Reading(Document(name, "", ""), (entity,)), ONTOLOGY, {})
            ledger.put(outline.iri, "", dump(outline))
            account = Account(ledger, ONTOLOGY, Resolver(ONTOLOGY, {}), judged)
            for part in parts(account, account.update()):
                again = {term.value for _, predicate, term in part.nodes if predicate and term}
                links = {link for link in links if link[0] not in again}
                mentions = (t for t in part.triples if t.predicate.value == str(CORE.mention))
                links |= {(triple.object.value, triple.subject.value) for triple in mentions}
    return links


def test_what_was_told_apart_is_linked_with_the_thing_that_the_other_is_at_last() -> None:
    """Which of two things bears their name alone depends on later articles; so their links change with them."""
    judged = Judged(apart=[(node("a"), node("b"), "N. N."), (node("b"), node("c"), "N. N.")])
    found = {frozenset(linked(order, judged)) for order in permutations("abcd")}
    assert len(found) == 1
    assert {node(name) for name in "abc"} <= {mention for mention, _ in next(iter(found))}
