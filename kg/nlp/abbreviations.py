"""Names that an abbreviation in brackets spells out: "Rail Staffs Together (RST)".

The method is that of A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation definitions
in biomedical text" (2003), kept to initials: the words before the bracket whose initials make the abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

ABBREVIATION = re.compile(r"^[A-Z][A-Za-z&-]{1,9}$")
_SMALL = frozenset({"of", "for", "and", "the", "in", "&", "de", "des", "del", "do", "da", "dos", "e", "y", "et"})
_MARKS = frozenset({",", "'", "’", "'s", "’s", "-"})
_FEWEST = 3  # letters of an abbreviation that is not taken for something else


def spelt_out(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the names (start, end) that stand before an abbreviation in brackets and spell it out."""
    for bracket in range(2, len(doc) - 2):
        short = doc[bracket + 1].text
        if doc[bracket].text != "(" or doc[bracket + 2].text != ")" or len(short) < _FEWEST:
            continue
        if short.isupper() and short.isalpha() and ABBREVIATION.match(short):
            start = _start(doc, bracket, short)
            if start is not None:
                yield start, bracket


def _start(doc: Doc, end: int, short: str) -> int | None:
    """Return where the name that ends at `end` begins, or None: its capitals, from the last, make the abbreviation."""
    left = len(short)
    i = end
    while left and i > 0:
        i -= 1
        word = doc[i].text
        if word in _MARKS:
            continue
        if word[0].isupper() and word[0] == short[left - 1]:
            left -= 1
        elif word.lower() in _SMALL:
            left -= word[0].upper() == short[left - 1] and word[0].isupper()
        else:
            return None
    return i if not left and end - i > 1 else None


def bracket_end(doc: Doc, span: Span) -> int:
    """Return the end of a name with the abbreviation that it gives itself: "Pilots' Union (PU)"."""
    i = span.end
    if i + 2 < len(doc) and doc[i].text == "(" and ABBREVIATION.match(doc[i + 1].text) and doc[i + 2].text == ")":
        return i + 3
    return i


def abbreviated(doc: Doc, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the abbreviations of names that a document spells out elsewhere, with the names' classes."""
    known: dict[str, Span] = {}
    for span in spans:
        i = span.end
        if i + 2 < len(doc) and doc[i].text == "(" and ABBREVIATION.match(doc[i + 1].text) and doc[i + 2].text == ")":
            known.setdefault(doc[i + 1].text, span)
        elif i + 3 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ == "or" and doc[i + 2].text.isupper():
            known.setdefault(doc[i + 2].text, span)
        acronym = "".join(w[0] for w in re.findall(r"[A-Z][\w]*", span.text))
        if len(acronym) >= 3:
            known.setdefault(acronym, span)
    covered = {i for s in spans for i in range(s.start, s.end)}
    for token in doc:
        if token.i not in covered and token.text in known:
            long = known[token.text]
            yield Span(doc, token.i, token.i + 1, label=long.label, kb_id=long.kb_id)
