"""An article's parts: headline, body, captions, teasers and footer, each a span of the normalised text."""

from __future__ import annotations

import re

from kg.model import Segment, SegmentKind
from kg.readers.furniture import is_policy, kind_of
from kg.readers.normalise import normalise
from kg.readers.paragraphs import paragraphs

LONGEST_HEADLINE = 150
SHORTEST_PREFIX = 15  # characters of a title that a first line must repeat to be it, when the title goes on
SITE_NAME = re.compile(r" ?[-|–—:·] ")  # begins what a title has after the headline
NO_HEADLINE_END = re.compile(r"[.;:,][\"')\]]*$|[!?][\"']$")
BYLINE_OR_DATELINE = re.compile(
    r"[Bb][Yy] (?:our |[A-Z])|[Ff]rom our |\d{1,2}[ ./-]\w+[ ./-]\d{2,4}$"
    r"|[A-Z][A-Z .'-]+, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}$"
)


def segment(text: str, *, title: str | None, source: str | None = None) -> tuple[Segment, ...]:
    """Return the parts of a normalised text, in order and apart. They hold every character but white space.

    Args:
        text: The text, as `normalise` gives it.
        title: The title, if it is known apart from the text.
        source: The newspaper's name, if known: its captions may begin with it.
    """
    spans = _title_apart(text, paragraphs(text), title)
    found: list[Segment] = []
    seen_body = rules_begun = False
    for i, (start, end) in enumerate(spans):
        words = _words(text[start:end])
        following = spans[-1][1] - end
        rules_begun = rules_begun or (seen_body and is_policy(words))
        if rules_begun:
            kind = SegmentKind.FOOTER
        elif i == 0 and (_repeats(words, title) or _is_headline(words, following)):
            kind = SegmentKind.HEADLINE
        elif not seen_body and _repeats(words, title) and not NO_HEADLINE_END.search(words):
            kind = SegmentKind.HEADLINE  # printed once by the page, once by the paper
        else:
            kind = kind_of(words, source=source)
        seen_body = seen_body or kind is SegmentKind.BODY
        found.append(Segment(kind, start, end))
    return tuple(found)


def _words(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _words(normalise(text)[0]).casefold().rstrip(".")


def _title_apart(text: str, spans: list[tuple[int, int]], title: str | None) -> list[tuple[int, int]]:
    """Return the spans with the first cut in two where its first line is the title."""
    if not spans or title is None:
        return spans
    start, end = spans[0]
    for line_end in (start + match.start() for match in re.finditer("\n", text[start:end])):
        if _folded(text[start:line_end]) == _folded(title):
            rest = line_end + len(text[line_end:end]) - len(text[line_end:end].lstrip())
            return [(start, start + len(text[start:line_end].rstrip())), (rest, end), *spans[1:]]
    return spans


def _repeats(words: str, title: str | None) -> bool:
    """Say whether these words are the title, or all of it before " - Name of the site"."""
    if title is None:
        return False
    line, whole = _folded(words), _folded(title)
    if line == whole:
        return True
    return len(line) >= SHORTEST_PREFIX and whole.startswith(line) and SITE_NAME.match(whole, len(line)) is not None


def _is_headline(words: str, following: int) -> bool:
    """Say whether a first paragraph reads as a headline: short, no sentence, and longer text below."""
    if len(words) > LONGEST_HEADLINE or following <= len(words) or BYLINE_OR_DATELINE.match(words):
        return False
    if kind_of(words) is not SegmentKind.BODY:
        return False
    return NO_HEADLINE_END.search(words) is None or words.isupper() or _in_title_case(words)


def _in_title_case(words: str) -> bool:
    long_words = [word for word in re.findall(r"[^\W\d_][\w'-]*", words) if len(word) > 3]
    return len(long_words) >= 4 and all(word[0].isupper() for word in long_words)
