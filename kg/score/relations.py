"""Compares the relations of one document."""

from __future__ import annotations

from collections.abc import Sequence

from kg.score.facts import RelationFact
from kg.score.ledger import Ledger
from kg.score.matching import largest_matching
from kg.score.mistake import show
from kg.score.sameness import same_name, words_of


def compare_relations(gold: Sequence[RelationFact], found: Sequence[RelationFact], ledger: Ledger) -> None:
    """Count each relation under its predicate; optional ones count neither way."""
    twin = dict(largest_matching(gold, found, same_relation))
    for i, relation in enumerate(gold):
        hit = i in twin
        if relation.optional or (hit and found[twin[i]].optional):
            continue
        ledger.facts[relation.predicate].add(tp=hit, fn=not hit)
        if not hit:
            ledger.note("missed", relation.predicate, expected=_edge(relation), sentence=relation.sentence)
    for j in sorted(set(range(len(found))) - set(twin.values())):
        if not found[j].optional:
            ledger.facts[found[j].predicate].add(fp=1)
            ledger.note("spurious", found[j].predicate, got=_edge(found[j]), sentence=found[j].sentence)


def same_relation(a: RelationFact, b: RelationFact) -> bool:
    """Tell whether two relations are one: same predicate, same things, titles with a word in common or absent."""
    titles = a.title is None or b.title is None or bool(words_of(a.title) & words_of(b.title))
    return a.predicate == b.predicate and same_name(a.subject, b.subject) and same_name(a.object, b.object) and titles


def _edge(relation: RelationFact) -> str:
    title = f" as {relation.title}" if relation.title else ""
    return f"{show(relation.subject)} → {show(relation.object)}{title}"
