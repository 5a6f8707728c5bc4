"""A process that reads documents for another: `python -m kg.pipeline.reading_process`; see `apart`.

It takes pickled batches from standard input and answers each on standard output. It ends when the other does,
however that ends, and when nothing was asked for a while.
"""

from __future__ import annotations

import os
import pickle
import sys
from queue import Empty, SimpleQueue
from threading import Thread
from typing import BinaryIO

from kg.errors import KgError
from kg.pipeline.choice import Choice
from kg.pipeline.extractor import Batch, Result, load_extractor

IDLE = 120.0  # seconds without work after which the model's memory is given back

Task = tuple[Batch, str, Choice]


def main() -> None:
    """Read what is asked, until nothing is."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what some library prints must not get between the answers
    tasks: SimpleQueue[Task] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        try:
            task = tasks.get(timeout=IDLE)
        except Empty:
            return
        answers.write(pickle.dumps(_answer(task)))
        answers.flush()


def _listen(stream: BinaryIO, tasks: SimpleQueue[Task]) -> None:
    """Take tasks while documents are read, so that the end of the other process is seen at once."""
    while True:
        try:
            tasks.put(pickle.load(stream))
        except EOFError:
            os._exit(1)


def _answer(task: Task) -> list[Result] | KgError:
    documents, domain, choice = task
    try:
        return load_extractor(domain, choice).read(documents)
    except KgError as error:
        return error


if __name__ == "__main__":
    main()
