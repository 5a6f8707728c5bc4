"""How many processes this machine has room for."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

EACH = 1_000_000_000  # bytes of a process that reads: 771 MB at its peak (bench/RESULTS.md), and what is sent to it
CGROUP = Path("/sys/fs/cgroup")  # of a container that has less than its machine: version 2


def processes() -> int:
    """Return how many processes read best at once: as many as there are cores, as far as memory goes."""
    return max(1, min(_cores(), _free() // EACH))


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _free(cgroup: Path = CGROUP) -> int:
    """Return how many bytes of memory can be taken without swapping."""
    free = int(psutil.virtual_memory().available)
    try:
        most, taken = (int((cgroup / f"memory.{name}").read_text(encoding="ascii")) for name in ("max", "current"))
        held = dict(line.split() for line in (cgroup / "memory.stat").read_text(encoding="ascii").splitlines())
    except (OSError, ValueError):  # no such group, or it has no limit
        return free
    return min(free, max(0, most - taken + int(held.get("inactive_file", 0))))
