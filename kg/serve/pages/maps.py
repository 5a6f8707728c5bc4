"""A map of countries, shaded by how much happened in them.

The outlines are those of the explorer, `outlines.json`: paths of SVG by ISO 3166 code, and points of countries too
small to be drawn, as `kg/view/web/outlines.mjs` projects them from Natural Earth, which is in the public domain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from kg.view.explorer import asset

SHADES = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on a map: its code, where it is if it has no outline, how dark it is (from 1), and what it says."""

    code: str
    point: tuple[float, float] | None
    shade: int
    title: str


@dataclass(frozen=True, slots=True)
class Map:
    """Countries on a map of the world, those of most first."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, Any]:
    """Return the outlines: `width`, `height`, `paths` and `points`."""
    found: Mapping[str, Any] = json.loads(asset("outlines.json"))
    return found


def world(counts: Mapping[str, int], names: Mapping[str, str]) -> Map | None:
    """Return a map of countries; None where none of them can be drawn.

    Args:
        counts: what each country has, by its code.
        names: of countries, by their codes.
    """
    drawn = outlines()
    most = max(counts.values(), default=0)
    shapes = tuple(
        Shape(
            code=code,
            point=None if code in drawn["paths"] else tuple(drawn["points"][code]),
            shade=max(1, -(-SHADES * counts[code] // most)),
            title=f"{names.get(code, code)}: {counts[code]}",
        )
        for code in sorted(counts, key=lambda code: (-counts[code], code))
        if code in drawn["paths"] or code in drawn["points"]
    )
    return Map(drawn["width"], drawn["height"], shapes) if shapes else None


@lru_cache(maxsize=1)
def sheet() -> bytes:
    """Return the outlines as one SVG file, of which pages use the whole, `#world`, and each country by its code."""
    path = Markup('<path id="{}" d="{}"/>')
    paths = Markup("").join(path.format(code, line) for code, line in sorted(outlines()["paths"].items()))
    svg = Markup('<svg xmlns="http://www.w3.org/2000/svg"><defs><g id="world">{}</g></defs></svg>\n')
    return svg.format(paths).encode()
