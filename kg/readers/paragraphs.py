"""Lines to paragraphs: some texts have one paragraph a line, some a blank line between, some are hard-wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

NARROWEST, WIDEST = 40, 100  # columns to which plain text is wrapped
WRAPPED = 0.5  # of all lines with another below: so many must be full and unfinished
INDENT = 2  # columns that begin a paragraph

LINE = re.compile(r"[^\n]+")
FINISHED = re.compile(r"[.!?:;][\"')\]]*$")
ITEM = re.compile(r"(?:[-*+•●■►▶>]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space round it. `number` counts blank lines too."""

    start: int
    end: int
    number: int
    indent: int
    words: str


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the spans of the paragraphs, which together hold every character that is not white space.

    Lines of a hard-wrapped text are joined where the first word of the next would not have fitted.
    """
    lines = _lines(text)
    width = _wrap_width(lines)
    spans: list[tuple[int, int]] = []
    above: Line | None = None
    for line in lines:
        if above is not None and _continues(above, line, width):
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
        above = line
    return spans


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    number = position = 0
    for match in LINE.finditer(text):
        number += match.start() - position  # line breaks since the last line
        position = match.end()
        words = match.group().strip()
        if words:
            indent = len(match.group()) - len(match.group().lstrip())
            start = match.start() + indent
            found.append(Line(start, start + len(words), number, indent, words))
    return found


def _wrap_width(lines: list[Line]) -> int | None:
    """Return the column at which the text is wrapped, or None if it is not.

    One paragraph a line ends nearly every line with a full stop; wrapping breaks in mid-sentence, and only where
    the next word would not fit.
    """
    pairs = [(above, below) for above, below in pairwise(lines) if below.number == above.number + 1]
    lengths = sorted(len(above.words) for above, _ in pairs if len(above.words) <= WIDEST)
    if not lengths:
        return None
    width = lengths[int(0.9 * (len(lengths) - 1))]
    if width < NARROWEST:
        return None
    unfinished = sum(_is_full(above, below, width) and not FINISHED.search(above.words) for above, below in pairs)
    return width if unfinished >= WRAPPED * len(pairs) and _breaks_a_sentence(pairs) else None


def _breaks_a_sentence(pairs: list[tuple[Line, Line]]) -> bool:
    """Say whether any line goes on in lower case, as titles and names set line by line do not."""
    return any(below.words[0].islower() for _, below in pairs)


def _is_full(above: Line, below: Line, width: int) -> bool:
    first_word = below.words.split(maxsplit=1)[0]
    return above.indent + len(above.words) + 1 + len(first_word) > width


def _continues(above: Line, below: Line, width: int | None) -> bool:
    if width is None or below.number != above.number + 1:
        return False
    if below.indent >= above.indent + INDENT or ITEM.match(below.words):
        return False
    return max(len(above.words), len(below.words)) <= WIDEST and _is_full(above, below, width)
