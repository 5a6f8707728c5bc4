"""Reads parsed articles in every way that is measured: with decisions, by rules, and with parts taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import numpy as np
from spacy.tokens import Token

from bench.unseen.articles import CALM
from kg.extract.coreference import Coreference
from kg.extract.decisions.taking import KINDS, STATUSES, Decisions
from kg.extract.decisions.ties import TIES
from kg.extract.decisions.trees import Model
from kg.extract.entities import Entity
from kg.extract.findings import Facts, Findings
from kg.extract.merge import Happening
from kg.extract.reading import put_together, read_document
from kg.learn.cases import folds_of
from kg.learn.examples import Example, calm_examples
from kg.learn.training import Trained, train
from kg.ontology import Ontology, load
from kg.pipeline.choice import RULES, Choice
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources
from kg.score import GoldDoc, Report, score
from kg.score.readings import from_reading

DECIDED = ("events", "sameness", "statuses", "fillers", "statements", "edges")  # decisions that rules can take instead
FOUND = ("loose", "coreference")  # what goes before the decisions; without it they must be learned anew
PARTS = ("decisions", *DECIDED, *FOUND)
INNER = 3  # folds in which decisions that are measured apart choose their thresholds

Tell = Callable[[str], None]
Gold = Mapping[str, GoldDoc]


class Study:
    """The default domain's extractor with ways to read parsed articles."""

    def __init__(self) -> None:
        self.ontology: Ontology = load()
        self.extractor = Extractor(self.ontology, choice=Choice(decisions=RULES))
        self.calm = calm_examples(read_sources([str(CALM)]), self.extractor)

    def score(self, examples: Sequence[Example], found: Gold) -> Report:
        return score(gold_of(examples), found, self.ontology)

    def read(self, examples: Sequence[Example], model: Model | None, without: str = "") -> dict[str, GoldDoc]:
        """Read articles with decisions (None: by the rules alone), one of `PARTS` taken out."""
        with coreference_off() if without == "coreference" else _nothing():
            return {e.document.id: self._read(e, model, without) for e in examples}

    def _read(self, example: Example, model: Model | None, without: str) -> GoldDoc:
        language, finder, document = self.extractor.language, self.extractor.finder, example.document
        if model is None or without not in {*DECIDED, "loose"}:
            told = (document, example.doc, example.passages, language, finder)
            return from_reading(read_document(*told, reader="bench", model=model), self.ontology)
        loose = without != "loose"
        findings = Findings(example.doc, language, finder, published=document.published, loose=loose)
        facts = _facts(findings, model, without)
        reading = put_together(document, example.passages, language, findings, facts, reader="bench")
        return from_reading(reading, self.ontology)

    def train(
        self, examples: Sequence[Example], folds: int, *, without: str = "", tell: Tell = lambda _: None
    ) -> Trained:
        """Learn the decisions, with one of `FOUND` taken out."""
        if without == "loose":
            examples = [Sure(e.document, e.doc, e.passages, e.gold, e.group) for e in examples]
        with coreference_off() if without == "coreference" else _nothing():
            return train(examples, self.extractor, calm=self.calm, folds=folds, tell=tell)


def gold_of(examples: Sequence[Example]) -> Gold:
    return {e.document.id: e.gold for e in examples}


def parted(examples: Sequence[Example], folds: int) -> Iterator[tuple[list[Example], list[Example]]]:
    """Yield for each fold the articles outside and inside it, the folds being those of training."""
    fold = folds_of(examples, folds)
    for n in range(folds):
        yield (
            [e for e, own in zip(examples, fold, strict=True) if own != n],
            [e for e, own in zip(examples, fold, strict=True) if own == n],
        )


# -- with parts taken out -----------------------------------------------------------------------


@dataclass(eq=False, slots=True)
class Sure(Example):
    """An article of which no loose trigger is looked at."""

    def findings(self, extractor: Extractor) -> Findings:
        return Findings(self.doc, extractor.language, extractor.finder, published=self.document.published)


class _NamesOnly(Coreference):
    """Finds what a token names, and nothing that it stands for."""

    def _pronoun(self, token: Token) -> Entity | None:
        return None

    def _holder(self, token: Token) -> Entity | None:
        return None

    def _nominal(self, token: Token) -> Entity | None:
        return None


@contextmanager
def coreference_off() -> Iterator[None]:
    """Let pronouns and "the union" stand for nobody."""
    with patch("kg.extract.findings.Coreference", _NamesOnly):
        yield


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _facts(findings: Findings, model: Model, without: str) -> Facts:
    """Return the facts of a document as the model decides, but for one decision, which the rules take."""
    left_out = {"statements": ("statement",), "edges": TIES}.get(without, ())
    model = Model({k: v for k, v in model.forests.items() if k not in left_out}, model.meta)
    decisions = findings.decisions()
    happenings = _events(decisions, model, without)
    said = findings.sayings(decisions.context).take(model)
    return Facts(happenings, findings.ties(decisions.context, said).take(model), said)


def _events(decisions: Decisions, model: Model, without: str) -> list[Happening]:
    """Take the decisions on events in their order, as `Decisions.take` does."""
    ruled = without == "events"
    if ruled:
        sure = [0.0 if m.trigger.loose else 1.0 for m in decisions.mentions]
    else:
        decisions.weigh(model)
        sure = [float(p) for p in model.forests["mention"].probabilities(decisions.mention_rows())]
    same = model.forests.get("same") if without != "sameness" else None
    choose = decisions.sameness.chooser(same.probabilities, model.threshold) if same is not None else None
    decisions.gather(sure, model.threshold("mention"), choose)
    if not decisions.happenings:
        return []
    rows = decisions.happening_rows()
    events = np.array([float(r["believed"]) for r in rows]) if ruled else model.forests["event"].probabilities(rows)
    if without == "statuses":
        statuses = np.eye(len(STATUSES))[[STATUSES.index(h.status) for h in decisions.happenings]]
    else:
        statuses = model.forests["status"].probabilities(rows)
    if without != "fillers":
        found = {k: (c, model.forests[k].probabilities([x.row for x in c])) for k, c in decisions.candidates().items()}
        return decisions.settle(events, statuses, found, model.threshold)
    roles = {id(h.mentions[0]): h.roles for h in decisions.happenings}  # one that is put off is made anew
    kept = decisions.settle(events, statuses, {k: ([], np.zeros(0)) for k in KINDS}, model.threshold)
    for happening in kept:
        happening.roles = roles[id(happening.mentions[0])]
    decisions.merger.complete(kept, decisions.matter.chief())
    return kept
