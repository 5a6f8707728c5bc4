"""Where each node of a whole graph stands: for graphs that are too large for the layout of one page.

Large components are laid out with the repulsion of a field on a grid, which takes as long for a hundred thousand
nodes as for a thousand.

References:
    Hockney and Eastwood, Computer simulation using particles (1988): forces by a field on a grid.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from kg.view.forces import LENGTH, Floats, Pairs, relax, start
from kg.view.packing import pack

FEW, EXACT = 9, 150  # nodes of a component that stays as it was guessed, and of one of which every pair is looked at
GRID = 192  # cells along a side of the field
STEPS = 90
MARGIN = 1.4 * LENGTH  # between components
ROWS_OF = 3  # so small components stand in rows, as there are too many of them to be fitted one by one


def spread(count: int, edges: Pairs) -> NDArray[np.int64]:
    """Return the place of each node in pixels, y downwards, centred on (0, 0); the same for the same graph.

    Args:
        count: how many nodes.
        edges: pairs of node numbers; directions, loops and repetitions do not matter.
    """
    places = np.zeros((count, 2))
    if not count:
        return places.astype(np.int64)
    pairs = np.unique(np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1), axis=0)
    parts = _parts(count, pairs)
    laid = [_component(nodes, inside) for nodes, inside in parts]
    large = [i for i, (nodes, _) in enumerate(parts) if len(nodes) > ROWS_OF]
    corners, (width, height) = pack([tuple(np.ptp(laid[i], axis=0) + MARGIN) for i in large])
    for i, corner in zip(large, corners, strict=True):
        places[parts[i][0]] = laid[i] + corner
    left, top = 0.0, height + MARGIN
    wide, tall = max(width, np.sqrt(count) * LENGTH), 0.0
    for (nodes, _), points in zip(parts[len(large) :], laid[len(large) :], strict=True):
        room = np.ptp(points, axis=0) + MARGIN
        if left + room[0] > wide:
            left, top, tall = 0.0, top + tall, 0.0
        places[nodes] = points + np.array([left, top])
        left, tall = left + room[0], max(tall, room[1])
    return np.round(places - (places.min(axis=0) + places.max(axis=0)) / 2).astype(np.int64)


def _parts(count: int, pairs: Pairs) -> list[tuple[NDArray[np.intp], Pairs]]:
    """Return the nodes of each component, the largest first, and its edges by numbers inside it."""
    links = csr_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    number, member = connected_components(links, directed=False)
    order = np.argsort(member, kind="stable")
    bounds = np.searchsorted(member[order], np.arange(number + 1))
    inside = np.empty(count, dtype=np.intp)
    inside[order] = np.arange(count) - bounds[member[order]]
    by_part = np.argsort(member[pairs[:, 0]], kind="stable")
    cuts = np.searchsorted(member[pairs[by_part, 0]], np.arange(number + 1))
    parts = [
        (order[low:high], inside[pairs[by_part[first:last]]])
        for (low, high), (first, last) in zip(pairwise(bounds), pairwise(cuts), strict=True)
    ]
    return sorted(parts, key=lambda part: (-len(part[0]), int(part[0][0])))


def _component(nodes: NDArray[np.intp], edges: Pairs) -> Floats:
    """Return the places of the nodes of a component, from (0, 0) downwards."""
    points = start(len(nodes), edges)
    if FEW < len(nodes) <= EXACT:
        points = relax(points, edges, len(nodes))
    elif len(nodes) > EXACT:
        points = _drift(points, edges, len(nodes))
    return np.asarray(points - points.min(axis=0), dtype=np.float32)


def _drift(guess: Floats, edges: Pairs, count: int) -> Floats:
    """Return the points after springs pulled along the edges and a field pushed the nodes apart."""
    points = guess.astype(np.float64)
    degree = np.bincount(edges.ravel(), minlength=count)
    weight = np.sqrt(degree)
    for step in range(STEPS):
        force = _field(points, weight) * weight[:, None] * LENGTH**2
        pull = points[edges[:, 1]] - points[edges[:, 0]]
        pull *= (np.hypot(pull[:, 0], pull[:, 1]) / LENGTH)[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(edges[:, 0], pull[:, axis], count)
            force[:, axis] -= np.bincount(edges[:, 1], pull[:, axis], count)
        force -= (points - points.mean(axis=0)) * (0.25 * weight[:, None])
        size = np.hypot(force[:, 0], force[:, 1]) + 1e-6
        limit = LENGTH * np.sqrt(count) * 0.05 * (1 - step / STEPS) ** 1.5 + 1
        points += force * (np.minimum(size * 0.3, limit) / size)[:, None]
    return np.asarray(points, dtype=np.float32)


def _field(points: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the push that each node feels: weights are laid on a grid, and their field is folded over it."""
    low = points.min(axis=0)
    cell = max(float(np.ptp(points, axis=0).max()) / (GRID - 2), 1e-3)
    at = (points - low) / cell
    corner = at.astype(np.intp)
    share = at - corner
    parts = [
        ((share[:, 0] if i else 1 - share[:, 0]) * (share[:, 1] if j else 1 - share[:, 1]), i, j)
        for i in (0, 1)
        for j in (0, 1)
    ]
    mass = np.zeros(GRID * GRID)
    for part, i, j in parts:
        mass += np.bincount((corner[:, 0] + i) * GRID + corner[:, 1] + j, part * weight, GRID * GRID)
    wide = 2 * GRID
    steps = np.fft.fftfreq(wide, 1 / wide)
    dx, dy = np.meshgrid(steps, steps, indexing="ij")
    spectrum = np.fft.rfft2(mass.reshape(GRID, GRID), s=(wide, wide))
    push = np.zeros_like(points)
    for axis, distance in enumerate((dx, dy)):
        kernel = np.fft.rfft2(distance / np.maximum(dx * dx + dy * dy, 1.0))
        field = np.fft.irfft2(spectrum * kernel, s=(wide, wide))[:GRID, :GRID].ravel() / cell
        for part, i, j in parts:
            push[:, axis] += part * field[(corner[:, 0] + i) * GRID + corner[:, 1] + j]
    return push
