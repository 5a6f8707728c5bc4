"""What a dispute is about: the words for its matter, and those under "over", "about", "demand"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

_LEDE = 60  # tokens of headline and first sentence


class Matter:
    """Finds the concepts that a document's words name as its matter.

    Args:
        doc: a document that went through the whole pipeline.
        table: phrases of lemmas, and the concept (an IRI) that each names.
    """

    def __init__(self, doc: Doc, table: Mapping[tuple[str, ...], str]) -> None:
        self.doc = doc
        self.table = table
        self._lemmas = [t.lemma_.lower() for t in doc]
        self._firsts = {words[0] for words in table}

    def under(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield the concepts that words after "over", "about", "for", "against" name, with their tokens."""
        for concept, i, length in self._named(start, end):
            if self._is_matter(self.doc[i + length - 1]):
                yield concept, i, i + length

    def _named(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield every word for a concept: concept, token, length."""
        i = start
        while i < end:
            if self._lemmas[i] in self._firsts:
                for length in (3, 2, 1):
                    concept = self.table.get(tuple(self._lemmas[i : i + length]))
                    if concept is not None and i + length <= end:
                        yield concept, i, length
                        i += length - 1
                        break
            i += 1

    def chief(self) -> list[str]:
        """Return what the whole article is about: the concepts that it names most, at most three.

        A word in the first lines counts twice, one under "over", "about" or the like two more; a concept needs a
        weight of two, and six tenths of the heaviest.
        """
        weights: Counter[str] = Counter()
        for concept, i, length in self._named(0, len(self.doc)):
            weights[concept] += (2 if i < _LEDE else 1) + 2 * self._is_matter(self.doc[i + length - 1])
        heaviest = max(weights.values(), default=0)
        return [c for c, w in sorted(weights.items(), key=lambda x: (-x[1], x[0])) if w >= 2 and w >= 0.6 * heaviest][
            :3
        ]

    def _is_matter(self, token: Token) -> bool:
        """Tell whether a noun is what a dispute is about: under "over", "demand for", "in a row about"."""
        at = token
        for _ in range(6):
            if at.dep_ == "pobj" and at.head.lower_ in {"over", "about", "against", "concerning", "regarding"}:
                return True
            if (
                at.dep_ == "pobj"
                and at.head.lower_ == "for"
                and at.head.head.lemma_.lower()
                in {"demand", "call", "fight", "campaign", "strike", "press", "claim", "push", "ask", "march"}
            ):
                return True
            if at.dep_ == "dobj" and at.head.lemma_.lower() in {
                "demand",
                "seek",
                "want",
                "oppose",
                "resist",
                "fight",
                "protest",
                "reject",
            }:
                return True
            if at.dep_ == "compound" and at.head.lemma_.lower() in {
                "dispute",
                "row",
                "strike",
                "talk",
                "claim",
                "demand",
                "offer",
                "rise",
                "deal",
                "battle",
                "ballot",
                "protest",
                "feud",
                "campaign",
                "stoppage",
                "walkout",
                "cut",
                "freeze",
            }:
                return True
            if at.head.i == at.i or at.dep_ not in {
                "compound",
                "conj",
                "amod",
                "pobj",
                "prep",
                "dobj",
                "poss",
                "nmod",
                "pcomp",
                "appos",
                "nsubj",
            }:
                return False
            at = at.head
        return False
