from __future__ import annotations

import io
import json
from datetime import date

import pytest

from kg.errors import ReadError
from kg.model import Document, SegmentKind
from kg.readers.identity import content_id
from kg.readers.intake import Intake
from kg.readers.jsonl import read


def record(**fields: object) -> bytes:
    return json.dumps({"text": "Crews stopped work."} | fields).encode()


def read_all(data: bytes) -> list[Document | ReadError]:
    return list(read(io.BufferedReader(io.BytesIO(data)), origin="a.jsonl", intake=Intake({})))


def one(data: bytes) -> Document:
    (found,) = read_all(data)
    assert isinstance(found, Document), found
    return found


def wrong(data: bytes) -> str:
    found = read_all(data)
    assert len(found) == 1
    assert isinstance(found[0], ReadError)
    assert str(found[0]).isprintable()
    return str(found[0])


def test_fields() -> None:
    found = one(record(id="x1", title="Off", date="2021-06-04", source="Gazette", url="https://a.example/1"))
    assert (found.id, found.title, found.published, found.source, found.url, found.origin) == (
        "x1",
        "Off",
        date(2021, 6, 4),
        "Gazette",
        "https://a.example/1",
        "a.jsonl:1",
    )


@pytest.mark.parametrize("url", ["https://a.example", "HTTP://a.example/x?y=1#z", " https://a.example/ ", "", None])
def test_addresses_of_the_web(url: str | None) -> None:
    assert one(record(url=url)).url == ((url or "").strip() or None)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JavaScript://a.example/%0aalert(1)", "data:text/html,x", "file:///x", "https:", "/x"],
)
def test_other_addresses_are_wrong(url: str) -> None:
    said = f"a.jsonl:1: url '{url}' is no web address; write one that begins with http:// or https://, or leave it out"
    assert wrong(record(url=url)) == said


def test_without_id_the_text_gives_one() -> None:
    assert one(record()).id == one(record(title="T")).id == content_id("Crews stopped work.")
    assert one(record(id=" ")).id == content_id("Crews stopped work.")
    assert one(record(id=17)).id == "17"


def test_original_is_the_text_field() -> None:
    found = one(record(text="“Off”\r\nto\u00a0work"))
    assert (found.original, found.text) == ("“Off”\r\nto\u00a0work", '"Off"\nto work')


def test_unknown_fields_are_kept_as_strings() -> None:
    found = one(record(b=[1, {"z": None, "a": "é"}], a="as it is", c=1.5, d=None))
    assert found.extra == (("a", "as it is"), ("b", '[1,{"a":"é","z":null}]'), ("c", "1.5"), ("d", "null"))


def test_headline_only_where_the_text_begins_with_the_title() -> None:
    assert one(record(title="Crews walk out")).segments[0].kind is SegmentKind.BODY
    found = one(record(title="Crews walk out", text="Crews walk out\nCrews stopped work on Monday."))
    assert found.segments[0].kind is SegmentKind.HEADLINE


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2021-06-04", date(2021, 6, 4)),
        ("2021-06-04T23:30:00Z", date(2021, 6, 4)),
        ("2021-06-04T23:30:00.123456+02:00", date(2021, 6, 4)),
        ("2021-06-04 23:30", date(2021, 6, 4)),
        (" 2021-06-04 ", date(2021, 6, 4)),
        (None, None),
        ("", None),
    ],
)
def test_dates(given: str | None, day: date | None) -> None:
    assert one(record(date=given)).published == day


@pytest.mark.parametrize(
    "given", ["2023-02-30", "4 June 2021", "20210604", "2021-06", "2021-W22-5", "2021-06-04T99:00"]
)
def test_no_dates(given: str) -> None:
    assert wrong(record(date=given)) == f"a.jsonl:1: date '{given}' is no date; write YYYY-MM-DD"


def test_a_number_is_no_date() -> None:
    assert wrong(record(date=1622764800)) == "a.jsonl:1: date '1622764800' is no date; write YYYY-MM-DD"


def test_a_bad_line_does_not_hide_the_next() -> None:
    data = b"\n".join([record(id="a"), b"{oops", b"", record(id="b"), b"\xff\xfe", record(id="c") + b"\r", b"[1]"])
    found = read_all(data)
    assert [item.id for item in found if isinstance(item, Document)] == ["a", "b", "c"]
    assert [str(item).split("; ")[0] for item in found if isinstance(item, ReadError)] == [
        "a.jsonl:2: not JSON: Expecting property name enclosed in double quotes (column 2)",
        f"a.jsonl:5: not UTF-8: byte 0xff at offset {data.index(0xFF)}",
        "a.jsonl:7: not a JSON object but a list",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"id": "x", "body": "words"}', 'no text; fields: id, body; give the article in the field "text"'),
        (b"{}", 'no text; fields: none; give the article in the field "text"'),
        (b'{"text": ["words"]}', 'text is no string but a list; give the article in the field "text"'),
        (b'{"text": " \\n"}', "empty: there is no text; give the words of the article"),
        (b'"words"', 'not a JSON object but a string; write one {"id": ..., "text": ...} a line'),
        (record(title=["a"]), "title '[\"a\"]' is no string; write title as a string or leave it out"),
        (record(id=True), "id 'true' is no string; write id as a string or leave it out"),
        (record(text="half \ud83d"), "half a character (surrogate) at character 5 of the text; write it whole"),
    ],
)
def test_bad_records(data: bytes, message: str) -> None:
    assert wrong(data) == f"a.jsonl:1: {message}"


def test_hostile_json_is_an_error_like_others() -> None:
    assert "not JSON that can be read" in wrong(b'{"text": ' + b"[" * 100_000)
    assert "not JSON that can be read" in wrong(b'{"text": ' + b"9" * 5_000 + b"}")


def test_messages_are_one_short_line() -> None:
    assert len(wrong(record(date="x\n\x1b[31m" * 100))) < 150


def test_separators_inside_strings_do_not_break_lines() -> None:
    assert one('{"text": "one\u2028two\x85three"}'.encode()).text == "one\ntwo\nthree"


def test_utf16() -> None:
    assert one(record().decode().encode("utf-16")).text == "Crews stopped work."
