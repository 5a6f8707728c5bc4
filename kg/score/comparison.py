"""Compares all documents and adds up."""

from __future__ import annotations

from collections.abc import Mapping

from kg.ontology import Ontology
from kg.score.events import compare_events
from kg.score.facts import GoldDoc
from kg.score.ledger import Ledger
from kg.score.relations import compare_relations
from kg.score.report import Report
from kg.score.statements import compare_statements
from kg.score.tally import Tallies, total
from kg.score.terms import Terms


def score(
    gold: Mapping[str, GoldDoc],
    predicted: Mapping[str, GoldDoc],
    ontology: Ontology,
    *,
    common: bool = False,
) -> Report:
    """Compare the facts of documents with the annotated ones.

    Args:
        gold: the annotations, from `load_gold`.
        predicted: what was found, from `from_dataset`; or a second annotator's work, from `load_gold`.
        ontology: the domain of both.
        common: compare only documents that stand on both sides, as for the agreement of two annotators.
            Otherwise all facts of a document that was not found are missed.
    """
    names = [name for name in gold if not common or name in predicted]
    terms = Terms(ontology)
    ledgers = [compare(name, gold[name], predicted.get(name, GoldDoc()), terms) for name in names]
    return Report(
        facts=_sum([ledger.facts for ledger in ledgers]),
        status=_sum([ledger.status for ledger in ledgers]),
        documents={ledger.document: dict(ledger.facts) for ledger in ledgers},
        missing=tuple(name for name in names if name not in predicted),
        errors=tuple(mistake for ledger in ledgers for mistake in ledger.mistakes),
    )


def compare(name: str, gold: GoldDoc, found: GoldDoc, terms: Terms) -> Ledger:
    """Compare one document."""
    ledger = Ledger(name)
    compare_events(gold.events, found.events, terms, ledger)
    compare_relations(gold.relations, found.relations, ledger)
    compare_statements(gold.statements, found.statements, ledger)
    return ledger


def _sum(parts: list[Tallies]) -> Tallies:
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    return {kind: total(part[kind] for part in parts if kind in part) for kind in kinds}
