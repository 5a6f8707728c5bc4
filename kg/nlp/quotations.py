"""The words between quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

_QUOTES = frozenset({'"', "“", "”"})
_SINGLE = frozenset({"'", "‘", "’"})
_ENDS = frozenset({".", ",", "?", "!", "…", "..."})
_LONGEST = 400  # tokens of one quotation; a longer one lacks its closing mark


def breaks(token: Token) -> bool:
    """Tell whether a token ends a line or a paragraph."""
    return token.is_space and "\n" in token.text


def quotations(doc: Doc) -> Iterator[Span]:
    """Yield the spans between quotation marks, marks included.

    A paragraph that opens with a mark and has none at its end goes on in the next (the printers' custom);
    each paragraph is a span of its own.
    """
    marks = _QUOTES if any(t.text in _QUOTES for t in doc) else frozenset[str]()
    start: int | None = None
    for token in doc:
        if not marks and token.text in _SINGLE:
            if start is None and _opens(token):
                start = token.i
            elif start is not None and _closes(token):
                yield doc[start : token.i + 1]
                start = None
        elif breaks(token):
            if start is not None and token.i - start > 3:
                yield doc[start : token.i]
            start = None
        elif token.text in marks:
            if start is None:
                start = token.i
            else:
                if token.i - start > 1:
                    yield doc[start : token.i + 1]
                start = None
        elif start is not None and token.i - start > _LONGEST:
            start = None
    if start is not None and len(doc) - start > 3:
        yield doc[start : len(doc)]


def _opens(token: Token) -> bool:
    """Tell whether a single mark opens a quotation: before a capital, after a space, in a text without double marks."""
    before = token.nbor(-1) if token.i else None
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    free = before is None or bool(before.whitespace_) or before.is_space
    return free and not token.whitespace_ and after is not None and after.text[:1].isupper()


def _closes(token: Token) -> bool:
    """Tell whether a single mark closes a quotation: after a point or comma, and no apostrophe."""
    return token.nbor(-1).text in _ENDS and not token.nbor(-1).whitespace_
