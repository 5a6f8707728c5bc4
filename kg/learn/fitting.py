"""Fits gradient-boosted trees with LightGBM, and turns them into the arrays that the package reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from kg.extract.decisions.trees import Forest, damped

_COMMON: dict[str, Any] = {
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "deterministic": True,
    "feature_fraction": 0.5,
    "force_row_wise": True,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}

_NEVER = -20.0  # the score of a class that never occurs
_WHOLE, _REAL = np.zeros(0, np.int32), np.zeros(0)

Rows = Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the trees of a decision are grown. A feature must stand in `least` rows to be used at all."""

    rounds: int = 250
    leaves: int = 15
    rate: float = 0.05
    least: int = 20
    classes: int = 1
    linear: float = 0.0  # the inverse strength of regularisation of a logistic regression beside the trees; 0: none


def fit(rows: Rows, labels: NDArray[Any], recipe: Recipe, *, weights: NDArray[np.float64] | None = None) -> Forest:
    """Grow the trees of one decision.

    Args:
        rows: the features of each case.
        labels: of shape (rows,): 0 or 1, or the number of the class.
        recipe: how.
        weights: of shape (rows,): how much each case counts.
    """
    import lightgbm

    counts = Counter(name for row in rows for name, value in row.items() if value)
    columns = {name: n for n, name in enumerate(sorted(k for k, v in counts.items() if v >= recipe.least))}
    empty = Forest(columns, recipe.classes, _WHOLE, _WHOLE, _REAL, _WHOLE, _REAL, _REAL, _REAL, 0)
    told = {"objective": "binary"} if recipe.classes == 1 else {"objective": "multiclass", "num_class": recipe.classes}
    grow = {"learning_rate": recipe.rate, "num_leaves": recipe.leaves, "min_child_samples": recipe.least}
    if not columns or len(set(labels.tolist())) == 1:
        return _always(labels, recipe)
    x = empty.matrix(rows)
    data = lightgbm.Dataset(x, labels.astype(float), weight=weights)
    booster = lightgbm.train({**_COMMON, **told, **grow}, data, recipe.rounds)
    weights_, bias = _regression(x, labels, recipe) if recipe.linear else (_REAL, _REAL)
    return _forest(booster.dump_model(), columns, recipe.classes, weights_, bias)


def _always(labels: NDArray[Any], recipe: Recipe) -> Forest:
    """Return a decision that knows nothing but how often each answer is right: there is too little to learn from."""
    shares = np.bincount(labels.astype(int), minlength=max(2, recipe.classes)).astype(float) + 0.5
    logs = np.log(shares / shares.sum())
    value = logs if recipe.classes > 1 else logs[1:] - logs[:1]
    n = np.arange(len(value), dtype=np.int32)
    nothing = np.zeros(len(value))
    return Forest({"": 0}, recipe.classes, n, np.zeros_like(n), nothing, np.repeat(n, 2), value, _REAL, _REAL, 0)


def _regression(
    x: NDArray[np.float64], labels: NDArray[Any], recipe: Recipe
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the weights, of shape (columns, classes), and the bias of a logistic regression on scaled features."""
    from sklearn.linear_model import LogisticRegression

    damp = damped(x)
    scale = np.maximum(np.abs(damp).max(axis=0), 1e-9)
    fitted = LogisticRegression(C=recipe.linear, max_iter=500).fit(damp / scale, labels)
    weights = np.zeros((x.shape[1], recipe.classes))
    bias = np.full(recipe.classes, _NEVER if recipe.classes > 1 else 0.0)
    at = fitted.classes_ if recipe.classes > 1 else [0]
    weights[:, at] = (fitted.coef_ / scale).T
    bias[at] = fitted.intercept_
    return weights.round(6), bias.round(6)


def _forest(
    dumped: Mapping[str, Any],
    columns: Mapping[str, int],
    classes: int,
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
) -> Forest:
    """Turn LightGBM's trees into arrays, without the columns that nothing asks for."""
    nodes: list[list[float]] = []  # feature, threshold, left, right, value
    inner: set[int] = set()

    def add(node: Mapping[str, Any]) -> tuple[int, int]:
        """Add a node and what is below it; return its number and the depth."""
        at = len(nodes)
        nodes.append([0, 0.0, at, at, float(node.get("leaf_value", 0.0))])
        if "split_feature" not in node:
            return at, 0
        (left, a), (right, b) = add(node["left_child"]), add(node["right_child"])
        nodes[at] = [int(node["split_feature"]), float(node["threshold"]), left, right, 0.0]
        inner.add(at)
        return at, 1 + max(a, b)

    roots, depths = zip(*(add(tree["tree_structure"]) for tree in dumped["tree_info"]), strict=True)
    names = sorted(columns, key=columns.__getitem__)
    told = np.flatnonzero(np.abs(weights).sum(axis=1)).tolist() if weights.size else []
    asked = {*told, *(int(nodes[at][0]) for at in inner)}
    used = {old: n for n, old in enumerate(sorted(asked))}
    table = np.array(nodes)
    return Forest(
        columns={names[old]: n for old, n in used.items()} or {"": 0},  # one that no row has, where no tree asks
        classes=classes,
        roots=np.array(roots, np.int32),
        feature=np.array([used.get(int(f), 0) if n in inner else 0 for n, f in enumerate(table[:, 0])], np.int32),
        threshold=table[:, 1],
        child=table[:, 2:4].astype(np.int32).ravel(),
        value=table[:, 4],
        weights=weights[list(used)] if weights.size else weights,
        bias=bias,
        depth=max(depths),
    )


def platt(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and intercept that turn log-odds into calibrated ones.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999), with his smoothed targets.
    """
    yes, no = int(labels.sum()), int((~labels).sum())
    target = np.where(labels, (yes + 1) / (yes + 2), 1 / (no + 2))

    def loss(x: NDArray[np.float64]) -> float:
        z = x[0] * scores + x[1]
        return float(np.sum(np.logaddexp(0, z) - target * z))

    found = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return float(found[0]), float(found[1])


def temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """Return the factor on the scores of a choice that makes its probabilities calibrated.

    Source: C. Guo et al., On calibration of modern neural networks (ICML 2017), section 4.2.
    """

    def loss(x: NDArray[np.float64]) -> float:
        z = scores * x[0]
        z = z - z.max(axis=1, keepdims=True)
        return float(np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(labels)), labels]))

    return float(minimize(loss, np.array([1.0]), method="BFGS").x[0])


def calibration_error(probabilities: NDArray[np.float64], labels: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap of confidence and accuracy over equal bins, by their size."""
    at = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        abs(probabilities[at == b].mean() - labels[at == b].mean()) * (at == b).mean()
        for b in range(bins)
        if (at == b).any()
    ]
    return float(sum(gaps))
