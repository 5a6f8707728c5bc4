"""Where the comparison of one document writes its counts and mistakes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kg.score.mistake import Mistake, MistakeKind
from kg.score.tally import Tallies, Tally


def _tallies() -> Tallies:
    return defaultdict(Tally)


@dataclass(slots=True)
class Ledger:
    """Counts by kind of fact and by value of status, and the mistakes, of one document."""

    document: str
    facts: Tallies = field(default_factory=_tallies)
    status: Tallies = field(default_factory=_tallies)
    mistakes: list[Mistake] = field(default_factory=list)

    def compare(self, fact: str, expected: str | None, got: str | None) -> bool:
        """Count a fact of which there is one on each side; return whether the two agree."""
        good = expected == got
        self.facts[fact].add(tp=good, fn=not good, fp=not good and got is not None)
        return good

    def compare_status(self, expected: str | None, got: str | None) -> None:
        """Count a status by its values; None counts for no value."""
        good = expected == got
        if expected is not None:
            self.status[expected].add(tp=good, fn=not good)
        if got is not None and not good:
            self.status[got].add(fp=1)

    def note(
        self,
        kind: MistakeKind,
        fact: str,
        *,
        of: str = "",
        expected: str | None = None,
        got: str | None = None,
        sentence: str = "",
    ) -> None:
        """Write down a mistake."""
        self.mistakes.append(Mistake(self.document, kind, fact, of, expected, got, sentence))
