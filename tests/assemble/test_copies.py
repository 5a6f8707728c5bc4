"""Which articles are one text in two papers."""

from __future__ import annotations

from datetime import date

from kg.assemble.copies import SIZE, are_copies, contained, first, sketch, twins
from kg.outlines import Outline

WORDS = " ".join(f"word{number}" for number in range(400)).split()
TEXT = " ".join(WORDS)


def article(identifier: str, text: str, day: int | None = 1) -> Outline:
    return Outline(identifier, identifier, date(2024, 1, day) if day else None, None, sketch(text))


def test_the_same_words_in_another_layout_are_one_text() -> None:
    assert are_copies(article("a", TEXT), article("b", TEXT.upper().replace(" ", ",\n")))


def test_a_text_cut_short_and_begun_anew_is_a_copy() -> None:
    assert are_copies(article("a", TEXT), article("b", f"From our own reporter. {' '.join(WORDS[:250])}"))


def test_a_text_that_quotes_a_third_of_another_is_none() -> None:
    other = " ".join(f"other{number}" for number in range(270))
    assert not are_copies(article("a", TEXT), article("b", f"{' '.join(WORDS[:130])} {other}"))


def test_a_few_words_are_nobodys_copy() -> None:
    assert not are_copies(article("a", "Strike at Selby docks"), article("b", "Strike at Selby docks"))
    assert contained((), ()) == 0.0


def test_the_same_text_weeks_later_is_none_and_without_a_date_it_may_be() -> None:
    assert not are_copies(article("a", TEXT, 1), article("b", TEXT, 20))
    assert are_copies(article("a", TEXT, 1), article("b", TEXT, None))


def test_a_sketch_is_small_and_sorted() -> None:
    assert len(sketch(TEXT)) == SIZE
    assert list(sketch(TEXT)) == sorted(sketch(TEXT))


def test_the_first_is_that_of_the_earliest_day_then_by_identifier_and_one_without_a_day_last() -> None:
    found = [article("c", TEXT, None), article("b", TEXT, 2), article("a", TEXT, 3), article("d", TEXT, 2)]
    assert first(found).identifier == "b"
    assert twins(found) == dict.fromkeys("abcd", "b")
