"""What was missed or wrongly found, with the words in which it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.score.facts import Filler

MistakeKind = Literal["missed", "wrong", "spurious"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One fact on which annotation and graph disagree.

    `missed` is in the annotation only, `spurious` in the graph only, `wrong` in both with different values.
    `of` is the event class, or the words of a statement, to which the fact belongs.
    """

    document: str
    kind: MistakeKind
    fact: str
    of: str
    expected: str | None
    got: str | None
    sentence: str

    def __str__(self) -> str:
        values = {
            "missed": f"{self.expected}",
            "spurious": f"{self.got}",
            "wrong": f"expected {self.expected}, got {self.got}",
        }
        of = f" of {self.of}" if self.of else ""
        words = f' — "{self.sentence}"' if self.sentence else ""
        return f"{self.document}: {self.kind} {self.fact}{of}: {values[self.kind]}{words}"


def show(value: Filler | None) -> str:
    """Return a filler as text; a thing as its names, word by word in alphabetical order."""
    if isinstance(value, frozenset):
        return " | ".join(sorted(" ".join(sorted(name)) for name in value))
    return str(value)


def best_sentence(evidence: Sequence[str], filler: Filler | None = None) -> str:
    """Return the piece of evidence in which a thing is named; else the first; "" where there is none."""
    if isinstance(filler, frozenset):
        for words in evidence:
            inside = set(words.casefold().replace("’", " ").replace("'", " ").replace(",", " ").split())
            if any(name and name <= inside for name in filler):
                return words
    return evidence[0] if evidence else ""
