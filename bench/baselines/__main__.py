"""The command: reads with each of the baselines and with kg, prints the figures, keeps them where asked to."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.baselines.cooccurrence import CooccurrenceReader
from bench.baselines.triples import TripleReader, by_textacy, has_textacy, plain
from bench.baselines.vocabulary import Vocabulary
from bench.machine import machine
from bench.section import Section
from bench.unseen.articles import DEVELOPED, MISSING, REAL_ARTICLES, real_is_there
from bench.unseen.study import Study
from kg.learn.examples import Example
from kg.learn.training import FOLDS
from kg.score import Report

RESULTS = Path(__file__).parents[1] / "BASELINES.md"
RULES, LEARNED = "kg, rules alone", "kg"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.baselines", description="Simpler ways to read, beside kg.")
    parser.add_argument("--write", action="store_true", help=f"keep the run in bench/{RESULTS.name}")
    parser.add_argument("--fast", action="store_true", help="train nothing: kg by its rules alone")
    given = parser.parse_args()
    if given.write and given.fast:
        parser.error("--write keeps whole runs: leave --fast out")
    host, study = machine(), Study()
    said = [f"# Simpler ways to read, beside kg\n\n{host.markdown()}"]
    for section in _sections(study, fast=given.fast):
        said.append(section.markdown())
        print(f"\n{said[-1]}", flush=True)
    if given.write:
        RESULTS.write_text("\n\n".join(said) + "\n", encoding="utf-8")
    return 0


def _sections(study: Study, *, fast: bool) -> list[Section]:
    examples = DEVELOPED.examples(study.extractor)
    real = REAL_ARTICLES.examples(study.extractor) if real_is_there() else []
    own, theirs = _simple(study, examples), _simple(study, real)
    if not fast:
        trained = study.train(examples, FOLDS)
        own[LEARNED] = study.score(examples, trained.unseen)
        theirs[LEARNED] = study.score(real, study.read(real, trained.model({})))
    section = Section("Our articles")
    section.note(f"{len(examples)} articles, without those kept aside; kg reads each by decisions of the other folds.")
    sections = [_filled(section, own)]
    section = Section("The real articles")
    if real:
        section.note(f"{len(real)} articles of ../shared/real-dev, which nothing was learned from.")
        return [*sections, _filled(section, theirs)]
    section.note(MISSING)
    return [*sections, section]


def _simple(study: Study, examples: Sequence[Example]) -> dict[str, Report]:
    """Return the reports of all that needs no training."""
    vocabulary = Vocabulary(study.extractor.language)
    readers: dict[str, TripleReader | CooccurrenceReader] = {"triples, plain walk": TripleReader(vocabulary, plain)}
    if has_textacy():
        readers["triples, textacy"] = TripleReader(vocabulary, by_textacy)
    readers["entities in a sentence"] = CooccurrenceReader(vocabulary)
    found = {
        name: study.score(examples, {e.document.id: reader.read(e.doc) for e in examples})
        for name, reader in readers.items()
    }
    return {**found, RULES: study.score(examples, study.read(examples, None))}


def _filled(section: Section, reports: dict[str, Report]) -> Section:
    """Put the figures of all readers side by side."""
    kinds = sorted({kind for report in reports.values() for kind, tally in report.facts.items() if tally.gold})
    rows = [[f"ALL, {name}", *(f"{pick(r):.3f}" for r in reports.values())] for name, pick in _WHOLE.items()]
    rows.append(["status, macro", *(f"{r.status_macro:.3f}" for r in reports.values())])
    rows += [[kind, *(f"{r.facts[kind].f1:.3f}" for r in reports.values())] for kind in kinds]
    section.table(["F1", *reports], rows)
    return section


_WHOLE: dict[str, Callable[[Report], float]] = {
    "precision": lambda r: r.all.precision,
    "recall": lambda r: r.all.recall,
    "F1": lambda r: r.all.f1,
}

if __name__ == "__main__":
    sys.exit(main())
