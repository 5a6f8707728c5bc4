"""Learning from annotated articles: the same twice, disputes kept whole, and told what is wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kg.errors import GoldError, UsageError
from kg.extract.decisions.trees import load_model
from kg.learn import Lesson, learn
from kg.learn.cases import folds_of
from kg.learn.examples import Example, calm_examples
from kg.learn.fitting import Recipe, calibration_error, fit, platt
from kg.learn.labels import Labels
from kg.learn.thresholds import best_lifts, near_best
from kg.model import Document
from kg.ontology import load
from kg.pipeline.choice import RULES, Choice
from kg.pipeline.extractor import Extractor
from kg.readers import read_sources
from kg.score.facts import GoldDoc
from kg.score.terms import Terms

SEEDS = Path(__file__).parents[2] / "seeds"
SOME = 24


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    def good() -> Iterator[Document]:
        for document in read_sources([SEEDS / "articles.jsonl"]):
            if isinstance(document, Document):
                yield document

    return sorted(good(), key=lambda d: d.id)[:SOME]


@pytest.fixture(scope="module")
def lesson(documents: list[Document]) -> Lesson:
    return learn(documents, SEEDS, folds=2)


def written(lesson: Lesson) -> bytes:
    file = io.BytesIO()
    lesson.model.write(file)
    return file.getvalue()


@pytest.mark.slow
def test_the_same_articles_give_the_same_bytes(lesson: Lesson, documents: list[Document]) -> None:
    assert written(learn(list(reversed(documents)), SEEDS, folds=2)) == written(lesson)


@pytest.mark.slow
def test_a_model_tells_where_it_comes_from(lesson: Lesson, tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    path.write_bytes(written(lesson))
    meta = load_model(path).meta
    assert meta["articles"] == SOME
    assert meta["domain"] == "industrial-relations"
    assert meta["scores"]["ALL"] == round(lesson.report.all.f1, 4)
    assert set(lesson.report.documents) == {d.id for d in lesson_documents(lesson)}


def lesson_documents(lesson: Lesson) -> list[Document]:
    return [Document(name, "", "") for part in lesson.folds for name in part.documents]


@pytest.fixture
def match(tmp_path: Path) -> list[Document]:
    """An article on other matters, with words that tell of events elsewhere."""
    (tmp_path / "match.txt").write_text(
        "Late strike sends Holmbury through.\n\nThe striker struck twice and the manager walked out of talks with the "
        'press.\n\n"It was never a penalty," said Ann Lee, chairwoman of Holmbury Town.\n',
        encoding="utf-8",
    )
    return [d for d in read_sources([tmp_path / "match.txt"]) if isinstance(d, Document)]


@pytest.mark.slow
def test_calm_articles_are_learned_from_and_not_measured(
    documents: list[Document], lesson: Lesson, match: list[Document]
) -> None:
    calm = learn(documents, SEEDS, calm=match, folds=2)
    assert (lesson.model.meta["calm"], calm.model.meta["calm"]) == (0, 1)
    assert calm.model.meta["articles"] == SOME
    assert calm.model.meta["data"] != lesson.model.meta["data"]
    assert set(calm.report.documents) == set(lesson.report.documents)


def test_nothing_is_known_of_a_calm_article_but_that_it_has_no_event(match: list[Document]) -> None:
    extractor = Extractor(load(), choice=Choice(decisions=RULES))
    (example,) = calm_examples(match, extractor)
    findings, labels = example.findings(extractor), Labels(example, Terms(extractor.language.ontology))
    decisions = findings.decisions()
    assert decisions.mentions and not any(labels.mention(m) for m in decisions.mentions)
    assert None not in map(labels.mention, decisions.mentions)
    assert findings.runs and labels.sayings(findings.runs)[0] == [None] * len(findings.runs)
    assert findings.links() and {labels.tie(link) for link in findings.links()} == {None}


def test_articles_without_annotation(tmp_path: Path, documents: list[Document]) -> None:
    with pytest.raises(GoldError, match="none of the annotated articles is among the documents"):
        learn([], SEEDS)
    with pytest.raises(GoldError, match="no annotations here"):
        learn(documents, tmp_path)


def test_more_folds_than_articles(documents: list[Document]) -> None:
    with pytest.raises(UsageError, match="7 folds of 3 articles"):
        learn(documents[:3], SEEDS, folds=7)


def test_disputes_are_kept_whole() -> None:
    groups = ["x", "x", "y", "z", "y", "w"]
    examples = [Example(Document(str(n), "", ""), None, None, GoldDoc(), g) for n, g in enumerate(groups)]  # type: ignore[arg-type]
    folds = folds_of(examples, 2)
    assert folds[0] == folds[1]
    assert folds[2] == folds[4]
    assert set(folds) == {0, 1}


def test_trees_learn_what_is_there() -> None:
    rng = np.random.default_rng(0)
    rows = [dict(zip("abcdefgh", map(float, r), strict=True)) for r in rng.normal(size=(500, 8))]
    labels = np.array([int(r["a"] * r["b"] > 0) for r in rows])
    right = (fit(rows, labels, Recipe(rounds=60)).scores(rows)[:, 0] > 0) == labels
    assert right.mean() > 0.9


def test_probabilities_become_calibrated() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random(4000)
    labels = rng.random(4000) < truth
    scores = 3 * np.log(truth / (1 - truth))  # far too sure
    slope, intercept = platt(scores, labels)
    before = calibration_error(1 / (1 + np.exp(-scores)), labels)
    after = calibration_error(1 / (1 + np.exp(-(slope * scores + intercept))), labels)
    assert after < 0.03 < before


def test_the_threshold_counts_what_is_no_case() -> None:
    chances = [(0.45, True), (0.35, True), (0.25, False), (0.2, True)]
    assert near_best(chances, 3) == (0.2, 0.2)
    assert near_best([*chances, *[(0.22, False)] * 6], 3) == (0.35, 0.35)


def test_what_is_more_likely_than_not_is_said() -> None:
    assert near_best([(0.9, True), (0.7, True), (0.6, False), (0.45, False)], 2)[1] <= 0.5


def test_where_f1_is_flat_there_is_a_threshold_for_precision_and_one_for_recall() -> None:
    sure, open_ = [(0.48, True)] * 90, [(0.3, True), (0.3, False)] * 5
    low, high = near_best([*sure, *open_], 100, given_up=0.02)
    assert (low, high) == (0.3, 0.48)
    assert near_best([*sure, *open_], 100) == (0.3, 0.3)


def test_rare_classes_are_lifted_where_that_is_better() -> None:
    sure = np.array([[0.9, 0.1]] * 8 + [[0.55, 0.45]] * 2)
    common, rare = best_lifts(sure, np.array([0] * 8 + [1] * 2))
    assert common == 1 and 0.45 * rare > 0.55 * common
    assert best_lifts(sure, np.array([0] * 10)) == [1, 1]


def test_without_gain_nothing_is_lifted() -> None:
    sure = np.array([[0.9, 0.1]] * 8 + [[0.1, 0.9]] * 2)
    assert best_lifts(sure, np.array([0] * 8 + [1] * 2)) == [1, 1]
