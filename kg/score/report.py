"""What a comparison gives: the counts, the table, the list of mistakes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.score.mistake import Mistake
from kg.score.tally import Tally, macro, total


@dataclass(frozen=True, slots=True)
class Report:
    """Counts by kind of fact, over all documents and for each; and every mistake.

    `status` counts the values of status apart, in addition to the kind "status" of `facts`. `missing` names
    the annotated documents of which nothing was found.
    """

    facts: Mapping[str, Tally]
    status: Mapping[str, Tally]
    documents: Mapping[str, Mapping[str, Tally]]
    missing: tuple[str, ...]
    errors: tuple[Mistake, ...]

    @property
    def all(self) -> Tally:
        """The counts over all kinds of facts."""
        return total(self.facts.values())

    @property
    def macro(self) -> float:
        """The mean F1 over the kinds of facts that are annotated."""
        return macro(self.facts.values())

    @property
    def status_macro(self) -> float:
        """The mean F1 over the values of status that are annotated."""
        return macro(self.status.values())

    def figures(self) -> dict[str, dict[str, float]]:
        """Return P, R, F1 (`p`, `r`, `f`) and the counts by kind of fact, with "ALL" last."""
        return {fact: tally.figures() for fact, tally in [*self.facts.items(), ("ALL", self.all)]}

    def table(self) -> str:
        """Return the figures as a table with a line for each kind of fact, and the summary below it."""
        lines = [f"{'fact':16} {'gold':>5} {'found':>5} {'P':>5} {'R':>5} {'F1':>5}"]
        lines += [
            f"{fact:16} {t.gold:5} {t.found:5} {t.precision:5.2f} {t.recall:5.2f} {t.f1:5.2f}"
            for fact, t in [*sorted(self.facts.items()), ("ALL", self.all)]
        ]
        lines += [
            f"articles {len(self.documents)}, without any graph {len(self.missing)}; "
            f"macro F1 over kinds of fact {self.macro:.3f}",
            f"P {self.all.precision:.3f} R {self.all.recall:.3f} F1 {self.all.f1:.3f}",
            f"status: macro F1 over its values {self.status_macro:.3f}",
        ]
        return "\n".join(lines)

    def content(self) -> dict[str, Any]:
        """Return everything, for JSON: facts (with ALL), macro, status, documents, missing, errors."""
        return {
            "facts": self.figures(),
            "macro": self.macro,
            "status": {value: tally.figures() for value, tally in sorted(self.status.items())},
            "statusMacro": self.status_macro,
            "documents": {
                name: total(facts.values()).figures() | {"facts": {f: t.figures() for f, t in facts.items()}}
                for name, facts in self.documents.items()
            },
            "missing": list(self.missing),
            "errors": [asdict(error) for error in self.errors],
        }

    def to_json(self) -> str:
        """Return everything as JSON."""
        return json.dumps(self.content(), indent=1, ensure_ascii=False)
