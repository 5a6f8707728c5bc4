"""Parts of lists that are too long for one page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from kg.serve.pages.records import Paging


def window(only: str, first: int, size: int, total: int) -> Paging:
    """Return which rows of one part of a page are shown, and the addresses of those before and after."""

    def address(start: int) -> str:
        return f"?{urlencode({'only': only, 'first': start})}"

    return pages(first, size, total, address)


def pages(first: int, size: int, total: int, address: Callable[[int], str]) -> Paging:
    """Return which rows of a list are shown.

    Args:
        first: the number of the first of them; from 1.
        size: how many they are at most.
        total: how many the list has.
        address: gives the address of the page that begins with a row.
    """
    last = min(total, first + size - 1)
    return Paging(
        first=min(first, total),
        last=last,
        total=total,
        before=address(max(1, first - size)) if first > 1 else "",
        after=address(last + 1) if last < total else "",
    )
