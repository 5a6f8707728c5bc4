"""The figures that were recorded, and which of today's are worse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.machine import ROOT
from bench.unseen.figures import Figure, is_low

RECORD = ROOT / "bench" / "reading.json"
ALLOWED = 0.01  # a figure may be worse by so much


def load(path: Path = RECORD) -> dict[str, Any]:
    """Return what was recorded: by set of articles, the number of them and the figures."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def entry(articles: int, found: Mapping[str, Figure], calibration: Mapping[str, float] | None = None) -> dict[str, Any]:
    """Return what is recorded of one set of articles."""
    flat = {name: figure.value for name, figure in found.items()}
    flat |= {f"calibration error of {name}": error for name, error in (calibration or {}).items()}
    return {"articles": articles, "figures": {name: round(value, 4) for name, value in flat.items()}}


def keep(entries: Mapping[str, Any], path: Path = RECORD) -> None:
    """Record sets of articles; what is recorded of others stays."""
    path.write_text(json.dumps({**load(path), **entries}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def worse(name: str, now: Mapping[str, Any], recorded: Mapping[str, Any]) -> list[str]:
    """Return a line for each figure of a set of articles that is worse than recorded by more than is allowed."""
    lines = []
    if now["articles"] != recorded["articles"]:
        numbers = f"{now['articles']} articles, recorded are {recorded['articles']}"
        lines.append(f"{name}: {numbers}: record again with --write")
    for figure, before in recorded["figures"].items():
        value = now["figures"].get(figure)
        if value is None:
            lines.append(f"{name}: {figure}: recorded is {before:.3f}, and now there is none")
        elif (value - before if is_low(figure) else before - value) > ALLOWED + 1e-9:
            way = "rose" if is_low(figure) else "fell"
            lines.append(f"{name}: {figure} {way} from {before:.3f} to {value:.3f}")
    return lines
