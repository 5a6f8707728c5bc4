"""The command: trains, reads, prints the figures beside aims and records, and fails where one fell."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any

from bench import kept
from bench.machine import ROOT, machine
from bench.section import Section
from bench.unseen import articles, record, tables
from bench.unseen.articles import (
    ASIDE,
    DEVELOPED,
    OURS,
    REAL_ARTICLES,
    STORIES,
    WHOLE,
    ids_of,
    real_is_there,
)
from bench.unseen.curve import Folds, ablation, learning_curve
from bench.unseen.figures import Figure, figures
from bench.unseen.study import PARTS, Study, gold_of
from kg.learn.examples import Example, load_annotations
from kg.learn.training import FOLDS, Trained
from kg.model import Reading
from kg.ontology import load
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Extractor
from kg.score import Report, score
from kg.score.readings import from_reading

TABLES = record.RECORD.with_name("READING.md")
EACH = "each"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.unseen", description="Measure the reading of unseen articles."
    )
    add = parser.add_argument
    add(
        "--quick",
        action="store_true",
        help="train nothing: real articles and stories by the decisions that come with kg",
    )
    add("--all", action="store_true", help="cross-validate over all articles, those kept aside with them")
    add("--aside", action="store_true", help="also read the articles that are kept aside, by decisions of the others")
    add("--folds", type=int, default=FOLDS, metavar="N", help=f"parts of the cross-validation (default {FOLDS})")
    add("--curve", action="store_true", help="also learn on a quarter and a half of the articles")
    add("--without", action="append", default=[], choices=(*PARTS, EACH), help="also read with a part taken out")
    add(
        "--write",
        action="store_true",
        help=f"record the figures, and put what was measured into {TABLES.name}: all anew with --curve --without each",
    )
    given = parser.parse_args()
    if given.quick and (given.all or given.aside or given.curve or given.without):
        parser.error("--quick trains nothing: leave --all, --aside, --curve and --without out")
    if given.all and given.aside:
        parser.error("--all takes in what --aside reads apart: name one")
    if given.folds < 2:
        parser.error("--folds: 2 or more is right")
    return given


def tell(step: str) -> None:
    if sys.stderr.isatty():
        print(step, file=sys.stderr, flush=True)


class Run:
    """One run: its sections, and what of it is recorded and compared."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.entries: dict[str, Any] = {}
        self.compared: list[str] = []

    def keep(self, name: str, entry: dict[str, Any], *, compared: bool = True) -> None:
        self.entries[name] = entry
        if compared:
            self.compared.append(name)

    def show(self, section: Section) -> None:
        self.sections.append(section)
        print(f"\n{section.markdown()}", flush=True)

    def worse(self) -> list[str]:
        """Return a line for each figure that is worse than recorded."""
        recorded = record.load()
        both = [name for name in self.compared if name in recorded]
        for name in self.compared:
            if name not in recorded:
                print(f"{name}: nothing is recorded yet in {record.RECORD.name}: --write does it")
        return [line for name in both for line in record.worse(name, self.entries[name], recorded[name])]


# -- without training ---------------------------------------------------------------------------


def quick(run: Run) -> None:
    extractor = Extractor(load(), choice=Choice())
    sources = [STORIES, *([REAL_ARTICLES] if real_is_there() else [])]
    for source in sources:
        section = Section(f"Read by the decisions that come with kg: {source.name}")
        found, number = _as_shipped(extractor, source)
        tables.plain(section, found, real=source is REAL_ARTICLES)
        if source is STORIES:
            section.note("The decisions were learned from these three too: here they only show that nothing is broken.")
        run.show(section)
        run.keep(f"quick, {source.name}", record.entry(number, found))
    if not real_is_there():
        print(f"\n{articles.MISSING}", flush=True)


def _as_shipped(extractor: Extractor, source: articles.Source) -> tuple[dict[str, Figure], int]:
    """Return the figures of articles read as users of kg have them read, and the number of the articles."""
    ontology = extractor.language.ontology
    documents = list(source.documents())
    readings = extractor.read(documents)
    read = [r for r in readings if isinstance(r, Reading)]
    found = {r.document.id: from_reading(r, ontology) for r in read}
    names = {d.id for d in documents}
    gold = {name: doc for name, doc in load_annotations(source.folders, ontology)[0].items() if name in names}
    return figures(score(gold, found, ontology), gold), len(gold)


# -- with training ------------------------------------------------------------------------------


def whole(run: Run, given: argparse.Namespace) -> None:
    study, source = Study(), WHOLE if given.all else DEVELOPED
    tell("parsing")
    examples = source.examples(study.extractor)
    real = REAL_ARTICLES.examples(study.extractor) if real_is_there() else []
    trained = study.train(examples, given.folds, tell=tell)
    reports = {"rules": study.score(examples, study.read(examples, None))}
    if real:
        model = trained.model({})
        reports["real rules"] = study.score(real, study.read(real, None))
        reports["real"] = study.score(real, study.read(real, model))
    reports["unseen"] = study.score(examples, trained.unseen)
    run.show(_aims(run, source.name, study, trained, examples, real, reports))
    if given.aside:
        run.show(_kept_aside(run, study, trained))
    folds = Folds(study, examples, real, folds=given.folds, tell=tell)
    if given.curve:
        section = Section("Fewer articles")
        learning_curve(section, folds)
        run.show(section)
    if given.without:
        section = Section("Fewer parts")
        ablation(section, folds, PARTS if EACH in given.without else given.without, reports)
        run.show(section)


def _aims(
    run: Run,
    name: str,
    study: Study,
    trained: Trained,
    examples: Sequence[Example],
    real: Sequence[Example],
    reports: dict[str, Report],
) -> Section:
    """Return the section of the aims, and keep what is recorded of it."""
    gold, theirs = gold_of(examples), gold_of(real)
    learned = figures(reports["unseen"], gold)
    parts = []
    for n in sorted(set(trained.folds.values())):
        part = [e for e in examples if trained.folds[e.document.id] == n]
        parts.append(figures(study.score(part, trained.unseen), gold_of(part)))
    beside = (figures(reports["real"], theirs), figures(reports["real rules"], theirs)) if real else None
    section = Section("Reading unseen articles")
    section.note(
        f"{len(examples)} articles ({name}), each read by decisions learned on the other folds ({len(parts)} folds, "
        "disputes whole)"
        + (f"; {len(real)} real articles, read by decisions learned on all {len(examples)}." if real else ".")
    )
    for folder in OURS:
        part = [e for e in examples if e.document.id in ids_of(folder)]
        own = [figures(study.score(part, trained.unseen), gold_of(part))[k].value for k in ("ALL", "ALL, precision")]
        where = folder.relative_to(ROOT)
        section.note(f"Of them the {len(part)} of `{where}`: ALL {own[0]:.3f}, precision {own[1]:.3f}.")
    tables.beside_aims(section, learned, figures(reports["rules"], gold), parts, beside)
    tables.calibration(section, trained.calibration)
    run.keep(name, record.entry(len(examples), learned, trained.calibration))
    if beside is not None:
        run.keep(f"real-dev after {name}", record.entry(len(real), beside[0]))
    return section


def _kept_aside(run: Run, study: Study, trained: Trained) -> Section:
    """Return how the articles that were kept aside are read. Recorded, and never compared: that would be looking."""
    aside = ASIDE.examples(study.extractor)
    found = figures(study.score(aside, study.read(aside, trained.model({}))), gold_of(aside))
    section = Section("The articles kept aside")
    section.note(
        f"{len(aside)} articles, read by decisions learned on the others. The 98 older ones were never looked at; "
        "some of the short items were, and names in those of bench/articles, before they were set apart."
    )
    tables.plain(section, found)
    run.keep(ASIDE.name, record.entry(len(aside), found), compared=False)
    return section


def main() -> int:
    given = arguments()
    host, began, run = machine(), time.monotonic(), Run()
    (quick(run) if given.quick else whole(run, given))
    lines = [] if given.write else run.worse()
    print(f"\nThe run took {time.monotonic() - began:.0f} s.")
    if given.write:
        record.keep(run.entries)
        if given.curve and EACH in given.without:
            said = ["# How well kg reads unseen articles", host.markdown(), *(s.markdown() for s in run.sections)]
            TABLES.write_text("\n\n".join(said) + "\n", encoding="utf-8")
        elif not given.quick:
            text = TABLES.read_text(encoding="utf-8")
            for section in run.sections:
                text = kept.replaced(text, f"{section.markdown()}\n\n{host.markdown()}")
            TABLES.write_text(text, encoding="utf-8")
    for line in lines:
        print(f"bench: {line}", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
