"""Processes that read: whenever they are ended, nobody waits for them."""

from __future__ import annotations

import random
import time
from pathlib import Path
from threading import Thread

import pytest

from kg.errors import KgError
from kg.model import Document
from kg.pipeline import apart
from kg.pipeline.apart import ReadingProcesses
from kg.pipeline.choice import Choice

TIMES, THREADS = 15, 2


def test_processes_can_be_ended_at_any_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(apart, "PROGRAM", "answering_process")
    moments = random.Random(7)
    for _ in range(TIMES):
        processes, ended = ReadingProcesses("any", Choice()), []

        def work(processes: ReadingProcesses = processes, ended: list[str] = ended) -> None:
            with pytest.raises(KgError) as error:
                while True:
                    processes.read((Document("a", "A strike.", "A strike."),))
            ended.append(str(error.value))

        threads = [Thread(target=work, daemon=True) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        time.sleep(moments.uniform(0.0, 0.3))
        processes.close()
        for thread in threads:
            thread.join(60)
        assert ended == [apart.CLOSED] * THREADS
