"""The arithmetic of the layout: a first guess, springs and repulsion, and room for the labels.

Everything runs in numpy over blocks of rows; sums run in a fixed order, so that nothing depends on
the number of threads.

References:
    Brandes and Pich, Eigensolver methods for progressive multidimensional scaling (2006): the start.
    Fruchterman and Reingold, Graph drawing by force-directed placement (1991): the forces.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

Floats = NDArray[np.float32]
Pairs = NDArray[np.intp]

LENGTH = 95.0  # pixels: how long an edge would like to be; hubs push theirs further out
PIVOTS = 40
PULL_IN = 0.35  # towards the middle of the component, so that it does not trail across the page
SPACE = 1.7  # how much more room a large component gets than the boxes of its nodes fill
AIR = 12  # small components get more, so that labels of edges can be read: with 12 nodes half as much again
ROWS = 256  # a block of rows; 256 x 2,000 numbers stay in the cache


def start(count: int, edges: Pairs) -> Floats:
    """Return a first guess: distances along the edges, scaled down to two dimensions.

    Args:
        count: how many nodes; the component is connected.
        edges: pairs of node numbers, each pair once.
    """
    if count == 1:
        return np.zeros((1, 2), dtype=np.float32)
    ones = np.ones(len(edges) * 2)
    rows, columns = np.concatenate([edges, edges[:, ::-1]]).T
    links = csr_array((ones, (rows, columns)), shape=(count, count))
    far = [int(np.argmax(np.bincount(rows, minlength=count)))]
    found = [dijkstra(links, unweighted=True, indices=far[0])]
    while len(far) < min(PIVOTS, count):
        far.append(int(np.argmax(np.min(found, axis=0))))
        found.append(dijkstra(links, unweighted=True, indices=far[-1]))
    squares = np.array(found).T ** 2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1, keepdims=True) + squares.mean()
    spread, axes = np.linalg.eigh(np.einsum("ip,iq->pq", centred, centred))
    guess = np.einsum("ip,pa->ia", centred, axes[:, ::-1][:, :2])
    guess *= np.sqrt(count) * LENGTH / (2 * guess.std(axis=0) + np.sqrt(max(spread[-1], 1.0)) * 1e-3 + 1e-9)
    jitter = np.random.default_rng(7).normal(scale=LENGTH / 4, size=guess.shape)
    return np.asarray(guess + jitter, dtype=np.float32)


def relax(points: Floats, edges: Pairs, count: int) -> Floats:
    """Return the points after springs pulled along the edges and every node pushed every other.

    Nodes with many edges push harder, so that their neighbours find room around them.
    """
    if count < 2:
        return points
    points = points.copy()
    degree = np.bincount(edges.ravel(), minlength=count).astype(np.float32)
    weight = np.sqrt(degree)
    steps = 300 if count <= 600 else 150
    for step in range(steps):
        force = _push(points, weight)
        pull = points[edges[:, 1]] - points[edges[:, 0]]
        pull *= (np.hypot(pull[:, 0], pull[:, 1]) / LENGTH)[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(edges[:, 0], pull[:, axis], count)
            force[:, axis] -= np.bincount(edges[:, 1], pull[:, axis], count)
        force -= (points - points.mean(axis=0)) * (PULL_IN * weight[:, None])
        size = np.hypot(force[:, 0], force[:, 1]) + 1e-6
        limit = LENGTH * 1.2 * (1 - step / steps) ** 1.5
        points += force * (np.minimum(size * 0.3, limit) / size)[:, None]
    return points


def _push(points: Floats, weight: Floats) -> Floats:
    """Return the sum of the forces with which all other nodes push each node away."""
    force = np.empty_like(points)
    for low in range(0, len(points), ROWS):
        rows = slice(low, low + ROWS)
        dx = points[rows, 0, None] - points[None, :, 0]
        dy = points[rows, 1, None] - points[None, :, 1]
        strength = weight[None, :] / np.maximum(dx * dx + dy * dy, np.float32(25))
        share = weight[rows] * np.float32(LENGTH**2)
        force[rows, 0] = (dx * strength).sum(axis=1) * share
        force[rows, 1] = (dy * strength).sum(axis=1) * share
    return force


def separate(points: Floats, boxes: Floats, *, rounds: int = 400) -> Floats:
    """Return the points scaled to the room that the boxes need, then moved apart until no two boxes overlap.

    Gives up after `rounds`; then a few may still touch.
    """
    if len(points) > 2:
        short, long = sorted(np.ptp(points, axis=0).tolist())
        needed = float((boxes[:, 0] * boxes[:, 1]).sum()) * SPACE * (1 + AIR / (len(points) + AIR))
        points = points * np.float32(np.sqrt(needed / (long * max(short, 0.5 * long))))
    else:
        points = points.copy()
    half = np.asarray(boxes / 2, dtype=np.float32)
    for turn in range(rounds):
        if turn % 25 == 24:
            points *= np.float32(1.03)  # too tight to come apart by itself
        left, right = _overlaps(points, half)
        if not len(left):
            break
        gap = points[right] - points[left]
        room = half[left] + half[right] - np.abs(gap)
        axis = np.argmin(room / (half[left] + half[right]), axis=1)
        each = np.arange(len(left))
        sign = np.where(gap[each, axis] >= 0, 1.0, -1.0)
        move = (room[each, axis] * 0.5 + 1.0) * sign
        for a in (0, 1):
            share = np.where(axis == a, move, 0.0)
            shift = np.bincount(right, share, len(points)) - np.bincount(left, share, len(points))
            points[:, a] += shift * 0.6
    return points


def _overlaps(points: Floats, half: Floats) -> tuple[Pairs, Pairs]:
    """Return the pairs of nodes whose boxes overlap, each pair once."""
    largest = 2 * half.max(axis=0)
    near = cKDTree(points / largest).query_pairs(1.0, p=np.inf, output_type="ndarray")
    left, right = near[np.lexsort((near[:, 1], near[:, 0]))].T
    hit = (np.abs(points[left] - points[right]) < half[left] + half[right]).all(axis=1)
    return left[hit], right[hit]
