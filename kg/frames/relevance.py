"""Decides from raw text, before any parsing, whether a document can tell of a domain at all.

The clues of `kg.frames.clues` are weighed by `relevance.json` of the domain, which `kg train --other` learns. A domain
without it is read where a trigger of a frame stands in one article with somebody who could take part, and a short text
where a trigger stands.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg.errors import ModelError
from kg.frames.clues import ClueFinder, Lemmas
from kg.frames.records import Language

FILE = "relevance.json"
FORMAT = 1
PER = 300  # words for which clues are counted: the length of an article
SHORT = 90  # words; a text with fewer holds too few clues to weigh alone, and costs little to read


@dataclass(frozen=True)
class Weights:
    """How much each clue tells; a text is read from `threshold` on. `meta` says what they were learned from."""

    bias: float
    threshold: float
    weights: Mapping[str, float]
    meta: Mapping[str, Any]

    def score(self, values: Mapping[str, float]) -> float:
        """Return the log-odds that a text with these values of clues tells of the domain."""
        return self.bias + sum(self.weights[clue] * value for clue, value in values.items() if clue in self.weights)

    def written(self) -> str:
        """Return the text of the file; equal weights give equal texts."""
        told = {"format": FORMAT, "bias": self.bias, "threshold": self.threshold, "meta": dict(self.meta)}
        return json.dumps({**told, "weights": dict(self.weights)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


class Relevance:
    """Tells of documents whether they can hold anything of a domain.

    Args:
        language: the domain's.
        lemmas: what a form in lower case may be a form of, itself included.

    Raises:
        ModelError: the domain's `relevance.json` is broken.
    """

    def __init__(self, language: Language, lemmas: Lemmas) -> None:
        self.weights = load_weights(language.ontology.folder / FILE)
        self._clues = ClueFinder(language, lemmas)
        short = language.ontology.shorten
        fillers = {c for frame in language.frames for rule in frame.roles for c in rule.fill}
        self._triggers = {f"{frame.name} {kind}" for frame in language.frames for kind in ("sure", "weak")}
        self._who = {f"{short(c)} {kind}" for c in fillers for kind in ("noun", "people", "name")}

    def values(self, text: str) -> dict[str, float]:
        """Return the clues of a text: the logarithm of how many stand in `PER` words, and 1."""
        return _values(*self._clues.count(text))

    def is_short(self, text: str) -> bool:
        """Tell whether a text is too short for its clues to be weighed."""
        return self._clues.count(text)[1] < SHORT

    def __call__(self, text: str) -> bool:
        """Tell whether a text can hold anything of the domain; a short one can if a trigger stands in it."""
        found, words = self._clues.count(text)
        if words < SHORT and not self._triggers.isdisjoint(found):
            return True
        if self.weights is not None:
            return self.weights.score(_values(found, words)) >= self.weights.threshold
        return not (self._triggers.isdisjoint(found) or self._who.isdisjoint(found))


def _values(found: Mapping[str, int], words: int) -> dict[str, float]:
    return {clue: math.log1p(number * PER / words) for clue, number in found.items()}


def load_weights(path: Path) -> Weights | None:
    """Read the weights of a domain; None where it has none.

    Raises:
        ModelError: the file is broken, or has a format that this version does not know.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise ModelError(f"{path}: weights of format {told['format']}; this version reads format {FORMAT}")
        weights = {clue: float(weight) for clue, weight in told["weights"].items()}
        return Weights(float(told["bias"]), float(told["threshold"]), weights, dict(told["meta"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: broken; what kg train --other writes is right") from error


def weights_version(path: Path) -> str:
    """Return what tells these weights from others, without reading a domain."""
    return sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "rules"
