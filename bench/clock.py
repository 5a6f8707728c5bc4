"""Time and memory of this process."""

from __future__ import annotations

import resource
import time


class Clock:
    """CPU seconds (of all threads, user and system) and wall seconds from one lap to the next."""

    def __init__(self) -> None:
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def lap(self) -> dict[str, float]:
        cpu, wall = time.process_time(), time.perf_counter()
        found = {"cpu": cpu - self.cpu, "wall": wall - self.wall}
        self.cpu, self.wall = time.process_time(), time.perf_counter()
        return found


def peak_mb() -> float:
    """Return the most memory that this process held, in megabytes (10^6 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
