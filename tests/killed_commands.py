"""Run by test_survival: runs commands of kg, each in a process of its own, and kills them when it is told to.

What takes long to load is loaded once, before the processes are forked. It reads lines of JSON, `{"arguments": [...],
"seconds": 0.3}`, and answers each with `{"code": ..., "seconds": ..., "told": ...}`: a code below 0 is the signal that
ended the process. Without seconds nothing is killed; with "keys" the command gets a terminal, and these keys.
"""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sys
import time

import kg.pipeline.processes
import kg.store.batches
import kg.store.graph
from kg.cli import main
from kg.ontology import default_domain
from kg.pipeline import checking, keeping  # noqa: F401 - so that their loading is over
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import load_extractor

SHOWN = 65536


def child(arguments: list[str]) -> None:
    kg.store.graph.BATCH = 600  # several documents a batch, written both as files and as transactions
    kg.store.batches.BULK = 300
    kg.pipeline.processes.BATCH = 2
    try:
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def run(arguments: list[str], seconds: float | None, keys: str) -> dict[str, object]:
    begun = time.monotonic()
    pid, fd = fork(terminal=bool(keys))
    if not pid:
        child(arguments)
    until = begun + (3600 if seconds is None else seconds)
    told, left = b"", list(keys)
    while (rest := until - time.monotonic()) > 0:
        if select.select([fd], [], [], rest)[0]:
            try:
                some = os.read(fd, SHOWN)
            except OSError:  # as Linux tells that nobody is at the other end of a terminal
                some = b""
            if not some:
                break
            told += some
            if left and told.rstrip().endswith(b"? help >"):
                os.write(fd, left.pop(0).encode())
                told += b"\n"
    else:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(fd)
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "seconds": time.monotonic() - begun, "told": told.decode(errors="replace")}


def fork(*, terminal: bool) -> tuple[int, int]:
    if terminal:
        return pty.fork()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return 0, -1


if __name__ == "__main__":
    load_extractor(default_domain(), Choice())
    for line in sys.stdin:
        asked = json.loads(line)
        answer = run(asked["arguments"], asked.get("seconds"), asked.get("keys", ""))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
