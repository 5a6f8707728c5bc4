from __future__ import annotations

import pytest

from kg.errors import ReadError
from kg.readers.decode import decode

WORDS = "“We won’t give in,” said the crews’ union. The offer – £500 – was “an insult”. Café staff joined the strike."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert decode(WORDS.encode(encoding), origin="a.txt") == WORDS


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf16_in_either_order(order: str) -> None:
    assert decode(f"\ufeff{WORDS}".encode(f"utf-16-{order}"), origin="a.txt") == WORDS


def test_line_ends_stay() -> None:
    assert decode(b"a\r\nb\rc\n", origin="a.txt") == "a\r\nb\rc\n"


def test_declared_encoding() -> None:
    russian = "Докеры объявили забастовку."
    assert decode(russian.encode("koi8-r"), origin="a.html", declared="KOI8-R") == russian
    assert decode(WORDS.encode("cp1252"), origin="a.html", declared="iso-8859-1") == WORDS


@pytest.mark.parametrize("declared", ["no-such", "hex", "utf-8", ""])
def test_a_wrong_declaration_is_no_harm(declared: str) -> None:
    assert decode(WORDS.encode("cp1252"), origin="a.html", declared=declared) == WORDS


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ("Zürich crews".encode() + b"\xff", "not UTF-8: byte 0xff at offset 13"),
        (b"\xef\xbb\xbf" + "Zürich".encode() + b"\xc3", "not UTF-8: byte 0xc3 at offset 10"),
        ("Докеры объявили забастовку".encode("cp1251"), "not UTF-8: byte 0xc4 at offset 0"),
        ("Związek ogłosił strajk w łódzkich fabrykach".encode("cp1250"), "not UTF-8: byte 0xb9 at offset 3"),
        (b"The crews \x81\x8d", "not UTF-8: byte 0x81 at offset 10"),
        (b"\xff\xfea\x00b", "not UTF-16 although it begins so: byte 0x62 at offset 4"),
        (b"words\x00", "this is binary: byte 5 is NUL"),
        (b"%PDF-1.7", "this is a PDF, not text"),
        (b"PK\x03\x04", "this is a ZIP archive or an office document, not text"),
        (b"{\\rtf1 words}", "this is Rich Text, not text"),
    ],
)
def test_what_cannot_be_decoded(data: bytes, wrong: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, origin="a.txt")
    assert str(caught.value).startswith(f"a.txt: {wrong}; ")


def test_offset_of_a_line_counts_from_the_file() -> None:
    with pytest.raises(ReadError, match=r"^a.jsonl:3: not UTF-8: byte 0xff at offset 102;"):
        decode("ü".encode() + b"\xff", origin="a.jsonl:3", offset=100)
