"""Direct and reported speech: the words, and the token of who says them.

A piece of speech is a quotation, the clause under a verb of saying, the rest of the sentence around "the union said",
or what a verb that is speech by itself acts upon ("rejected the offer", "wants a rise"). Pieces are joined to runs
later, when it is known who the speakers are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.annotations import Speech
from kg.nlp.quotations import breaks, quotations
from kg.nlp.saying import (
    OBJECTS,
    TENSED,
    VERBAL,
    antecedent,
    beside,
    calls,
    counts,
    finite,
    is_occasion,
    is_question,
    is_so,
    is_told,
    is_unsaid,
    named,
    names_only,
    speaker_of,
    that_clause,
)
from kg.nlp.stance import NEUTRAL, StanceReader
from kg.nlp.turns import meanwhile, opening

_CLAUSES = frozenset({"ccomp", "xcomp", "parataxis"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_PERSONAL = frozenset({"he", "she", "it", "they"})
_FEW = 5  # a quotation of fewer tokens is speech only where a verb says so
_SHORT = 6  # tokens of a verb with its objects that tell little without who acts
_REACH = 30  # tokens between a quotation and its verb of saying


class Frame(NamedTuple):
    """A verb of saying with its subject, and what it does."""

    verb: Token
    subject: Token
    stance: str
    opening: int | None = None  # where it takes over from another speaker of its sentence

    @property
    def told(self) -> bool:
        """Whether the article tells of it by itself."""
        return self.opening is not None or meanwhile(self.verb) or is_told(self.verb)


class SpeechFinder:
    """The component `kg_speech`: sets `doc._.kg_speech`.

    Args:
        stance: phrases of lemmas that report speech, with the core concept of what the speaker does.
        hearsay: phrases that say that words come from someone ("according to").
        takes: how verbs of speech take what is said: "object", "infinitive", "quoted", "present" -> phrases.
        content: words by which what is said tells what is done with it, by core concept.
        rejecting: verbs that deny with one of `rumours` as object.
        rumours: nouns for what somebody has it that has happened.
    """

    def __init__(
        self,
        *,
        stance: Mapping[tuple[str, ...], str],
        hearsay: Sequence[tuple[str, ...]],
        takes: Mapping[str, frozenset[tuple[str, ...]]],
        content: Mapping[str, frozenset[str]],
        rejecting: frozenset[str],
        rumours: frozenset[str],
    ) -> None:
        self._stance = StanceReader(stance, content, rejecting, rumours)
        self._hearsay: dict[str, list[tuple[str, ...]]] = {}  # by the first word
        for words in hearsay:
            self._hearsay.setdefault(words[0], []).append(words)
        self._takes = {key: frozenset(phrases) for key, phrases in takes.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the speech of a parsed document."""
        quotes = list(quotations(doc))
        inside = {t.i for q in quotes for t in q}
        frames = list(self._frames(doc, inside))
        found = [*self._quoted(doc, quotes, frames, inside), *self._reported(doc, frames), *self._according(doc)]
        found.sort(key=lambda s: (s.start, s.end))
        doc._.kg_speech = tuple(found)
        return doc

    def _frames(self, doc: Doc, inside: set[int]) -> Iterator[Frame]:
        """Yield the verbs of saying that have a subject, outside quotations."""
        last: Frame | None = None
        for token in doc:
            if token.i in inside or token.pos_ not in VERBAL:
                continue
            stance = self._stance.of_verb(token)
            if stance is None or names_only(token):
                continue
            subject = speaker_of(token)
            if subject is not None and subject.i in inside:  # '"Not a penny," said Ann Lee'
                subject = next((c for c in token.children if c.dep_ == "nsubj" and c.i not in inside), None)
            subject = named(antecedent(subject)) if subject is not None else beside(token)
            if subject is not None and subject.i not in inside:
                frame = Frame(token, subject, stance, self._opening(token, subject, last))
                yield frame
                last = frame

    def _opening(self, verb: Token, subject: Token, last: Frame | None) -> int | None:
        """Return where a verb of saying takes over from the last one, of another speaker in the same sentence."""
        if last is None or last.verb.sent.start != verb.sent.start:
            return None
        return opening(verb, subject, (last.verb, last.subject))

    def _has(self, key: str, verb: Token) -> bool:
        return self._stance.phrase(verb) in self._takes.get(key, ())

    def _does(self, words: Span, frame: Frame | None, *, quoted: bool) -> str:
        """Return what is done with words."""
        dates = words.doc._.kg_dates
        first = bisect_left(dates, words.start, key=lambda when: when.start)
        dated = first < len(dates) and dates[first].start < words.end
        verb = frame.stance if frame is not None else None
        return self._stance.of_words(words, verb, quoted=quoted, dated=dated)

    # -- direct -----------------------------------------------------------------------------

    def _quoted(self, doc: Doc, quotes: Sequence[Span], frames: list[Frame], inside: set[int]) -> Iterator[Speech]:
        at = 0
        for quote in quotes:
            while at < len(frames) and frames[at].verb.i < quote.start - _REACH:
                at += 1
            frame = self._beside(doc, quote, (frames[k] for k in range(at, len(frames))), inside)
            if frame is None and len(quote) < _FEW:
                continue
            stance = self._does(quote, frame, quoted=True)
            if frame is None:
                yield Speech(quote.start, quote.end, -1, -1, True, stance, "loose")
            else:
                yield Speech(quote.start, quote.end, frame.subject.i, frame.verb.i, True, stance, "quoted")

    def _beside(self, doc: Doc, quote: Span, frames: Iterable[Frame], inside: set[int]) -> Frame | None:
        """Return the frame of a quotation: in its own sentence, after it, or before it; not beyond a paragraph."""
        closed = _closed(quote)
        best: tuple[int, Frame] | None = None
        for frame in frames:
            i = frame.verb.i
            if i > quote.end + _REACH:
                break
            after = i >= quote.end
            if after and closed and not _asked(quote):
                continue
            gap = doc[quote.end : i] if after else doc[i + 1 : quote.start]
            if any(breaks(t) or (_ends(t) and t.i not in inside) for t in gap):
                continue
            away = len(gap)
            if best is None or away < best[0]:
                best = (away, frame)
        return best[1] if best is not None else None

    # -- reported ---------------------------------------------------------------------------

    def _reported(self, doc: Doc, frames: list[Frame]) -> Iterator[Speech]:
        told = [(f, self._clause(doc, f) or self._around(doc, f) or self._object(doc, f)) for f in frames]
        starts = sorted(f.opening for f, found in told if f.opening is not None and found is not None)
        for frame, found in told:
            if found is None:
                continue
            start, end, form = found
            start, end = _trimmed(doc, start, min(end, next((i for i in starts if i > max(start, frame.verb.i)), end)))
            if end - start >= 3:
                stance = "demands" if form == "bid" else self._does(doc[start:end], frame, quoted=False)
                yield Speech(start, end, frame.subject.i, frame.verb.i, False, stance, form)

    def _clause(self, doc: Doc, frame: Frame) -> tuple[int, int, str] | None:
        """Return the clause below the verb: after it, else before it."""
        verb = frame.verb
        if is_unsaid(verb):
            return None
        clauses = [c for c in verb.children if c.dep_ in _CLAUSES and not is_question(c)]
        for clause in sorted(clauses, key=lambda c: c.i < verb.i):
            form = self._way(clause, verb)
            if not form:
                continue
            start, end = clause.left_edge.i, clause.right_edge.i + 1
            if verb.i < frame.subject.i < end:
                continue  # "The stoppage, said Ann Lee, was lawful"
            if clause.i > verb.i:
                return *_trimmed(doc, max(start, verb.i + 1), end), form
            if end <= verb.i and not any(t.text == ";" for t in doc[end : verb.i]):
                return *_trimmed(doc, start, end), form
        that = that_clause(verb)
        return (*_trimmed(doc, that.left_edge.i + 1, that.right_edge.i + 1), "clause") if that is not None else None

    def _way(self, clause: Token, verb: Token) -> str:
        """Return how a clause below a verb of saying tells what is said; nothing where it does not."""
        if finite(clause):
            return "clause"
        if clause.i < verb.i or not is_told(verb):
            return ""
        if self._has("infinitive", verb):
            return "infinitive"
        return "bid" if self._has("bid", verb) and any(c.lower_ == "to" for c in clause.children) else ""

    def _around(self, doc: Doc, frame: Frame) -> tuple[int, int, str] | None:
        """Return the sentence around "the union said", where that is only put in or set after it."""
        verb, subject = frame.verb, frame.subject
        if any(self._has(key, verb) for key in ("object", "quoted", "present", "figure", "names")):
            return None
        if verb.dep_ not in {"parataxis", "ROOT", "ccomp", "conj"} or verb.tag_ not in TENSED or is_occasion(verb):
            return None
        sentence = verb.sent
        head = subject.head if subject.dep_ == "appos" else subject  # "the secretary, Ann Lee, said"
        left = min(head.left_edge.i, verb.i)
        right = max(subject.right_edge.i if subject.i > verb.i else verb.i, verb.i) + 1
        right -= doc[right - 1].text == ","
        apart = left > sentence.start and doc[left - 1].text in {",", "?", "!", "-", "–", "—"}
        after = doc[min(right, len(doc) - 1)].text
        if apart and (verb.dep_ != "ccomp" or after in {",", "."}):
            rest = sentence.end - right > (0 if subject.i > verb.i else _SHORT)
            whole = after == "," and rest and _goes_on(doc[right + 1], frame)
            return *_trimmed(doc, sentence.start, sentence.end if whole else left), "around"  # "The men, he said, left"
        return None

    def _object(self, doc: Doc, frame: Frame) -> tuple[int, int, str] | None:
        """Return a verb that is speech by itself, with what it acts upon: "rejected the offer", "wants a rise"."""
        verb = frame.verb
        if self._has("figure", verb):
            form = "figure" if counts(verb) else ""
        elif self._has("present", verb):
            form = "wants" if frame.told and is_so(verb) else ""
        elif self._has("names", verb):
            form = "object" if frame.told and calls(verb) else ""
        else:
            form = "object" if self._has("object", verb) and frame.told else ""
        last = [c.right_edge.i for c in verb.children if c.dep_ in OBJECTS and c.i > verb.i]
        passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
        if form and passive is not None and frame.subject.i > verb.i:  # "The claim was denied by the firm"
            whom = [c.right_edge.i for c in frame.subject.children if c.dep_ not in {"relcl", "acl", "punct"}]
            return *_trimmed(doc, passive.left_edge.i, max([frame.subject.i, *whom]) + 1), form
        if not last or not form:
            return None
        start, end = verb.i, max(last) + 1
        if end - start < _SHORT and frame.subject.i < start:
            head = frame.subject.head if frame.subject.dep_ == "appos" else frame.subject
            start = head.left_edge.i
        return *_trimmed(doc, start, end), form

    def _according(self, doc: Doc) -> Iterator[Speech]:
        for token in doc:
            for words in self._hearsay.get(token.lower_, ()):
                who = _source(doc, token.i, words)
                if who is not None:
                    start, end = _part(token)
                    yield Speech(start, end, who.i, token.i, False, NEUTRAL, "hearsay")
                    break


def _goes_on(token: Token, frame: Frame) -> bool:
    """Tell whether a sentence goes on after "the union said," with what is said, and not with who that is, or when."""
    if frame.subject.lower_ in _PERSONAL:
        return True
    if frame.subject.i > frame.verb.i:
        return token.tag_ in TENSED  # "The stoppage, said Ann Lee, was lawful"
    return frame.subject.i < frame.verb.i and (
        token.pos_ in {"DET", "NOUN", "PROPN", "PRON", "NUM", "AUX"}
        and token.lower_ not in {"who", "which", "whose", "that"}
    )


def _part(token: Token) -> tuple[int, int]:
    """Return the part of a sentence that a token is in, between semicolons."""
    sentence = token.sent
    ends = [t.i for t in sentence if t.text == ";"]
    start = max((i + 1 for i in ends if i < token.i), default=sentence.start)
    return start, min((i for i in ends if i > token.i), default=sentence.end)


def _source(doc: Doc, at: int, words: tuple[str, ...]) -> Token | None:
    """Return the noun after a phrase of hearsay; "..." in a phrase stands for it ("by the union's count")."""
    if "..." in words:
        gap = words.index("...")
        if tuple(t.lower_ for t in doc[at : at + gap]) != words[:gap]:
            return None
        rest = words[gap + 1 :]
        for token in doc[at + gap : at + gap + 10]:
            if breaks(token) or _ends(token):
                return None
            if token.lower_ == rest[-1]:
                return next((c for c in token.children if c.dep_ == "poss"), None)
        return None
    end = at + len(words)
    if tuple(t.lower_ for t in doc[at:end]) != words:
        return None
    who = next((t for t in doc[end : end + 8] if t.pos_ in _NOMINAL), None)
    while who is not None and who.dep_ in {"compound", "amod", "nmod", "poss"} and who.head.i > who.i:
        who = who.head
    return named(who) if who is not None else None


def _closed(quote: Span) -> bool:
    """Tell whether a quotation ends as a sentence does."""
    inner = [t for t in quote[-3:] if t.text.strip('"“”')]
    return bool(inner) and _ends(inner[-1])


def _asked(quote: Span) -> bool:
    return any(t.text in {"?", "!"} for t in quote[-3:])


def _ends(token: Token) -> bool:
    return token.text in {".", "?", "!"}


def _links(token: Token) -> bool:
    return token.lower_ == "that" and token.dep_ == "mark"


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].is_space or doc[start].text in {",", ":"} or _links(doc[start])):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ";"}):
        end -= 1
    return start, end
