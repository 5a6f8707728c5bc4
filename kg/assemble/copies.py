"""Copies: which articles are one text in two papers, as agency reports are.

Of an article's runs of three words the 128 with the smallest hashes stand for all (bottom-k sketch: Broder, On the
resemblance and containment of documents, 1997; Cohen and Kaplan, Summarizing data using bottom-k sketches, 2007). What
share of the shorter text's runs the other has is estimated from the sketches alone. On the articles of `seeds/` copies
share 0.56 and 0.68 of them; the nearest others, two reports of one reporter on two days, 0.37, and all else below 0.2.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from kg.outlines import Outline

RUN = 3  # words
SIZE = 128  # hashes of a sketch
INDEXED = 16  # the smallest of them, of which two copies share at least one
COPIED = 0.47  # of the shorter text
DAYS = 10  # between two copies at most
FEWEST = 20  # runs of a text that can be a copy

_WORD = re.compile(r"\w+")


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of the runs of words of a text, ascending; all of them where there are few."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    return tuple(sorted({zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs})[:SIZE])


def contained(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """Return the share of the runs of the shorter of two texts that the longer has, by their sketches."""
    if min(len(left), len(right)) < FEWEST:
        return 0.0
    # both are known up to the smaller of their last hashes; below it what is in one and not in the other is not there
    limit = min(left[-1] if len(left) == SIZE else 2**32, right[-1] if len(right) == SIZE else 2**32)
    a, b = {h for h in left if h <= limit}, {h for h in right if h <= limit}
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def near(left: date | None, right: date | None) -> bool:
    """Tell whether two articles may be copies by their days."""
    return left is None or right is None or abs((left - right).days) <= DAYS


def are_copies(left: Outline, right: Outline) -> bool:
    """Tell whether one of two articles is a copy of the other."""
    return near(left.published, right.published) and contained(left.sketch, right.sketch) >= COPIED


def first(outlines: Iterable[Outline]) -> Outline:
    """Return the article of which others are copies: the first published, of one day the first by identifier."""
    return min(outlines, key=lambda one: (one.published is None, one.published or date.min, one.identifier))


def twins(outlines: Iterable[Outline]) -> Mapping[str, str]:
    """Return of each article that has copies the one that was published first, both by IRI."""
    by_iri = {outline.iri: outline for outline in outlines}
    index: dict[int, list[str]] = defaultdict(list)
    for iri in sorted(by_iri):
        for hash_ in by_iri[iri].sketch[:INDEXED]:
            index[hash_].append(iri)
    pairs = {(a, b) for holders in index.values() for i, a in enumerate(holders) for b in holders[i + 1 :]}
    groups: dict[str, set[str]] = {}
    for a, b in sorted(pairs):
        if are_copies(by_iri[a], by_iri[b]):
            group = groups.get(a, {a}) | groups.get(b, {b})
            groups |= dict.fromkeys(group, group)
    return {iri: first(by_iri[one] for one in group).iri for iri, group in groups.items()}
