"""Whatever bytes come in, out come documents or one line of what is wrong, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import Document
from kg.readers import FORMATS, Limits
from kg.readers.named import detect

FOUND = sorted((Path(__file__).parent / "finds").glob("*.*"))  # what the fuzzer has found before
LIMITS = Limits(whole=200_000, unpacked=1_000_000, ratio=100, pages=50, page_bytes=500_000)
CALM = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
TOKENS = [
    b"\0",
    b"\xff",
    b'"',
    b"<",
    b">",
    b"&#0;",
    b"\n",
    b"\r",
    b"%PDF",
    b"PK\x03\x04",
    b"endobj",
    b"/Kids",
    b"\xff\xfe",
    b"{",
    b"]]>",
    "\u202e".encode(),
    b"9" * 30,
]


def check(found: list[Document | ReadError]) -> None:
    assert found
    for one in found:
        if isinstance(one, ReadError):
            assert str(one).isprintable()
            assert len(str(one)) < 600
        else:
            assert isinstance(one, Document)
            assert one.text.strip()
            for part in one.segments:
                begin, end = one.original_span(part.start, part.end)
                assert 0 <= begin < end <= len(one.original)
            "".join((one.id, one.title or "", one.source or "", one.url or "")).encode()


@st.composite
def damaged(draw: Any, good: bytes) -> bytes:
    """Draw a file that was good: cut, with bytes changed, taken out, put in or moved."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        how = draw(st.integers(0, 4))
        if how == 0:
            data[at : at + draw(st.integers(0, 8))] = draw(st.binary(max_size=8))
        elif how == 1:
            data[at:at] = draw(st.sampled_from(TOKENS))
        elif how == 2:
            del data[at : at + draw(st.integers(1, 200))]
        elif how == 3:
            data[at:at] = data[at : at + draw(st.integers(1, 200))]
        elif data:
            data[at % len(data)] ^= 1 << draw(st.integers(0, 7))
    return bytes(data)


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@CALM
@given(data=st.data())
def test_damaged_files(suffix: str, make: Callable[[str], bytes], take: Any, data: Any) -> None:
    check(take(data.draw(damaged(make(suffix))), f"a{suffix}", limits=LIMITS))


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@CALM
@given(parts=st.lists(st.one_of(st.binary(max_size=20), st.sampled_from(TOKENS)), max_size=20))
def test_any_bytes(suffix: str, take: Any, parts: list[bytes]) -> None:
    check(take(b"".join(parts), f"a{suffix}", limits=LIMITS))


@CALM
@given(head=st.binary(max_size=300))
def test_any_beginning_tells_a_format(head: bytes) -> None:
    assert detect(head) in FORMATS


@pytest.mark.parametrize("find", FOUND, ids=lambda path: path.name)
def test_finds(find: Path, take: Any) -> None:
    check(take(find.read_bytes(), find.name, limits=LIMITS))
