"""Where the CPU time of Python code goes, by sampling: no call is slowed down, as a tracing profiler does."""

from __future__ import annotations

import signal
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType
from typing import Self

PERIOD = 0.001  # seconds of CPU time


class Sampler:
    """Gives CPU time to the innermost function of a folder that is running; a context manager.

    A sample weighs the time since the one before, because signals wait while compiled code runs.

    Args:
        folder: whose functions count.
    """

    def __init__(self, folder: Path) -> None:
        self.root = f"{folder}/"
        self.seconds = defaultdict[tuple[str, str], float](float)
        self._last = 0.0

    def __enter__(self) -> Self:
        self._last = time.process_time()
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, PERIOD, PERIOD)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _sample(self, _number: int, frame: FrameType | None) -> None:
        now = time.process_time()
        weight, self._last = now - self._last, now
        while frame is not None:
            code = frame.f_code
            if code.co_filename.startswith(self.root):
                self.seconds[code.co_filename.removeprefix(self.root), code.co_qualname] += weight
                return
            frame = frame.f_back
        self.seconds["", ""] += weight
