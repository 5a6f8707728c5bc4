"""What every reader keeps to. A new format is tested as soon as it is in FORMATS and has a sample; see conftest.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.errors import ReadError
from kg.identity import document_digest as digest
from kg.model import Document
from kg.readers import FORMATS

Take = Callable[..., list[Any]]


@pytest.fixture
def documents(suffix: str, make: Callable[[str], bytes], take: Take) -> list[Document]:
    """Return the documents of the sample of a format."""
    read = take(make(suffix), f"news/article{suffix}")
    assert all(isinstance(one, Document) for one in read), read
    return read


@pytest.fixture(params=sorted(FORMATS))
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_gives_documents(documents: list[Document]) -> None:
    assert documents
    assert {one.title for one in documents} == {"Ferry crews vote to strike over rosters"}
    assert all(one.id and one.text.strip() and one.original for one in documents)
    assert len({one.id for one in documents}) == len(documents)


def test_origin_begins_with_the_name_the_user_gave(suffix: str, documents: list[Document]) -> None:
    assert all(one.origin.startswith(f"news/article{suffix}") for one in documents)


def test_offsets_lead_to_the_same_words(documents: list[Document]) -> None:
    for one in documents:
        start = one.text.index("Ailsa Rennick" if "Ailsa" in one.text else "Larkness")
        begin, end = one.original_span(start, start + 8)
        assert one.original[begin:end] == one.text[start : start + 8]


def test_segments_hold_all_words(documents: list[Document]) -> None:
    for one in documents:
        held = "".join(one.text[part.start : part.end] for part in one.segments)
        assert "".join(held.split()) == "".join(one.text.split())


def test_reading_twice_gives_the_same(suffix: str, documents: list[Document], make: Any, take: Take) -> None:
    again = take(make(suffix), f"news/article{suffix}")
    assert again == documents
    assert [digest(one) for one in again] == [digest(one) for one in documents]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t\n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"words\x00and NUL",
        b"The crews of Z\xc3\xbcrich \xff vote",
    ],
    ids=["empty", "blank", "picture", "NUL", "broken UTF-8"],
)
def test_what_is_no_text_is_one_clear_line(suffix: str, data: bytes, take: Take) -> None:
    errors = [one for one in take(data, f"bad{suffix}") if isinstance(one, ReadError)]
    assert errors
    for error in errors:
        message = str(error)
        assert message.startswith(f"bad{suffix}:")
        assert message.isprintable()
        assert ";" in message
