"""Finds the words that name events, by the frames' triggers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.nouns import names_people
from kg.extract.paths import with_conjuncts
from kg.frames import Frame, Language, Pattern

_GAP = 3  # words that may stand between the parts of a verbal trigger
_ARTICLES = frozenset({"the", "a", "an"})
_VERBAL = frozenset({"VERB", "AUX"})
_NOUN_TAGS = frozenset({"NOUN", "PROPN"})
_ENDS = frozenset({".", ";", ":", '"'})
_OBJECTS = frozenset({"dobj", "nsubjpass", "oprd", "attr"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PARTICLES = frozenset({"prt", "prep", "advmod", "acomp", "agent"})
_RELATIVE = frozenset({"WDT", "WP"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that names an event: its head token, the tokens it covers, the frame that knows it.

    A weak one is believed only beside a stronger one of the article. A loose one is a guess, for those who can weigh
    what stands around it.
    """

    frame: Frame
    head: Token
    start: int
    end: int
    weak: bool
    verbal: bool
    loose: bool = False
    parts: int = 1  # how many words of a phrase were found, wherever they stand

    @property
    def core(self) -> range:
        """The tokens that no other trigger of the class may have."""
        return range(self.head.i, self.head.i + 1) if self.verbal else range(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Row:
    """A phrase of a frame."""

    frame: Frame
    words: Pattern
    weak: bool
    loose: bool


_Table = Mapping[str, list[_Row]]


class TriggerFinder:
    """Finds the triggers of all frames of a domain, longest first, one frame a token.

    Loose triggers are found beside them, one of each class at most in a sentence that has no other of the class.
    """

    def __init__(self, language: Language) -> None:
        frames = language.frames
        self._verbs = _index(_sure(f, f.verbs) for f in frames)
        self._nouns = _index(_sure(f, f.nouns) for f in frames)
        self._loose_verbs = _index(_guessed(f, f.loose.verbs) for f in frames)
        self._loose_nouns = _index(_guessed(f, f.loose.nouns) for f in frames)
        self._loose_clauses = _index((_guessed(f, f.loose.clauses) for f in frames), at=1)
        # phrases by their frame and each of their words, with the place of that word
        self._blocked: dict[tuple[str, str], list[tuple[tuple[str, ...], int]]] = {}
        for frame in frames:
            for phrase in frame.blocked:
                for n, word in enumerate(phrase):
                    self._blocked.setdefault((frame.name, word), []).append((phrase, n))

    def find(self, doc: Doc, *, loose: bool = False) -> list[Trigger]:
        """Return the triggers of a document, in the order of the text.

        Args:
            doc: a document that went through the whole pipeline.
            loose: whether loose triggers are wanted, too.
        """
        text = _Text(doc)
        found = [*_verbal(text, self._verbs), *_nominal(text, self._nouns)]
        kept = _apart(t for t in found if not self._is_blocked(text, t))
        if loose:
            more = [
                *_verbal(text, self._loose_verbs),
                *_nominal(text, self._loose_nouns),
                *_clausal(text, self._loose_clauses),
            ]
            kept += _beside(text, kept, more)
        return sorted(kept, key=lambda t: t.head.i)

    def _is_blocked(self, text: _Text, trigger: Trigger) -> bool:
        """Tell whether a trigger stands in a phrase in which it means something else; articles in it do not count."""
        at, lemmas, lowers = trigger.head.i, text.lemmas, text.lowers
        words = {lemmas[at], lowers[at]}
        phrases = [(p, n) for word in words for p, n in self._blocked.get((trigger.frame.name, word), ())]
        if not phrases or lowers[at] in _ARTICLES:
            return False
        around = range(max(0, trigger.start - 5), min(len(lowers), trigger.end + 5))
        kept = [i for i in around if lowers[i] not in _ARTICLES]
        here = kept.index(at)
        for phrase, n in phrases:
            places = kept[here - n : here - n + len(phrase)] if here >= n else []
            if len(places) == len(phrase) and all(
                w == lowers[i] or w == lemmas[i] for w, i in zip(phrase, places, strict=True)
            ):
                return True
        return False


class _Text:
    """A document as triggers see it: lemmas, with names and dates left out, and what its verbs govern."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = list(doc)
        self.lowers = [t.lower_ for t in self.tokens]
        self.lemmas = [_lemma(t) for t in self.tokens]
        for when in doc._.kg_dates:
            self.lemmas[when.start : when.end] = [""] * (when.end - when.start)
        for token in self.tokens:
            if token.ent_type_ == "DATE" and token.text.istitle():
                self.lemmas[token.i] = ""
        for i in _named(doc):
            self.lemmas[i] = ""
        self.verbs = [t.i for t in self.tokens if t.pos_ in _VERBAL]
        self.ends = [bool(t.is_sent_start) or low in _ENDS for t, low in zip(self.tokens, self.lowers, strict=True)]
        self.sentence: list[int] = []
        self.words: list[set[str]] = []  # of each sentence, as lemmas and as they are
        for n, span in enumerate(doc.sents):
            self.sentence += [n] * len(span)
            self.words.append({*self.lemmas[span.start : span.end], *self.lowers[span.start : span.end]})
        self._objects: dict[int, frozenset[str]] = {}

    def is_at(self, i: int, words: frozenset[str]) -> bool:
        """Tell whether one of these words stands at a token, as a lemma or as it is."""
        lemma = self.lemmas[i]
        return bool(lemma) and (lemma in words or self.lowers[i] in words)

    def objects(self, i: int) -> frozenset[str]:
        """Return the words for what a verb is done to: its object, its passive subject, the noun that it qualifies."""
        if i not in self._objects:
            heads = (h for noun in _objects(self.tokens[i]) for h in _heads(noun))
            self._objects[i] = frozenset(w for h in heads if self.lemmas[h.i] for w in (self.lemmas[h.i], h.lower_))
        return self._objects[i]


def _verbal(text: _Text, table: _Table) -> Iterator[Trigger]:
    for i in text.verbs:
        for row in table.get(text.lemmas[i], ()):
            end = _match_rest(text, i, row.words)
            if end is not None:
                yield Trigger(row.frame, text.tokens[i], i, end, row.weak, True, row.loose, len(row.words))
    for token in text.tokens:
        if token.pos_ == "ADJ" and token.dep_ == "amod" and token.lower_.endswith("ing") and token.head.tag_ == "NNS":
            stem = token.lower_[:-3]  # "Striking dockers", which the tagger takes for remarkable ones
            for row in (*table.get(stem, ()), *table.get(f"{stem}e", ())):
                if len(row.words) == 1 and not row.loose and not row.weak and names_people(token.head):
                    yield Trigger(row.frame, token, token.i, token.i + 1, row.weak, True, row.loose, 1)


def _nominal(text: _Text, table: _Table) -> Iterator[Trigger]:
    for i, row in _beginning(text, table):
        count = len(row.words)
        end = i + count
        if end > len(text.tokens) or any(not text.is_at(i + k, row.words[k]) for k in range(1, count)):
            continue
        head = text.tokens[i] if count == 1 else text.doc[i:end].root
        if (
            head.pos_ in _NOUN_TAGS
            or (count > 1 and head.pos_ != "PUNCT")
            or (head.tag_ == "VBG" and head.dep_ in {"nsubj", "dobj", "pobj", "compound"})
        ):
            yield Trigger(row.frame, head, i, end, row.weak, False, row.loose, count)


def _beginning(text: _Text, table: _Table) -> Iterator[tuple[int, _Row]]:
    """Yield the phrases that begin with each token, as a lemma or as it is."""
    for i, (lemma, lower) in enumerate(zip(text.lemmas, text.lowers, strict=True)):
        if lemma:
            for row in table.get(lemma, ()):
                yield i, row
            if lower != lemma:
                for row in table.get(lower, ()):
                    yield i, row


def _clausal(text: _Text, table: _Table) -> Iterator[Trigger]:
    """Yield the verbs whose subject is one of the words at the start of a phrase: "40 posts are to go"."""
    for i in text.verbs:
        if text.lemmas[i] not in table:
            continue
        token = text.tokens[i]
        subjects = {text.lemmas[h.i] for noun in _subjects(token) for h in _heads(noun)}
        for row in table[text.lemmas[i]]:
            if row.words[0].isdisjoint(subjects):
                continue
            end = _match_rest(text, i, row.words[1:])
            if end is not None:
                yield Trigger(row.frame, token, i, end, row.weak, True, row.loose, len(row.words))


# -- which of several stay --------------------------------------------------------------------------


def _apart(found: Iterable[Trigger]) -> list[Trigger]:
    """Keep the longest triggers that share no token."""
    taken: set[int] = set()
    kept = []
    for trigger in sorted(found, key=lambda t: (-(t.end - t.start), t.start)):
        if taken.isdisjoint(trigger.core):
            kept.append(trigger)
            taken.update(trigger.core)
    return kept


def _beside(text: _Text, sure: list[Trigger], loose: Iterable[Trigger]) -> list[Trigger]:
    """Keep the longest loose trigger of each class in a sentence that has no other of the class.

    None is kept that is a part of a longer trigger of another class: "action" in "action short of a strike".
    """
    told = {(t.frame.event, text.sentence[t.head.i]) for t in sure}
    longest = {i: t.parts for t in sure for i in t.core}
    kept = []
    for trigger in sorted(loose, key=lambda t: (-t.parts, t.start)):
        here = (trigger.frame.event, text.sentence[trigger.head.i])
        if here not in told and all(longest.get(i, 0) <= trigger.parts for i in trigger.core):
            kept.append(trigger)
            told.add(here)
    return kept


# -- phrases ----------------------------------------------------------------------------------------


def _sure(frame: Frame, phrases: Iterable[tuple[str, ...]]) -> Iterator[_Row]:
    for phrase in phrases:
        yield _Row(frame, tuple(frozenset({word}) for word in phrase), phrase in frame.weak, False)


def _guessed(frame: Frame, patterns: Iterable[Pattern]) -> Iterator[_Row]:
    for words in patterns:
        yield _Row(frame, words, True, True)


def _index(rows: Iterable[Iterable[_Row]], at: int = 0) -> _Table:
    """Return the phrases by the words of one of their parts, the longest first."""
    table: dict[str, list[_Row]] = {}
    for row in (row for group in rows for row in group):
        for word in sorted(row.words[at]):
            table.setdefault(word, []).append(row)
    for found in table.values():
        found.sort(key=lambda row: -len(row.words))
    return table


def _match_rest(text: _Text, at: int, words: Pattern) -> int | None:
    """Match the words after a verb, with a few others between them, or those that it governs from further away."""
    here = text.words[text.sentence[at]]
    if any(wanted.isdisjoint(here) for wanted in words[1:]):
        return None
    i = at
    for wanted in words[1:]:
        for j in range(i + 1, min(len(text.ends), i + 2 + _GAP)):
            if text.ends[j]:
                return _match_governed(text, at, words)
            if text.is_at(j, wanted):
                i = j
                break
        else:
            return _match_governed(text, at, words)
    return i + 1


def _match_governed(text: _Text, at: int, words: Pattern) -> int | None:
    """Match a phrase whose last word hangs on the verb, wherever it stands.

    It is the verb's object ("1,200 jobs will be cut") or that of the preposition before it ("put a rise of 4 per cent
    on the table"); the words before it are particles of the verb.
    """
    if len(words) == 1:
        return None
    beside = {c.lower_: c for c in text.tokens[at].children if c.dep_ in _PARTICLES} if len(words) > 2 else {}
    if any(wanted.isdisjoint(beside) for wanted in words[1:-1]):
        return None
    under = (c for word, hung in beside.items() if word in words[-2] for c in hung.children if c.dep_ == "pobj")
    if words[-1].isdisjoint(text.objects(at)) and not any(text.is_at(c.i, words[-1]) for c in under):
        return None
    return at + 1


def _objects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep_ in _OBJECTS:
            yield child
    relative = verb.dep_ == "relcl" and any(c.dep_ in _OBJECTS and c.tag_ in _RELATIVE for c in verb.children)
    if relative or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        yield verb.head


def _subjects(verb: Token) -> Iterator[Token]:
    """Yield the subjects of a verb: its own, or else those of the verb that it hangs on ("jobs are to go")."""
    at = verb
    while True:
        found = [c for c in at.children if c.dep_ in _SUBJECTS]
        if any(c.tag_ in _RELATIVE for c in found) or (at.dep_ in {"acl", "relcl"} and not found):
            yield at.head
        yield from found
        if found or at.dep_ not in {"xcomp", "conj"} or at.head.pos_ not in {"VERB", "AUX"}:
            return
        at = at.head


def _heads(noun: Token) -> Iterator[Token]:
    """Yield the nouns that a phrase is about: "jobs and grades", "hundreds of jobs"."""
    for each in with_conjuncts(noun):
        yield each
        for child in each.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        yield from with_conjuncts(inner)


def _named(doc: Doc) -> frozenset[int]:
    """The tokens that are proper names: "Strike" in a name is no strike."""
    return frozenset(i for n in doc._.kg_names for i in range(n.start, n.end))


def _lemma(token: Token) -> str:
    """Return the lemma in lower case; of a capitalised noun, which the lemmatizer leaves alone, without plural s."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma.endswith("s") and len(lemma) > 4 and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma
