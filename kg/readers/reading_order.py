"""The words of a printed page in the order in which people read them: columns, paragraphs, words broken at line ends.

A page is given as pieces of lines with their places, as PDF has them. Widths are not told there, and are reckoned from
the number of letters: exact enough to tell columns apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

LETTER = 0.48  # the mean width of a letter in prose, in sizes of the font
SAME_LINE = 0.4  # sizes of the font by which baselines of one line differ
COLUMN = 0.25  # of all lines: so many begin where a column does
FEWEST = 5  # lines that make a column
NARROWEST = 8  # sizes of the font: a column is wider
ACROSS = 2.5  # sizes of the font by which a line must reach into the next column to go across both
LEADING = 1.6  # a gap so many times the usual one ends a paragraph
INDENT = 0.8  # sizes of the font that begin one
SHORT = 0.75  # of a column: a line that ends a sentence and is shorter ends a paragraph
EDGE = 2  # lines at the top and at the bottom of a page that may be printed on every page
RECURRING = 0.5  # of all pages that have such a line

BROKEN_WORD = re.compile(r"(\w+)[-\u2010\u00ad]$")
KEEPS_HYPHEN = re.compile(
    r"(?:.*\d|one|two|three|four|five|six|seven|eight|nine|ten|half|part|full|long|short|high|low|well|self|non|anti|ex|"
    r"pre|post|co|vice|mid|all|cross|so|walk|sit|stay|pay|no|day|lock)",
    re.IGNORECASE,
)
PAGE_NUMBER = re.compile(r"[-–—|\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE)
END_OF_SENTENCE = re.compile(r"[.!?:][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on one line: where they begin, in points from the lower left corner, and the size of their font."""

    x: float
    y: float
    size: float
    words: str

    @property
    def end(self) -> float:
        """Where they end, about."""
        return self.x + LETTER * self.size * len(self.words)


def page_lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the lines of a page in reading order: column by column between lines that go across."""
    given = [piece for piece in pieces if piece.words.strip()]
    starts = _columns(given)
    rows = _rows(given, starts)
    if len(starts) < 2:
        return rows
    scale = _scale(rows, starts)
    ordered: list[Piece] = []
    band: list[list[Piece]] = [[] for _ in starts]
    for line in rows:
        column = _column(line, starts)
        beyond = starts[column + 1] if column + 1 < len(starts) else None
        if beyond is not None and line.x + (line.end - line.x) / scale > beyond + ACROSS * line.size:
            ordered += [one for lines in band for one in lines] + [line]
            band = [[] for _ in starts]
        else:
            band[column].append(line)
    return ordered + [one for lines in band for one in lines]


def without_running_heads(pages: Sequence[list[Piece]]) -> list[list[Piece]]:
    """Return the pages without their numbers and without what stands at the edge of most of them."""
    edges = [_edge(page) for page in pages]
    seen = Counter(words for edge in edges for words in {_pattern(line) for line in edge})
    least = max(2, RECURRING * len(pages))
    return [
        [line for line in page if not (line in edge and (seen[_pattern(line)] >= least or _is_number(line)))]
        for page, edge in zip(pages, edges, strict=True)
    ]


def text_of(pages: Sequence[list[Piece]]) -> str:
    """Return the paragraphs of the pages, a blank line between two. Words broken at line ends are put together."""
    known = {word.casefold() for page in pages for line in page for word in re.findall(r"\w+(?:-\w+)*", line.words)}
    leading = _usual_leading(pages)
    paragraphs: list[str] = []
    above: Piece | None = None
    for page in pages:
        width = _usual_width(page)
        for line in page:
            words = " ".join(line.words.split())
            if above is not None and _goes_on(above, line, width, leading):
                paragraphs[-1] = _joined(paragraphs[-1], words, known)
            else:
                paragraphs.append(words)
            above = line
    return "\n\n".join(paragraphs)


def largest(page: Iterable[Piece]) -> str | None:
    """Return the words of the largest font, if it is larger than that of most lines: a headline."""
    lines = list(page)
    if not lines:
        return None
    usual = median(line.size for line in lines)
    for size in sorted({line.size for line in lines if line.size > 1.2 * usual}, reverse=True):
        words = " ".join(" ".join(line.words.split()) for line in lines if line.size == size)
        if len(words.split()) >= 3:  # fewer are the paper's name
            return words
    return None


def _columns(pieces: Sequence[Piece]) -> list[float]:
    """Return where columns begin, from the left."""
    baselines = {round(piece.y) for piece in pieces}
    if not baselines:
        return []
    size = median(piece.size for piece in pieces)
    at: dict[int, set[int]] = {}
    for piece in pieces:
        at.setdefault(round(piece.x), set()).add(round(piece.y))
    enough = max(FEWEST, COLUMN * len(baselines))
    starts: list[float] = []
    for x in sorted(at):
        lines = at[x] | at.get(x + 1, set()) | at.get(x - 1, set())
        if len(lines) >= enough and (not starts or x - starts[-1] >= NARROWEST * size):
            starts.append(x)
    return [start for start in starts if _is_wide(start, starts, pieces, size)]


def _is_wide(start: float, starts: Sequence[float], pieces: Sequence[Piece], size: float) -> bool:
    """Say whether lines of prose begin here, and not figures of a table or every second word."""
    begun = [piece for piece in pieces if abs(piece.x - start) <= 1]
    return (bool(begun) and median(piece.end - piece.x for piece in begun) >= NARROWEST * size) or start == starts[0]


def _scale(rows: Sequence[Piece], starts: Sequence[float]) -> float:
    """Return by how much the reckoning makes lines too long: most end before the next column."""
    columns = ((line, _column(line, starts)) for line in rows)
    ratios = sorted((line.end - line.x) / (starts[i + 1] - line.x) for line, i in columns if i + 1 < len(starts))
    return max(1.0, ratios[int(0.75 * len(ratios))]) if ratios else 1.0


def _column(line: Piece, starts: Sequence[float]) -> int:
    return max((i for i, start in enumerate(starts) if line.x >= start - line.size), default=0)


def _rows(pieces: Sequence[Piece], starts: Sequence[float]) -> list[Piece]:
    """Return the lines from the top: pieces of one baseline are put together, except across columns."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (-one.y, one.x)):
        if rows and abs(rows[-1][0].y - piece.y) <= SAME_LINE * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [line for row in rows for line in _merged(sorted(row, key=lambda one: one.x), starts)]


def _merged(row: Sequence[Piece], starts: Sequence[float]) -> Iterator[Piece]:
    line: Piece | None = None
    for piece in row:
        if line is not None and _column(piece, starts) == _column(line, starts):
            line = Piece(line.x, line.y, max(line.size, piece.size), f"{line.words.rstrip()} {piece.words.lstrip()}")
        else:
            if line is not None:
                yield line
            line = piece
    if line is not None:
        yield line


def _edge(page: Sequence[Piece]) -> list[Piece]:
    """Return the lines of the highest and of the lowest baselines."""
    heights = sorted({line.y for line in page})
    far = {*heights[:EDGE], *heights[-EDGE:]} if len(heights) > 2 * EDGE else set()
    return [line for line in page if line.y in far]


def _pattern(line: Piece) -> str:
    return re.sub(r"\d+", "#", " ".join(line.words.split()).casefold())


def _is_number(line: Piece) -> bool:
    return PAGE_NUMBER.fullmatch(line.words) is not None


def _usual_width(page: Sequence[Piece]) -> float:
    return median(line.end - line.x for line in page) if page else 0.0


def _usual_leading(pages: Sequence[list[Piece]]) -> float:
    """Return the gap between lines of one paragraph: a low one, since those between paragraphs are larger."""
    gaps = sorted(above.y - below.y for page in pages for above, below in pairwise(page) if above.y > below.y)
    return gaps[len(gaps) // 4] if gaps else 0.0


def _goes_on(above: Piece, line: Piece, width: float, leading: float) -> bool:
    """Say whether a line is part of the paragraph of the one above it, which may stand in another column or page."""
    if abs(above.size - line.size) > 0.1 * above.size:
        return False
    ended = END_OF_SENTENCE.search(above.words) is not None
    gap = above.y - line.y
    if gap <= 0 or gap > 20 * above.size:  # another column or page
        return not ended and line.words.lstrip()[:1].islower()
    if leading and gap > max(LEADING * leading, LEADING * line.size):
        return False
    if line.x - above.x >= INDENT * line.size and line.x - above.x < NARROWEST * line.size:
        return False
    return not (ended and above.end - above.x < SHORT * width)


def _joined(above: str, below: str, known: set[str]) -> str:
    """Return two lines as one; a word broken between them loses its hyphen, unless it has one elsewhere."""
    broken = BROKEN_WORD.search(above)
    rest = re.match(r"\w+", below)
    if broken is None or rest is None or not rest.group()[0].islower():
        return f"{above} {below}"
    first, whole = broken.group(1), f"{broken.group(1)}{rest.group()}"
    hyphened = f"{first}-{rest.group()}"
    keeps = hyphened.casefold() in known or (
        whole.casefold() not in known and KEEPS_HYPHEN.fullmatch(first) is not None
    )
    if above.endswith("\u00ad"):
        keeps = False
    return f"{above[:-1]}{'-' if keeps else ''}{below}"
