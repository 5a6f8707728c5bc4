"""Spark: a real cluster of two executors, of which one is killed half-way, and documents that end what reads them.

`make cluster` installs pyspark, which is too large for every run of the tests.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.pipeline import BuildReport
from kg.scale import load_folders

from .conftest import ARTICLES, FEW, GERMAN, PROCESS, WORKER, Building, Quads, write

if find_spec("pyspark") is None:
    pytest.skip("pyspark is missing: SPARK WAS NOT TESTED; make cluster installs it", allow_module_level=True)

from kg.scale import spark

pytestmark = pytest.mark.slow

EXECUTOR = "CoarseGrainedExecutorBackend"


@pytest.fixture(scope="module")
def session(fragile: None) -> Iterator[Any]:
    """A session on a standalone cluster with two executors, each a process of its own, and of one core."""
    from pyspark.sql import SparkSession

    settings = spark.QUIET | spark.HERE | {"spark.task.maxFailures": "2", "spark.executor.memory": "512m"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = SparkSession.builder.master("local-cluster[2,1,512]").config(map=settings).getOrCreate()
    yield session
    session.stop()


def executors() -> set[int]:
    """The executors below this process, by number."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if EXECUTOR in (folder / "cmdline").read_text() and os.getpid() in ancestors(int(folder.name)):
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def ancestors(process: int) -> Iterator[int]:
    while process > 1:
        process = int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[1])
        yield process


@pytest.mark.usefixtures("session")
def test_an_executor_that_is_killed_half_way_changes_no_byte(
    news: Path, quads: Quads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        spark, "AHEAD", 1
    )  # two partitions a job, so that one can be killed between the first and the last
    building = Building(news, tmp_path / "graph", spark.Spark(master="used is the session that is there", partition=1))
    building.start()
    building.wait_for_shards(1)
    killed = min(executors())
    os.kill(killed, signal.SIGKILL)
    assert building.shards < len(ARTICLES)
    assert building.report() == BuildReport(read=len(ARTICLES), added=len(ARTICLES))
    assert killed not in executors()
    assert quads(tmp_path / "graph") == quads(news.parent / "graph")


@pytest.mark.usefixtures("session")
def test_documents_that_end_their_process_or_their_worker_are_set_aside(
    news: Path, quads: Quads, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "news.jsonl", {"ill": PROCESS, **FEW, "worse": WORKER})
    assert main(["extract", str(tmp_path / "news.jsonl"), "-o", str(tmp_path / "shards"), "--spark", "local[2]"]) == 1
    source = f"kg: {tmp_path}/news.jsonl"
    told = [
        f"{source}:1: ill: the process that read it was ended by SIGKILL, as it is when memory is short; set aside",
        f"{source}:4: worse: every worker that read it was lost; set aside",
    ]
    assert capsys.readouterr().err.splitlines() == [
        *told,
        f"kg: {tmp_path}/shards: 4 documents read: 2 added, 2 failed",
    ]
    assert main(["load", str(tmp_path / "shards"), "-g", str(tmp_path / "graph")]) == 1
    assert capsys.readouterr().err.splitlines()[:2] == told
    assert quads(tmp_path / "graph") == quads(news.parent / "few")


def test_a_table_and_files_become_shards(session: Any, news: Path, quads: Quads, tmp_path: Path) -> None:
    rows = [(name, "2024-03-04", text) for name, text in FEW.items()]
    table = session.createDataFrame(
        [*rows, ("german", None, GERMAN), ("empty", None, None)], "id string, date string, body string"
    )
    spark.write_shards(session, table, tmp_path / "table")
    told: list[Exception] = []
    report = load_folders([tmp_path / "table"], tmp_path / "graph", on_error=told.append)
    assert (report.added, report.aside, len(told)) == (2, (("de", 1),), 1)
    assert quads(tmp_path / "graph") == quads(news.parent / "few")
    write(tmp_path / "few.jsonl", FEW)
    spark.write_shards(session, tmp_path / "few.jsonl", tmp_path / "files")
    load_folders([tmp_path / "files"], tmp_path / "again")
    assert quads(tmp_path / "again") == quads(news.parent / "few")


def test_what_is_missing_is_told_in_one_line(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["build", str(news), "-g", str(tmp_path / "graph"), "--spark", "local[2]"]
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert main(command) == 1
    line = f"--spark needs Java 17, and there is no java in {tmp_path}/bin (JAVA_HOME): install it, or set JAVA_HOME"
    assert capsys.readouterr().err == f"kg: {line}\n"
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert main(command) == 1
    assert capsys.readouterr().err == "kg: --spark needs pyspark, which is not installed: pip install 'kg[spark]'\n"
