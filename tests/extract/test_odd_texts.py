"""Texts that no newspaper prints: reading them gives something or nothing, and never fails."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from kg.errors import ReadError
from kg.model import Reading

ODD = [
    '"',
    '""',
    "(",
    ") (",
    "31 February 2023 strike",
    "strike strike strike",
    '"' * 50,
    "THE " * 60,
    "Union of",
    "Local",
    "branch",
    "said said said",
    "strike on 99 May",
    "¼ of 3½ workers struck",
    "McDONALD’S STRIKE: 0 workers",
    "£m",
    "١٢ workers strike",
    "9" * 400 + " workers strike",
    "ᾼ UNION STRIKE OVER PAY IN TOWN",
    "a" * 5000,
    "They strike for 99999999999 days from 3 May 2023.",
    "Strike, said Ann Lee,",
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_read_without_failing(read: Callable[..., Reading], text: str) -> None:
    reading = read(text, "2024-02-29")
    keys = {e.key for e in reading.entities}
    assert all(r.subject in keys and r.object in keys for r in reading.relations)


@pytest.mark.parametrize("seed", range(12))
def test_shuffled_sentences_keep_their_evidence(read: Callable[..., Reading], seed: int) -> None:
    words = (
        'The union (UHP) said: "We will strike on 3 and 4 May." Ann Lee, secretary of the Harbour Line branch, '
        "denied that 1,200 dockers at Leeds depot voted by 86 per cent to walk out over pay, talks and job cuts "
        "– the council’s plan."
    ).split(" ")
    random.Random(seed).shuffle(words)
    text = " ".join(words) if seed % 2 else " ".join(words).upper()
    try:
        reading = read(text)
    except ReadError:
        return
    for thing in (*reading.entities, *reading.events, *reading.relations, *reading.statements):
        for piece in thing.evidence:
            assert text[piece.start : piece.end] == piece.exact
