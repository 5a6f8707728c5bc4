"""Direct and reported speech, with who says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def speeches(doc: Any) -> list[tuple[str, str | None, str]]:
    return [
        (doc[s.start : s.end].text.strip('"'), doc[s.speaker].text if s.speaker >= 0 else None, s.stance)
        for s in doc._.kg_speech
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker", "stance"),
    [
        ('"We will not be moved by this," said Ann Lee.', "We will not be moved by this,", "Lee", "claims"),
        ('Ann Lee said: "We will not be moved by this."', "We will not be moved by this.", "Lee", "claims"),
        ("The firm said that no jobs would go.", "no jobs would go", "firm", "claims"),
        ("The firm denied that jobs would go.", "jobs would go", "firm", "denies"),
        ("The union warned that schools would shut.", "schools would shut", "union", "threatens"),
        ("The union announced that its members would strike.", "its members would strike", "union", "announces"),
    ],
)
def test_who_says_what_and_how(parse: Callable[..., Any], text: str, words: str, speaker: str, stance: str) -> None:
    assert (words, speaker, stance) in speeches(parse(text))


def test_hearsay_has_a_speaker(parse: Callable[..., Any]) -> None:
    found = speeches(parse("According to the union, 400 nurses walked out."))
    assert [(speaker, stance) for _, speaker, stance in found] == [("union", "claims")]


def test_each_paragraph_of_a_long_quotation_is_found(parse: Callable[..., Any]) -> None:
    doc = parse('Ann Lee said: "We have had enough of promises.\n\n"We want a real offer this week."')
    assert len([s for s in doc._.kg_speech if s.quoted]) == 2
