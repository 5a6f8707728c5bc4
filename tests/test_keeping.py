"""Backups: what is in one, that it comes back to the byte, and what is wrong with those that do not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg import pipeline
from kg.cli import main
from kg.errors import BackupError, KgError, StoreError, UsageError
from kg.pipeline import keeping
from kg.pipeline.checking import check
from kg.pipeline.keeping import back_up, restore, verify_backup
from kg.store import create_or_open, open_read
from kg.store.archive import export_digest

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "seeds/stories"
JUDGED = ("judge", "reject", "story-fylde#event-strike-1", "--author", "N. N.", "--time", "2026-01-01T00:00:00Z")


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    lines: list[str]  # of standard error


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of three articles, of which somebody judged a fact."""
    graph = tmp_path_factory.mktemp("keeping") / "graph"
    pipeline.build(STORIES, graph=graph)
    assert main([*JUDGED, "--graph", str(graph)]) == 0
    return graph


@pytest.fixture(scope="module")
def kept(built: Path) -> Path:
    return back_up(built, built.parent / "kept.kg.zip").path


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(built, tmp_path / "graph"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Done:
        capsys.readouterr()
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return Done(code, out, err.splitlines())

    return run


def digest(graph: Path) -> str:
    with open_read(graph) as store:
        return export_digest(store)


# -- there and back -----------------------------------------------------------------------------


def test_a_graph_comes_back_to_the_byte(run: Run, built: Path, kept: Path, tmp_path: Path) -> None:
    done = run("restore", kept, "--graph", tmp_path / "deep/new")
    assert done == Done(0, "", [f"kg: {tmp_path / 'deep/new'}: 3 documents, the same to the byte"])
    assert digest(tmp_path / "deep/new") == digest(built)
    assert (tmp_path / "deep/new/judgements.jsonl").read_bytes() == (built / "judgements.jsonl").read_bytes()
    assert check(tmp_path / "deep/new") == []
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["new"]


def test_the_same_graph_gives_the_same_bytes(kept: Path, graph: Path, tmp_path: Path) -> None:
    pipeline.build(STORIES, graph=graph)  # nothing changes but the files in which the quads lie
    assert back_up(graph, tmp_path / "again.zip").path.read_bytes() == kept.read_bytes()
    restore(kept, tmp_path / "restored")
    assert back_up(tmp_path / "restored", tmp_path / "third.zip").path.read_bytes() == kept.read_bytes()


def test_in_a_folder_it_is_named_by_graph_and_content(run: Run, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "safe").mkdir()
    assert run("backup", "safe").code == run("backup", "safe").code == 0
    (first,) = (tmp_path / "safe").iterdir()
    assert first.name.startswith("graph-")
    assert first.name.endswith(".kg.zip")
    pipeline.remove(graph, "story-fylde")
    assert run("backup", "safe").code == 0
    assert len(list((tmp_path / "safe").iterdir())) == 2


def test_what_ends_in_a_slash_is_a_folder(run: Run, graph: Path, tmp_path: Path) -> None:
    assert run("backup", "new/safe/").code == 0
    (made,) = (tmp_path / "new" / "safe").iterdir()
    assert made.name.endswith(".kg.zip")
    assert run("backup", f"{made}/").lines == [f"kg: {made}: cannot be made: File exists"]


def test_what_is_in_it(kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        assert archive.namelist() == ["documents.nq", "judgements.jsonl", "backup.json"]
        said = json.loads(archive.read("backup.json"))
        lines = archive.read("documents.nq").decode().splitlines()
    assert said["documents"] == 3
    assert said["graph"]["domain"] == "industrial-relations"
    assert all("/document/" in line.rpartition(" <")[2] for line in lines)


def test_it_is_verified_without_restoring(run: Run, kept: Path) -> None:
    assert run("check", "--graph", kept) == Done(0, "", [f"kg: {kept}: whole; 3 documents"])


def test_a_graph_that_is_not_finished(run: Run, graph: Path, tmp_path: Path) -> None:
    whole = digest(graph)
    (graph / "stale").touch()
    done = run("backup", "b.zip", "-g", graph)
    assert done.code == 0
    assert "a build was going on or had been stopped" in done.lines[1]
    done = run("restore", "b.zip", "-g", "new")
    assert done == Done(
        0, "", ["kg: new: 3 documents; the graph had not been finished when it was backed up, and is now"]
    )
    assert digest(tmp_path / "new") == whole


def test_while_somebody_writes(graph: Path, tmp_path: Path) -> None:
    with open_read(graph) as store:
        ontology = store.ontology
    with create_or_open(graph, ontology=ontology) as store:
        store.remove("story-fylde")
        made = back_up(graph, tmp_path / "b.zip")
        assert not made.finished
        assert made.documents in (2, 3)
    restore(tmp_path / "b.zip", tmp_path / "new")
    assert check(tmp_path / "new") == []


def test_a_graph_put_together_by_another_version(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "export_digest", lambda _: "0" * 64)
    assert run("restore", kept, "-g", tmp_path / "one").code == 1
    monkeypatch.setattr("kg.__version__", "9.9")
    done = run("restore", kept, "-g", tmp_path / "two")
    assert done.code == 0
    assert "put together anew by kg 9.9" in done.lines[0]


# -- what goes wrong ----------------------------------------------------------------------------


def test_nothing_is_overwritten(run: Run, kept: Path, graph: Path, tmp_path: Path) -> None:
    before = digest(graph)
    assert run("restore", kept, "-g", graph).lines[0].endswith("nothing is overwritten: name a new or an empty folder")
    (tmp_path / "file").touch()
    assert "is a file" in run("restore", kept, "-g", "file").lines[0]
    assert digest(graph) == before
    (tmp_path / "empty").mkdir()
    assert run("restore", kept, "-g", "empty").code == 0


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def with_part(path: Path, name: str, content: bytes) -> None:
    """Write an archive in which one part is another, and all checksums of ZIP are right."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in (parts | {name: content}).items():
            archive.writestr(one, data)


def newer(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read("backup.json"))
    with_part(path, "backup.json", json.dumps(said | {"format": 9}).encode())


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), "cannot be read: No such file"),
    "empty": (lambda path: path.write_bytes(b""), "no backup"),
    "something else": (lambda path: path.write_bytes(b"strike"), "no backup; name a file that kg backup wrote"),
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-200]), "damaged; its end is missing"),
    "a bit": (
        lambda path: path.write_bytes(flipped(path.read_bytes())),
        "damaged; documents.nq is not what was written",
    ),
    "other documents": (lambda path: with_part(path, "documents.nq", b""), "damaged; documents.nq is not what"),
    "other judgements": (lambda path: with_part(path, "judgements.jsonl", b"{}"), "damaged; judgements.jsonl is not"),
    "no contents": (lambda path: with_part(path, "backup.json", b"[]"), "damaged; backup.json is not what"),
    "a newer format": (newer, "a backup of format 9; this kg reads format 1: use the newer kg"),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_damaged_backup_is_told_in_one_line(run: Run, kept: Path, tmp_path: Path, case: str) -> None:
    damage, message = DAMAGE[case]
    path = Path(shutil.copy(kept, tmp_path / "b.zip"))
    damage(path)
    for command in ("restore", "b.zip", "--graph", "new"), ("check", "--graph", "b.zip"):
        if case == "missing" and command[0] == "check":
            continue
        done = run(*command)
        assert (done.code, done.out, len(done.lines)) == (1, "", 1)
        assert done.lines[0].startswith("kg: b.zip: ")
        assert message in done.lines[0]
    assert not (tmp_path / "new").exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == ([] if case == "missing" else ["b.zip"])


def test_no_graph_gives_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such folder"):
        back_up(tmp_path / "none", tmp_path / "b.zip")
    assert list(tmp_path.iterdir()) == []


def test_nowhere_to_write(graph: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        back_up(graph, tmp_path / "none" / "b.zip")


def test_an_error_leaves_the_backup_that_was_there(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.zip").write_bytes(b"before")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "write_archive", full)
    with pytest.raises(KgError, match=r"b\.zip: cannot be written: No space left on device"):
        back_up(graph, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == b"before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "graph"]


def test_a_restore_that_fails_leaves_nothing(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "_load", full)
    with pytest.raises(StoreError, match="new: cannot be written: No space left"):
        restore(kept, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_what_a_dead_process_was_writing_is_deleted_and_what_a_living_one_writes_is_not(
    graph: Path, tmp_path: Path
) -> None:
    (tmp_path / ".b.zip.1.new").write_bytes(b"half")
    locked = "f = open(sys.argv[1], 'wb'); fcntl.flock(f, fcntl.LOCK_EX)"
    script = f"import fcntl, sys; {locked}; print('go', flush=True); input()"
    living = tmp_path / ".b.zip.2.new"
    command = [sys.executable, "-c", script, str(living)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        back_up(graph, tmp_path / "b.zip")
        assert living.exists()
        process.communicate("\n")
    assert not (tmp_path / ".b.zip.1.new").exists()
    assert verify_backup(tmp_path / "b.zip").documents == 3


def test_backups_of_a_newer_graph_are_refused(kept: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path / "b.zip"))
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read("backup.json"))
    with_part(path, "backup.json", json.dumps(said | {"graph": said["graph"] | {"format": 99}}).encode())
    with pytest.raises((BackupError, StoreError), match="format 99, this kg reads format 1"):
        restore(path, tmp_path / "new")
    assert os.listdir(tmp_path) == ["b.zip"]  # noqa: PTH208 - hidden files too
