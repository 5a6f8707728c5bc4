"""Gradient-boosted trees and linear weights as plain arrays: what a learned decision is once it has been trained.

A model is one `.npz` file that is read without pickle: the arrays of every decision's trees, and `meta`, a JSON text
with the names of the features, the thresholds, kg's version, the hash of the training data and the scores.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError

FORMAT = 1
_PARTS = ("roots", "feature", "threshold", "child", "value", "weights", "bias")

Features = Mapping[str, float]


@dataclass(frozen=True)
class Forest:
    """The trees of one decision, and where it has them the weights of a logistic regression beside them.

    The nodes of all trees stand in one row; `roots`, of shape (trees,), says where each tree begins. From a node `n`
    one goes to `child[2n]` when its `feature[n]` is at most `threshold[n]`, else to `child[2n + 1]`; a leaf leads to
    itself and has a `value`. The trees of the classes take turns. `weights`, of shape (columns, classes) or empty, are
    multiplied with the features, of which those above 1 are damped: log(1 + x). Both scores count half.
    """

    columns: Mapping[str, int]
    classes: int
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    child: NDArray[np.int32]
    value: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    depth: int
    scale: tuple[float, float] = (1.0, 0.0)  # Platt's slope and intercept on the log-odds

    def matrix(self, rows: Sequence[Features]) -> NDArray[np.float64]:
        """Return rows as a matrix: 0 for what a row does not name, without what the trees do not know."""
        found = np.zeros((len(rows), len(self.columns)))
        get = self.columns.get
        for r, row in enumerate(rows):
            for name, value in row.items():
                column = get(name)
                if column is not None:
                    found[r, column] = value
        return found

    def scores(self, rows: Sequence[Features]) -> NDArray[np.float64]:
        """Return the sums of the leaves, of shape (rows, classes)."""
        x = self.matrix(rows)
        at = np.tile(self.roots, len(rows))
        first = np.repeat(np.arange(len(rows), dtype=np.int32) * x.shape[1], len(self.roots))
        flat = x.ravel()
        for _ in range(self.depth):
            more = flat.take(first + self.feature.take(at)) > self.threshold.take(at)
            at = self.child.take(2 * at + more)
        scores = self.value.take(at).reshape(len(rows), -1, self.classes).sum(axis=1)
        return (scores + self.linear(x)) / 2 if self.weights.size else scores

    def linear(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores of the logistic regression for a matrix of features, of shape (rows, classes)."""
        return np.asarray(damped(x) @ self.weights + self.bias)

    def probabilities(self, rows: Sequence[Features]) -> NDArray[np.float64]:
        """Return calibrated probabilities: of shape (rows,) for a yes or no, (rows, classes) for a choice."""
        if not rows:
            return np.zeros((0,) if self.classes == 1 else (0, self.classes))
        scores = self.scores(rows) * self.scale[0] + self.scale[1] * (self.classes == 1)
        if self.classes == 1:
            return np.asarray(1 / (1 + np.exp(-scores[:, 0])))
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def damped(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return features as a logistic regression takes them: counts by their logarithm."""
    return np.where(x > 1, np.log1p(np.maximum(x, 0)), x)


@dataclass(frozen=True)
class Model:
    """All decisions of a domain, by name, with the description that the file carries."""

    forests: Mapping[str, Forest]
    meta: Mapping[str, Any]

    def threshold(self, name: str) -> float:
        """Return the probability from which on a decision says yes."""
        return float(self.meta["thresholds"].get(name, 0.5))

    def write(self, file: IO[bytes]) -> None:
        """Write the model to a file; equal models give equal bytes."""
        arrays: dict[str, Any] = {}
        described: dict[str, Any] = {}
        for name, forest in sorted(self.forests.items()):
            described[name] = {
                "columns": sorted(forest.columns, key=forest.columns.__getitem__),
                "classes": forest.classes,
                "depth": forest.depth,
                "scale": list(forest.scale),
            }
            for part in _PARTS:
                arrays[f"{name}/{part}"] = getattr(forest, part)
        text = json.dumps({**self.meta, "format": FORMAT, "decisions": described}, sort_keys=True)
        arrays["meta"] = np.frombuffer(text.encode(), dtype=np.uint8)
        np.savez_compressed(file, **arrays)


def load_model(path: Path) -> Model:
    """Read a model.

    Raises:
        ModelError: the file is no model, is cut off, or has a format that this version does not know.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            meta = json.loads(arrays["meta"].tobytes())
            if meta["format"] != FORMAT:
                raise ModelError(f"{path}: a model of format {meta['format']}; this version reads format {FORMAT}")
            forests = {
                name: Forest(
                    columns={column: n for n, column in enumerate(told["columns"])},
                    classes=told["classes"],
                    depth=told["depth"],
                    scale=(told["scale"][0], told["scale"][1]),
                    **{part: arrays[f"{name}/{part}"] for part in _PARTS},
                )
                for name, told in meta.pop("decisions").items()
            }
    except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
        raise ModelError(f"{path}: no model of kg, or one that is damaged; `kg train` makes one") from error
    return Model(forests, meta)
