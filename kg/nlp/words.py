"""Part of speech, morphology and lemma of each word, looked up.

The model's attribute ruler matches some two hundred patterns at every word, and its lemmatizer searches rules and
lists: together a seventh of the whole pipeline. What both give to a word depends on its form, its tag and, in a few
patterns, its edge and the word beside it. So it is worked out once by the same patterns and rules, and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

_MADE: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]
_GIVEN: list[int | str] = ["ORTH", "TAG", "DEP", "POS", "MORPH", "LEMMA"]
_FIRST = _SHIFT = np.uint64(1)  # a word may begin a phrase; twice this: be the second of one
_OTHER = 1  # stands for every edge that no pattern names; no string has this number
_ASKED = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
_MOST = 1 << 17  # words that are remembered; then all are forgotten, so that memory does not grow for ever

_Key = tuple[int, int, int]  # form, tag, edge


class WordAttributes:
    """Does to a document what an attribute ruler and a lemmatizer after it do, to the bit.

    Args:
        ruler: of the model.
        lemmatizer: by rules, after the ruler.
        words: tells whether a pattern names a word; others are alike to the patterns.
        edges: the dependencies that patterns name, as numbers.
    """

    def __init__(
        self,
        ruler: AttributeRuler,
        lemmatizer: EnglishLemmatizer,
        *,
        words: Callable[[str], bool],
        edges: Iterable[int],
    ) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._named = words
        self._edges = {edge: edge for edge in edges}
        self._alone, self._phrases, self._first, self._second = (Matcher(ruler.vocab) for _ in range(4))
        patterns: list[Any] = ruler.patterns
        for n, rule in enumerate(patterns):
            for pattern in rule["patterns"]:
                if len(pattern) == 1:
                    self._alone.add(str(n), [pattern])
                else:
                    self._phrases.add(str(n), [pattern])
                    self._first.add(str(n), [pattern[:1]])
                    self._second.add(str(n), [pattern[1:2]])
        self._rules: dict[tuple[str, int, int, bool], tuple[tuple[int, ...], int]] = {}
        self._attributes = _numbers(ruler.vocab)
        self._lemmas: dict[_Key, int] = {}
        self._lasting_lemmas = 0
        self._forget()

    def _forget(self) -> None:
        self._lasting = 0
        self._rows: dict[_Key, int] = {}
        self._table = np.zeros((1024, len(_MADE) + 1), dtype=np.uint64)

    @contextmanager
    def memory_zone(self, memory: object = None) -> Iterator[object]:
        """Forget at the end what was remembered within: the words it is of go with the pipeline's memory zone."""
        self._lasting, self._lasting_lemmas = len(self._rows), len(self._lemmas)
        try:
            yield memory
        finally:
            for remembered, lasting in ((self._rows, self._lasting), (self._lemmas, self._lasting_lemmas)):
                while len(remembered) > lasting:
                    remembered.popitem()
            self._lemmatizer.cache.clear()  # spaCy's own, which is never emptied

    @classmethod
    def of(cls, nlp: Language) -> Self | None:
        """Return what replaces these two components of a pipeline, None where one of them has more to it."""
        names = nlp.pipe_names
        if "attribute_ruler" not in names or names.index("lemmatizer") != names.index("attribute_ruler") + 1:
            return None
        ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
        if type(ruler) is not AttributeRuler or type(lemmatizer) is not EnglishLemmatizer:
            return None
        if (
            lemmatizer.mode != "rule"
            or lemmatizer.overwrite
            or any(a.keys() - set(_numbers(nlp.vocab)) for a in ruler.attrs)
        ):
            return None
        rules: list[Any] = ruler.patterns
        tokens = [token for rule in rules for pattern in rule["patterns"] for token in pattern]
        words, edges = _values(tokens, "LOWER"), _values(tokens, "DEP")
        if any(token.keys() - _ASKED for token in tokens) or words is None or edges is None or edges[1]:
            return None
        listed, searched = words
        return cls(
            ruler,
            lemmatizer,
            words=lambda word: word in listed or any(pattern.search(word) for pattern in searched),
            edges=[nlp.vocab.strings[edge] for edge in edges[0]],
        )

    def __call__(self, doc: Doc) -> Doc:
        """Set the tags, parts of speech, morphology, lemmas and edges of a parsed document."""
        given: NDArray[Any] = doc.to_array(_GIVEN)
        if not len(doc) or given[:, 3:].any():  # something was set before: not for us to decide what stays
            return self._lemmatizer(self._ruler(doc))
        if len(self._rows) > _MOST:
            self._forget()
        forms, tags, edges = given[:, :3].T.tolist()
        keys = list(zip(forms, tags, map(self._edges.get, edges, repeat(_OTHER)), strict=True))
        known = list(map(self._rows.get, keys))
        rows = [self._row(doc, i, keys[i]) if row is None else row for i, row in enumerate(known)]
        found = self._table[rows]
        made: Any = found[:, :-1]
        for i, rules in self._beside(doc, found[:, -1]).items():
            made[i] = self._made(doc, i, keys[i], sorted([*rules, *self._matching(doc, i, keys[i])[0]]))
        made[:, -1] = np.where(made[:, -1] == 0, given[:, 2], made[:, -1])
        doc.from_array(_MADE, made)
        return doc

    def _row(self, doc: Doc, i: int, key: _Key) -> int:
        """Return in which row of the table stands what a word gets by itself."""
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = len(self._rows)
            if row == len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            rules, place = self._matching(doc, i, key)
            self._table[row] = (*self._made(doc, i, key, rules), place)
        return row

    def _matching(self, doc: Doc, i: int, key: _Key) -> tuple[tuple[int, ...], int]:
        """Return the rules for single words that match one, in their order, and where in a phrase it may stand."""
        token = doc[i]
        kind = (token.lower_ if self._named(token.lower_) else "", *key[1:], token.is_space)
        if kind not in self._rules:
            word, strings = doc[i : i + 1], doc.vocab.strings
            found = sorted(int(strings[rule]) for rule, _, _ in self._alone(word, allow_missing=True))
            place = bool(self._first(word, allow_missing=True)) + 2 * bool(self._second(word, allow_missing=True))
            self._rules[kind] = tuple(found), place
        return self._rules[kind]

    def _beside(self, doc: Doc, places: NDArray[np.uint64]) -> dict[int, list[int]]:
        """Return for the words of phrases that match the rules for them."""
        found: dict[int, list[int]] = {}
        if not (places[:-1] & (places[1:] >> _SHIFT) & _FIRST).any():
            return found
        for name, start, end in self._phrases(doc, allow_missing=True):
            rule = int(doc.vocab.strings[name])
            at = self._ruler.indices[rule]
            found.setdefault(start + at if at >= 0 else end + at, []).append(rule)
        return found

    def _made(self, doc: Doc, i: int, key: _Key, rules: Sequence[int]) -> tuple[int, ...]:
        """Return the values of `_MADE` after these rules, later ones over earlier ones; 0 for an edge that stays."""
        values: dict[int, int] = {}
        for rule in rules:
            values |= self._ruler.attrs[rule]
        tag, part, morphology, lemma, edge = (values.get(name, 0) for name in self._attributes)
        return tag or key[1], part, morphology, lemma or self._lemma(doc[i], part, morphology), edge

    def _lemma(self, token: Any, part: int, morphology: int) -> int:
        key = (token.orth, part, morphology)
        if key not in self._lemmas:
            if len(self._lemmas) > _MOST:
                self._lemmas.clear()
                self._lemmatizer.cache.clear()
                self._lasting_lemmas = 0
            token.pos = part
            if morphology:
                token.set_morph(morphology)
            self._lemmas[key] = token.vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
        return self._lemmas[key]


def _numbers(vocab: Vocab) -> list[int]:
    """Return the numbers of the attributes that are set."""
    return [vocab.strings[str(name)] for name in _MADE]


def _values(tokens: Iterable[Mapping[str, Any]], name: str) -> tuple[set[str], list[re.Pattern[str]]] | None:
    """Return the values and expressions that patterns have for an attribute, None where they ask otherwise."""
    listed: set[str] = set()
    searched: list[re.Pattern[str]] = []
    for value in (token[name] for token in tokens if name in token):
        asked = value if isinstance(value, dict) else {"IN": [value]}
        if asked.keys() - {"IN", "NOT_IN", "REGEX"}:
            return None
        listed.update(asked.get("IN", ()), asked.get("NOT_IN", ()))
        searched.extend(re.compile(str(asked[how])) for how in asked.keys() & {"REGEX"})
    return listed, searched
