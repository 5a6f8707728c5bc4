"""Marks in a text, one inside the other, as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from kg.query.terms import clean

_OUTSIDE = ("read", "said", "relation", "thing")  # of marks of the same words these are around the others
_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]")


class Span(NamedTuple):
    """Characters of a text that mean something.

    `look` is how they look (a class of the stylesheet), `what` is said of them, `href` where that is told at
    length, `anchor` by what name one comes to them.
    """

    start: int
    end: int
    look: str
    what: str = ""
    href: str = ""
    anchor: str = ""


def shown(text: str) -> str:
    r"""Return a text of the same length, in which no character steers a page or a terminal.

    Examples:
        >>> shown("two\nlines")
        'two lines'
    """
    return clean(_BREAKS.sub(" ", text))


def marked(text: str, spans: Iterable[Span], *, start: int = 0, end: int | None = None) -> Markup:
    """Return a piece of a text as HTML with its marks.

    The wider of two marks is outside. Of two that overlap, the second is cut where the first ends, and goes on
    behind it, so that all elements nest.

    Args:
        text: the whole.
        spans: the marks, by their characters in the whole.
        start: the first character of the piece.
        end: behind the last one.
    """
    stop = len(text) if end is None else end
    inside = (s._replace(start=max(s.start, start), end=min(s.end, stop)) for s in dict.fromkeys(spans))
    found = sorted((s for s in inside if s.start < s.end), key=_order)
    return Markup("").join(_pieces(text, found, start, stop))


def _order(span: Span) -> tuple[object, ...]:
    inner = _OUTSIDE.index(span.look) if span.look in _OUTSIDE else len(_OUTSIDE)
    return span.start, -span.end, inner, not span.anchor, span.look, span.what, span.href


def _pieces(text: str, spans: list[Span], start: int, stop: int) -> Iterator[Markup]:
    edges = sorted({start, stop, *(s.start for s in spans), *(s.end for s in spans)})
    waiting, named = list(reversed(spans)), set[str]()
    held: list[Span] = []
    for left, right in pairwise(edges):
        ended = [s for s in held if s.end <= left]
        again: list[Span] = []
        while ended:
            top = held.pop()
            yield Markup("</mark>")
            if top in ended:
                ended.remove(top)
            else:
                again.append(top)
        opening = list(reversed(again))
        while waiting and waiting[-1].start == left:
            opening.append(waiting.pop())
        for span in opening:
            held.append(span)
            yield _opened(span, named)
        yield _words(shown(text[left:right]), held)
    yield Markup("</mark>") * len(held)


def _opened(span: Span, named: set[str]) -> Markup:
    anchor = Markup(' id="{}"').format(span.anchor) if span.anchor and span.anchor not in named else Markup("")
    named.add(span.anchor)
    title = Markup(' title="{}"').format(shown(span.what)) if span.what else Markup("")
    return Markup('<mark class="{}"{}{}>').format(span.look, anchor, title)


def _words(words: str, held: list[Span]) -> Markup:
    """Return words, as a link to what is told of the innermost mark that has one."""
    href = next((s.href for s in reversed(held) if s.href), "")
    if not href or not words.strip():
        return escape(words)
    told = "; ".join(dict.fromkeys(s.what for s in reversed(held) if s.what))
    return Markup('<a href="{}" title="{}">{}</a>').format(href, shown(told), words)
