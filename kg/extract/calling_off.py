"""What is called off, and what is only asked to be: "called off the strike", "urged them to call it off"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.conditions import on_condition
from kg.extract.negation import negated
from kg.frames import English

_VERBAL = frozenset({"VERB", "AUX"})
_PARTICLES = frozenset({"prt", "prep", "advmod", "dobj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_GRANTED = frozenset("seek refuse reject apply ask fail deny want consider request threaten demand lose".split())
_RESOLVING = frozenset("agree decide vote choose opt announce resolve decision".split())
_PRONOUNS = frozenset({"it", "them", "they", "that", "this"})
_UNDONE = frozenset({"would", "should", "could", "might", "may"})
_ASKING = frozenset(
    (
        "urge ask appeal beg implore plead call request demand want wish refuse decline offer threaten try attempt "
        "fail hope seek press pressure advise invite propose consider willing ready unwilling reluctant refusal"
    ).split()
)
_DEALS = frozenset({"offer", "proposal"})  # "accepted an offer to avert it"
_HELD = frozenset({"dobj", "nsubjpass"})


def not_called_off(trigger: Token, english: English) -> bool:
    """Tell whether a happening is only what somebody might call off: "urged them to call off Monday's strike".

    Args:
        trigger: the head of the words that tell of the happening.
        english: the words by which a status is told.
    """
    at = trigger.head if trigger.dep_ == "compound" else trigger
    verb = at.head
    held = at.dep_ in _HELD and verb.pos_ in _VERBAL and calls_off(verb, english)
    return held and only_asked(verb, english) and not _announced(verb, english)


def said_to_be_off(trigger: Token, english: English) -> bool:
    """Tell whether somebody has said that a happening will be called off: "said it would call off Monday's strike"."""
    at = trigger.head if trigger.dep_ == "compound" else trigger
    return at.dep_ in _HELD and calls_off(at.head, english) and _announced(at.head, english)


def _announced(verb: Token, english: English) -> bool:
    """Tell whether "would" is a "will" told in the past, on no condition: "said that it would"."""
    if negated(verb) or on_condition(verb) or not any(c.lower_ == "would" for c in verb.children):
        return False
    told = verb.head
    return verb.dep_ == "ccomp" and told.tag_ in {"VBD", "VBN"} and (told.lemma_.lower(),) in english.stance


def only_asked(verb: Token, english: English) -> bool:
    """Tell whether something is not done, but asked for, offered, refused or ruled out."""
    if negated(verb) or {c.lower_ for c in verb.children if c.dep_ == "aux"} & _UNDONE:
        return True
    above = verb.head
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "acl", "advcl"}:
        return above.lemma_.lower() in _ASKING and not (above.pos_ == "NOUN" and above.lemma_ in _DEALS)
    lemmas = {(above.lemma_.lower(),), *((above.lemma_.lower(), c.lower_) for c in above.children if c.dep_ == "prt")}
    out = verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "pcomp", "ccomp", "dobj"}  # "ruled out calling it off"
    return out and any(english.over.get(words) == "denied" for words in lemmas) and not negated(above)


def called_off_later(trigger: Token, english: English) -> bool:
    """Tell whether the rest of the sentence calls it off, by a pronoun or by a passive that has no subject near."""
    end = trigger.sent.end
    for i in range(trigger.i + 1, end):
        verb = trigger.doc[i]
        if verb.pos_ not in _VERBAL or not calls_off(verb, english):
            continue
        if not real(verb) and not any(c.lower_ == "only" for c in verb.children):
            continue
        for child in verb.children:
            if child.dep_ in {"dobj", "nsubjpass"} and child.lower_ in _PRONOUNS and child.i > trigger.i:
                return True
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        if passive and not any(c.dep_ in _SUBJECTS | {"csubjpass"} for c in verb.children):
            return True
    return False


def calls_off(verb: Token, english: English) -> bool:
    """Tell whether a verb, alone or with a particle, calls off what it governs."""
    lemma = verb.lemma_.lower()
    if english.over.get((lemma,)) == "cancelled":
        return True
    return any(c.dep_ in _PARTICLES and english.over.get((lemma, c.lower_)) == "cancelled" for c in verb.children)


def real(verb: Token) -> bool:
    """Tell whether a calling-off is itself real, and not only asked for, possible or refused."""
    words = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if words & {"could", "may", "might", "would", "should", "can"} or negated(verb) or on_condition(verb):
        return False
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        return False
    if verb.pos_ == "NOUN" and verb.dep_ in {"dobj", "pobj", "nsubjpass"}:  # "sought an injunction"
        over = verb.head if verb.dep_ != "pobj" else verb.head.head
        return over.lemma_ not in _GRANTED
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "acl", "advcl"} and verb.head.pos_ in {*_VERBAL, "NOUN"}:
        return verb.head.lemma_.lower() in _RESOLVING and not negated(verb.head)
    return True
