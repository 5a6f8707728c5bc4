from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Document, SegmentKind
from kg.readers.html import read

PAGE = (Path(__file__).parent / "data" / "article.html").read_bytes()


def one(data: bytes) -> Document:
    (found,) = read(data, origin="saved/ferry.html")
    return found


def test_metadata() -> None:
    found = one(PAGE)
    assert found.published == date(2021, 6, 4), "the day of first publication, not of the last change"
    assert (found.id, found.source) == ("ferry", "Harbour Gazette")
    assert found.url == "https://gazette.example/news/ferry-crews-vote"


def test_only_the_article() -> None:
    found = one(PAGE)
    assert [part.kind for part in found.segments].count(SegmentKind.TEASER) == 1
    assert found.segments[0].kind is SegmentKind.HEADLINE
    assert not any(words in found.text for words in ("Sport", "never run", "All rights reserved"))
    assert "“Nobody" in found.original
    assert '"Nobody' in found.text


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16"])
def test_other_encodings(encoding: str) -> None:
    assert one(PAGE.decode().replace("utf-8", encoding).encode(encoding)).text == one(PAGE).text


def test_xhtml() -> None:
    assert one(b'<?xml version="1.0" encoding="utf-8"?>\n' + PAGE).text == one(PAGE).text


def test_a_year_in_the_text_is_no_date_of_publication() -> None:
    body = b"<p>The crews last stopped work on 3 March 2014, when the company cut their rest.</p>" * 5
    assert one(b"<html><body>" + body + b"<p>Copyright 2015</p></body></html>").published is None


def test_page_without_article() -> None:
    with pytest.raises(ReadError) as caught:
        one(b"<html><body></body></html>")
    assert str(caught.value).startswith("saved/ferry.html: no article in this page; give the page of one article")
