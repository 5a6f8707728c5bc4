from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.readers import Limits, find_sources, read_sources


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with articles and other things, which is the working directory's `news`."""
    folder = tmp_path / "news"
    (folder / "2021").mkdir(parents=True)
    (folder / ".cache").mkdir()
    for name in ("b.txt", "a.md", "2021/c.TXT", "README.md", "CHANGELOG.txt", ".hidden.txt", ".cache/d.txt"):
        (folder / name).write_text(f"Crews stopped work at {name}.", encoding="utf-8")
    (folder / "gold.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def names(paths: list[Path]) -> list[str]:
    return [path.as_posix() for path in paths]


def message(*sources: str | Path, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        list(read_sources(sources, limits=limits))
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_folder_is_searched_to_the_bottom_and_sorted(news: Path) -> None:
    assert names(find_sources(["news"])) == ["news/2021/c.TXT", "news/a.md", "news/b.txt"]


def test_each_file_once(news: Path) -> None:
    assert names(find_sources(["news/b.txt", "news", "./news/b.txt", news / "b.txt"])) == [
        "news/2021/c.TXT",
        "news/a.md",
        "news/b.txt",
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("news/*.txt", ["news/b.txt"]),
        ("news/*", ["news/a.md", "news/b.txt"]),
        ("news/**/*.[tT][xX][tT]", ["news/2021/c.TXT", "news/b.txt"]),
        ("news/*.json", ["news/gold.json"]),
        ("n?ws", ["news/2021/c.TXT", "news/a.md", "news/b.txt"]),
    ],
)
def test_patterns(news: Path, pattern: str, expected: list[str]) -> None:
    assert names(find_sources([pattern])) == expected


def test_a_pattern_may_be_absolute(news: Path) -> None:
    assert find_sources([f"{news}/*.txt"]) == [news / "b.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(news: Path) -> None:
    (news / "day [1].txt").write_text("Crews stopped work.", encoding="utf-8")
    assert names(find_sources(["news/day [1].txt"])) == ["news/day [1].txt"]


def test_named_one_by_one_any_text_is_read(news: Path) -> None:
    (news / "wire.log").write_text("Crews stopped work.", encoding="utf-8")
    found = list(read_sources(["news/README.md", "news/wire.log"]))
    assert [(one.id, one.origin) for one in found] == [("README", "news/README.md"), ("wire", "news/wire.log")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("news/bb.txt", "news/bb.txt: no such file or folder; did you mean news/b.txt?"),
        ("new/b.txt", "new/b.txt: no such file or folder; did you mean news?"),
        ("zzz", "zzz: no such file or folder; here are news"),
        ("news/*.html", "news/*.html: matches no file; kg reads .txt,"),
        ("news/.cache/e*", "news/.cache/e*: matches no file; kg reads .txt,"),
        ("", "'': this names no file; name a file, a folder, a pattern or -"),
    ],
)
def test_what_is_not_there(news: Path, source: str, expected: str) -> None:
    assert message(source).startswith(expected)


def test_folder_without_news(news: Path) -> None:
    (news / "empty").mkdir()
    (news / "other").mkdir()
    (news / "other" / "gold.json").write_text("{}", encoding="utf-8")
    assert message("news/empty").startswith("news/empty: no file to read in this folder (it is empty); kg reads .txt,")
    assert message("news/other").startswith("news/other: no file to read in this folder (it holds .json); kg reads")


def test_on_error_hears_of_everything_and_the_rest_is_read(news: Path) -> None:
    (news / "2021" / "bad.jsonl").write_text('{"text": "Crews stopped work."}\nno\n{"text": "They went back."}\n')
    (news / "2021" / "empty.txt").write_bytes(b" \n")
    heard: list[str] = []
    found = list(read_sources(["news", "missing"], on_error=lambda error: heard.append(str(error))))
    assert len(found) == 5
    assert [line.split("; ")[0] for line in heard] == [
        "missing: no such file or folder",
        "news/2021/bad.jsonl:2: not JSON: Expecting value (column 1)",
        "news/2021/empty.txt: empty: there is no text",
    ]


def test_without_on_error_the_first_mistake_ends_it(news: Path) -> None:
    (news / "0.txt").write_bytes(b"")
    assert message("news") == "news/0.txt: empty: there is no text; give the words of an article"


def test_too_large_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(Limits().whole + 1)
    assert message(path) == f"{path}: larger than 50 MB; split it into several files"


def test_standard_input_has_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, b"Crews stopped work.")
    assert message("-", limits=Limits(whole=10)) == "-: larger than 10 bytes; split it into several files"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(news: Path) -> None:
    (news / "b.txt").chmod(0)
    assert message("news/b.txt") == "news/b.txt: cannot be read: Permission denied; check its name and permissions"


def test_a_file_that_cannot_be_looked_at_costs_no_other(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    is_file = Path.is_file

    def guarded(path: Path) -> bool:
        if path.name == "a.md":
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", guarded)
    for source in ("news", "news/**/*.*"):
        heard: list[str] = []
        found = find_sources([source], on_error=lambda error, heard=heard: heard.append(str(error)))
        assert names(found)[-2:] == ["news/2021/c.TXT", "news/b.txt"]
        assert heard == ["news/a.md: cannot be looked at: Permission denied; check its permissions"]
    assert message("news").startswith("news/a.md: cannot be looked at")


def test_control_characters_in_a_name_do_not_reach_the_message(tmp_path: Path) -> None:
    path = tmp_path / "a\nb\x1b[31m.txt"
    path.write_bytes(b"")
    assert "a b [31m.txt: empty" in message(path)


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("Crews stopped work.", encoding="utf-8")
    (found,) = read_sources([path])
    assert found.id == "caf?"


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def read_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> Document:
    give(monkeypatch, data)
    (found,) = read_sources(["-"])
    return found


def test_standard_input_is_told_by_how_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read_stdin(monkeypatch, b"Crews stopped work.")
    assert (plain.text, plain.origin, len(plain.id)) == ("Crews stopped work.", "-", 16)
    record = read_stdin(monkeypatch, b'\n {"id": "x", "text": "Crews stopped work."}')
    assert (record.text, record.origin, record.id) == ("Crews stopped work.", "-:2", "x")
    page = read_stdin(monkeypatch, b"\xef\xbb\xbf<!DOCTYPE HTML><title>T</title><p>Crews stopped work.</p>")
    assert page.text.strip() == "Crews stopped work."


def test_a_file_may_be_called_minus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_text("Crews stopped work.", encoding="utf-8")
    (found,) = read_sources(["./-"])
    assert found.id == "-"
