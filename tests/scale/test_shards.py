"""Shards: extracted there, loaded here; the same graph to the byte, whatever was interrupted, copied or came before."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import main
from kg.errors import ReadError, StoreError
from kg.pipeline import BuildReport
from kg.scale import Processes, extract_sources, load_folders
from kg.store.shards import shards_in

from .conftest import ARTICLES, FEW, GERMAN, PROCESS, Quads, write

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def extracted(news: Path) -> Path:
    """The shards of the articles, which nobody changes."""
    folder = news.parent / "shards"
    assert main(["extract", str(news), "-o", str(folder), "--partition", "2"]) == 0
    return folder


@pytest.fixture
def shards(extracted: Path, tmp_path: Path) -> Path:
    shutil.copytree(extracted, tmp_path / "shards")
    return tmp_path / "shards"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_each_shard_is_sorted_and_holds_whole_documents(shards: Path) -> None:
    found = shards_in(shards)
    assert sorted(len(shard.note.documents) for shard in found) == [2, 2, 2]
    for shard in found:
        lines = list(shard.lines())
        assert lines == sorted(set(lines))
        assert len(lines) == shard.note.lines


def test_loaded_shards_are_the_graph_of_one_process(shards: Path, news: Path, quads: Quads, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert load_folders([shards], graph) == BuildReport(read=6, added=6)
    assert quads(graph) == quads(news.parent / "graph")
    assert load_folders([shards], graph) == BuildReport(read=6, unchanged=6)
    assert pipeline.build(news, graph=graph) == BuildReport(read=6, unchanged=6)
    assert quads(graph) == quads(news.parent / "graph")


def test_what_stands_in_the_graph_otherwise_is_replaced(shards: Path, news: Path, quads: Quads, tmp_path: Path) -> None:
    write(
        tmp_path / "old.jsonl",
        {"rail": "A strike at Northern Trains began on Monday, Aslef said.", "post": ARTICLES["post"]},
    )
    pipeline.build(tmp_path / "old.jsonl", graph=tmp_path / "graph")
    assert load_folders([shards], tmp_path / "graph") == BuildReport(read=6, added=4, replaced=1, unchanged=1)
    assert quads(tmp_path / "graph") == quads(news.parent / "graph")


def test_an_interrupted_extraction_goes_on_and_makes_the_same_files(shards: Path, news: Path) -> None:
    whole = content(shards)
    lost, cut = shards_in(shards)[:2]
    lost.path.unlink()  # as when it was killed before it wrote the note
    cut.quads.write_bytes(cut.quads.read_bytes()[:-9])
    assert extract_sources([news], shards, Processes(partition=2)) == BuildReport(read=6, added=4, unchanged=2)
    assert content(shards) == whole


def test_the_same_documents_may_come_twice_and_others_of_the_same_name_are_told(
    shards: Path, news: Path, quads: Quads, tmp_path: Path
) -> None:
    write(
        tmp_path / "more.jsonl",
        {"rail": ARTICLES["rail"], "post": "A strike that nobody else tells of.", "german": GERMAN},
    )
    report = extract_sources([tmp_path / "more.jsonl"], tmp_path / "more", Processes())
    assert (report.added, report.aside) == (2, (("de", 1),))
    told: list[Exception] = []
    report = load_folders([shards, tmp_path / "more"], tmp_path / "graph", on_error=told.append)
    assert (report.added, report.repeated, len(report.failed)) == (6, 1, 1)
    assert "the identifier 'post' is that of a document in" in str(told[0])
    assert quads(tmp_path / "graph") == quads(news.parent / "graph")


def test_shards_that_came_home_damaged_are_told_and_nothing_is_loaded(
    shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> str:
        assert main(["load", str(shards), "-g", str(tmp_path / "graph")]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        return line.removeprefix("kg: ").replace(f"{shards}/", "")

    last = shards_in(shards)[-1]
    before = last.quads.read_bytes()
    last.quads.write_bytes(gzip.compress(b"<a> <b> <c> <d> .\n"))
    assert told() == f"{last.path.name}: damaged; the files are not what was written. Copy or extract it again"
    last.quads.unlink()
    assert told() == f"{last.quads.name}: cannot be read: No such file or directory; copy or extract it again"
    last.quads.write_bytes(before)
    note = json.loads(last.path.read_text())
    last.path.write_text(json.dumps(note | {"format": 9}))
    assert told() == f"{last.path.name}: a shard of format 9; this kg reads format 1"
    last.path.write_text("{}")
    assert told() == f"{last.path.name}: no note of a shard, or a damaged one; copy or extract it again"
    last.path.write_text(json.dumps(note | {"domain": "company-deals"}))
    assert main(["load", str(shards), "-g", str(tmp_path / "graph")]) == 2
    assert (
        "shards of several domains: company-deals, industrial-relations; load those of one" in capsys.readouterr().err
    )
    assert not (tmp_path / "graph").exists()
    with pytest.raises(StoreError, match="no shard is in it"):
        load_folders([tmp_path], tmp_path / "graph")


@pytest.mark.usefixtures("fragile")
def test_a_document_that_ends_its_process_is_set_aside_and_not_tried_again(
    news: Path, quads: Quads, tmp_path: Path
) -> None:
    write(tmp_path / "news.jsonl", {"rail": FEW["rail"], "ill": PROCESS, "post": FEW["post"]})
    reason = f"{tmp_path}/news.jsonl:2: ill: the process that read it was ended by SIGKILL"
    again = f"in an earlier build; delete {tmp_path}/graph/aside.json to try again"
    for expected in (BuildReport(read=3, added=2), BuildReport(read=3, unchanged=2)):
        told: list[Exception] = []
        report = pipeline.build(tmp_path / "news.jsonl", graph=tmp_path / "graph", workers=2, on_error=told.append)
        assert (report.added, report.unchanged) == (expected.added, expected.unchanged)
        (error,) = told
        assert str(error).startswith(reason)
        assert str(error).endswith(again) is bool(expected.unchanged)
    assert quads(tmp_path / "graph") == quads(news.parent / "few")
    with pytest.raises(ReadError, match="earlier build"):
        pipeline.build(tmp_path / "news.jsonl", graph=tmp_path / "graph")


@pytest.mark.usefixtures("fragile")
def test_a_document_that_ends_the_command_itself_ends_it_once(news: Path, quads: Quads, tmp_path: Path) -> None:
    write(tmp_path / "news.jsonl", {"rail": FEW["rail"], "ill": PROCESS, "post": FEW["post"]})
    command = [sys.executable, "-m", "kg", "build", "news.jsonl"]
    done = [subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300) for _ in range(3)]
    assert [one.returncode for one in done] == [-signal.SIGKILL, 1, 1]
    reason = "kg: news.jsonl:2: ill: the process that read it was ended by SIGKILL"
    assert [one.stderr.startswith(reason) for one in done] == [False, True, True]
    assert "in an earlier build" in done[2].stderr
    assert quads(tmp_path / "graph") == quads(news.parent / "few")


@pytest.mark.parametrize("number", [1, 3, 2_000])
def test_exported_shards_are_the_export(
    number: int, news: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    graph = str(news.parent / "graph")
    assert main(["export", "-g", graph]) == 0
    whole = capsysbinary.readouterr().out
    parts = tmp_path / "parts"
    assert main(["export", "-g", graph, "--shards", str(number), "-o", str(parts)]) == 0
    files = sorted(parts.iterdir())
    assert len(files) == number
    assert b"".join(path.read_bytes() for path in files) == whole
    sizes = [len(path.read_bytes().splitlines()) for path in files]
    assert sum(sizes) == len(whole.splitlines())
    assert max(sizes) == -(-sum(sizes) // number)
    assert main(["export", "-g", graph, "--shards", "2", "-o", str(parts)]) == 2
    assert b"name a new or an empty folder" in capsysbinary.readouterr().err
    assert main(["export", "-g", graph, "--shards", "2"]) == 2
