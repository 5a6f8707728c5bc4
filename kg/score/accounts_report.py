"""What the comparison of the assembled layer gives: figures, a table, what was joined or split wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.score.clusters import Agreement
from kg.score.tally import Tally


@dataclass(frozen=True, slots=True)
class AccountsReport:
    """How well mentions of so many articles were put together.

    `entities` and `events` are those of articles that follow one another, the others those of all articles.
    `read` and `told` count the annotated mentions of entities and of events that were read at all, `contradictions` the
    roles of events of which at least two annotated values were found, `claims` each value, `speakers` each value with
    who tells it, `steps` those of courses that are told with their day, `namesakes` the pairs that were kept apart:
    recall alone. An error is its kind ("entity joined"), the annotated name, and the other names, or the parts that it
    was split into.
    """

    articles: int
    entities: Agreement
    events: Mapping[str, Agreement]
    all_entities: Agreement
    all_events: Agreement
    disputes: Agreement
    copies: Tally
    contradictions: Tally
    claims: Tally
    speakers: Tally
    steps: Tally
    namesakes: Tally
    read: Tally
    told: Tally
    errors: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @property
    def conll(self) -> float:
        """The mean F1 of MUC, B-cubed and CEAF-e over events."""
        return sum(measure.f1 for measure in self.events.values()) / len(self.events)

    def figures(self) -> dict[str, float]:
        """Return every figure by its name in the table."""
        return {
            "entities, B-cubed": self.entities.f1,
            "events, CoNLL": self.conll,
            "disputes, B-cubed": self.disputes.f1,
            "all articles, entities": self.all_entities.f1,
            "all articles, events": self.all_events.f1,
            "copies": self.copies.f1,
            "contradictions": self.contradictions.recall,
            "claims": self.claims.recall,
            "claims with speaker": self.speakers.recall,
            "steps of disputes": self.steps.recall,
            "namesakes apart": self.namesakes.recall,
        }

    def table(self) -> str:
        """Return the figures as a table."""
        lines = [f"{'over articles':24} {'gold':>6} {'P':>6} {'R':>6} {'F1':>6}"]
        for name, gold, measure in self._measures():
            lines.append(f"{name:24} {gold:6.0f} {measure.precision:6.3f} {measure.recall:6.3f} {measure.f1:6.3f}")
        lines.append(f"{'events, CoNLL':24} {'':20} {self.conll:6.3f}")
        for name, tally in self._recalls():
            lines.append(f"{name:24} {tally.gold:6} {'':6} {tally.recall:6.3f}")
        return "\n".join(lines)

    def lines(self) -> Iterator[str]:
        """Yield a line for each error."""
        for kind, name, others in self.errors:
            yield f"{kind}: {name} | {' | '.join(others)}"

    def content(self) -> dict[str, Any]:
        """Return everything, for JSON."""
        measures = {name: measure.figures() for name, _, measure in self._measures()}
        recalls = {name: {"r": tally.recall, "tp": tally.tp, "fn": tally.fn} for name, tally in self._recalls()}
        errors = [{"kind": kind, "name": name, "others": list(others)} for kind, name, others in self.errors]
        return {"articles": self.articles, **measures, "events, CoNLL": {"f": self.conll}, **recalls, "errors": errors}

    def _measures(self) -> Iterator[tuple[str, float, Agreement | Tally]]:
        yield "entities, B-cubed", self.entities.gold, self.entities
        for name, measure in self.events.items():
            yield f"events, {name}", measure.gold, measure
        yield "disputes, B-cubed", self.disputes.gold, self.disputes
        yield "all articles, entities", self.all_entities.gold, self.all_entities
        yield "all articles, events", self.all_events.gold, self.all_events
        yield "copies", self.copies.gold, self.copies

    def _recalls(self) -> Iterator[tuple[str, Tally]]:
        yield "contradictions", self.contradictions
        yield "claims", self.claims
        yield "claims with speaker", self.speakers
        yield "steps of disputes", self.steps
        yield "namesakes apart", self.namesakes
        yield "entities read", self.read
        yield "events read", self.told
