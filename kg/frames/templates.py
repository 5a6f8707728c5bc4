"""Loads `templates.yaml`: how arguments hang on a trigger, as paths over the dependency parse."""

from __future__ import annotations

import re

from kg.frames.records import Path_, Step
from kg.frames.source import Source

_STEP = re.compile(r"^[<>][a-z]+(\([a-z,' ]+\))?$")


def load_slots(source: Source) -> dict[str, tuple[Path_, ...]]:
    """Return the paths of each slot."""
    raw = source.yaml()
    found = {}
    for name in raw:
        paths = []
        for line, text in source.words(raw, name):
            steps = text.split()
            bad = [s for s in steps if not _STEP.match(s)]
            if bad:
                source.wrong(line, f"{name}: {bad[0]!r} is no step; >nsubj, <xcomp or >prep(by,from) is one")
            else:
                paths.append(tuple(map(_step, steps)))
        if not paths:
            source.wrong(raw.lines[name], f"{name}: no path; a list of paths is right")
        found[name] = tuple(paths)
    return found


def _step(text: str) -> Step:
    label, _, words = text[1:].partition("(")
    return Step(text[0] == "<", label, frozenset(w.strip() for w in words.rstrip(")").split(",") if w.strip()))
