from __future__ import annotations

from datetime import date

import pytest

from kg.errors import ReadError
from kg.model import Document, SegmentKind
from kg.readers.markdown import read

BODY = "# Crews walk out\r\n\r\nCrews *stopped* work.\r\n\r\n## What next\r\n\r\nTalks resume.\r\n"


def one(text: str) -> Document:
    (found,) = read(text.encode(), origin="news/ferry.md")
    return found


def wrong(text: str) -> str:
    with pytest.raises(ReadError) as caught:
        one(text)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_front_matter() -> None:
    found = one("---\r\nid: 007\r\ntitle: Off\r\ndate: 2021-06-04\r\ntags: [b, a]\r\nyear: 2021\r\n---\r\n" + BODY)
    assert (found.id, found.title, found.published) == ("007", "Off", date(2021, 6, 4))
    assert found.extra == (("tags", '["b","a"]'), ("year", "2021"))
    assert found.text.startswith("Crews walk out\n")


def test_offsets_refer_to_the_file() -> None:
    found = one("---\r\ntitle: Off\r\n---\r\n" + BODY)
    for words in ("Crews walk out", "Crews *stopped* work.", "What next", "Talks resume."):
        start = found.text.index(words)
        begin, end = found.original_span(start, start + len(words))
        assert found.original[begin:end] == words
    assert "#" not in found.text


def test_without_front_matter() -> None:
    found = one(BODY)
    assert (found.id, found.title, found.published) == ("ferry", "Crews walk out", None)
    assert found.segments[0].kind is SegmentKind.HEADLINE
    assert found.text[found.segments[0].start : found.segments[0].end] == "Crews walk out"


@pytest.mark.parametrize("null", ["", "~", "null"])
def test_null_is_unknown(null: str) -> None:
    found = one(f"---\ndate: {null}\nsource: {null}\n---\nCrews stopped work.")
    assert (found.published, found.source) == (None, None)


@pytest.mark.parametrize("text", ["---\nCrews stopped work.\n---\nTalks resume.", "---\n\nCrews stopped work."])
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert one(text).text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: Off\nCrews stopped work.", ":1: front matter has no end; write a line --- below its last field"),
        ("---\nid: x\ntitle: a: b\n---\nWords.", ":3: front matter is not YAML: mapping values are not allowed here; "),
        ("---\na: &x 1\nb: *x\n---\nWords.", ": front matter holds an alias (*name); write the value out"),
        ("---\ndate: 2023-02-30\n---\nWords.", ": date '2023-02-30' is no date; write YYYY-MM-DD"),
        ("---\ntitle: [a]\n---\nWords.", ": title '[\"a\"]' is no string; write title as a string or leave it out"),
        ("---\ntitle: Off\n---\n \n", ": empty: there is no text; give the words of the article"),
        ("---\n[a]: b\n---\n", ":"),
    ],
)
def test_bad_front_matter(text: str, message: str) -> None:
    assert wrong(text).startswith(f"news/ferry.md{message}")


def test_deep_yaml_is_an_error_like_others() -> None:
    assert "front matter is not YAML" in wrong("---\na: " + "[" * 5_000 + "\n---\nWords.")
