"""What every reader keeps to. A new format is tested as soon as it is in FORMATS and has a file in data/."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.readers import FORMATS, digest
from kg.readers.formats import Reader

DATA = Path(__file__).parent / "data"


def sample(suffix: str) -> Path:
    """Return a file of this format: data/article with this ending, or with another that is read the same way."""
    same = [suffix, *(other for other, reader in FORMATS.items() if reader is FORMATS[suffix])]
    found = next((path for other in same if (path := DATA / f"article{other}").is_file()), None)
    assert found is not None, f"put a file article{suffix} into {DATA}"
    return found


def documents(reader: Reader, path: Path) -> list[Document]:
    read = list(reader(path.read_bytes(), origin=str(path)))
    assert all(isinstance(one, Document) for one in read)
    return [one for one in read if isinstance(one, Document)]


@pytest.fixture(params=sorted(FORMATS))
def suffix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_gives_documents(suffix: str) -> None:
    found = documents(FORMATS[suffix], sample(suffix))
    assert found
    assert {one.title for one in found} == {"Ferry crews vote to strike over rosters"}
    assert all(one.id and one.text.strip() and one.original for one in found)
    assert len({one.id for one in found}) == len(found)


def test_origin_begins_with_the_name_the_user_gave(suffix: str) -> None:
    path = sample(suffix)
    assert all(one.origin.startswith(str(path)) for one in documents(FORMATS[suffix], path))


def test_offsets_lead_to_the_same_words(suffix: str) -> None:
    for one in documents(FORMATS[suffix], sample(suffix)):
        start = one.text.index("Ailsa Rennick" if "Ailsa" in one.text else "Larkness")
        begin, end = one.original_span(start, start + 8)
        assert one.original[begin:end] == one.text[start : start + 8]


def test_segments_hold_all_words(suffix: str) -> None:
    for one in documents(FORMATS[suffix], sample(suffix)):
        held = "".join(one.text[part.start : part.end] for part in one.segments)
        assert "".join(held.split()) == "".join(one.text.split())


def test_reading_twice_gives_the_same(suffix: str) -> None:
    first, second = (documents(FORMATS[suffix], sample(suffix)) for _ in range(2))
    assert first == second
    assert [digest(one) for one in first] == [digest(one) for one in second]


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
def test_what_is_no_text_is_one_clear_line(suffix: str, data: bytes) -> None:
    errors = []
    try:
        errors += [one for one in FORMATS[suffix](data, origin=f"bad{suffix}") if isinstance(one, ReadError)]
    except ReadError as error:
        errors.append(error)
    assert errors
    for error in errors:
        message = str(error)
        assert message.startswith(f"bad{suffix}:")
        assert message.isprintable()
        assert ";" in message
