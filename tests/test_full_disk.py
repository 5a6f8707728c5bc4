"""Disks that are full or closed, and others at work: a clear line each, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import main
from kg.ontology import load
from kg.pipeline.checking import check
from kg.store import create_or_open, open_read
from kg.store.archive import export_digest

ARTICLES = {
    str(number): f"Postal workers at Royal Mail in town {number} began a two-day strike over pay on Tuesday.\n\n"
    f"The CWU said {number},000 took part, and Aslef members at Northern Trains will walk out too."
    for number in range(1, 25)
}
SMALL, LARGE = 2, 64  # megabytes


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    lines = [json.dumps({"id": key, "date": "2024-03-04", "text": text}) for key, text in ARTICLES.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def built(news: Path) -> Path:
    pipeline.build(news, graph=news.with_name("graph"))
    return news.with_name("graph")


def mount(*arguments: str) -> bool:
    try:
        return subprocess.run(("mount", *arguments), capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() or not mount("-t", "tmpfs", "-o", f"size={SMALL}m", "tmpfs", str(folder)):
        pytest.skip("NOT TESTED: what happens on a full disk; only root can mount a small one")
    yield folder
    subprocess.run(("umount", "-l", str(folder)), check=True)


def grow(disk: Path) -> None:
    assert mount("-o", f"remount,size={LARGE}m", str(disk))


def digest(graph: Path) -> str:
    with open_read(graph) as store:
        return export_digest(store)


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes of a disk."""
    free = shutil.disk_usage(disk).free - left
    if free > 0:
        (disk / "filler").write_bytes(bytes(free))


def failing(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one line that a command fails with."""
    capsys.readouterr()
    assert main([str(one) for one in arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1, err
    assert "unexpected" not in err
    return err


@pytest.mark.parametrize("left", [0, 200_000, 700_000, 1_400_000])
def test_a_build_on_a_full_disk_goes_on_where_there_is_room(
    small: Path, news: Path, built: Path, left: int, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(small, left)
    assert f"kg: {small}" in failing(capsys, "build", news, "--graph", small / "graph")
    grow(small)
    if (small / "graph/kg.json").exists():
        assert all(finding.unfinished for finding in check(small / "graph"))
    pipeline.build(news, graph=small / "graph")
    assert digest(small / "graph") == digest(built)
    assert check(small / "graph") == []


def test_a_backup_on_a_full_disk_leaves_what_was_there(
    small: Path, built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "b.zip").write_bytes(b"before")
    fill(small, 4_000)
    assert "b.zip: cannot be written: No space left on device" in failing(
        capsys, "backup", small / "b.zip", "-g", built
    )
    assert (small / "b.zip").read_bytes() == b"before"
    assert sorted(path.name for path in small.iterdir()) == ["b.zip", "filler"]
    assert check(built) == []


def test_a_restore_on_a_full_disk_leaves_nothing(
    small: Path, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "b.zip"), "-g", str(built)]) == 0
    fill(small, 300_000)
    failing(capsys, "restore", tmp_path / "b.zip", "-g", small / "graph")
    assert [path.name for path in small.iterdir()] == ["filler"]
    grow(small)
    assert main(["restore", str(tmp_path / "b.zip"), "-g", str(small / "graph")]) == 0
    assert digest(small / "graph") == digest(built)


@pytest.fixture
def closed(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A graph in which nothing can be written."""
    graph = Path(shutil.copytree(built, tmp_path / "graph"))
    if os.geteuid():
        for path in (graph, graph / "store"):
            path.chmod(0o500)
        yield graph
        for path in (graph, graph / "store"):
            path.chmod(0o700)
        return
    if not (mount("--bind", str(graph), str(graph)) and mount("-o", "remount,ro,bind", str(graph))):
        pytest.skip("NOT TESTED: folders that cannot be written; root can write to all, and this one cannot mount")
    yield graph
    subprocess.run(("umount", "-l", str(graph)), check=True)


def test_a_folder_that_cannot_be_written(
    closed: Path, built: Path, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(built)
    for command in (["build", news], ["remove", "1"], ["check", "--mend"]):
        code = main([str(one) for one in (*command, "-g", closed)])
        err = capsys.readouterr().err
        if command[0] == "check":
            assert code == 0, err  # nothing is to be mended
        else:
            assert code == 1
            assert err.startswith(f"kg: {closed}: cannot be written: ")
            assert err.count("\n") == 1
    assert digest(closed) == before
    assert main(["backup", str(tmp_path / "b.zip"), "-g", str(closed)]) == 0
    assert failing(capsys, "restore", tmp_path / "b.zip", "-g", closed / "new").startswith(
        f"kg: {closed / 'new'}: cannot"
    )


# -- others at work -----------------------------------------------------------------------------

Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Started]:
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kg", *(str(one) for one in arguments)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        started.append(
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        )
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_build_waits(start: Started, built: Path, news: Path, tmp_path: Path) -> None:
    graph = Path(shutil.copytree(built, tmp_path / "graph"))
    with create_or_open(graph, ontology=load("industrial-relations")) as store:
        second = start("build", news, "--graph", graph, "--wait")
        assert second.stderr is not None
        line = second.stderr.readline()
        assert line == f"kg: {graph}: process {os.getpid()} is writing to this graph; waiting until it is done\n"
        assert second.poll() is None
        store.remove("1")
    _, err = second.communicate(timeout=120)
    assert (second.returncode, err) == (0, f"kg: {graph}: 24 documents read: 1 added, 23 unchanged\n")
    assert digest(graph) == digest(built)


def test_a_reader_during_a_build(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = Path(shutil.copytree(built, tmp_path / "graph"))
    before = digest(graph)
    with create_or_open(graph, ontology=load("industrial-relations")) as store:
        with open_read(graph) as reader:
            for identifier in list(ARTICLES)[:12]:
                store.remove(identifier)
            assert len(reader.documents()) == 24
            assert export_digest(reader) == before
        assert main(["info", "-g", str(graph)]) == 0
        assert (
            f"process {os.getpid()} is writing to this graph; this is what it holds so far" in capsys.readouterr().out
        )
