"""Files that are as they were are not read again, and nothing that a build does or tells depends on that."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.identity import document_digest
from kg.pipeline import BuildReport
from kg.readers import read_sources
from kg.store import open_read, open_write
from kg.store.aside import keep_aside

PATIENCE = 2.1  # seconds: what is younger might be changed without bearing another time
STRIKE = "Rail workers at Northern Trains walked out on {day} over pay, their union said."
FRENCH = (
    "Les cheminots ont cessé le travail lundi matin dans toute la région pour protester contre les salaires, a annoncé "
    "leur syndicat. La direction regrette cette décision et appelle à la reprise des négociations dès demain."
)
MUSEUM = "The museum opens its new exhibition of Roman glass on Sunday. " * 12
opened: list[str] = []  # files, as the interpreter tells


def note(event: str, args: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])


sys.addaudithook(note)

Write = Callable[[dict[str, str]], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files that count as old when this returns."""

    def written(files: dict[str, str]) -> Path:
        folder = tmp_path / "news"
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        time.sleep(PATIENCE)
        return folder

    return written


def build(news: Path, **options: Any) -> tuple[BuildReport, list[str], list[str]]:
    """Return the report, the names of the files of `news` that were opened, and what was told."""
    opened.clear()
    told: list[KgError] = []
    report = pipeline.build(news, graph=news.parent / "graph", model="rules", on_error=told.append, **options)
    inside = [os.path.relpath(path, news) for path in opened if path.startswith(f"{news}{os.sep}")]
    return report, inside, [str(error) for error in told]


def quads(graph: Path) -> list[str]:
    with open_read(graph) as store:
        return list(store.quads_sorted())


def test_only_what_changed_is_opened(write: Write, tmp_path: Path) -> None:
    news = write({f"{name}.txt": STRIKE.format(day=name.title()) for name in ("monday", "tuesday", "friday")})
    assert build(news)[0].added == 3
    assert build(news) == (BuildReport(read=3, unchanged=3), [], [])
    (news / "tuesday.txt").write_text(STRIKE.format(day="Wednesday"))
    report, read, _ = build(news)
    assert (report.replaced, report.unchanged, set(read)) == (1, 2, {"tuesday.txt"})
    pipeline.build(news, graph=tmp_path / "anew", model="rules")
    assert quads(tmp_path / "graph") == quads(tmp_path / "anew")


def test_a_change_that_keeps_size_and_time_of_writing_is_seen(write: Write) -> None:
    news = write({"a.txt": STRIKE.format(day="Monday"), "b.txt": STRIKE.format(day="Sunday")})
    build(news)
    before = (news / "b.txt").stat()
    (news / "b.txt").write_text(STRIKE.format(day="Friday"))
    os.utime(news / "b.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(news)[0].replaced == 1


def test_a_file_written_a_moment_ago_is_read_again(write: Write) -> None:
    news = write({"a.txt": STRIKE.format(day="Monday")})
    build(news)
    (news / "b.txt").write_text(STRIKE.format(day="Sunday"))
    build(news)
    assert build(news)[1] == ["b.txt"]  # within the grain of its time it might have changed again


def test_a_removed_document_comes_back(write: Write, tmp_path: Path) -> None:
    news = write({"a.txt": STRIKE.format(day="Monday"), "b.txt": STRIKE.format(day="Sunday")})
    build(news)
    pipeline.remove(tmp_path / "graph", "b")
    report, read, _ = build(news)
    assert (report.added, report.unchanged, read) == (1, 1, ["b.txt"])


def test_what_is_wrong_is_told_by_every_build(write: Write) -> None:
    wrong = '{"id": "x", "text": "Miners struck."}\n{"id": "y"}\n'
    news = write({"a.txt": STRIKE.format(day="Monday"), "b.txt": "", "c.jsonl": wrong})
    _, _, first = build(news)
    assert len(first) == 2
    assert build(news)[2] == first
    report, read, told = build(news)
    assert (told, report.unchanged, set(read)) == (first, 2, {"b.txt", "c.jsonl"})


def test_copies_and_conflicts_are_counted_and_told_as_before(write: Write) -> None:
    line = json.dumps({"id": "x", "text": STRIKE.format(day="Monday")})
    other = json.dumps({"id": "x", "text": STRIKE.format(day="Sunday")})
    news = write({"a.txt": STRIKE.format(day="Friday"), "b.jsonl": line, "c.jsonl": line, "d.jsonl": other})
    build(news)
    second, _, told = build(news)
    assert (second.unchanged, second.repeated, len(told)) == (2, 1, 1)
    third, read, again = build(news)
    assert (third.unchanged, third.repeated, again, read) == (2, 1, told, ["d.jsonl"])
    assert "that of" in told[0]
    assert f"{news}/b.jsonl:1" in told[0]


def test_what_was_set_aside_or_passed_over_is_counted_again(write: Write) -> None:
    news = write({"a.txt": STRIKE.format(day="Friday"), "b.txt": FRENCH, "c.txt": MUSEUM})
    build(news, prefilter=True)
    report, read, _ = build(news, prefilter=True)
    assert (report.unchanged, report.passed_over, read) == (1, 2, [])
    build(news)
    report, read, _ = build(news)
    assert (report.unchanged, report.aside, read) == (2, (("fr", 1),), [])


def test_another_column_is_read(write: Write) -> None:
    one, two = STRIKE.format(day="Monday"), STRIKE.format(day="Sunday")
    news = write({"a.csv": f'id,text,more\nx,"{one}","{two}"\n', "b.csv": f'id,text,more\ny,"{one}","{two}"\n'})
    build(news)
    assert build(news, text_column="more")[0].replaced == 2
    assert build(news, text_column="more") == (BuildReport(read=2, unchanged=2), [], [])


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 500])
def test_where_the_memory_is_broken_all_is_read(write: Write, tmp_path: Path, content: bytes) -> None:
    news = write({"a.txt": STRIKE.format(day="Monday"), "b.txt": STRIKE.format(day="Sunday")})
    build(news)
    (tmp_path / "graph/files.sqlite").write_bytes(content)
    report, read, _ = build(news)
    assert (report.unchanged, set(read)) == (2, {"a.txt", "b.txt"})
    assert build(news)[1] == []


def test_a_name_of_a_column_may_hold_any_bytes(write: Write) -> None:
    news = write({"a.txt": STRIKE.format(day="Monday")})
    assert build(news, text_column="caf\udce9")[0].added == 1
    assert build(news, text_column="caf\udce9") == (BuildReport(read=1, unchanged=1), [], [])


def test_what_ended_its_process_is_told_also_where_it_was_once_passed_over(write: Write, tmp_path: Path) -> None:
    news = write({"a.txt": STRIKE.format(day="Friday"), "c.txt": MUSEUM})
    build(news, prefilter=True)
    (document,) = read_sources([news / "c.txt"])
    with open_write(tmp_path / "graph") as store:
        version = store.digests()["a"][1]
        keep_aside(store, version, {document_digest(document): "c.txt: ended the process that read it"})
    report, read, told = build(news, prefilter=True)
    assert (report.unchanged, report.passed_over, read) == (1, 0, ["c.txt"])
    assert "ended the process that read it in an earlier build" in told[0]
