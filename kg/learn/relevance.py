"""Learns which documents are worth parsing, from annotated articles and from articles on other matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.errors import KgError, UsageError
from kg.frames import load_language
from kg.frames.relevance import Relevance, Weights
from kg.learn.examples import load_annotations
from kg.model import Document
from kg.nlp.forms import load_lemmas
from kg.ontology import load
from kg.score.facts import GoldDoc

KEEP = 0.995  # of the facts, by models that did not see the articles
FOLDS = 5
_LEAST = 4  # articles in which a clue must stand
_SPREAD = 0.05  # the least scale of a clue, so that rare ones do not count for too much
_GROUPS = 4.0  # how much less the weights of groups of clues are held down than those of single ones
_STRENGTH = 0.0002  # the inverse strength of regularisation
_NEAR = 0.1  # how much an annotated article without an event counts: it has the words, and is often worth reading


@dataclass(frozen=True, slots=True)
class Sieve:
    """What was learned: the weights, and how well those of the other folds do.

    `kept` is the share of the annotated facts that is read, `lost` the articles with events that are not. `passed` is
    the share of the articles on other matters that is read for nothing.
    """

    weights: Weights
    kept: float
    lost: tuple[str, ...]
    passed: float


def learn_relevance(
    documents: Iterable[Document],
    gold: Path | Sequence[Path],
    other: Iterable[Document],
    *,
    domain: str | None = None,
    folds: int = FOLDS,
) -> Sieve:
    """Learn the weights by which a domain's prefilter decides. The same articles give the same weights.

    Args:
        documents: annotated articles; those without annotation, and those too short to be weighed, are left out.
        gold: the folders of annotations.
        other: articles that tell nothing of the domain.
        domain: a folder of `ontology/`; the default one if None.
        folds: into how many parts the articles are cut to find the threshold; those of one dispute stay together.

    Raises:
        GoldError: the annotations are wrong.
        UsageError: there is no annotated article with an event, or no other one.
        KgError: scikit-learn is not installed.
    """
    if find_spec("sklearn") is None:
        raise KgError("training needs scikit-learn, which is not installed: pip install 'kg[train]'")
    ontology = load(domain)
    told, groups = load_annotations(gold, ontology)
    ours, others = ([*each] for each in (documents, other))
    relevance = Relevance(load_language(ontology), load_lemmas())
    ours = [d for d in ours if d.id in told and not relevance.is_short(d.text)]
    others = [d for d in others if not relevance.is_short(d.text)]
    texts = [*ours, *others]
    rows = [relevance.values(d.text) for d in texts]
    events = np.array([d.id in told and bool(told[d.id].events) for d in texts], dtype=bool)
    if not events.any() or not others:
        raise UsageError("articles with events and articles on other matters are needed; name both")
    cases = _Cases(rows, events, np.arange(len(texts)) >= len(ours), _fold(texts, groups, folds))
    facts = np.array([_facts(told[d.id]) if d.id in told else 0 for d in texts])
    unseen = cases.unseen(folds)
    threshold = _threshold(unseen[events], facts[events])
    missed = events & (unseen < threshold)
    kept = 1 - float(facts[missed].sum() / facts[events].sum())
    passed = float((unseen[cases.other] >= threshold).mean())
    names, weights, bias = cases.fit(np.ones(len(texts), bool))
    lost = tuple(sorted(d.id for d, gone in zip(texts, missed, strict=True) if gone))
    meta = {
        "domain": ontology.domain,
        "articles": len(ours),
        "other": len(others),
        "data": sha256("\0".join(f"{d.id}\0{d.text}" for d in texts).encode()).hexdigest()[:16],
        "kept": round(kept, 4),
        "lost": list(lost),
        "passed": round(passed, 4),
    }
    found = {name: round(float(w), 4) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.0005}
    sieve = Weights(round(bias, 4), round(threshold, 4), found, meta)
    return Sieve(sieve, kept, lost, passed)


@dataclass(eq=False, slots=True)
class _Cases:
    rows: Sequence[Mapping[str, float]]
    events: NDArray[np.bool_]
    other: NDArray[np.bool_]
    folds: NDArray[np.int64]

    def unseen(self, folds: int) -> NDArray[np.float64]:
        """Return the score of each text by weights that were learned from the other folds."""
        scores = np.zeros(len(self.rows))
        for n in range(folds):
            held = self.folds == n
            names, weights, bias = self.fit(~held)
            scores[held] = _matrix([self.rows[i] for i in np.flatnonzero(held).tolist()], names) @ weights + bias
        return scores

    def fit(self, chosen: NDArray[np.bool_]) -> tuple[list[str], NDArray[np.float64], float]:
        """Return the clues, their weights and the bias, learned from some texts."""
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        rows = [self.rows[i] for i in np.flatnonzero(chosen).tolist()]
        counts = Counter(name for row in rows for name in row)
        names = sorted(name for name, number in counts.items() if number >= _LEAST)
        x = _matrix(rows, names)
        grouped = np.array([_GROUPS if _is_group(name) else 1.0 for name in names])
        scale = grouped / np.maximum(x.std(axis=0), _SPREAD)
        yes = self.events[chosen]
        count = np.where(yes | self.other[chosen], 1.0, _NEAR)
        count[yes] *= count[~yes].sum() / count[yes].sum()
        with threadpool_limits(1):  # so that sums are made in the same order everywhere
            fitted = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(x * scale, yes, sample_weight=count)
        return names, np.asarray(fitted.coef_[0] * scale), float(fitted.intercept_[0])


def _is_group(name: str) -> bool:
    return not name.startswith("word ") and ": " not in name


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def _facts(gold: GoldDoc) -> int:
    return len(gold.events) + len(gold.relations) + len(gold.statements)


def _threshold(scores: NDArray[np.float64], facts: NDArray[np.int64]) -> float:
    """Return the highest score from which on `KEEP` of the facts are kept."""
    order = np.argsort(scores, kind="stable")
    lost = np.cumsum(facts[order]) / facts.sum()
    return float(scores[order[int(np.searchsorted(lost, 1 - KEEP, side="right"))]]) - 0.0005


def _fold(texts: Sequence[Document], groups: Mapping[str, str], folds: int) -> NDArray[np.int64]:
    """Return the fold of each text: whole disputes, spread by a hash of their names."""
    named = [groups.get(d.id, d.id) for d in texts]
    order = sorted(set(named), key=lambda g: sha256(g.encode()).hexdigest())
    at = {g: n % folds for n, g in enumerate(order)}
    return np.array([at[g] for g in named], dtype=np.int64)
