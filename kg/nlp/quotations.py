"""The words between quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

_QUOTES = frozenset({'"', "“", "”"})
_LONGEST = 400  # tokens of one quotation; a longer one lacks its closing mark


def breaks(token: Token) -> bool:
    """Tell whether a token ends a line or a paragraph."""
    return token.is_space and "\n" in token.text


def quotations(doc: Doc) -> Iterator[Span]:
    """Yield the spans between quotation marks, marks included.

    A paragraph that opens with a mark and has none at its end goes on in the next (the printers' custom);
    each paragraph is a span of its own.
    """
    start: int | None = None
    for token in doc:
        if breaks(token):
            if start is not None and token.i - start > 3:
                yield doc[start : token.i]
            start = None
        elif token.text in _QUOTES:
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
