"""What training gains from more annotated articles, measured on articles that it has not seen."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.learn import Lesson, learn
from kg.learn.training import FOLDS
from kg.model import Document
from kg.score.tally import Tally, total

CROSS = "gold-crossdoc.json"


@dataclass(frozen=True, slots=True)
class Gain:
    """How the articles that were there are read, each unseen, by decisions trained without and with the new ones.

    `new` is how the new articles are read unseen; `left_out` names those that stand among the others already.
    """

    articles: int
    without: Tally
    beside: Tally
    new: Tally
    left_out: tuple[str, ...]


def gain(
    documents: Sequence[Document],
    gold: Path,
    more: Sequence[Document],
    more_gold: Path,
    *,
    domain: str | None = None,
    folds: int = FOLDS,
    tell: Callable[[str], None] = lambda _: None,
) -> Gain:
    """Train without and with new articles, and read each article by decisions that were trained without it.

    Args:
        documents: the articles that were there.
        gold: their annotations.
        more: the new articles.
        more_gold: their annotations.
        domain: a folder of `ontology/`; the default one if None.
        folds: into how many parts the articles are cut; those of one dispute stay together.
        tell: is told of each step.

    Raises:
        GoldError: annotations are wrong or missing.
        UsageError: there are too few articles.
        KgError: LightGBM, which grows the trees, is not installed.
    """
    before = learn(documents, gold, domain=domain, folds=folds, tell=tell)
    known = set(before.report.documents)
    added = [document for document in more if document.id not in known]
    with TemporaryDirectory() as folder:
        both = _together(Path(folder), gold, more_gold, {document.id for document in added})
        after = learn([*documents, *added], both, domain=domain, folds=folds, tell=tell)
    new = set(after.report.documents) - known
    left_out = tuple(sorted({document.id for document in more} & known))
    return Gain(len(known), _over(before, known), _over(after, known), _over(after, new), left_out)


def _over(lesson: Lesson, articles: set[str]) -> Tally:
    tallies = (facts.values() for name, facts in lesson.report.documents.items() if name in articles)
    return total(tally for own in tallies for tally in own)


def _together(folder: Path, gold: Path, more: Path, added: set[str]) -> Path:
    """Put the annotations of both into one folder: of the new articles, those that are added."""
    whole = folder / "gold"
    whole.mkdir()
    for n, source in enumerate((gold, more)):
        inner = source / "gold" if (source / "gold").is_dir() else source
        for path in sorted(inner.glob("*.json")):
            if path.name != CROSS and (not n or json.loads(path.read_text(encoding="utf-8"))["doc"] in added):
                shutil.copyfile(path, whole / f"{n}-{path.name}")
    cross = next((path for path in (gold / CROSS, gold.parent / CROSS) if path.is_file()), None)
    if cross is not None:
        shutil.copyfile(cross, folder / CROSS)
    return whole
