"""Dask: a real cluster of two workers, of which one is killed half-way, and documents that end what reads them."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from kg.cli import main
from kg.pipeline import BuildReport
from kg.scale.dask import Dask

from .conftest import ARTICLES, FEW, WORKER, Building, Quads, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(fragile: None) -> Iterator[Any]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    ) as cluster:
        yield cluster


def workers(cluster: Any) -> set[int]:
    return {worker.pid for worker in cluster.workers.values()}


def test_a_worker_that_is_killed_half_way_changes_no_byte(
    cluster: Any, news: Path, quads: Quads, tmp_path: Path
) -> None:
    building = Building(news, tmp_path / "graph", Dask(address=cluster.scheduler_address, partition=1))
    building.start()
    building.wait_for_shards(1)
    killed = min(workers(cluster))
    os.kill(killed, signal.SIGKILL)
    assert building.shards < len(ARTICLES)
    assert building.report() == BuildReport(read=len(ARTICLES), added=len(ARTICLES))
    assert killed not in workers(cluster)
    assert quads(tmp_path / "graph") == quads(news.parent / "graph")
    assert not (tmp_path / "graph/shards").exists()


def test_a_document_that_ends_every_worker_is_set_aside(
    cluster: Any, news: Path, quads: Quads, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cluster.scheduler.allowed_failures = 0  # of 3, so that few workers need to be lost
    write(tmp_path / "news.jsonl", {**FEW, "ill": WORKER})
    command = [
        "build",
        str(tmp_path / "news.jsonl"),
        "-g",
        str(tmp_path / "graph"),
        "--dask",
        cluster.scheduler_address,
    ]
    assert main(command) == 1
    told = f"kg: {tmp_path}/news.jsonl:3: ill: every worker that read it was lost; set aside"
    counted = f"kg: {tmp_path}/graph: 3 documents read: 2 added, 1 failed"
    assert capsys.readouterr().err.splitlines() == [told, counted]
    assert quads(tmp_path / "graph") == quads(news.parent / "few")
    assert main(command) == 1
    hint = f" in an earlier build; delete {tmp_path}/graph/aside.json to try again"
    assert capsys.readouterr().err.splitlines()[0] == told + hint


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler in a process of its own, with a worker: its address, and the process."""
    file, dask = tmp_path / "scheduler.json", (sys.executable, "-m", "dask")
    place = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    with subprocess.Popen((*dask, "scheduler", *place), stderr=subprocess.DEVNULL) as scheduler:
        options = ("--scheduler-file", str(file), "--nthreads", "1", "--memory-limit", "0", "--no-dashboard")
        with subprocess.Popen((*dask, "worker", *options, "--no-nanny"), stderr=subprocess.DEVNULL) as worker:
            until = time.monotonic() + 60
            while not (file.exists() and file.read_text().strip().endswith("}")) and time.monotonic() < until:
                time.sleep(0.05)
            yield json.loads(file.read_text())["address"], scheduler
            worker.kill()
        scheduler.kill()


def test_a_scheduler_that_is_lost_is_told_and_another_goes_on(
    cluster: Any, lonely: tuple[str, subprocess.Popen[bytes]], news: Path, quads: Quads, tmp_path: Path
) -> None:
    address, scheduler = lonely
    building = Building(news, tmp_path / "graph", Dask(address=address, partition=1))
    building.start()
    building.wait_for_shards(1)
    scheduler.kill()
    building.join(120)
    assert building.shards < len(ARTICLES)
    wrong = "the Dask scheduler does not answer any more; when it does, the same command goes on from here"
    assert str(building.error) == f"{address}: {wrong}"
    again = Building(news, tmp_path / "graph", Dask(address=cluster.scheduler_address, partition=1))
    again.start()
    assert again.report() == BuildReport(read=len(ARTICLES), added=len(ARTICLES))
    assert quads(tmp_path / "graph") == quads(news.parent / "graph")


def test_what_is_missing_is_told_in_one_line(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["build", str(news), "-g", str(tmp_path / "graph"), "--dask"]
    monkeypatch.setattr("kg.scale.dask.CONNECT", "0.2s")
    assert main([*command, "tcp://127.0.0.1:9"]) == 1
    wrong = "tcp://127.0.0.1:9: no Dask scheduler answers there; name one such as tcp://10.0.0.1:8786, or local"
    assert capsys.readouterr().err == f"kg: {wrong}\n"
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*command, "local"]) == 1
    assert capsys.readouterr().err == "kg: --dask needs distributed, which is not installed: pip install 'kg[dask]'\n"
