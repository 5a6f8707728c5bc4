"""Merging the engine's files once they have grown much.

What is loaded in bulk lies in files side by side, compressed. On what 50,000 articles tell, queries by name took five
to ten times as long before these were merged as after (docs/decisions/0016-queries-on-large-graphs.md).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pyoxigraph import Store

from kg.store.layout import COMPACTED, QUADS

LEAST = 32_000_000  # bytes of growth below which a merge is not worth its time
GROWTH = 1.25  # how many times as large as after the last merge: so each quad is written some five times in all


def compact_grown(raw: Store, folder: Path) -> bool:
    """Merge the engine's files of a graph that has grown by a quarter since the last time; return whether it had.

    Killed at any moment, the graph is whole. Where the disk has no room for a copy of the files nothing is done:
    the graph is as right, and slower.

    Args:
        raw: the quads of the graph, open for writing.
        folder: the graph's.

    Raises:
        OSError: the disk fails.
        RuntimeError: the same, as the engine tells it.
    """
    now, before = _size(folder / QUADS), _last(folder / COMPACTED)
    if now - before < LEAST or now < GROWTH * before or shutil.disk_usage(folder).free < 2 * now:
        return False
    raw.flush()
    raw.optimize()
    (folder / COMPACTED).write_text(f"{_size(folder / QUADS)}\n", encoding="ascii")
    return True


def _last(path: Path) -> int:
    """Return how large the files were after the last merge, 0 where that is not known."""
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _size(folder: Path) -> int:
    total = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".sst"):
                try:
                    total += entry.stat().st_size
                except FileNotFoundError:  # the engine has just deleted it
                    continue
    return total
