"""Direct and reported speech: the words, and the token of who says them.

A run begins with a quotation or with the clause under a verb of saying. Quotations over several paragraphs, and those
that only "he added" or a new paragraph interrupt, are joined later, when it is known who the speakers are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from kg.annotations import Speech

_QUOTES = frozenset({'"', "“", "”"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})
_JUDGING = frozenset(("accuse blame criticise criticize condemn describe hail brand welcome praise put attack").split())
_LONGEST = 400  # tokens of one quotation; a longer one lacks its closing mark


class SpeechFinder:
    """The component `kg_speech`: sets `doc._.kg_speech`.

    Args:
        stance: phrases of lemmas that report speech, with the core concept of what the speaker does.
        hearsay: phrases that say that words come from someone ("according to").
    """

    def __init__(self, *, stance: Mapping[tuple[str, ...], str], hearsay: Sequence[tuple[str, ...]]) -> None:
        self._stance = dict(sorted(stance.items(), key=lambda x: len(x[0])))
        self._hearsay = tuple(hearsay)

    def __call__(self, doc: Doc) -> Doc:
        """Find the speech of a parsed document."""
        quotes = list(quotations(doc))
        found = [*self._quoted(doc, quotes), *self._reported(doc, quotes), *self._according(doc)]
        found.sort(key=lambda s: (s.start, s.end))
        doc._.kg_speech = tuple(found)
        return doc

    def stance_of(self, verb: Token) -> str | None:
        """Return what a verb of saying does, or None for another verb."""
        lemma = verb.lemma_.lower()
        best = self._stance.get((lemma,))
        for child in verb.children:
            if child.dep_ in {"prt", "prep"}:
                best = self._stance.get((lemma, child.lower_), best)
        return best

    # -- direct -----------------------------------------------------------------------------

    def _quoted(self, doc: Doc, quotes: Sequence[Span]) -> Iterator[Speech]:
        inside = {t.i for q in quotes for t in q}
        for quote in quotes:
            speaker, verb, stance = self._beside(doc, quote, inside)
            if len(quote) < 5 and verb < 0:
                continue
            yield Speech(quote.start, quote.end, speaker, verb, True, stance or "claims")

    def _beside(self, doc: Doc, quote: Span, inside: set[int]) -> tuple[int, int, str | None]:
        """Find verb and speaker in the sentence of a quotation, after it, or before it."""
        sentences = [quote[-1].sent, quote[0].sent]
        if quote.end < len(doc):
            sentences.insert(0, doc[quote.end].sent)
        best: tuple[int, int, int, str] | None = None
        for sentence in dict.fromkeys((s.start, s.end) for s in sentences):
            for token in doc[sentence[0] : sentence[1]]:
                if token.i in inside or token.pos_ not in {"VERB", "AUX"}:
                    continue
                stance = self.stance_of(token)
                if stance is None:
                    continue
                subject = speaker_of(token)
                if subject is None or subject.i in inside:
                    continue
                between = doc[min(token.i, quote.start) : max(token.i, quote.end - 1) + 1]
                if any(t.text == "\n\n" or t.text.count("\n") for t in between if t.i not in inside):
                    continue
                distance = min(abs(token.i - quote.end), abs(quote.start - token.i))
                if best is None or distance < best[0]:
                    best = (distance, subject.i, token.i, stance)
        if best is not None and best[0] <= 30:
            return best[1], best[2], best[3]
        return -1, -1, None

    # -- reported ---------------------------------------------------------------------------

    def _reported(self, doc: Doc, quotes: Sequence[Span]) -> Iterator[Speech]:
        inside = {t.i for q in quotes for t in q}
        for token in doc:
            if token.pos_ not in {"VERB", "AUX"} or token.i in inside:
                continue
            stance = self.stance_of(token)
            if stance is None:
                continue
            subject = speaker_of(token)
            if subject is None or subject.i in inside:
                continue
            words = self._complement(doc, token, stance)
            if words is not None and words[1] - words[0] >= 3:
                yield Speech(words[0], words[1], subject.i, token.i, False, stance)

    def _complement(self, doc: Doc, verb: Token, stance: str) -> tuple[int, int] | None:
        """Return the tokens of what is said: the clause below the verb, or all but the verb's own words."""
        clauses = [c for c in verb.children if c.dep_ in _CLAUSES and c.dep_ != "advcl"]
        for clause in clauses:
            subtree = [t.i for t in clause.subtree]
            start, end = min(subtree), max(subtree) + 1
            if start > verb.i or end <= verb.i:
                return _trimmed(doc, start, end)
        if verb.dep_ in {"parataxis"} or (verb.dep_ == "ccomp" and verb.head.i < verb.i):
            sentence = verb.sent
            return _trimmed(doc, sentence.start, min(t.i for t in verb.subtree))
        if stance == "claims" and verb.lemma_.lower() not in _JUDGING:
            return None
        objects = [c for c in verb.children if c.dep_ in {"dobj", "prep", "pobj", "dative"} and c.i > verb.i]
        if objects:
            return _trimmed(doc, verb.i, max(t.i for o in objects for t in o.subtree) + 1)
        return None

    def _according(self, doc: Doc) -> Iterator[Speech]:
        firsts = {words[0] for words in self._hearsay}
        for token in doc:
            if token.lower_ not in firsts:
                continue
            for words in self._hearsay:
                window = doc[token.i : token.i + len(words)]
                if tuple(t.lower_ for t in window) != words:
                    continue
                after = [
                    t
                    for t in doc[token.i + len(words) : token.i + len(words) + 8]
                    if t.pos_ in {"NOUN", "PROPN", "PRON"}
                ]
                if after:
                    sentence = token.sent
                    who = after[0]
                    while who.dep_ in {"compound", "amod"}:
                        who = who.head
                    yield Speech(sentence.start, sentence.end, who.i, token.i, False, "claims")


def quotations(doc: Doc) -> Iterator[Span]:
    """Yield the spans between quotation marks, marks included.

    A paragraph that opens with a mark and has none at its end goes on in the next (the printers' custom);
    each paragraph is a span of its own.
    """
    start: int | None = None
    for token in doc:
        if token.is_space and "\n" in token.text:
            if start is not None and token.i - start > 3:
                yield doc[start : token.i]
            start = None
        elif token.text in _QUOTES:
            if start is None:
                start = token.i
            else:
                if token.i - start > 1:
                    yield doc[start : token.i + 1]
                start = None
        elif start is not None and token.i - start > _LONGEST:
            start = None
    if start is not None and len(doc) - start > 3:
        yield doc[start : len(doc)]


def speaker_of(verb: Token) -> Token | None:
    """Return the subject of a verb of saying: its own, its passive agent, or that of a verb it is joined to."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            if child.dep_ == "nsubjpass":
                continue
            if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
                return verb.head
            return child
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if verb.dep_ in {"conj", "xcomp"} and verb.head.pos_ in {"VERB", "AUX"}:
        return speaker_of(verb.head)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        return speaker_of(verb.head)
    return None


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].is_space or doc[start].text in {",", ":", "that"} or doc[start].lower_ == "that"):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ";"}):
        end -= 1
    return start, end
