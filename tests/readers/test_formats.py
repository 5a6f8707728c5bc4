"""What each format tells of an article beside its text."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.readers import find_sources
from kg.readers.named import detect

MADE = {".pdf": "created"}
TOLD = {  # identifier, day, source, address
    ".eml": ("f1@a.example", date(2021, 6, 4), "Larkness Courier", None),
    ".rss": ("article/f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".atom": ("tag:a.example,2021:f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".csv": ("f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".tsv": ("f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".parquet": ("f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".arrow": ("f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".gz": ("f1", date(2021, 6, 4), "Larkness Courier", "https://a.example/1"),
    ".epub": ("article/OPS/c 1", date(2021, 6, 4), "The Larkness Courier", None),
    ".warc": ("urn:uuid:3", None, "a.example", "https://www.a.example/3"),
    ".wet": ("urn:uuid:1", None, "a.example", "https://www.a.example/1"),
    ".pdf": ("article", None, None, None),
    ".docx": ("article", None, None, None),
    ".zip": ("article/news/a", None, None, None),
    ".tar": ("article/news/a", None, None, None),
    ".tgz": ("article/news/a", None, None, None),
}
PARAGRAPHS = 3


@pytest.mark.parametrize("suffix", sorted(TOLD))
def test_what_the_format_tells(suffix: str, make: Any, take: Any) -> None:
    (one,) = take(make(suffix), f"news/article{suffix}")
    assert (one.id, one.published, one.source, one.url) == TOLD[suffix]


@pytest.mark.parametrize("suffix", sorted(TOLD))
def test_all_words_and_paragraphs_are_there(suffix: str, make: Any, take: Any) -> None:
    (one,) = take(make(suffix), f"article{suffix}")
    assert [part.kind.value for part in one.segments].count("body") == PARAGRAPHS
    assert "82 per cent of those who took part had backed it." in " ".join(one.text.split())
    assert one.text.rstrip().endswith("with the help of a mediator.")


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".epub", ".rss", ".atom", ".parquet", ".warc", ".zip", ".tar"])
def test_without_a_name_the_beginning_tells_the_format(suffix: str, make: Any, take: Any) -> None:
    named, unnamed = (take(make(suffix), name) for name in (f"x{suffix}", "x"))
    assert [one.text for one in named] == [one.text for one in unnamed]


def test_what_begins_like_nothing_else_is_text() -> None:
    assert detect(b"The crews") == ".txt"
    assert detect(b'{"text": 1}', named=True) == ".txt"


@pytest.mark.parametrize("suffix", sorted({*TOLD} - {".gz", ".tgz", ".zip", ".tar"}))
@pytest.mark.parametrize("wrapper", ["gz", "zip", "tgz", "zip in zip", "zip in tgz"])
def test_each_in_archives(suffix: str, wrapper: str, make: Any, take: Any, pack: Any) -> None:
    plain = take(make(suffix), f"article{suffix}")
    found = take(
        pack(f"article{suffix}", make(suffix), wrapper),
        f"article{suffix}.gz" if wrapper == "gz" else f"a.{wrapper[-3:].strip()}",
    )
    assert [(one.text, one.title, one.published) for one in found] == [
        (one.text, one.title, one.published) for one in plain
    ]
    if wrapper == "gz":
        assert [one.id for one in found] == [one.id for one in plain]


def test_a_missing_extra_is_told_with_what_to_install(take: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = make(".parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for suffix in (".parquet", ".arrow"):
        assert [str(one) for one in take(data, f"a{suffix}")] == [
            f"a{suffix}: reading it needs pyarrow; pip install 'kg[parquet]'"
        ]


def test_of_a_data_set_on_disk_its_own_files_are_read(tmp_path: Path, make: Any) -> None:
    for name in ("data-00000-of-00001.arrow", "cache-1.arrow", "indices-2.arrow"):
        (tmp_path / name).write_bytes(make(".arrow"))
    (tmp_path / "state.json").write_text('{"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}')
    (tmp_path / "dataset_info.json").write_text("{}")
    assert [path.name for path in find_sources([tmp_path])] == ["data-00000-of-00001.arrow"]
    (tmp_path / "state.json").write_text("no json")
    assert [path.name for path in find_sources([tmp_path])] == ["data-00000-of-00001.arrow"]
