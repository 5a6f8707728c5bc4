"""Stands for what crashes in native code: some words end the process that reads them, or the worker that started it.

Python imports this at the start of every process that has this folder in PYTHONPATH.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

if "kg.pipeline.reading_process" in sys.orig_argv or sys.orig_argv[1:4] == ["-m", "kg", "build"]:
    from kg.pipeline import extractor

    whole = extractor.read_document

    def fragile(document: Any, *rest: Any, **options: Any) -> Any:
        if "ends its worker" in document.text:
            os.kill(os.getppid(), signal.SIGKILL)
        if "ends its" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(document, *rest, **options)

    extractor.read_document = fragile
