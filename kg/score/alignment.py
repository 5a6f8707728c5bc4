"""Which event that was found is which annotated one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.score.facts import EventFacts
from kg.score.matching import Pair, best_pairing, largest_matching
from kg.score.sameness import shared_runs
from kg.score.terms import RoleFact, Terms


def same_fillers(fact: RoleFact, gold: EventFacts, found: EventFacts) -> list[Pair]:
    """Pair the fillers of one kind of fact of two events."""
    return largest_matching(gold.of(fact.name), found.of(fact.name), fact.same)


def align(gold: Sequence[EventFacts], found: Sequence[EventFacts], terms: Terms) -> list[Pair]:
    """Align events one to one so that the total gain is largest.

    Returns:
        Pairs of positions. Among alignments of equal gain the order of the events decides.
    """
    return best_pairing([[gain(g, f, terms) for f in found] for g in gold])


def gain(gold: EventFacts, found: EventFacts, terms: Terms) -> float:
    """Return how well two events agree; 0 when they cannot be one happening.

    gain = fillers in common + 1 (evidence shares a run of words) + 1 (same class) + 0.5 (same status) + 0.01,
    for events of one family that have a filler or words in common, or one of which has no filler at all.
    """
    if terms.family.get(gold.type) != terms.family.get(found.type):
        return 0.0
    agree = sum(len(same_fillers(fact, gold, found)) for fact in terms.role_facts)
    near = bool(shared_runs(gold.evidence, found.evidence))
    bare = not any(gold.fillers.values()) or not any(found.fillers.values())
    if not (agree or near or bare):
        return 0.0
    return agree + 1.0 * near + (gold.type == found.type) + 0.5 * (gold.status == found.status) + 0.01
