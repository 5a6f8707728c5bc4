"""The decisions of all examples as rows with labels, and out-of-fold probabilities for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.decisions.fillers import Candidate
from kg.extract.decisions.taking import Decisions
from kg.extract.decisions.trees import Forest
from kg.extract.findings import Findings
from kg.learn.examples import Example
from kg.learn.fitting import Recipe, fit, platt, temperature
from kg.learn.labels import Labels


@dataclass(eq=False, slots=True)
class Case:
    """One example with what is decided on it."""

    example: Example
    findings: Findings
    decisions: Decisions
    labels: Labels
    fold: int
    own: list[int | None] = field(default_factory=list)  # the annotated event of each happening
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)

    def own_of(self, candidate: Candidate) -> int | None:
        """Return the position of the annotated event that a candidate's happening is."""
        return self.own[self.decisions.story.order[id(candidate.happening)]]


def folds_of(examples: Sequence[Example], number: int) -> list[int]:
    """Return the fold of each example: whole groups, spread by a hash of their names."""
    groups = sorted({e.group for e in examples}, key=lambda g: sha256(g.encode()).hexdigest())
    fold = {g: n % number for n, g in enumerate(groups)}
    return [fold[e.group] for e in examples]


@dataclass(frozen=True, slots=True)
class Learned:
    """A decision that was learned: from all examples, and for each fold from the other ones."""

    forest: Forest
    folds: Mapping[int, Forest]
    sure: NDArray[np.float64]  # what those of the other folds say of each row


@dataclass(eq=False, slots=True)
class Table:
    """The cases of one decision: rows, labels (None: not to be learned from), and the fold of each."""

    name: str
    rows: list[Mapping[str, float]]
    labels: list[Any]
    folds: NDArray[np.int64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows have a label."""
        return np.array([label is not None for label in self.labels], dtype=bool)

    def targets(self, classes: Sequence[str] = ()) -> NDArray[np.int64]:
        """Return the labels as numbers; of rows without one 0."""
        if classes:
            return np.array([classes.index(x) if x is not None else 0 for x in self.labels], dtype=np.int64)
        return np.array([bool(x) for x in self.labels], dtype=np.int64)


def learn(
    table: Table, recipe: Recipe, classes: Sequence[str] = (), *, tell: Callable[[str], None] = lambda _: None
) -> Learned:
    """Return the trees grown on every row, and those grown without each fold with what they say of it.

    All are calibrated by the out-of-fold scores.
    """
    known, targets = table.known, table.targets(classes)
    scores = np.zeros((len(table.rows), max(1, recipe.classes)))
    folds: dict[int, Forest] = {}
    for fold in sorted(set(table.folds.tolist())):
        tell(f"{table.name}: fold {fold + 1}")
        train, test = known & (table.folds != fold), np.flatnonzero(table.folds == fold)
        folds[fold] = fit([table.rows[n] for n in np.flatnonzero(train)], targets[train], recipe)
        scores[test] = folds[fold].scores([table.rows[n] for n in test])
    every = np.flatnonzero(known)
    tell(f"{table.name}: all")
    forest = fit([table.rows[n] for n in every], targets[known], recipe)
    if recipe.classes == 1:
        scale = platt(scores[known, 0], targets[known].astype(bool))
    else:
        scale = (temperature(scores[known], targets[known]), 0.0)
    told = {fold: replace(forest, scale=scale) for fold, forest in folds.items()}
    return Learned(replace(forest, scale=scale), told, as_probabilities(scores, scale))


def as_probabilities(scores: NDArray[np.float64], scale: tuple[float, float]) -> NDArray[np.float64]:
    """Turn scores of shape (rows, classes) into probabilities: of shape (rows,) for a yes or no."""
    if scores.shape[1] == 1:
        return np.asarray(1 / (1 + np.exp(-(scale[0] * scores[:, 0] + scale[1]))))
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)) * scale[0])
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def table(
    name: str, cases: Sequence[Case], rows: Sequence[Sequence[Mapping[str, float]]], labels: Sequence[Sequence[object]]
) -> Table:
    """Put the rows of all cases into one table."""
    folds = [case.fold for case, own in zip(cases, rows, strict=True) for _ in own]
    return Table(
        name, [r for own in rows for r in own], [x for own in labels for x in own], np.array(folds, dtype=np.int64)
    )


def parts(values: NDArray[np.float64], lengths: Sequence[int]) -> list[NDArray[np.float64]]:
    """Cut what a table's rows got into the parts of its cases."""
    return np.split(values, np.cumsum(lengths)[:-1])
