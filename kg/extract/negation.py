"""Whether the text says of a happening itself that there is none: "there was no strike", "failed to reach agreement".

Unlike `factuality`, which also weighs the words that govern what governs a happening, this looks at the happening's own
clause alone, so that what it says is sure. Source: the cues and scopes of negation in R. Morante and W. Daelemans,
ConanDoyle-neg: annotation of negation cues and their scope (LREC 2012).
"""

from __future__ import annotations

from spacy.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
_NOT = frozenset({"not", "n't", "never", "neither", "nor", "n’t"})
_ONLY = frozenset({"only", "just", "merely", "simply"})
_NONE = frozenset({"no", "none", "nobody", "neither", "nothing"})
_OPEN = frozenset({"may", "might", "could", "should", "can", "ca"})  # "may not strike" leaves it open
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_HELD = frozenset({"dobj", "attr", "nsubjpass"})
_HOLDING = frozenset(  # verbs under which what is not done is not there: "no", but not "did not end the strike"
    (
        "be hold reach make have take call stage begin sign get conclude give strike announce plan schedule win "
        "secure agree"
    ).split()
)
_FAILING = frozenset({"fail", "unable"})
_AGAINST = frozenset("decide vote choose opt".split())  # against doing it
_THERE = frozenset({"the", "this", "that", "these", "those"})


def none_of_it(trigger: Token) -> bool:
    """Tell whether a happening's own clause says that there is none.

    Args:
        trigger: the head of the words that tell of the happening.
    """
    at = trigger.head if trigger.dep_ == "auxpass" else trigger
    if at.dep_ in {"amod", "compound"}:
        return False
    return _not_done(at) if at.pos_ in _VERBAL else _not_there(at)


def _not_done(verb: Token) -> bool:
    """Tell whether a verb is negated: "did not strike", "neither X nor Y struck", "decided against striking"."""
    if _is_denied(verb):
        return True
    above = verb.head
    if verb.dep_ in {"xcomp", "acomp"} and above.lemma_ in _FAILING:
        return not _has_not(above)
    if verb.dep_ == "pcomp" and above.lower_ == "against":
        return above.head.lemma_ in _AGAINST and not _has_not(above.head)
    return verb.dep_ == "pcomp" and above.lower_ == "without"


def _not_there(noun: Token) -> bool:
    """Tell whether a noun is under a negation: "no strike", "did not reach agreement", "without a vote"."""
    words = {c.lower_ for c in noun.children if c.dep_ in {"det", "preconj", "neg", "cc"}}
    if _once(noun) or any(c.tag_ == "JJR" for c in noun.children):
        return False  # "no strike since 1986", "no greater strike"
    if words & {"no", "neither"}:
        return not words & {"a", "the"}  # "a no vote"
    if words & _THERE or any(c.dep_ == "poss" for c in noun.children):
        return False
    if noun.dep_ == "pobj":
        return noun.head.lower_ == "without"
    there = noun.head.lemma_ != "be" or any(c.dep_ == "expl" for c in noun.head.children)
    held = noun.dep_ in _HELD and noun.head.pos_ in _VERBAL and noun.head.lemma_ in _HOLDING
    return held and there and _not_done(noun.head)


def _is_denied(verb: Token) -> bool:
    """Tell whether a verb has a negation of its own, or no subject: not "not until", "not only", "may not"."""
    if any(c.lower_ in _OPEN for c in verb.children if c.dep_ == "aux"):
        return False
    if _once(verb) or any(c.lower_ in {"until", "till", "unless"} for c in verb.subtree if c.i > verb.i):
        return False
    if _has_not(verb):
        return True
    for subject in verb.children:
        if subject.dep_ in _SUBJECTS and (
            subject.lower_ in _NONE or any(c.lower_ in {"no", "neither"} for c in subject.children)
        ):
            return True
    return verb.dep_ == "conj" and verb.head.pos_ in _VERBAL and _shares(verb) and _has_not(verb.head)


def _once(token: Token) -> bool:
    """Tell whether there was one once: "no strike since 1986", "have not walked out since"."""
    return any(t.lower_ == "since" for t in (*token.subtree, *token.head.children) if t.i > token.i)


def _shares(verb: Token) -> bool:
    """Tell whether a second verb goes on under the first one's negation: "will not strike or walk out"."""
    joined = any(c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in verb.head.children)
    return joined and not any(c.dep_ in {*_SUBJECTS, "aux"} for c in verb.children)


def _has_not(verb: Token) -> bool:
    words = [c for c in verb.children if c.lower_ in _NOT and c.dep_ in {"neg", "advmod", "preconj", "cc"}]
    return bool(words) and not any(c.lower_ in _ONLY for word in (verb, *words) for c in word.children)
