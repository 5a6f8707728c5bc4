"""Which words a form may be a form of, by the tables of the model's lemmatizer and without its tagger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.lookups import Lookups
from spacy.util import get_package_path

from kg.errors import ModelError
from kg.nlp import DEFAULT_MODEL, model_path

_KINDS = ("noun", "verb")  # what triggers and the names of things are
_FOLDER = Path("lemmatizer", "lookups")


class Lemmas:
    """The lemmas that a form may have; whether it is a noun or a verb where it stands is not asked.

    Args:
        exceptions: for each part of speech, the lemmas of irregular forms.
        rules: for each part of speech, endings and what takes their place.
    """

    def __init__(
        self, exceptions: Sequence[Mapping[str, Sequence[str]]], rules: Sequence[Sequence[Sequence[str]]]
    ) -> None:
        self._exceptions = exceptions
        self._rules = [(old, new) for kind in rules for old, new in kind]

    def __call__(self, form: str) -> frozenset[str]:
        """Return the lemmas that a form in lower case may have, and the form itself."""
        found = {form}
        for table in self._exceptions:
            found.update(table.get(form, ()))
        found.update(form.removesuffix(old) + new for old, new in self._rules if form.endswith(old))
        return frozenset(found)


@lru_cache(maxsize=2)
def load_lemmas(model: str = DEFAULT_MODEL) -> Lemmas:
    """Load the tables of a spaCy model, without the model; once a process.

    Raises:
        ModelError: the model is not installed, or has no such tables.
    """
    path = model_path(model)
    folder = path if isinstance(path, Path) else _folder(path)
    try:
        lookups = Lookups().from_disk(folder / _FOLDER)
        exceptions, rules = lookups.get_table("lemma_exc"), lookups.get_table("lemma_rules")
        return Lemmas([_of(exceptions, kind) for kind in _KINDS], [_of(rules, kind) for kind in _KINDS])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{model!r} has no lemmatizer by rules; {DEFAULT_MODEL}, which comes with kg, has") from error


def _folder(package: str) -> Path:
    root = get_package_path(package)
    return next(iter(sorted(path.parent for path in root.glob("*/lemmatizer"))), root)


def _of(table: Any, kind: str) -> Any:
    return table.get(kind, {})
