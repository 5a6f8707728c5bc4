"""Scores what was read from documents against annotations.

Every fact counts one: that an event of a class exists, its status, each filler of each role, each relation,
each statement's speaker and its stance. Events are aligned one to one so that the most facts agree. Facts that
the annotation marks optional count neither way.

The definitions are those of the scorer that the project was given, and so are the figures, to the digit (a test
compares them). Two things that it leaves open are fixed here:

- Among alignments of equal gain the order of the events decides. The given scorer takes them as the file has
  them; here they are in the order of sorted N-Quads lines, class by class as the ontology declares them. On a
  sorted file the figures are the same.
- An office without a title has none; the given scorer takes any skos:prefLabel of the dataset for it.

Unlike the given scorer, `load_gold` refuses annotations with unknown terms, roles and entities.

What several articles say together is scored apart, by the measures of coreference (`kg.score.accounts`).

Example:
    >>> gold = load_gold(Path("seeds"), ontology)  # doctest: +SKIP
    >>> print(score(gold, from_dataset(store, ontology), ontology).table())  # doctest: +SKIP
"""

from __future__ import annotations

from kg.score.accounts import score_accounts
from kg.score.accounts_report import AccountsReport
from kg.score.assembled import assembled_in
from kg.score.comparison import score
from kg.score.crossdoc import crossdoc_path, load_crossdoc
from kg.score.dataset import from_dataset
from kg.score.facts import GoldDoc
from kg.score.gold import load_gold, raw_annotations
from kg.score.gold_readings import gold_readings
from kg.score.mistake import Mistake
from kg.score.report import Report
from kg.score.same_mentions import align_reading
from kg.score.tally import Tally

__all__ = [
    "AccountsReport",
    "GoldDoc",
    "Mistake",
    "Report",
    "Tally",
    "align_reading",
    "assembled_in",
    "crossdoc_path",
    "from_dataset",
    "gold_readings",
    "load_crossdoc",
    "load_gold",
    "raw_annotations",
    "score",
    "score_accounts",
]
