"""Where the words of an annotation stand in its article."""

from __future__ import annotations

import re

from kg.model import Document

_END = re.compile(r"[.!?]['\"”’)]*\s+|\n\s*")
Span = tuple[int, int]


class Places:
    """Finds words in one article. Spans are positions in the original text, as those of evidence are."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def find(self, words: str, within: Span | None = None) -> Span | None:
        """Return the first place where `words` stand; other white space between them is no difference.

        Args:
            words: looked for as they are, whole words where they begin or end with a letter or digit.
            within: look only there.
        """
        start, end = within or (0, len(self.document.original))
        form = r"\s+".join(map(re.escape, words.split()))
        if not form:
            return None
        found = re.compile(rf"(?<!\w)(?:{form})(?!\w)").search(self.document.original, start, end)
        if found is None:
            found = re.compile(form).search(self.document.original, start, end)
        return found.span() if found is not None else None

    def sentence(self, place: Span) -> Span:
        """Return the sentence around a place, roughly: between full stops and line breaks."""
        text = self.document.original
        start = max((end.end() for end in _END.finditer(text, 0, place[0])), default=0)
        after = _END.search(text, place[1])
        end = after.start() + len(after[0].rstrip()) if after is not None else len(text)
        return start, end

    def pieces(self, words: str) -> list[Span]:
        """Return the places of a text that was put together of pieces of the article, each as long as can be found."""
        found: list[Span] = []
        rest = words.split()
        while rest:
            for n in range(len(rest), 0, -1):
                place = self.find(" ".join(rest[:n]))
                if place is not None:
                    found.append(place)
                    break
            rest = rest[n:]
        return found
