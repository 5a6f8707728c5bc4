from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers.paragraphs import paragraphs

PROSE = (
    "Drivers at the Wexcombe bus depot began a three-day strike on Monday after talks over a new roster broke down "
    "late on Sunday night, the Wessex Road Union said.",
    "The union said that about 340 of its 360 members had joined the stoppage, and that no bus had left the depot "
    "since four in the morning. The company put the number at 290.",
    '"We would rather be driving," said Dot Marle, the branch secretary. "But nobody can live on a roster that '
    'changes every evening at six."',
)


def split(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]


def test_one_paragraph_a_line() -> None:
    assert split("\n".join(PROSE)) == list(PROSE)


def test_blank_lines_between() -> None:
    assert split("\n\n  \n".join(PROSE) + "\n") == list(PROSE)


@pytest.mark.parametrize("width", [45, 60, 72, 80, 95])
@pytest.mark.parametrize("break_", ["\n\n", "\n    "])
def test_hard_wrapped(width: int, break_: str) -> None:
    assert split(break_.join(textwrap.fill(paragraph, width) for paragraph in PROSE)) == list(PROSE)


def test_hard_wrapped_below_a_headline_and_with_a_long_line() -> None:
    wrapped = [textwrap.fill(paragraph, 70) for paragraph in PROSE]
    address = "https://wexcombe.example/" + "x" * 120
    assert split("\n".join(["Bus drivers out", wrapped[0], "", wrapped[1], address])) == [
        "Bus drivers out",
        PROSE[0],
        PROSE[1],
        address,
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Wexcombe Motor Services plc v Wessex Road Union and others", "Chancery Division", "Before Mr Justice Hale"],
        ["By Lil Anstey", "Transport reporter"],
        ["Monday: Wexcombe and Marle depots", "Tuesday: all depots", "Friday: Wexcombe only, from noon to midnight"],
        ["What do the drivers want?", PROSE[0], "And the company?", PROSE[1]],
        [
            "- drivers at Wexcombe and at the smaller depot in Marle",
            "- cleaners at both of the depots, with the fitters",
        ],
    ],
)
def test_lines_that_stand_alone(lines: list[str]) -> None:
    assert split("\n".join(lines)) == lines


@given(st.text(st.sampled_from("ab. \n-A")))
def test_paragraphs_hold_all_words_in_order(text: str) -> None:
    spans = paragraphs(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))
