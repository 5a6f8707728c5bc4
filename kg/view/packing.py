"""Packing boxes side by side without overlap, the largest first."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Box = tuple[float, float]
ASPECT = 1.2  # width to height of the whole: that of a screen with panels beside it


def pack(boxes: Sequence[Box]) -> tuple[list[Box], Box]:
    """Place boxes one after the other as high up, then as far left, as there is room (a skyline).

    Args:
        boxes: width and height of each, best sorted from large to small.

    Returns:
        The upper left corner of each box, and the size of the whole.
    """
    if not boxes:
        return [], (0.0, 0.0)
    width = max(max(w for w, _ in boxes), sqrt(ASPECT * sum(w * h for w, h in boxes)) * 1.08)
    skyline = [(0.0, 0.0)]  # steps from left to right: x where a step begins, y down to which it is full
    corners = []
    for w, h in boxes:
        top, left = min(_fits(skyline, w, width))
        corners.append((left, top))
        skyline = _raise(skyline, left, left + w, top + h)
    right = max(x + w for (x, _), (w, _) in zip(corners, boxes, strict=True))
    bottom = max(y + h for (_, y), (_, h) in zip(corners, boxes, strict=True))
    return corners, (right, bottom)


def _fits(skyline: list[Box], w: float, width: float) -> list[Box]:
    """Return (top, left) of every step at which a box of width `w` can begin."""
    found = []
    for i, (left, _) in enumerate(skyline):
        if left + w <= width + 1e-6 or i == 0:
            found.append((max(y for x, y in skyline[i:] if x < left + w), left))
    return found


def _raise(skyline: list[Box], left: float, right: float, bottom: float) -> list[Box]:
    """Return the skyline after the stretch from `left` to `right` was filled down to `bottom`."""
    under = [y for x, y in skyline if x <= right][-1]
    kept = [(x, y) for x, y in skyline if x < left]
    after = [(x, y) for x, y in skyline if x > right]
    return [*kept, (left, bottom), (right, under), *after]
