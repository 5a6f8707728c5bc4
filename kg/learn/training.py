"""Trains all decisions of a domain, each on what the one before it says of articles that it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.decisions.fillers import Candidate
from kg.extract.decisions.sayings import STANCES
from kg.extract.decisions.taking import KINDS, STATUSES
from kg.extract.decisions.ties import TIES
from kg.extract.decisions.trees import Forest, Model
from kg.extract.findings import Facts
from kg.extract.links import Link
from kg.extract.reading import put_together
from kg.extract.speech import Run
from kg.learn.cases import Case, Learned, folds_of, learn, parts, table
from kg.learn.examples import Example
from kg.learn.excerpts import excerpts
from kg.learn.fitting import Recipe, calibration_error
from kg.learn.joining import joining
from kg.learn.labels import Labels
from kg.learn.thresholds import best_lifts, near_best
from kg.ontology import local_name
from kg.pipeline.extractor import Extractor
from kg.score.events import compare_events
from kg.score.facts import GoldDoc
from kg.score.ledger import Ledger
from kg.score.readings import from_reading
from kg.score.tally import Tally
from kg.score.terms import Terms

FOLDS = 5
RECIPES = {
    "article": Recipe(rounds=300, least=5, linear=1.0),
    "mention": Recipe(rounds=150, least=10, linear=0.3),
    "same": Recipe(rounds=120, leaves=7, least=10, linear=0.1),
    "event": Recipe(rounds=150, least=10, linear=0.1),
    "status": Recipe(rounds=120, least=10, classes=len(STATUSES), linear=0.3),
    "entity": Recipe(),
    "time": Recipe(),
    "number": Recipe(),
    "concept": Recipe(rounds=150),
    "told": Recipe(rounds=60, leaves=7, least=10),
    "statement": Recipe(rounds=120, least=10),
    "stance": Recipe(rounds=100, leaves=7, least=10, classes=len(STANCES), linear=0.3),
    "office": Recipe(rounds=120, leaves=7, least=10),
    "speaks": Recipe(rounds=120, leaves=7, least=10),
    "unit": Recipe(rounds=60, leaves=7, least=10),
}
_LEAST_SURE = 0.2  # a mention that is less probable than this is not looked at any further
_LEAST_SAME = 0.15  # below a half: what is taught from is evidence, where mentions of several events stand thickest
_LEAST_APART = 0.5  # where the rules hold two apart

# of F1, for what is short: of what is told of events precision, of what is said recall; articles of other kinds need it
_GIVEN_UP, _GIVEN_UP_SAID = 0.01, 0.005
_EVENT_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)  # above a half only chance could put it

Numbers = NDArray[np.float64]
Fillings = Mapping[str, tuple[Sequence[Candidate], Numbers]]


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the model of all examples, and what models of the other folds read in each of them."""

    forests: Mapping[str, Forest]
    thresholds: Mapping[str, float]
    unseen: Mapping[str, GoldDoc]
    folds: Mapping[str, int]
    calibration: Mapping[str, float]

    def model(self, meta: Mapping[str, object]) -> Model:
        """Return the model with a description."""
        return Model(self.forests, {**meta, "thresholds": dict(self.thresholds), "calibration": dict(self.calibration)})


def train(
    examples: Sequence[Example],
    extractor: Extractor,
    *,
    calm: Sequence[Example] = (),
    folds: int = FOLDS,
    tell: Callable[[str], None] = lambda _: None,
) -> Trained:
    """Train every decision, and read each example with decisions that were trained without it.

    Args:
        examples: the annotated articles.
        extractor: of the domain.
        calm: articles that tell of no event; mentions in them are none.
        folds: into how many parts the articles are cut; those of one dispute stay together.
        tell: is told of each step.
    """
    return _Training(examples, calm, extractor, folds, tell).run()


class _Training:
    def __init__(
        self,
        examples: Sequence[Example],
        calm: Sequence[Example],
        extractor: Extractor,
        folds: int,
        tell: Callable[[str], None],
    ) -> None:
        self.extractor = extractor
        self.tell = tell
        self.terms = Terms(extractor.language.ontology)
        self.cases: list[Case] = []
        for told in (examples, calm):
            every = [*told, *excerpts(told, extractor)]
            for example, fold in zip(every, folds_of(every, folds), strict=True):
                findings = example.findings(extractor)
                decisions = findings.decisions()
                if not example.calm or decisions.mentions:  # where no word tells of an event, nothing is decided
                    self.cases.append(Case(example, findings, decisions, Labels(example, self.terms), fold))
        self.whole = self.cases[: len(examples)]  # excerpts are learned from, and nothing is measured on them
        self.forests: dict[str, Forest] = {}
        self.thresholds: dict[str, float] = {"mention": _LEAST_SURE, "same": _LEAST_SAME, "same.apart": _LEAST_APART}
        self.calibration: dict[str, float] = {}

    def run(self) -> Trained:
        self._articles()
        self._mentions()
        events, statuses = self._events()
        fillers = self._fillers(events)
        said = self._sayings()
        links = self._ties(said)
        self._tune(events, statuses, fillers)
        unseen = {}
        for n, case in enumerate(self.whole):
            happenings = case.decisions.settle(events[n], statuses[n], fillers[n], self._threshold)
            unseen[case.example.document.id] = self._facts(case, Facts(happenings, links[n], said[n]))
        folds = {case.example.document.id: case.fold for case in self.whole}
        return Trained(self.forests, self.thresholds, unseen, folds, self.calibration)

    def _facts(self, case: Case, facts: Facts) -> GoldDoc:
        language, example = self.extractor.language, case.example
        reading = put_together(example.document, example.passages, language, case.findings, facts, reader="training")
        return from_reading(reading, language.ontology)

    def _tune(self, events: Sequence[Numbers], statuses: Sequence[Numbers], fillers: Sequence[Fillings]) -> None:
        """Choose the threshold of events: the highest of those with the best F1 over all facts of events, or nearly."""

        def f1(threshold: float) -> float:
            self.thresholds["event"] = threshold
            counts = Tally()
            for n, case in enumerate(self.whole):
                happenings = case.decisions.settle(events[n], statuses[n], fillers[n], self._threshold)
                ledger = Ledger(case.example.document.id)
                compare_events(
                    case.labels.gold, self._facts(case, Facts(happenings, (), ())).events, self.terms, ledger
                )
                for tally in ledger.facts.values():
                    counts.add(tally.tp, tally.fn, tally.fp)
            return counts.f1

        found = {threshold: f1(threshold) for threshold in _EVENT_THRESHOLDS}
        self.thresholds["event"] = max(t for t, value in found.items() if value >= max(found.values()) - _GIVEN_UP)

    def _threshold(self, name: str) -> float:
        return self.thresholds.get(name, 0.5)

    # -- the decisions, in their order ------------------------------------------------------------

    def _articles(self) -> None:
        rows = [[case.decisions.article_row()] for case in self.cases]
        labels = [[case.labels.article(case.decisions.mentions)] for case in self.cases]
        for case, (p,) in zip(self.cases, self._learn("article", rows, labels), strict=True):
            case.decisions.article = float(p)

    def _mentions(self) -> None:
        rows = [case.decisions.mention_rows() for case in self.cases]
        labels = [[case.labels.mention(m) for m in case.decisions.mentions] for case in self.cases]
        sure = self._learn("mention", rows, labels)
        chosen = self._same(sure)
        for case, own in zip(self.cases, sure, strict=True):
            forest = chosen[case.fold]
            choose = case.decisions.sameness.chooser(forest.probabilities, self._threshold)
            case.decisions.gather([float(p) for p in own], _LEAST_SURE, choose)
            roles = case.decisions.complete()
            case.own = case.labels.aligned(case.decisions.happenings, roles)

    def _same(self, sure: Sequence[Numbers]) -> Mapping[int, Forest]:
        """Learn which mentions are of one happening; return by fold what has not seen it."""
        taught = [
            joining(
                case.decisions,
                case.labels,
                [m for m, p in zip(case.decisions.mentions, own, strict=True) if p >= _LEAST_SURE],
            )
            for case, own in zip(self.cases, sure, strict=True)
        ]
        return self._learned("same", [rows for rows, _ in taught], [labels for _, labels in taught]).folds

    def _events(self) -> tuple[list[Numbers], list[Numbers]]:
        rows = [case.decisions.happening_rows() for case in self.cases]
        labels = [
            [case.labels.event(h, own) for h, own in zip(case.decisions.happenings, case.own, strict=True)]
            for case in self.cases
        ]
        statuses = [
            [case.labels.status(own) if right else None for own, right in zip(case.own, known, strict=True)]
            for case, known in zip(self.cases, labels, strict=True)
        ]
        events = self._learn("event", rows, labels)
        self.thresholds["event"] = 0.4
        sure = self._learned("status", rows, statuses, STATUSES).sure
        whole = table("status", self.whole, rows[: len(self.whole)], statuses[: len(self.whole)])
        lifts = best_lifts(sure[: len(whole.rows)][whole.known], whole.targets(STATUSES)[whole.known])
        self.thresholds |= {f"status={name}": lift for name, lift in zip(STATUSES, lifts, strict=True)}
        return events, parts(sure, [len(own) for own in rows])

    def _fillers(self, events: Sequence[Numbers]) -> list[dict[str, tuple[Sequence[Candidate], Numbers]]]:
        for case in self.cases:
            case.candidates = case.decisions.candidates()
        found: list[dict[str, tuple[Sequence[Candidate], Numbers]]] = [{} for _ in self.cases]
        for kind in KINDS:
            rows = [[c.row for c in case.candidates[kind]] for case in self.cases]
            labels = [[case.labels.filler(c, case.own_of(c)) for c in case.candidates[kind]] for case in self.cases]
            for n, p in enumerate(self._learn(kind, rows, labels)):
                found[n][kind] = (self.cases[n].candidates[kind], p)
        self._choose(events, found)
        return found

    def _sayings(self) -> list[list[Run]]:
        """Decide on the runs of speech; return those that are kept, as models that have not seen them decide."""
        sayings = [case.findings.sayings(case.decisions.context) for case in self.cases]
        told = [case.labels.sayings(own.runs) for case, own in zip(self.cases, sayings, strict=True)]
        rows = [own.rows() for own in sayings]
        sure = self._learn("statement", rows, [right for right, _ in told])
        stances = self._learn("stance", rows, [stance for _, stance in told], STANCES)
        chances = [
            (float(p), y)
            for ps, (ys, _), _ in zip(sure, told, self.whole, strict=False)
            for p, y in zip(ps, ys, strict=True)
            if y is not None
        ]
        total = sum(not g.optional for case in self.whole for g in case.example.gold.statements)
        self.thresholds["statement"], _ = near_best(chances, total, given_up=_GIVEN_UP_SAID)
        return [
            own.settle(p, stance, self.thresholds["statement"])
            for own, p, stance in zip(sayings, sure, stances, strict=True)
        ]

    def _ties(self, said: Sequence[Sequence[Run]]) -> list[list[Link]]:
        """Decide on the edges; return those that are kept, as models that have not seen them decide."""
        ties = [case.findings.ties(case.decisions.context, runs) for case, runs in zip(self.cases, said, strict=True)]
        found = [own.candidates() for own in ties]
        sure: list[dict[str, Numbers]] = [{} for _ in ties]
        for kind in TIES:
            rows = [[t.row for t in own[kind]] for own in found]
            labels = [[case.labels.tie(t.link) for t in own[kind]] for case, own in zip(self.cases, found, strict=True)]
            for n, p in enumerate(self._learn(kind, rows, labels)):
                sure[n][kind] = p
            chances = [
                (float(p), y)
                for own, ys, _ in zip(sure, labels, self.whole, strict=False)
                for p, y in zip(own[kind], ys, strict=True)
                if y is not None
            ]
            predicate = local_name(ties[0].predicates[kind])
            total = sum(
                not g.optional and g.predicate == predicate for case in self.whole for g in case.example.gold.relations
            )
            _, self.thresholds[kind] = near_best(chances, total)
        return [own.settle(f, p, self.thresholds) for own, f, p in zip(ties, found, sure, strict=True)]

    def _choose(self, events: Sequence[Numbers], found: Sequence[Fillings]) -> None:
        """Choose each role's threshold: the highest of those with nearly the best F1 over the events that are kept."""
        chances: dict[str, list[tuple[float, bool]]] = {}
        for case, p_events, kinds in zip(self.whole, events, found, strict=False):
            kept = {
                id(h): float(p)
                for h, p in zip(case.decisions.happenings, p_events, strict=True)
                if p >= self.thresholds["event"]
            }
            for candidates, ps in kinds.values():
                for candidate, p in zip(candidates, ps, strict=True):
                    own = case.own_of(candidate)
                    label = case.labels.filler(candidate, own)
                    if id(candidate.happening) in kept and (label is not None or own is None):
                        both = float(p) * kept[id(candidate.happening)]
                        chances.setdefault(candidate.role, []).append((both, bool(label)))
        for role, flat in chances.items():
            fact = next(f for f in self.terms.role_facts if any(r.iri == role for r in f.roles))
            total = sum(
                len(e.of(fact.name))
                for case in self.whole
                for e in case.labels.gold
                if not e.optional & {"*", fact.name}
            )
            _, self.thresholds[role] = near_best(flat, total, given_up=_GIVEN_UP)

    def _learn(
        self,
        name: str,
        rows: Sequence[Sequence[Mapping[str, float]]],
        labels: Sequence[Sequence[object]],
        classes: Sequence[str] = (),
    ) -> list[Numbers]:
        """Train one decision; return its out-of-fold probabilities, case by case."""
        return parts(self._learned(name, rows, labels, classes).sure, [len(own) for own in rows])

    def _learned(
        self,
        name: str,
        rows: Sequence[Sequence[Mapping[str, float]]],
        labels: Sequence[Sequence[object]],
        classes: Sequence[str] = (),
    ) -> Learned:
        """Train one decision, and note how well it knows what it knows."""
        whole = table(name, self.cases, rows, labels)
        found = learn(whole, RECIPES[name], classes, tell=self.tell)
        self.forests[name], sure = found.forest, found.sure
        known, targets = whole.known, whole.targets(classes)
        if classes:
            right = sure.argmax(axis=1) == targets
            self.calibration[name] = calibration_error(sure.max(axis=1)[known], right[known])
        else:
            self.calibration[name] = calibration_error(sure[known], targets[known].astype(bool))
        return found
