from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document
from kg.readers.normalise import DOUBLE_QUOTES, LINE_BREAKS, SINGLE_QUOTES, SPACES, normalise

ODD = SPACES + LINE_BREAKS + DOUBLE_QUOTES + SINGLE_QUOTES + "\n\r\u00ad\u200b\u200d\u202e\ufeff\x00\x1b–—…"
LETTERS = "aeoEq é\u212b\u2126ế\u1100\u1161😀"
MARKS = "\u0301\u0302\u0323\u0327\u0308\u20d7"
texts = st.text(st.one_of(st.sampled_from(ODD), st.sampled_from(LETTERS), st.sampled_from(MARKS), st.characters()))


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("The\u00a0offer\u2009of\t£5", "The offer of £5"),
        ("one\r\ntwo\rthree\u2028four\x0bfive\x0csix\x85seven", "one\ntwo\nthree\nfour\nfive\nsix\nseven"),
        ("“No”, „nein“, «non»", '"No", "nein", "non"'),
        ("‘It’s off’", "'It's off'"),
        ("nego\u00adtia\u200btions\u202e\ufeff\x1b", "negotiations"),
        ("1990–95 — and then …", "1990–95 — and then …"),
        ("Jose\u0301 A\u030angstro\u0308m", "José Ångström"),
        ("q\u0301", "q\u0301"),
        ("\u212b", "Å"),
        ("", ""),
    ],
)
def test_what_becomes_of_it(original: str, expected: str) -> None:
    assert normalise(original)[0] == expected


def test_plain_text_needs_no_map() -> None:
    assert normalise("Crews “stopped” work.")[1].normalised == ()


def test_skipped_spans_leave_the_text_and_not_the_offsets() -> None:
    text, offsets = normalise("---\r\nx\r\n# Off\r\n", skip=[(0, 8), (8, 10)])
    assert text == "Off\n"
    assert [offsets.back(i) for i in range(4)] == [10, 11, 12, 13]


def test_map_begins_with_nought_and_ascends() -> None:
    offsets = normalise("\ufeff\ufeffa\r\nb")[1]
    assert (offsets.normalised[0], offsets.originals[0]) == (0, 0)
    assert list(offsets.normalised) == sorted(offsets.normalised)
    assert list(offsets.originals) == sorted(offsets.originals)


@given(texts)
def test_every_character_comes_from_where_the_map_says(original: str) -> None:
    text, offsets = normalise(original)
    for i, character in enumerate(text):
        at = offsets.back(i)
        sequence_end = at + 1
        while sequence_end < len(original) and original[sequence_end] in MARKS + "\n":
            sequence_end += 1
        assert any(normalise(original[at:end])[0][:1] == character for end in range(at + 1, sequence_end + 1))


@given(texts, st.data())
def test_a_span_normalises_to_its_slice(original: str, data: st.DataObject) -> None:
    text, offsets = normalise(original)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document("x", text, original, offsets)
    begin, stop = document.original_span(start, end)
    last = stop  # marks that the last letter took up belong to it
    while start < end and last < len(original) and original[last] in MARKS:
        last += 1
    assert any(normalise(original[begin:one])[0] == text[start:end] for one in range(stop, last + 1))


@given(texts)
def test_normalising_again_changes_nothing(original: str) -> None:
    once = normalise(original)[0]
    again = normalise(once)[0]
    assert normalise(again)[0] == again
    assert not set(again) & set(SPACES + LINE_BREAKS + DOUBLE_QUOTES + SINGLE_QUOTES)


@given(texts)
def test_order_is_kept(original: str) -> None:
    text, offsets = normalise(original)
    back = [offsets.back(i) for i in range(len(text))]
    assert back == sorted(set(back))


def test_time_is_linear() -> None:
    original = "“The crews”\u00a0said\r\nJose\u0301. " * 40_000
    started = time.process_time()
    normalise(original)
    assert time.process_time() - started < 3
