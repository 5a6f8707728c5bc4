"""A measurement in a process of its own.

`call` is the parent's side, `main` the child's. The parent imports neither kg nor spaCy: on Linux the peak memory of
a process (`ru_maxrss`) is never told as less than what its parent held when it began.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.machine import ROOT

LIMIT = 300.0  # seconds; a measurement that takes longer hangs


class ChildFailed(Exception):
    """A measurement ended with an error, or took too long."""


def environment() -> dict[str, str]:
    """The parent's environment, with the kg of this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}


def call(task: str, limit: float = LIMIT, **options: Any) -> Any:
    """Run `bench.tasks.MODULE.FUNCTION(**options)`, named "MODULE.FUNCTION", and return what it returns.

    Raises:
        ChildFailed: it ended with an error, or took more than `limit` seconds and was killed.
    """
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as folder:
        given, answer = Path(folder, "options.json"), Path(folder, "answer.json")
        given.write_text(json.dumps(options), encoding="utf-8")  # some are too long for an argument
        command = [sys.executable, "-m", "bench.child", task, str(given), str(answer)]
        try:
            subprocess.run(command, cwd=ROOT, env=environment(), check=True, timeout=limit, stdin=subprocess.DEVNULL)
        except subprocess.CalledProcessError as error:
            raise ChildFailed(f"{task} ended with exit code {error.returncode}") from error
        except subprocess.TimeoutExpired as error:
            raise ChildFailed(f"{task} took more than {limit:.0f} s") from error
        return json.loads(answer.read_text(encoding="utf-8"))


def main(task: str, options: str, answer: str) -> None:
    module, _, function = task.rpartition(".")
    found = getattr(import_module(f"bench.tasks.{module}"), function)(
        **json.loads(Path(options).read_text(encoding="utf-8"))
    )
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
