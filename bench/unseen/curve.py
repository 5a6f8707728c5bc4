"""What fewer articles to learn from, and what fewer parts, cost.

Decisions for this are learned fold by fold on the articles outside the fold, thresholds and calibration with them. So
the last line of the curve is a harder figure than that of the aims, whose thresholds know all articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from math import ceil

from bench.section import Section
from bench.unseen.figures import EDGES, SAID, joint
from bench.unseen.study import DECIDED, FOUND, INNER, Study, Tell, parted
from kg.extract.decisions.trees import Model
from kg.learn.examples import Example
from kg.score import GoldDoc, Report
from kg.score.terms import Terms

SHARES = {"a quarter": 0.25, "a half": 0.5, "all": 1.0}


class Folds:
    """Decisions learned on the articles outside each fold, or on a share of them.

    Args:
        study: reads.
        examples: the articles.
        real: the real ones, which may be none.
        folds: into how many parts the articles are cut.
        tell: is told of each step.
    """

    def __init__(
        self, study: Study, examples: Sequence[Example], real: Sequence[Example], *, folds: int, tell: Tell
    ) -> None:
        self.study = study
        self.examples = examples
        self.real = real
        self.parts = list(parted(examples, folds))
        self.tell = tell
        roles = [fact.name for fact in Terms(study.ontology).role_facts]
        self.groups = {"event": ("event",), "status": ("status",), "roles": roles, "said": SAID, "edges": EDGES}

    @cached_property
    def whole(self) -> list[tuple[Model, int]]:
        """For each fold the decisions of all articles outside it, and the number of these."""
        return self.learned(1.0)

    def learned(self, share: float) -> list[tuple[Model, int]]:
        """Return for each fold decisions, and on how many articles they were learned."""
        made = []
        for n, (outside, _) in enumerate(self.parts):
            self.tell(f"learning on {share:.0%} of the articles outside fold {n + 1}")
            chosen = some(outside, share)
            made.append((self.study.train(chosen, INNER).model({}), len(chosen)))
        return made

    def report(self, models: Sequence[Model], without: str = "") -> Report:
        """Return how the articles are read, each by the decisions of its fold."""
        found: dict[str, GoldDoc] = {}
        for model, (_, inside) in zip(models, self.parts, strict=True):
            found |= self.study.read(inside, model, without)
        return self.study.score(self.examples, found)

    def on_real(self, models: Sequence[Model], without: str = "") -> list[Report]:
        """Return how the decisions of each fold read the real articles."""
        if not self.real:
            return []
        return [self.study.score(self.real, self.study.read(self.real, m, without)) for m in models]

    def cells(self, report: Report, real: Sequence[Report]) -> list[str]:
        """Return the cells of a line: P and F1 of all facts and F1 of each group; means over `real` beside them."""
        own = [f"{value:.3f}" for value in self._values(report)]
        theirs = [self._values(r) for r in real]
        return own + [f"{sum(column) / len(column):.3f}" for column in zip(*theirs, strict=True)]

    def _values(self, report: Report) -> list[float]:
        return [report.all.precision, report.all.f1, *(joint(report, kinds) for kinds in self.groups.values())]

    def head(self) -> list[str]:
        names = ["ALL, P", "ALL, F1", *self.groups]
        return [*names, *(f"real: {name}" for name in names)] if self.real else names


def some(examples: Sequence[Example], share: float) -> list[Example]:
    """Return a share of the disputes, the same ones each time; a smaller share is a part of a greater one."""
    groups = sorted({e.group for e in examples}, key=lambda g: sha256(f"curve {g}".encode()).hexdigest())
    kept = set(groups[: ceil(share * len(groups))])
    return [e for e in examples if e.group in kept]


def learning_curve(section: Section, folds: Folds) -> None:
    """Add how well articles are read by decisions that were learned on fewer."""
    rows = []
    for name, share in SHARES.items():
        made = folds.learned(share) if share < 1 else folds.whole
        models, numbers = [m for m, _ in made], [n for _, n in made]
        cells = folds.cells(folds.report(models), folds.on_real(models))
        rows.append([name, f"{min(numbers)}–{max(numbers)}", *cells])
    section.note(
        "The decisions are learned on a share of the articles outside each fold, thresholds and calibration with them: "
        "a harder figure than that of the aims, whose thresholds know every article. Real articles are read by the "
        "decisions of every fold, and the figures are means. 'roles' is F1 over all that fills roles, 'said' over "
        "speaker and stance, 'edges' over offices, speaking for, units."
    )
    section.table(["learned on", "articles", *folds.head()], rows)


def ablation(section: Section, folds: Folds, parts: Sequence[str], reports: Mapping[str, Report]) -> None:
    """Add how well articles are read with one part taken out.

    Args:
        section: where to.
        folds: the articles and their decisions.
        parts: what is taken out, one after the other.
        reports: those of the aims: "unseen", "rules", and of the real articles "real", "real rules".
    """
    rows: list[list[str]] = []

    def add(name: str, report: Report, real: Sequence[Report]) -> None:
        rows.append([name, *folds.cells(report, real)])

    add("nothing", reports["unseen"], _theirs(reports, "real"))
    if "decisions" in parts:
        add("all decisions", reports["rules"], _theirs(reports, "real rules"))
    for part in FOUND:
        if part in parts:
            folds.tell(f"learning without {part}")
            trained = folds.study.train(folds.examples, len(folds.parts), without=part)
            report = folds.study.score(folds.examples, trained.unseen)
            add(part, report, folds.on_real([trained.model({})], part))
    section.note("Out of fold, as the aims. Without loose triggers or coreference all decisions are learned anew.")
    section.table(["without", *folds.head()], rows)
    rows.clear()
    chosen = [part for part in DECIDED if part in parts]
    models = [model for model, _ in folds.whole] if chosen else []
    for part in ("", *chosen) if chosen else ():
        folds.tell(f"reading without {part or 'nothing'}")
        add(part or "nothing", folds.report(models, part), folds.on_real(models, part))
    if chosen:
        section.note("Rules take one decision, and all others are learned: fold by fold, as the learning curve.")
        section.table(["by rules", *folds.head()], rows)


def _theirs(reports: Mapping[str, Report], name: str) -> list[Report]:
    return [reports[name]] if name in reports else []
