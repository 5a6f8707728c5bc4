"""What reads documents: a spaCy model, what decides over the rules' proposals, and how sure a fact must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import ModelError, UsageError
from kg.extract.decisions.trees import Model, load_model
from kg.nlp import DEFAULT_MODEL
from kg.ontology import Ontology

LIGHT = "light"  # the learned decisions that come with the domain
RULES = "rules"  # none: the rules alone
SUFFIX = ".npz"
_SHIPPED = "decisions.npz"


@dataclass(frozen=True, slots=True)
class Choice:
    """How documents are read. `decisions` is `light`, `rules` or the path of a file of decisions."""

    spacy: str = DEFAULT_MODEL
    decisions: str = LIGHT
    least: float = 0.0

    def file(self, ontology: Ontology) -> Path | None:
        """Return the file of the decisions, None where the rules read alone.

        Raises:
            ModelError: the file that was named is missing.
        """
        if self.decisions == RULES:
            return None
        if self.decisions == LIGHT:
            shipped = ontology.folder / _SHIPPED
            return shipped if shipped.is_file() else None
        path = Path(self.decisions)
        if not path.is_file():
            raise ModelError(f"{path}: there is no such file; {LIGHT}, {RULES} or a file that kg train wrote is right")
        return path

    def model(self, ontology: Ontology) -> Model | None:
        """Return the decisions, None where the rules read alone.

        Raises:
            ModelError: the file is missing, damaged, or of another domain.
        """
        path = self.file(ontology)
        if path is None:
            return None
        model = load_model(path)
        if model.meta.get("domain") != ontology.domain:
            other = model.meta.get("domain")
            raise ModelError(f"{path}: decisions of the domain {other}; the graph's is {ontology.domain}")
        return model

    def version(self, ontology: Ontology) -> str:
        """Return what tells this way of reading from others, without loading anything."""
        path = self.file(ontology)
        decided = f"decisions {sha256(path.read_bytes()).hexdigest()[:12]}" if path is not None else RULES
        return decided + (f" from {self.least:g}" if self.least else "")


def choose(model: str | Sequence[str] | None = None, *, least: float = 0.0) -> Choice:
    """Return the way of reading that a user has named.

    Args:
        model: `light`, `rules`, a file of decisions (`.npz`), a spaCy model by name or folder; or one of each kind.
        least: the probability that a fact must have, between 0 and 1.

    Raises:
        UsageError: two of one kind are named, or `least` is no probability.
    """
    if not 0 <= least < 1:
        raise UsageError(f"a confidence of {least:g}: from 0 to below 1 is right")
    named = [model] if isinstance(model, str) else list(model or ())
    decisions = [name for name in named if name in {LIGHT, RULES} or name.endswith(SUFFIX)]
    spacy = [name for name in named if name not in decisions]
    for kind, names in (("decisions", decisions), ("spaCy models", spacy)):
        if len(names) > 1:
            raise UsageError(f"{' and '.join(names)}: two {kind}; name one")
    return Choice([*spacy, DEFAULT_MODEL][0], [*decisions, LIGHT][0], least)
