"""Trees as arrays: all of them gone through at once give what one gets by walking down each."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from kg.extract.decisions.trees import LEAVES, Forest

NAMES = [f"f{n}" for n in range(9)]


def _forest(random: Random, trees: int, classes: int) -> Forest:
    """Grow trees at random, from a single leaf to the most that one may have, with some tests asked again."""
    nodes: list[list[float]] = []  # feature, threshold, left, right, value

    def add(leaves: int) -> int:
        at = len(nodes)
        nodes.append([0, 0.0, at, at, random.uniform(-1, 1)])
        if leaves > 1:
            below = random.randint(1, leaves - 1)
            feature, threshold = random.randrange(len(NAMES)), random.choice([-1.0, 0.0, 0.5, 2.0])
            left, right = add(below), add(leaves - below)
            nodes[at] = [feature, threshold, left, right, 0.0]
        return at

    roots = [add(random.choice([1, 2, 7, LEAVES])) for _ in range(trees * classes)]
    table = np.array(nodes)
    none = np.zeros(0)
    return Forest(
        {name: n for n, name in enumerate(NAMES)},
        classes,
        np.array(roots, np.int32),
        table[:, 0].astype(np.int32),
        table[:, 1],
        table[:, 2:4].astype(np.int32).ravel(),
        table[:, 4],
        none,
        none,
        depth=LEAVES,
    )


def _walked(forest: Forest, row: dict[str, float]) -> list[float]:
    sums = [0.0] * forest.classes
    for tree, at in enumerate(forest.roots.tolist()):
        while forest.child[2 * at] != at:
            at = forest.child[2 * at + (row.get(NAMES[forest.feature[at]], 0) > forest.threshold[at])]
        sums[tree % forest.classes] += forest.value[at]
    return sums


@pytest.mark.parametrize("classes", [1, 3])
@pytest.mark.parametrize("trees", [1, 40])
def test_each_row_gets_the_leaves_that_it_ends_in(trees: int, classes: int) -> None:
    random = Random(trees + classes)
    forest = _forest(random, trees, classes)
    rows = [
        {n: random.choice([-2.0, 0, 0.5, 1, True, 3]) for n in random.sample([*NAMES, "new"], 6)} for _ in range(600)
    ]
    assert np.allclose(forest.scores(rows), [_walked(forest, row) for row in rows])


def test_a_row_gets_the_same_among_others_and_alone() -> None:
    forest = _forest(Random(5), 30, 1)
    rows = [{name: n % 5 - 1.0} for n, name in enumerate(NAMES * 60)]
    assert forest.scores(rows).tolist() == [forest.scores([row])[0].tolist() for row in rows]


def test_a_row_may_name_nothing() -> None:
    assert _forest(Random(1), 3, 1).matrix([{}, {"f1": 2, "other": 1}]).tolist() == [[0] * 9, [0, 2, *[0] * 7]]
