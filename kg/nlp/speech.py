"""Direct and reported speech: the words, and the token of who says them.

A piece of speech is a quotation, the clause under a verb of saying, the rest of the sentence around "the union said",
or what a verb that is speech by itself acts upon ("rejected the offer", "wants a rise"). Pieces are joined to runs
later, when it is known who the speakers are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from kg.annotations import Speech
from kg.nlp.quotations import breaks, quotations
from kg.nlp.stance import StanceReader

_CLAUSES = frozenset({"ccomp", "xcomp", "parataxis"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_BELOW = frozenset({"relcl", "advcl", "acl", "pcomp", "ccomp", "csubj"})  # clauses that only mention what one wants
_OBJECTS = frozenset({"dobj", "prep", "pobj", "dative", "oprd", "xcomp", "ccomp", "advcl", "prt"})
_TENSED = frozenset({"VBD", "VBP", "VBZ", "MD"})
_FEW = 5  # a quotation of fewer tokens is speech only where a verb says so
_SHORT = 6  # tokens of a verb with its objects that tell little without who acts
_REACH = 30  # tokens between a quotation and its verb of saying


class Frame(NamedTuple):
    """A verb of saying with its subject, and what it does."""

    verb: Token
    subject: Token
    stance: str


class SpeechFinder:
    """The component `kg_speech`: sets `doc._.kg_speech`.

    Args:
        stance: phrases of lemmas that report speech, with the core concept of what the speaker does.
        hearsay: phrases that say that words come from someone ("according to").
        takes: how verbs of speech take what is said: "object", "infinitive", "quoted", "present" -> phrases.
        content: words by which what is said tells what is done with it, by core concept.
    """

    def __init__(
        self,
        *,
        stance: Mapping[tuple[str, ...], str],
        hearsay: Sequence[tuple[str, ...]],
        takes: Mapping[str, frozenset[tuple[str, ...]]],
        content: Mapping[str, frozenset[str]],
    ) -> None:
        self._stance = StanceReader(stance, content)
        self._hearsay = tuple(hearsay)
        self._first_of_hearsay = frozenset(words[0] for words in hearsay)
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
        for token in doc:
            if token.i in inside or token.pos_ not in _VERBAL:
                continue
            stance = self._stance.of_verb(token)
            if stance is None:
                continue
            if _names_only(token):
                continue
            subject = speaker_of(token)
            subject = _named(antecedent(subject)) if subject is not None else _beside_verb(token)
            if subject is not None and subject.i not in inside:
                yield Frame(token, subject, stance)

    def _has(self, key: str, verb: Token) -> bool:
        return bool(self._takes.get(key, frozenset()) & set(self._stance.phrases(verb)))

    def _does(self, words: Span, frame: Frame | None, *, quoted: bool) -> str:
        """Return what is done with words."""
        dated = any(words.start <= when.start < words.end for when in words.doc._.kg_dates)
        verb = frame.stance if frame is not None else None
        return self._stance.of_words(words, verb, quoted=quoted, dated=dated)

    # -- direct -----------------------------------------------------------------------------

    def _quoted(self, doc: Doc, quotes: Sequence[Span], frames: list[Frame], inside: set[int]) -> Iterator[Speech]:
        at = 0
        for quote in quotes:
            while at < len(frames) and frames[at].verb.i < quote.start - _REACH:
                at += 1
            frame = self._beside(doc, quote, frames[at:], inside)
            if frame is None and len(quote) < _FEW:
                continue
            stance = self._does(quote, frame, quoted=True)
            if frame is None:
                yield Speech(quote.start, quote.end, -1, -1, True, stance, "loose")
            else:
                yield Speech(quote.start, quote.end, frame.subject.i, frame.verb.i, True, stance, "quoted")

    def _beside(self, doc: Doc, quote: Span, frames: Sequence[Frame], inside: set[int]) -> Frame | None:
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
        for frame in frames:
            found = self._clause(doc, frame) or self._around(doc, frame) or self._object(doc, frame)
            if found is None:
                continue
            start, end, form = found
            if end - start >= 3:
                stance = self._does(doc[start:end], frame, quoted=False)
                yield Speech(start, end, frame.subject.i, frame.verb.i, False, stance, form)

    def _clause(self, doc: Doc, frame: Frame) -> tuple[int, int, str] | None:
        """Return the clause below the verb: before it, or after it."""
        if _is_unsaid(frame.verb):
            return None
        for clause in frame.verb.children:
            if (
                clause.dep_ not in _CLAUSES
                or _is_question(clause)
                or (frame.verb.dep_ == "relcl" and clause.i < frame.subject.i)
            ):
                continue
            finite = _finite(clause)
            if not finite and not (self._has("infinitive", frame.verb) and _is_told(frame.verb)):
                continue
            left, right = clause.left_edge.i, clause.right_edge.i + 1
            if left > frame.verb.i or right <= frame.verb.i:
                return *_trimmed(doc, left, right), "clause" if finite else "infinitive"
        return None

    def _around(self, doc: Doc, frame: Frame) -> tuple[int, int, str] | None:
        """Return the sentence around "the union said", where that is only put in or set after it."""
        verb, subject = frame.verb, frame.subject
        if any(self._has(key, verb) for key in ("object", "quoted", "present", "figure", "names")):
            return None
        if verb.dep_ not in {"parataxis", "ROOT", "ccomp"} or verb.tag_ not in _TENSED:
            return None
        sentence = verb.sent
        left = min(subject.left_edge.i, verb.i)
        right = max(subject.right_edge.i if subject.i > verb.i else verb.i, verb.i) + 1
        beside = left > sentence.start and doc[left - 1].text in {",", "?", "!", "-", "–", "—"}
        if beside and (verb.dep_ != "ccomp" or doc[min(right, len(doc) - 1)].text in {",", "."}):
            return *_trimmed(doc, sentence.start, left), "around"
        return None

    def _object(self, doc: Doc, frame: Frame) -> tuple[int, int, str] | None:
        """Return a verb that is speech by itself, with what it acts upon: "rejected the offer", "wants a rise"."""
        verb = frame.verb
        if self._has("figure", verb):
            form = "figure" if _counts(verb) else ""
        elif self._has("present", verb):
            form = "wants" if _is_told(verb) and _is_so(verb) else ""
        elif self._has("names", verb):
            form = "object" if _is_told(verb) and any(c.dep_ in {"oprd", "ccomp"} for c in verb.children) else ""
        else:
            form = "object" if self._has("object", verb) and _is_told(verb) else ""
        last = [c.right_edge.i for c in verb.children if c.dep_ in _OBJECTS and c.i > verb.i]
        if not last or not form:
            return None
        start, end = verb.i, max(last) + 1
        if end - start < _SHORT and frame.subject.i < start:
            start = frame.subject.left_edge.i
        return *_trimmed(doc, start, end), form

    def _according(self, doc: Doc) -> Iterator[Speech]:
        for token in doc:
            if token.lower_ not in self._first_of_hearsay:
                continue
            for words in self._hearsay:
                who = _source(doc, token.i, words)
                if who is not None:
                    sentence = token.sent
                    yield Speech(sentence.start, sentence.end, who.i, token.i, False, "claims", "hearsay")
                    break


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
    return _named(who) if who is not None else None


def speaker_of(verb: Token) -> Token | None:
    """Return the subject of a verb of saying: its own, its passive agent, or that of a verb it is joined to."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
                return verb.head
            return child
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        return None
    if verb.dep_ in {"conj", "xcomp"} and verb.head.pos_ in _VERBAL:
        return speaker_of(verb.head)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        return next((c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"}), None) or speaker_of(verb.head)
    return None


def _named(subject: Token) -> Token:
    """Return the name that belongs to a title: "its secretary, Ann Lee", "union president Ann Lee"."""
    if subject.ent_type_ == "PERSON":
        return subject
    for child in subject.children:
        if child.dep_ == "appos" and child.i > subject.i and (child.ent_type_ == "PERSON" or _is_name(child, subject)):
            return child
    after = subject.i + 1
    if after < len(subject.doc) and subject.pos_ == "NOUN" and subject.doc[after].pos_ == "PROPN":
        return _last_of_name(subject.doc[after])
    return subject


def _is_name(token: Token, subject: Token) -> bool:
    return token.pos_ == "PROPN" and subject.pos_ != "PROPN"


def _last_of_name(token: Token) -> Token:
    while token.i + 1 < len(token.doc) and token.doc[token.i + 1].pos_ == "PROPN":
        token = token.doc[token.i + 1]
    return token


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for; any other token itself."""
    if token.lower_ in {"who", "which", "that"}:
        return next((up.head for up in token.ancestors if up.dep_ == "relcl"), token)
    return token


def _beside_verb(verb: Token) -> Token | None:
    """Return the noun next to a verb of saying whose subject the parser lost: '"...," said Ann Lee, 40, a nurse'."""
    if verb.tag_ in {"VB", "VBG", "VBN"} or any(c.dep_ == "nsubjpass" for c in verb.children):
        return None
    doc = verb.doc
    after = next((t for t in doc[verb.i + 1 : verb.i + 5] if t.pos_ != "DET"), None)
    if after is not None and after.pos_ == "PROPN":
        return _last_of_name(after)
    before = doc[verb.i - 1] if verb.i else None
    return before if before is not None and before.pos_ == "PROPN" else None


def _names_only(verb: Token) -> bool:
    """Tell whether a verb only gives a thing its name: "what the union called a breakthrough"."""
    return any(c.lower_ == "what" and c.i < verb.i for c in verb.children) and verb.dep_ in {
        "pcomp",
        "csubj",
        "ccomp",
        "pobj",
        "dobj",
    }


def _is_told(verb: Token) -> bool:
    """Tell whether the article tells of a verb by itself: it stands in no clause of time, condition or the like."""
    at = verb
    while at.dep_ == "conj" and at.head.pos_ in _VERBAL:
        at = at.head
    asked = any(c.dep_ == "aux" and c.lower_ in {"should", "may", "might", "could", "would"} for c in at.children)
    return at.dep_ not in _BELOW and not asked and not any(c.dep_ == "neg" for c in verb.children)


def _is_unsaid(verb: Token) -> bool:
    """Tell whether it is not said: "did not say", "declined to say", "should they say"."""
    above = verb.head if verb.dep_ == "xcomp" else verb
    if verb.tag_ == "VB" and verb.dep_ == "xcomp" and above.i != verb.i:
        return True
    return any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ == "should") for c in verb.children)


def _is_question(clause: Token) -> bool:
    return any(c.lower_ in {"whether", "if"} and c.dep_ == "mark" for c in clause.children)


def _is_so(verb: Token) -> bool:
    """Tell whether a verb says what is so at the time of writing: a present or a perfect."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.dep_ == "auxpass" for c in helpers):
        return False
    if verb.tag_ in {"VBZ", "VBP"}:
        return not helpers
    return bool(helpers) and helpers[0].tag_ in {"VBZ", "VBP"} and verb.tag_ in {"VBG", "VBN"}


def _counts(verb: Token) -> bool:
    """Tell whether a verb gives a number: "counted 600", "put the figure at 600"; not "put 600 in the bank"."""
    moved = any(c.dep_ == "prep" and c.lower_ in {"into", "in", "to"} and c.i > verb.i for c in verb.children)
    for child in verb.children:
        if child.i > verb.i and child.dep_ in _OBJECTS | {"advmod", "attr"} and any(t.like_num for t in child.subtree):
            return child.dep_ != "dobj" or not moved
    return False


def _finite(clause: Token) -> bool:
    """Tell whether the head of a clause is a finite verb, or has a finite auxiliary."""
    if clause.pos_ not in _VERBAL:
        return False
    return clause.tag_ in _TENSED or any(c.dep_ in {"aux", "auxpass"} and c.tag_ in _TENSED for c in clause.children)


def _closed(quote: Span) -> bool:
    """Tell whether a quotation ends as a sentence does."""
    inner = [t for t in quote[-3:] if t.text.strip('"“”')]
    return bool(inner) and _ends(inner[-1])


def _asked(quote: Span) -> bool:
    return any(t.text in {"?", "!"} for t in quote[-3:])


def _ends(token: Token) -> bool:
    return token.text in {".", "?", "!"}


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    while start < end and (doc[start].is_space or doc[start].text in {",", ":"} or doc[start].lower_ == "that"):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].text in {",", ";"}):
        end -= 1
    return start, end
