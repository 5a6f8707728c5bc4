"""Learns the decisions of a domain from annotated articles, and says how well they are taken on unseen ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import kg
from kg.errors import KgError, UsageError
from kg.extract.decisions.trees import Model
from kg.learn.examples import Example, calm_examples, load_examples
from kg.learn.training import FOLDS, Trained, train
from kg.model import Document
from kg.ontology import load
from kg.pipeline.choice import RULES, Choice
from kg.pipeline.extractor import Extractor
from kg.score.comparison import score
from kg.score.report import Report

__all__ = ["Lesson", "learn"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned: the model of all articles, and how well models of the other folds read each fold.

    `report` is over all articles, each read by decisions that were trained without it and those of its dispute;
    `folds` has the report of each fold.
    """

    model: Model
    report: Report
    folds: tuple[Report, ...]
    calibration: dict[str, float]


def learn(
    documents: Iterable[Document],
    gold: Path | Sequence[Path],
    *,
    calm: Iterable[Document] = (),
    domain: str | None = None,
    folds: int = FOLDS,
    tell: Callable[[str], None] = lambda _: None,
) -> Lesson:
    """Train the decisions of a domain.

    The same articles and annotations give the same model, to the byte.

    Args:
        documents: the articles; those without annotation are left out.
        gold: the folders of annotations.
        calm: articles on other matters, which tell of no event of the domain.
        domain: a folder of `ontology/`; the default one if None.
        folds: into how many parts the articles are cut to measure; those of one dispute stay together.
        tell: is told of each step.

    Raises:
        GoldError: the annotations are wrong, or none is of an article that is there.
        UsageError: fewer than two folds, or fewer articles than folds.
        KgError: LightGBM, which grows the trees, is not installed.
    """
    if find_spec("lightgbm") is None:
        raise KgError("training needs LightGBM, which is not installed: pip install 'kg[train]'")
    from threadpoolctl import threadpool_limits

    ontology = load(domain)
    extractor = Extractor(ontology, choice=Choice(decisions=RULES))
    tell("parsing")
    examples = load_examples(documents, gold, extractor)
    others = calm_examples(calm, extractor)
    if folds < 2 or len({e.group for e in examples}) < folds:
        raise UsageError(f"{folds} folds of {len(examples)} articles: from 2 to the number of disputes is right")
    with threadpool_limits(1):  # so that sums are made in the same order everywhere
        trained = train(examples, extractor, calm=others, folds=folds, tell=tell)
    every = {e.document.id: e.gold for e in examples}
    report = score(every, trained.unseen, ontology)
    parts = tuple(
        score({d: g for d, g in every.items() if trained.folds[d] == n}, trained.unseen, ontology) for n in range(folds)
    )
    model = _described(trained, examples, others, ontology.domain, report)
    return Lesson(model, report, parts, dict(trained.calibration))


def _written(value: object) -> str:
    """Return a value as text that is the same in every process: the members of sets come sorted."""
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_written(k)}:{_written(v)}" for k, v in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_written, value))) + "}"
    if isinstance(value, list | tuple):
        return "(" + ",".join(map(_written, value)) + ")"
    if is_dataclass(value):
        return f"{type(value).__name__}({','.join(_written(getattr(value, f.name)) for f in fields(value))})"
    return repr(value)


def _described(
    trained: Trained, examples: Sequence[Example], calm: Sequence[Example], domain: str, report: Report
) -> Model:
    """Return the model with where it comes from and how good it is."""
    data = sha256()
    for example in (*examples, *calm):
        data.update(f"{example.document.id}\0{example.document.text}\0{_written(example.gold)}".encode())
    return trained.model(
        {
            "domain": domain,
            "kg": kg.__version__,
            "articles": len(examples),
            "calm": len(calm),
            "data": data.hexdigest()[:16],
            "scores": {fact: round(figures["f"], 4) for fact, figures in report.figures().items()},
        }
    )
