from __future__ import annotations

from typing import Any

from kg.readers.reading_order import Piece, page_lines, text_of

LEFT = (
    "Crews on the ferries to Larkness have voted to",
    "strike over new rosters that would cut their",
    "rest. Ailsa Rennick, who speaks for the Seafar-",
    "ers' Guild, said that 82 per cent of those who",
    "took part had backed a two-",
    "day walkout from Friday.",
)
RIGHT = (
    "The company said it was disappointed, and that",
    "talks would go on next week with the help of a",
    "mediator. A two-day strike in March cost it half",
    "a million, it said, and a second would be worse",
    "for the islands, which have no other ferry and",
    "no airport either.",
)


def columns(*, interleaved: bool) -> list[tuple[float, float, float, str]]:
    left = [(50, 700 - 12 * i, 10, words) for i, words in enumerate(LEFT)]
    right = [(310, 700 - 12 * i, 10, words) for i, words in enumerate(RIGHT)]
    pairs = [line for pair in zip(left, right, strict=True) for line in pair]
    return [(50, 740, 24, "Ferry crews vote to strike over rosters"), *(pairs if interleaved else left + right)]


def test_columns_are_read_one_after_the_other(printed: Any, take: Any) -> None:
    by_column, by_line = (take(printed([columns(interleaved=way)]), "a.pdf")[0].text for way in (False, True))
    assert by_column == by_line
    headline, left, right = by_line.split("\n\n")
    assert headline == "Ferry crews vote to strike over rosters"
    assert left.endswith("82 per cent of those who took part had backed a two-day walkout from Friday.")
    assert right.startswith("The company said it was disappointed, and that talks would go on")


def test_words_broken_at_the_end_of_a_line(printed: Any, take: Any) -> None:
    (found,) = take(printed([columns(interleaved=False)]), "a.pdf")
    assert "the Seafarers' Guild" in found.text
    assert "a two-day walkout" in found.text


def test_what_goes_across_columns_parts_them() -> None:
    top = [Piece(50, 700 - 12 * i, 10, "left words of a column and more") for i in range(6)]
    top += [Piece(310, 700 - 12 * i, 10, "right words of a column and more") for i in range(6)]
    middle = Piece(50, 600, 16, "A second headline that goes across the whole of the page")
    below = [Piece(x, 560 - 12 * i, 10, "words of a column below the headline") for x in (50, 310) for i in range(6)]
    lines = page_lines([*below, middle, *top])
    assert [line.words.split()[0] for line in lines] == ["left"] * 6 + ["right"] * 6 + ["A"] + ["words"] * 12
    assert [line.x for line in lines[13:]] == [50] * 6 + [310] * 6


def test_running_heads_and_page_numbers_are_left_out(printed: Any, take: Any) -> None:
    pages = []
    for number, island in enumerate(("Ronay", "Hesta", "Vallay", "Sundray"), start=1):
        lines = [(50, 700 - 12 * i, 10, f"{island} {words}") for i, words in enumerate((*LEFT[:2], *RIGHT[:3]))]
        edges = [(50, 780, 8, "Larkness Courier"), (500, 780, 8, f"{number} June"), (290, 20, 8, str(number))]
        pages.append([*edges, *lines])
    (found,) = take(printed(pages), "a.pdf")
    assert "Courier" not in found.text
    assert "June" not in found.text
    assert found.text.startswith("Ronay Crews on the ferries to Larkness have voted to")


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    first = [Piece(50, 100, 10, "The crews of the ferries, who have not been"), Piece(50, 88, 10, "paid since the")]
    second = [Piece(50, 700, 10, "spring, stopped work."), Piece(50, 660, 10, "Others went on.")]
    assert text_of([first, second]).split("\n\n") == [
        "The crews of the ferries, who have not been paid since the spring, stopped work.",
        "Others went on.",
    ]


def test_pieces_of_one_line_are_put_together() -> None:
    pieces = [
        Piece(50 + 30 * i, 700 + 0.4 * (i % 2), 10, word) for i, word in enumerate("They voted to strike today".split())
    ]
    assert [line.words for line in page_lines(pieces)] == ["They voted to strike today"]
