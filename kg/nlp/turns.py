"""Sentences in which a second speaker takes over from the first: "the union says X, while the firm says Y"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.nlp.saying import counts

_JOINTS = frozenset({"while", "whilst", "whereas", "although", "though", "but", "yet", "and"})
_MEANWHILE = frozenset({"while", "whilst", "whereas", "although", "though", "as"})
_SAYING = frozenset("say insist claim maintain argue contend respond reply counter".split())
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "this"})
_COMMA = frozenset({",", ";", "–", "—"})
_PAST, _PRESENT = frozenset({"VBD"}), frozenset({"VBZ", "VBP"})


def opening(verb: Token, subject: Token, earlier: tuple[Token, Token]) -> int | None:
    """Return the first token of the part of a sentence in which a second speaker is heard; None where none is.

    Both verbs of saying are mostly of one tense: "said that the firm had lied and its chairman had admitted it" is one
    speaker's.

    Args:
        verb: the second verb of saying.
        subject: who says it.
        earlier: the first verb of saying of the sentence, and who says that.
    """
    first, speaker = earlier
    if subject.lower_ in _PRONOUNS or subject.lower_ == speaker.lower_ or _is_nested(verb, first):
        return None
    left = _phrase(subject)
    own = any(c.lower_ in {"its", "their", "his", "her"} for c in subject.children if c.dep_ == "poss")
    if left - 1 <= first.i or own:
        return None
    joint = verb.doc[left - 1]
    parted = verb.doc[left - 2].text in _COMMA
    pure = verb.lemma_.lower() in _SAYING
    if joint.lower_ == "with" and verb.tag_ == "VBG" and parted and pure:
        return joint.i
    if joint.lower_ == "and" and not pure and not (parted and subject.pos_ == "PROPN"):
        return None  # "said pay was low and members wanted 8 per cent"
    return joint.i if joint.lower_ in _JOINTS and (_alike(verb, first) or (parted and counts(verb))) else None


def meanwhile(verb: Token) -> bool:
    """Tell whether a verb is told of though it stands in a clause of time: "walked out as its leader accused"."""
    mark = next((c for c in verb.children if c.dep_ == "mark"), None)
    if verb.dep_ != "advcl" or mark is None or mark.lower_ not in _MEANWHILE or verb.tag_ not in _PAST | _PRESENT:
        return False
    return any(c.dep_ == "nsubj" and c.lower_ not in _PRONOUNS for c in verb.children)


def _phrase(subject: Token) -> int:
    """Return where what is said of a speaker begins: "its secretary" of "its secretary, Ann Lee"."""
    head = subject.head if subject.dep_ == "appos" and subject.head.i < subject.i else subject
    return int(head.left_edge.i)


def _is_nested(verb: Token, first: Token) -> bool:
    """Tell whether the words of one speaker hold what the other says: "said that the firm had admitted"."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children) or (
        verb.head.i == first.i and verb.dep_ in {"ccomp", "xcomp"}
    )


def _alike(verb: Token, first: Token) -> bool:
    """Tell whether two verbs are of one tense, or the second alone is present, as no words of a past speech are."""
    tense = _tense(verb)
    return tense is not None and tense in {_tense(first), "present"}


def _tense(verb: Token) -> str | None:
    helpers = [c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if helpers:
        return "present" if set(helpers) <= {"has", "have", "is", "are"} else None
    return "past" if verb.tag_ in _PAST else "present" if verb.tag_ in _PRESENT else None
