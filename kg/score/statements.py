"""Compares the statements of one document: who speaks, and with what stance."""

from __future__ import annotations

from collections.abc import Sequence

from kg.score.facts import StatementFact
from kg.score.ledger import Ledger
from kg.score.matching import best_pairing
from kg.score.mistake import show
from kg.score.sameness import same_name, shared_runs


def compare_statements(gold: Sequence[StatementFact], found: Sequence[StatementFact], ledger: Ledger) -> None:
    """Align statements by their words and count speaker and stance of each; optional ones count neither way."""
    pairs = best_pairing([[gain(g, f) for f in found] for g in gold])
    aligned_gold, aligned_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, j in pairs:
        if not gold[i].optional and not found[j].optional:
            _compare(gold[i], found[j], ledger)
    for i, statement in enumerate(gold):
        if i not in aligned_gold and not statement.optional:
            ledger.facts["speaker"].add(fn=1)
            ledger.facts["stance"].add(fn=1)
            who = f"{show(statement.speaker)} {statement.stance}"
            ledger.note("missed", "statement", expected=who, sentence=statement.text)
    for j, statement in enumerate(found):
        if j not in aligned_found and not statement.optional:
            ledger.facts["speaker"].add(fp=1)
            ledger.facts["stance"].add(fp=statement.stance is not None)
            who = f"{show(statement.speaker)} {statement.stance}"
            ledger.note("spurious", "statement", got=who, sentence=statement.text)


def gain(gold: StatementFact, found: StatementFact) -> float:
    """Return the runs of four words in common, and 0.5 more for the same speaker; 0 without such runs."""
    shared = shared_runs([gold.text], [found.text])
    return shared + 0.5 * same_name(gold.speaker, found.speaker) if shared else 0.0


def _compare(gold: StatementFact, found: StatementFact, ledger: Ledger) -> None:
    good = same_name(gold.speaker, found.speaker)
    ledger.facts["speaker"].add(tp=good, fn=not good, fp=not good)
    if not good:
        expected, got = show(gold.speaker), show(found.speaker)
        ledger.note("wrong", "speaker", expected=expected, got=got, sentence=gold.text)
    if not ledger.compare("stance", gold.stance, found.stance):
        ledger.note("wrong", "stance", expected=gold.stance, got=found.stance, sentence=gold.text)
