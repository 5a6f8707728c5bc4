"""Finds the words that name events, by the frames' triggers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.frames import Frame, Language

_GAP = 3  # words that may stand between the parts of a verbal trigger
_ARTICLES = frozenset({"the", "a", "an"})
_NOUN_TAGS = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase that names an event: its head token, the tokens it covers, the frame that knows it."""

    frame: Frame
    head: Token
    start: int
    end: int
    weak: bool
    verbal: bool


class TriggerFinder:
    """Finds the triggers of all frames of a domain, longest first, one frame a token."""

    def __init__(self, language: Language) -> None:
        self._verbs = _index((f, p) for f in language.frames for p in f.verbs)
        self._nouns = _index((f, p) for f in language.frames for p in f.nouns)
        self._blocked: dict[str, list[tuple[str, ...]]] = {f.name: [*f.blocked] for f in language.frames}

    def find(self, doc: Doc) -> list[Trigger]:
        """Return the triggers of a document, in the order of the text."""
        lemmas = [_lemma(t) for t in doc]
        for when in doc._.kg_dates:
            lemmas[when.start : when.end] = [""] * (when.end - when.start)
        named = _named(doc)
        for token in doc:
            if (token.ent_type_ == "DATE" and token.text.istitle()) or token.i in named:
                lemmas[token.i] = ""
        found = [*self._verbal(doc, lemmas), *self._nominal(doc, lemmas)]
        found = [t for t in found if not self._is_blocked(doc, lemmas, t)]
        found.sort(key=lambda t: (-(t.end - t.start), t.start))
        taken: set[int] = set()
        kept = []
        for trigger in found:
            core = {trigger.head.i} if trigger.verbal else set(range(trigger.start, trigger.end))
            if not core & taken:
                kept.append(trigger)
                taken |= core
        return sorted(kept, key=lambda t: t.head.i)

    def _verbal(self, doc: Doc, lemmas: list[str]) -> Iterator[Trigger]:
        for token in doc:
            if token.pos_ not in {"VERB", "AUX"}:
                continue
            for frame, words in self._verbs.get(lemmas[token.i], ()):
                end = _match_rest(doc, lemmas, token.i, words)
                if end is not None:
                    yield Trigger(frame, token, token.i, end, words in frame.weak, True)

    def _nominal(self, doc: Doc, lemmas: list[str]) -> Iterator[Trigger]:
        for token in doc:
            for frame, words in self._nouns.get(lemmas[token.i], ()):
                end = token.i + len(words)
                if tuple(lemmas[token.i : end]) != words:
                    continue
                head = doc[token.i : end].root
                if (
                    head.pos_ in _NOUN_TAGS
                    or (len(words) > 1 and head.pos_ != "PUNCT")
                    or (head.tag_ == "VBG" and head.dep_ in {"nsubj", "dobj", "pobj", "compound"})
                ):
                    yield Trigger(frame, head, token.i, end, words in frame.weak, False)

    def _is_blocked(self, doc: Doc, lemmas: list[str], trigger: Trigger) -> bool:
        """Tell whether a trigger stands in a phrase in which it means something else; articles in it do not count."""
        kept = [t.i for t in doc[max(0, trigger.start - 5) : trigger.end + 5] if t.lower_ not in _ARTICLES]
        head = {lemmas[trigger.head.i], trigger.head.lower_}
        for phrase in self._blocked[trigger.frame.name]:
            if head.isdisjoint(phrase):
                continue
            for k in range(len(kept) - len(phrase) + 1):
                at = kept[k : k + len(phrase)]
                if trigger.head.i in at and all(
                    w in (lemmas[i], doc[i].lower_) for w, i in zip(phrase, at, strict=True)
                ):
                    return True
        return False


def _index(pairs: Iterator[tuple[Frame, tuple[str, ...]]]) -> Mapping[str, list[tuple[Frame, tuple[str, ...]]]]:
    table: dict[str, list[tuple[Frame, tuple[str, ...]]]] = {}
    for frame, words in pairs:
        table.setdefault(words[0], []).append((frame, words))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[1]))
    return table


def _match_rest(doc: Doc, lemmas: list[str], at: int, words: tuple[str, ...]) -> int | None:
    """Match the words after a verb, with a few others between them; passives have them before the verb."""
    i = at
    for word in words[1:]:
        for j in range(i + 1, min(len(doc), i + 2 + _GAP)):
            if doc[j].is_sent_start or doc[j].text in {".", ";", ":", '"'}:
                return _match_subject(doc, lemmas, at, words)
            if lemmas[j] == word or doc[j].lower_ == word:
                i = j
                break
        else:
            return _match_subject(doc, lemmas, at, words)
    return i + 1


def _match_subject(doc: Doc, lemmas: list[str], at: int, words: tuple[str, ...]) -> int | None:
    """Match a phrase whose object is the passive subject: "tools were downed", "1,200 jobs will be cut"."""
    if len(words) == 2 and any(c.dep_ == "nsubjpass" and lemmas[c.i] == words[1] for c in doc[at].children):
        return at + 1
    return None


def _named(doc: Doc) -> frozenset[int]:
    """The tokens that are proper names: "Strike" in a name is no strike."""
    return frozenset(i for n in doc._.kg_names for i in range(n.start, n.end))


def _lemma(token: Token) -> str:
    """Return the lemma in lower case; of a capitalised noun, which the lemmatizer leaves alone, without plural s."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma.endswith("s") and len(lemma) > 4 and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma
