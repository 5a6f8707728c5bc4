"""Gradient-boosted trees and linear weights as plain arrays: what a learned decision is once it has been trained.

A model is one `.npz` file that is read without pickle: the arrays of every decision's trees, and `meta`, a JSON text
with the names of the features, the thresholds, kg's version, the hash of the training data and the scores.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path
from typing import IO, Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError

FORMAT = 1
LEAVES = 16  # that a tree may have
_EVERY = (1 << LEAVES) - 1
_LOWEST = np.array([0, *((n & -n).bit_length() - 1 for n in range(1, _EVERY + 1))])  # the first bit of each number
_TOGETHER = 256  # rows that are gone through at once, so that they stay in the processor's cache
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
        lengths = np.fromiter(map(len, rows), np.intp, len(rows))
        total = int(lengths.sum())
        names, values = chain.from_iterable(rows), chain.from_iterable(row.values() for row in rows)
        columns = np.fromiter(map(self.columns.get, names, repeat(len(self.columns))), np.intp, total)
        found = np.zeros((len(rows), len(self.columns) + 1))  # the last column takes what is not known
        found[np.repeat(np.arange(len(rows)), lengths), columns] = np.fromiter(values, np.float64, total)
        return np.ascontiguousarray(found[:, :-1])

    def scores(self, rows: Sequence[Features]) -> NDArray[np.float64]:
        """Return the sums of the leaves, of shape (rows, classes)."""
        x = self.matrix(rows)
        values = np.concatenate([self._tests.leaves(x[n : n + _TOGETHER]) for n in range(0, len(x), _TOGETHER)])
        scores = values.reshape(len(rows), -1, self.classes).sum(axis=1)
        return (scores + self.linear(x)) / 2 if self.weights.size else scores

    @cached_property
    def _tests(self) -> Tests:
        return Tests.of(self)

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


@dataclass(frozen=True)
class Tests:
    """The trees of a forest, put so that all of them are gone through at once.

    Each tree's leaves are numbered from left to right, and each is a bit. A test that leads to the right rules out the
    leaves on its left, so of all those that stay the first one is where a row ends.

    Source: C. Lucchese et al., QuickScorer: a fast algorithm to rank documents with additive ensembles of regression
    trees (SIGIR 2015).
    """

    feature: NDArray[np.intp]  # of each test; one that many trees ask is asked once
    threshold: NDArray[np.float64]
    asked: NDArray[np.intp]  # of shape (places × trees,): the tests of the trees
    stay: NDArray[np.uint16]  # the leaves that stay when such a test leads to the right
    value: NDArray[np.float64]  # of shape (trees × `LEAVES`,)

    @classmethod
    def of(cls, forest: Forest) -> Self:
        """Read the tests of trees."""
        child, trees = forest.child.tolist(), len(forest.roots)
        value = np.zeros((trees, LEAVES))
        inner: list[list[tuple[int, int]]] = [[] for _ in range(trees)]  # node, leaves that stay

        def walk(tree: int, node: int, first: int) -> int:
            """Read a node whose leaves begin with this one; return the first leaf after them."""
            left, right = child[2 * node : 2 * node + 2]
            if left == node:
                value[tree, first] = forest.value[node]
                return first + 1
            middle = walk(tree, left, first)
            inner[tree].append((node, _EVERY - (1 << middle) + (1 << first)))
            return walk(tree, right, middle)

        for tree, root in enumerate(forest.roots.tolist()):
            walk(tree, root, 0)
        numbers: dict[tuple[int, float], int] = {(0, 0.0): 0}
        asked = np.zeros((max(1, *map(len, inner)), trees), np.intp)
        stay = np.full(asked.shape, _EVERY, np.uint16)  # where a tree has no more tests, any test will do
        for tree, nodes in enumerate(inner):
            for place, (node, leaves) in enumerate(nodes):
                test = int(forest.feature[node]), float(forest.threshold[node])
                asked[place, tree] = numbers.setdefault(test, len(numbers))
                stay[place, tree] = leaves
        feature, threshold = (np.array(told) for told in zip(*numbers, strict=True))
        return cls(feature, threshold, asked.ravel(), stay.ravel(), value.ravel())

    def leaves(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value of the leaf of each row and tree, of shape (rows, trees)."""
        right = x.T.take(self.feature, axis=0) > self.threshold[:, None]
        stay = (right.astype(np.uint16) - 1).take(self.asked, axis=0)  # every leaf, or none
        stay |= self.stay[:, None]
        left = np.bitwise_and.reduce(stay.reshape(-1, len(self.value) // LEAVES, len(x)), axis=0)
        found: NDArray[np.float64] = self.value.take(_LOWEST.take(left.T) + np.arange(0, len(self.value), LEAVES))
        return found


def damped(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return features as a logistic regression takes them: counts by their logarithm."""
    found, many = x.copy(), x > 1
    found[many] = np.log1p(x[many])
    return found


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
