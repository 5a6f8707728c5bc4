"""What a dispute is about: the words for its matter, and those under "over", "about", "demand"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.frames import NUMBER, Lexicon

_ABOUT = frozenset({"over", "about", "against", "concerning", "regarding"})
_THROUGH = frozenset("compound conj amod pobj prep dobj poss nmod pcomp appos nsubj".split())
_FAR = 6  # edges above a noun that are looked at
_LEDE = 60  # tokens of headline and first sentence


class Matter:
    """Finds the concepts that a document's words name as its matter.

    Args:
        doc: a document that went through the whole pipeline.
        lexicon: phrases of lemmas with the concept that each names, and the words that govern them.
    """

    def __init__(self, doc: Doc, lexicon: Lexicon) -> None:
        self.doc = doc
        self.table = lexicon.reasons_by_form
        self.words = lexicon.matter
        firsts = {words[0] for words in self.table}
        self._lengths = sorted({len(words) for words in self.table}, reverse=True)
        tokens = list(doc)
        lower = [t.lower_ for t in tokens]
        lemma = [t.lemma_.lower() for t in tokens]
        mixed = [m if t.tag_ == "NNS" else w for t, m, w in zip(tokens, lemma, lower, strict=True)]
        for i in (i for i, t in enumerate(tokens) if t.like_num):
            lower[i] = lemma[i] = mixed[i] = NUMBER
        self._forms = (lemma, lower, mixed)  # of "shorter hours" the lemmas are "short hour"; "fixed-term contracts"
        idle = self._in_idioms()
        each = enumerate(zip(*self._forms, strict=True))
        self._starts = [i for i, words in each if not firsts.isdisjoint(words) and i not in idle]

    def _in_idioms(self) -> set[int]:
        """Return the tokens of phrases with a word for a matter that name none: "walked off the job"."""
        idioms = self.words.idioms
        firsts, lengths = {words[0] for words in idioms}, {len(words) for words in idioms}
        found: set[int] = set()
        for form in self._forms:
            for i in (i for i, word in enumerate(form) if word in firsts):
                for length in lengths:
                    last = min(i + length, len(form)) - 1
                    before_noun = self.doc[last].dep_ == "compound" and self.doc[last].head.i > last
                    if tuple(form[i : i + length]) in idioms and not before_noun:  # "anger at their job losses"
                        found.update(range(i, i + length))
        return found

    def under(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield the concepts that words after "over", "about", "for", "against" name, with their tokens."""
        for concept, i, length in self._named(start, end):
            if self._is_matter(self.doc[i + length - 1]):
                yield concept, i, i + length

    def _named(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield every word for a concept: concept, token, length."""
        i = start
        for at in self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if at < i:
                continue
            for length in self._lengths:
                if at + length > end:
                    continue
                phrases = (tuple(form[at : at + length]) for form in self._forms)
                concept = next((self.table[p] for p in phrases if p in self.table), None)
                if concept is not None:
                    yield concept, at, length
                    i = at + length
                    break

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
