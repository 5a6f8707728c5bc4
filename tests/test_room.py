"""How many processes read when nobody says it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kg.model import Document, Reading
from kg.ontology import default_domain
from kg.pipeline import apart, room
from kg.pipeline.choice import Choice
from kg.pipeline.processes import read_documents


def test_one_for_each_core_as_far_as_memory_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_cores", lambda: 8)
    found = []
    for free in (100_000_000, 3_500_000_000, 64_000_000_000):
        monkeypatch.setattr(room, "_free", lambda free=free: free)
        found.append(room.processes())
    assert found == [1, 3, 8]


def test_this_machine_has_room_for_one_at_least_and_not_for_more_than_its_cores() -> None:
    assert 1 <= room.processes() <= (os.cpu_count() or 1)


def test_a_container_with_less_memory_than_its_machine(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("3000000\n")
    (tmp_path / "memory.current").write_text("2000000\n")
    (tmp_path / "memory.stat").write_text("anon 1500000\ninactive_file 500000\n")
    assert room._free(tmp_path) == 1_500_000
    (tmp_path / "memory.max").write_text("max\n")
    assert room._free(tmp_path) > 100_000_000


@pytest.mark.slow
def test_few_documents_are_read_here_and_more_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.processes.processes", lambda: 2)
    start = apart._start
    started: list[subprocess.Popen[bytes]] = []

    def starting() -> subprocess.Popen[bytes]:
        started.append(start())
        return started[-1]

    monkeypatch.setattr(apart, "_start", starting)
    documents = [Document(str(n), "A strike.", "A strike.") for n in range(5)]
    for number, expected in ((3, 0), (5, 2)):
        found = list(read_documents(documents[:number], domain=default_domain(), choice=Choice(), batch=1))
        assert [type(result) for result in found] == [Reading] * number
        assert len(started) == expected
