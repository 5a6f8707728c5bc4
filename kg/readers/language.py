"""The language of an article: what its metadata say, else what its words tell.

The commonest words of a language that spaCy knows settle most articles in less than a tenth of a millisecond; the
rest, all that are written in other languages among them, go to py3langid, which takes a millisecond.

References:
    Lui, M. and Baldwin, T. (2012), langid.py: An Off-the-shelf Language Identification Tool. ACL 2012, pp. 25-30.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kg.model import Document

FIELDS = ("lang", "language")  # of metadata
SAMPLE = 1_000  # characters that are looked at, from the first letter on
FEWEST_LETTERS = 120  # of an article that is judged
COMMON = 0.25  # of all words: so many are among the commonest of a text's own language, and never of another
SURE = 0.95  # the probability from which on a language is believed
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
TAG = re.compile(r"[a-z]{2,3}(?=[-_]|$)", re.IGNORECASE)
THREE_LETTERS = {"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt"}


def language_of(document: Document, *, read: str) -> str | None:
    """Return the language of an article as an ISO 639-1 code, None where nothing tells it.

    What the metadata say in `lang` or `language` counts. Of short texts, nothing is said.

    Args:
        document: The article.
        read: The language that is read, which is looked for first.
    """
    return _told(document) or _guessed(document.text, read)


def _told(document: Document) -> str | None:
    fields = dict(document.extra)
    for name in FIELDS:
        if tag := TAG.match(fields.get(name, "").strip()):
            code = tag.group().casefold()
            return THREE_LETTERS.get(code, code)
    return None


def _guessed(text: str, read: str) -> str | None:
    sample = text[:SAMPLE]
    words = WORD.findall(sample.casefold())
    if sum(map(len, words)) < FEWEST_LETTERS:
        return None
    common = _common_words(read)
    if sum(word in common for word in words) >= COMMON * len(words):
        return read
    language, probability = _classifier().classify(sample)
    return str(language) if probability >= SURE else None


@cache
def _common_words(language: str) -> frozenset[str]:
    from spacy.util import get_lang_class

    try:
        return frozenset(get_lang_class(language).Defaults.stop_words)
    except ImportError:  # a language of which spaCy knows nothing
        return frozenset()


@cache
def _classifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
