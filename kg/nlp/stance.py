"""What a speaker does with words: says, denies, demands, threatens or announces.

The verb of saying decides; where it tells only that something is said, the words themselves do: "no decision has been
taken" denies, "unless it is raised" threatens, "it would ballot" announces.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Span, Token

NEUTRAL = "claims"
_FUTURE = frozenset({"will", "would", "shall", "'ll", "’ll", "wo", "'d", "’d"})
_OUGHT = frozenset({"must", "should", "ought"})
_PERFECT = frozenset({"had", "has", "have", "did", "does", "do"})
_SPEAKER = frozenset({"it", "they"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class StanceReader:
    """Tells the stance of a verb, and of words under a verb.

    Args:
        stance: phrases of lemmas that report speech, with the core concept of what the speaker does.
        content: words by which what is said tells its stance, by core concept.
        rejecting: verbs that deny with one of `rumours` as object: "rejected suggestions that ...".
        rumours: nouns for what somebody has it that has happened.
    """

    def __init__(
        self,
        stance: Mapping[tuple[str, ...], str],
        content: Mapping[str, frozenset[str]],
        rejecting: frozenset[str],
        rumours: frozenset[str],
    ) -> None:
        self._rejecting, self._rumours = rejecting, rumours
        self._verbs = dict(stance)
        self._lemmas = frozenset(phrase[0] for phrase in stance)
        self._content = dict(content)

    def phrases(self, verb: Token) -> Iterator[tuple[str, ...]]:
        """Yield the phrases that a verb may be the head of: with the word after it, and bare.

        With a particle a verb is another ("put up", "call off"), and only the phrase counts.
        """
        lemma = verb.lemma_.lower()
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
        if particle is not None:
            yield (lemma, particle)
            return
        if verb.i + 1 < len(verb.doc):
            yield (lemma, verb.doc[verb.i + 1].lower_)
        yield (lemma,)

    def phrase(self, verb: Token) -> tuple[str, ...] | None:
        """Return the longest phrase of speech that a verb is the head of."""
        if verb.lemma_.lower() not in self._lemmas:
            return None
        return next((p for p in self.phrases(verb) if p in self._verbs), None)

    def of_verb(self, verb: Token) -> str | None:
        """Return what a verb of saying does, or None for another verb."""
        phrase = self.phrase(verb)
        if phrase is None:
            return None
        claims = any(c.dep_ == "dobj" and c.lemma_.lower() in self._rumours for c in verb.children)
        return "denies" if claims and phrase[0] in self._rejecting else self._verbs[phrase]

    def of_words(self, words: Span, stance: str | None, *, quoted: bool, dated: bool) -> str:
        """Return the stance of what is said.

        Args:
            words: the words.
            stance: what the verb of saying does, None where there is none.
            quoted: they are a quotation; in reported words, "it" and "they" are mostly the speaker.
            dated: a time expression is among them.
        """
        if stance not in {None, NEUTRAL}:
            return str(stance)
        heads = list(_heads(words))
        if any(map(_conditional, heads)):
            return "threatens"
        found = self._clause(heads[0], quoted=quoted, dated=dated) if heads else None
        return found or self._by_words(words) or NEUTRAL

    def _by_words(self, words: Span) -> str | None:
        lower = {t.lower_ for t in words}
        return next((stance for stance, known in self._content.items() if known & lower), None)

    def _clause(self, head: Token, *, quoted: bool, dated: bool) -> str | None:
        """Return what the first clause of the words does."""
        helpers = {c.lower_ for c in head.children if c.dep_ in {"aux", "auxpass"}}
        subject = next((c for c in head.children if c.dep_ in _SUBJECTS), None)
        negated = any(c.dep_ == "neg" for c in head.children)
        if _denied(head, subject, helpers, quoted=quoted, negated=negated):
            return "denies"
        if helpers & _OUGHT:
            return "demands"
        if quoted or negated or subject is None or not helpers & _FUTURE:
            return None
        own = subject.lower_ in _SPEAKER or any(c.dep_ == "poss" and c.pos_ == "PRON" for c in subject.children)
        return "announces" if own or dated else None


def _heads(words: Span) -> Iterator[Token]:
    """Yield the verbs on which all other words of a span depend, and the verbs joined to them."""
    for token in words:
        if token.pos_ not in _VERBAL:
            continue
        within = words.start <= token.head.i < words.end and token.head.i != token.i
        if not within or (token.dep_ == "conj" and token.head.dep_ in {"ROOT", "ccomp"}):
            yield token


def _conditional(head: Token) -> bool:
    """Tell whether a clause says what will be done on a condition: "if they dock pay, we will strike"."""
    if not any(c.dep_ == "aux" and c.lower_ in _FUTURE for c in head.children):
        return False
    return any(
        m.dep_ == "mark" and m.lower_ in {"if", "unless"}
        for c in head.children
        if c.dep_ == "advcl"
        for m in c.children
    )


def _denied(head: Token, subject: Token | None, helpers: set[str], *, quoted: bool, negated: bool) -> bool:
    """Tell whether a clause says that something is not so: "there is no plan", "it had not called a strike"."""
    if helpers & _FUTURE:
        return False
    there = any(c.dep_ == "expl" for c in head.children)
    none = any(_is_none(c) for c in head.children if c.dep_ in {"attr", "dobj"})
    if none and (there or (not quoted and head.lemma_.lower() == "have")):
        return True
    if quoted:
        return False
    own = subject is None or there or subject.lower_ in _SPEAKER | {"he", "she", "there"}
    return (subject is not None and _is_none(subject)) or (negated and own and bool(helpers & _PERFECT))


def _is_none(token: Token) -> bool:
    return token.lower_ in _NOBODY or any(c.lower_ == "no" for c in token.children)
