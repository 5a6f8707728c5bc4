"""The part of an article that is read, as one text, and the way back to where it stands.

Teasers and footers are left out; so are credits of pictures, agencies' notes on their copy, and the dateline ("LEEDS,
March 13 - "), which names where the reporter sat: it is kept beside the text, for the day that it gives. A headline in
capitals is brought to running case. Lengths of what stays do not change.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.model import Document, SegmentKind

_READ = (SegmentKind.HEADLINE, SegmentKind.BODY, SegmentKind.CAPTION)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Za-z.'’-]*(?:[ -][A-Z(][A-Za-z.'’)-]*){0,3})(?:, [A-Z][A-Za-z. ]{1,20})?"
    r"(?:,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? ?\d{0,2}"
    r"(?:,? \d{4})?(?:,? [A-Z][A-Za-z]{1,9}(?=\s?[—–-]))?"
    r"|, \d{1,2} [A-Z][a-z]+\.?(?:,? \d{4})?|, (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\.(?=\s?[—–-]))?)?"
    r"(?: ?\([A-Za-z. ]{2,20}\))?(?:\s*(?:[-–—:]|--)\s+|\.?(?:—|--))(?=[\"A-Z0-9])"
)
_NOTE = re.compile(
    r"^\((?=[^a-z)]*[A-Z]{3})[^a-z()]{5,160}\)\s*(?=\S)"
)  # of the desk: "(ADDS COMMENT FROM THE UNION) "
_CAPITALS = re.compile(r"^[A-Z][A-Z .'-]{2,}|, [A-Z][a-z]+|\(")
_CREDIT = re.compile(
    r"\s*\((?:Image|Photo|Picture|Pic|Credit)[^)]*\)?\s*$|\s*\b(?:Pictures?|Photos?|Photograph|Image|Pic)(?: by)?: .*$"
)
_DASHES = frozenset("-–—")
_LABELS = frozenset(  # what else stands so before an article
    (
        "analysis breaking comment correction developing editorial exclusive explained explainer feature interview "
        "latest live news opinion picture report special updated update video watch statement"
    ).split()
) | {"breaking news", "press release", "just in", "live updates", "news analysis"}
_DOUBLED = 15  # characters from which a caption printed twice is told from a word said twice
GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Passages:
    """The text that is read; `starts[i]` of it stands at `origins[i]` of the document's text."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    dateline: str = ""

    def back(self, position: int) -> int:
        """Return where a position of the text stands in the document's normalised text."""
        i = max(0, bisect_right(self.starts, position) - 1)
        return position - self.starts[i] + self.origins[i]


def _once(caption: str) -> str:
    """Return a caption that a web page printed twice, without a break between, once; any other as it is."""
    for start in (0, caption.find(": ") + 2):
        rest = caption[start:]
        half = len(rest) // 2
        if half > _DOUBLED and rest[:half] == rest[half:]:
            return caption[: start + half]
    return caption


def dateline(paragraph: str) -> int:
    """Return the length of a dateline at the start of a paragraph, 0 where there is none."""
    match = _DATELINE.match(paragraph[:90])
    if match is None or not (_CAPITALS.search(match.group()) or _is_town(match.group())):
        return 0
    return match.end()


def _is_town(line: str) -> bool:
    """Tell whether a dateline in running case is one: "Nairobi - ", but not "Exclusive - "."""
    town, dash, _ = line.rpartition(line.strip()[-1])
    return dash in _DASHES and town.strip().casefold() not in _LABELS


def _note(paragraph: str) -> int:
    """Return the length of an agency's note on its own copy at the start of a paragraph, 0 where there is none."""
    match = _NOTE.match(paragraph)
    return match.end() if match else 0


def passages(document: Document, recase: object) -> Passages:
    """Put together what is read of a document.

    Args:
        document: the article, with its segments.
        recase: a function of a headline and the running text that returns the headline in running case.
    """
    segments = [s for s in document.segments if s.kind in _READ]
    if not document.segments:
        return Passages(document.text, (0,), (0,))
    body = "\n".join(document.text[s.start : s.end] for s in segments if s.kind is SegmentKind.BODY)
    parts, starts, origins, length, first, line = [], [], [], 0, True, ""
    for segment in segments:
        start = segment.start
        start += _note(document.text[start : segment.end])
        words = document.text[start : segment.end]
        if segment.kind is SegmentKind.BODY and first:
            skip = dateline(words)
            start, words, first, line = start + skip, words[skip:], False, words[:skip]
        if segment.kind is SegmentKind.HEADLINE:
            words = recase(words, body)  # type: ignore[operator]
        if segment.kind is SegmentKind.CAPTION:
            words = _once(_CREDIT.sub("", words))
        words = words.replace("\n", " ")
        starts.append(length)
        origins.append(start)
        parts.append(words)
        length += len(words) + len(GAP)
    return Passages(GAP.join(parts), tuple(starts), tuple(origins), line)
