"""What stands for what in the picture: shape and colour of classes, lines of edges, sizes of labels."""

from __future__ import annotations

import textwrap
from math import log2

COLOURS = 7  # the palette itself is in assets/page.css, light and dark
SHAPES = {"entity": ("dot", "square", "hexagon", "triangle"), "event": ("diamond", "star", "triangleDown")}
COMMUNITIES = COLOURS - 1  # that have a colour of their own; the last of the palette is for all others
WRAP = 20  # characters in a line of a label
LINES = 3


def symbol(kind: str, index: int, offset: int) -> tuple[int, str]:
    """Return colour number and shape of the class number `index` of its kind.

    The numbers of colours and shapes have no common divisor, so colour and shape together repeat late
    (28 classes of entities, 21 of events). `offset` lets events go on in the palette after entities.
    """
    shapes = SHAPES.get(kind, SHAPES["entity"])
    return (index + offset) % COLOURS, shapes[index % len(shapes)]


def caption(label: str) -> str:
    """Return a label as it is written under a node: a few short lines, cut with "…"."""
    return "\n".join(textwrap.wrap(label, WRAP, max_lines=LINES, placeholder="…")) or label.strip()


def weight(degree: int, centrality: float | None) -> float:
    """Return how much a node weighs: twice its centrality (a multiple of the mean), or else its degree."""
    return degree if centrality is None else round(2 * centrality, 2)


def size(weight: float) -> int:
    """Return the radius of a node in pixels."""
    return round(11 + min(13.0, 2.6 * log2(1 + weight)))


def font(weight: float) -> int:
    """Return the height of a node's label in pixels; larger for hubs, so that they can be read from afar."""
    above: float = max(0.0, log2(1 + weight) - 1) ** 1.5
    return round(13 + min(13.0, 1.1 * above))


def box(text: str, weight: float) -> tuple[float, float, float]:
    """Return the room that a node takes with its label: width, and height above and below its middle, in pixels."""
    lines = text.split("\n")
    height = font(weight)
    wide = max(len(line) for line in lines) * height * 0.56 + 12
    return max(wide, 2.0 * size(weight) + 12), size(weight) + 8.0, size(weight) + len(lines) * height * 1.2 + 12


def width(evidence: int) -> float:
    """Return the width of an edge in pixels: wider with more sentences behind it."""
    return round(1.4 + min(3.0, 0.8 * log2(max(1, evidence))), 2)


def bend(index: int, count: int) -> float:
    """Return how far edge number `index` of `count` between two nodes bends off the straight line."""
    return round((index - (count - 1) / 2) * min(0.24, 1.4 / count), 4)
