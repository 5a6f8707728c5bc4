"""Compares the events of one document: that they exist, their status, and what fills their roles."""

from __future__ import annotations

from collections.abc import Sequence

from kg.score.alignment import align, same_fillers
from kg.score.annotation import ALL
from kg.score.facts import EventFacts
from kg.score.ledger import Ledger
from kg.score.mistake import best_sentence, show
from kg.score.terms import RoleFact, Terms


def compare_events(gold: Sequence[EventFacts], found: Sequence[EventFacts], terms: Terms, ledger: Ledger) -> None:
    """Align the events and count every fact of those that are not optional as a whole."""
    pairs = align(gold, found, terms)
    for i, j in pairs:
        if ALL not in gold[i].optional | found[j].optional:
            _compare(gold[i], found[j], terms, ledger)
    aligned_gold, aligned_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, event in enumerate(gold):
        if i not in aligned_gold and ALL not in event.optional:
            _missed(event, terms, ledger)
    for j, event in enumerate(found):
        if j not in aligned_found and ALL not in event.optional:
            _spurious(event, terms, ledger)


def _compare(gold: EventFacts, found: EventFacts, terms: Terms, ledger: Ledger) -> None:
    optional = gold.optional | found.optional
    sentence = best_sentence(gold.evidence)
    if not ledger.compare("event", gold.type, found.type):
        ledger.note("wrong", "event", of=gold.type, expected=gold.type, got=found.type, sentence=sentence)
    if "status" not in optional and gold.status:
        ledger.compare_status(gold.status, found.status)
        if not ledger.compare("status", gold.status, found.status):
            ledger.note("wrong", "status", of=gold.type, expected=gold.status, got=found.status, sentence=sentence)
    for fact in terms.role_facts:
        if not _is_optional(fact, optional):
            _compare_fillers(fact, gold, found, ledger)


def _is_optional(fact: RoleFact, optional: frozenset[str]) -> bool:
    """Tell whether a fact of two aligned events is optional; the date is when one of its roles is."""
    return fact.name in optional or bool(fact.kind == "date" and fact.role_names & optional)


def _compare_fillers(fact: RoleFact, gold: EventFacts, found: EventFacts, ledger: Ledger) -> None:
    expected, got = gold.of(fact.name), found.of(fact.name)
    pairs = same_fillers(fact, gold, found)
    hit_gold, hit_found = {i for i, _ in pairs}, {j for _, j in pairs}
    ledger.facts[fact.name].add(tp=len(pairs), fn=len(expected) - len(pairs), fp=len(got) - len(pairs))
    for i, filler in enumerate(expected):
        if i not in hit_gold:
            words = best_sentence(gold.evidence, filler)
            ledger.note("missed", fact.name, of=gold.type, expected=show(filler), sentence=words)
    for j, filler in enumerate(got):
        if j not in hit_found:
            words = best_sentence(found.evidence or gold.evidence, filler)
            ledger.note("spurious", fact.name, of=gold.type, got=show(filler), sentence=words)


def _missed(event: EventFacts, terms: Terms, ledger: Ledger) -> None:
    ledger.facts["event"].add(fn=1)
    ledger.facts["status"].add(fn=bool(event.status))
    if event.status:
        ledger.status[event.status].add(fn=1)
    for fact in terms.role_facts:
        if fact.name not in event.optional:
            ledger.facts[fact.name].add(fn=len(event.of(fact.name)))
    what = f"{event.type} {event.status}"
    ledger.note("missed", "event", expected=what, sentence=best_sentence(event.evidence))


def _spurious(event: EventFacts, terms: Terms, ledger: Ledger) -> None:
    ledger.facts["event"].add(fp=1)
    ledger.facts["status"].add(fp=event.status is not None)
    if event.status is not None:
        ledger.status[event.status].add(fp=1)
    for fact in terms.role_facts:
        ledger.facts[fact.name].add(fp=0 if fact.name in event.optional else len(event.of(fact.name)))
    what = f"{event.type} {event.status}"
    ledger.note("spurious", "event", got=what, sentence=best_sentence(event.evidence))
