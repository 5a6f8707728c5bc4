"""What a dispute is about: the words for its matter, and those under "over", "about", "demand"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.lang.en.lex_attrs import like_num
from spacy.tokens import Doc, Token

from kg.frames import Lexicon

_ABOUT = frozenset({"over", "about", "against", "concerning", "regarding"})
_THROUGH = frozenset("compound conj amod pobj prep dobj poss nmod pcomp appos nsubj".split())
_FAR = 6  # edges above a noun that are looked at
_NUMBER = "#"  # stands for any number: a "35-hour week" is a "40-hour week"
_LEDE = 60  # tokens of headline and first sentence


class Matter:
    """Finds the concepts that a document's words name as its matter.

    Args:
        doc: a document that went through the whole pipeline.
        lexicon: phrases of lemmas with the concept that each names, and the words that govern them.
    """

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.table = table = {tuple(map(_any_number, words)): c for words, c in lexicon.reasons.items()}
        self.words = lexicon.matter
        self._forms = tuple(
            [_NUMBER if t.like_num else word for t, word in zip(doc, words, strict=True)]
            for words in (
                [t.lemma_.lower() for t in doc],
                [t.lower_ for t in doc],  # "shorter hours", of which the lemma is "short hour"
                [t.lemma_.lower() if t.tag_ == "NNS" else t.lower_ for t in doc],  # "fixed-term contracts"
            )
        )
        self._firsts = {words[0] for words in table}
        self._lengths = sorted({len(words) for words in table}, reverse=True)

    def under(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield the concepts that words after "over", "about", "for", "against" name, with their tokens."""
        for concept, i, length in self._named(start, end):
            if self._is_matter(self.doc[i + length - 1]):
                yield concept, i, i + length

    def _named(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield every word for a concept: concept, token, length."""
        i = start
        while i < end:
            if any(form[i] in self._firsts for form in self._forms):
                for length in (n for n in self._lengths if i + n <= end):
                    found = (self.table.get(tuple(form[i : i + length])) for form in self._forms)
                    concept = next((c for c in found if c is not None), None)
                    if concept is not None:
                        yield concept, i, length
                        i += length - 1
                        break
            i += 1

    def named(self) -> list[tuple[str, int, int, bool, int]]:
        """Return every word for a concept: concept, first token, end, whether a word governs it as matter, weight."""
        found = []
        for concept, i, length in self._named(0, len(self.doc)):
            governed = self._is_matter(self.doc[i + length - 1])
            found.append((concept, i, i + length, governed, (2 if i < _LEDE else 1) + 2 * governed))
        return found

    def chief(self) -> list[str]:
        """Return what the whole article is about: the concepts that it names most, at most three.

        A word in the first lines counts twice, one under "over", "about" or the like two more; a concept needs a
        weight of two, and six tenths of the heaviest.
        """
        weights: Counter[str] = Counter()
        for concept, _, _, _, weight in self.named():
            weights[concept] += weight
        heaviest = max(weights.values(), default=0)
        return [c for c, w in sorted(weights.items(), key=lambda x: (-x[1], x[0])) if w >= 2 and w >= 0.6 * heaviest][
            :3
        ]

    def _is_matter(self, token: Token) -> bool:
        """Tell whether a noun is what an article is about: under "over", "demand for", "in a row about"."""
        at = token
        for _ in range(_FAR):
            head = at.head.lemma_.lower()
            if at.dep_ == "pobj" and at.head.lower_ in _ABOUT:
                return True
            if at.dep_ == "pobj" and head == "for" and at.head.head.lemma_.lower() in self.words.under:
                return True
            if (at.dep_ == "dobj" and head in self.words.object) or (
                at.dep_ == "compound" and head in self.words.beside
            ):
                return True
            if at.head.i == at.i or at.dep_ not in _THROUGH:
                return False
            at = at.head
        return False


def _any_number(word: str) -> str:
    """Return what stands for a number, and any other word as it is."""
    return _NUMBER if like_num(word) else word  # type: ignore[no-untyped-call]
