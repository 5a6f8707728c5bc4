"""When two fillers, two names or two texts count as the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.score.facts import Filler, Names

STOP = frozenset(["the", "of", "and", "for", "in", "at", "a", "an", "mr", "mrs", "ms", "dr", "sir"])
OVERLAP = 0.7  # the share of common words from which on two names are one
TOLERANCE = 0.02  # by which a number may differ from the annotated one
RUN = 4  # words of a run that shows that two texts quote the same place


def words_of(name: str) -> frozenset[str]:
    """Return a name's words without case, possessive and the words that carry nothing."""
    tokens = re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", name.casefold()))
    return frozenset(t for t in tokens if t not in STOP) or frozenset(tokens)


def names_of(names: Iterable[str]) -> Names:
    """Return what a thing is called, in the form that is compared."""
    return frozenset(map(words_of, names))


def same_name(a: Names, b: Names) -> bool:
    """Tell whether two things share a name, or have names x, y with |x ∩ y| / |x ∪ y| >= 0.7."""
    if a & b:
        return True
    return any(len(x & y) / len(x | y) >= OVERLAP for x in a for y in b if x and y)


def same_number(gold: float, found: float) -> bool:
    """Tell whether |gold - found| <= 0.02 |gold|."""
    return abs(gold - found) <= TOLERANCE * max(abs(gold), 1e-9)


def same_date(gold: str, found: str) -> bool:
    """Tell whether two dates are equal; an annotated `--02-01` is found by that day of any year."""
    return found == gold or (gold.startswith("--") and found.endswith(gold[1:]))


def same_filler(gold: Filler, found: Filler) -> bool:
    """Compare two fillers that are neither things, numbers nor dates: they must be equal."""
    return gold == found


def runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    """Return the runs of four words of some texts; a shorter text is one run."""
    found = set()
    for text in texts:
        words = re.findall(r"\w+", text.casefold())
        found |= {tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    return found


def shared_runs(a: Iterable[str], b: Iterable[str]) -> int:
    """Return how many runs of four words stand in both."""
    return len(runs(a) & runs(b))
