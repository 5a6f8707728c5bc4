"""Whether the text says of a happening itself that there is none: "there was no strike", "failed to reach agreement".

Unlike `factuality`, which also weighs the words that govern what governs a happening, this looks at the happening's own
clause alone, so that what it says is sure. Source: the cues and scopes of negation in R. Morante and W. Daelemans,
ConanDoyle-neg: annotation of negation cues and their scope (LREC 2012).
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.conditions import IFS

_VERBAL = frozenset({"VERB", "AUX"})
_NOT = frozenset({"not", "n't", "never", "neither", "nor", "n’t"})
_LIMITS = frozenset({"until", "till", "unless", "before", "but", "without"})
_ONLY = frozenset({"only", "just", "merely", "simply"})
_NONE = frozenset({"no", "none", "nobody", "neither", "nothing"})
_OPEN = frozenset({"may", "might", "could", "should", "can", "ca"})  # "may not strike" leaves it open
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_HELD = frozenset({"dobj", "attr", "nsubjpass"})
_HOLDING = frozenset(  # verbs under which what is not done is not there: "no", but not "did not end the strike"
    (
        "be hold reach make have take call stage begin sign get conclude give strike announce plan schedule "
        "secure agree"
    ).split()
)
_GOING = frozenset({"go", "be", "come"})  # on strike
_REJECTING = frozenset({"reject", "spurn"})
_FAILING = frozenset({"fail", "unable", "refuse", "decline"})
_AGAINST = frozenset("decide vote choose opt".split())  # against doing it
_OUTLOOKS = frozenset({"plan", "date", "intention", "prospect", "sign", "question", "chance", "hope"})
_THERE = frozenset({"the", "this", "that", "these", "those"})


def none_of_it(trigger: Token) -> bool:
    """Tell whether a happening's own clause says that there is none.

    Args:
        trigger: the head of the words that tell of the happening.
    """
    at = trigger.head if trigger.dep_ == "auxpass" else trigger
    if at.dep_ == "pobj" and at.head.lower_ == "on" and at.head.head.lemma_ in _GOING:
        at = at.head.head  # "voted against going on strike"
    if at.dep_ in {"amod", "compound"}:
        return False
    return _not_done(at) if at.pos_ in _VERBAL else _not_there(at)


def negated(token: Token) -> bool:
    """Tell whether a word has a negation beside it: "not", "never", "no", "no longer"."""
    return any(
        c.dep_ == "neg"
        or c.lower_ in {"never", "neither"}
        or (c.dep_ == "det" and c.lower_ == "no")
        or (c.lower_ == "longer" and any(g.dep_ == "neg" or g.lower_ == "no" for g in c.children))
        for c in token.children
    )


def _not_done(verb: Token) -> bool:
    """Tell whether a verb is negated: "did not strike", "neither X nor Y struck", "decided against striking"."""
    if _is_denied(verb):
        return True
    above = verb.head
    if verb.dep_ in {"acl", "relcl"} and above.lemma_ in _OUTLOOKS:
        return _is_none(above)  # "has no plans to strike"
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
        return not words & {"a", "the"} and not _compares(noun)  # "a no vote"
    if words & _THERE or any(c.dep_ == "poss" for c in noun.children):
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ == "without":
        return True
    if _of_nothing(noun):
        return True
    verb = noun.head
    there = verb.lemma_ != "be" or any(c.dep_ == "expl" for c in verb.children)
    off = any(c.dep_ == "prt" for c in verb.children)  # "failed to call off a strike"
    if noun.dep_ in _HELD and verb.lemma_ in _REJECTING and verb.pos_ in _VERBAL and not _has_not(verb):
        # "rejected strike action", and no "pay offers"
        return noun.tag_ == "NN" and not any(c.dep_ in {"det", "nummod"} for c in noun.children)
    held = noun.dep_ in _HELD and verb.pos_ in _VERBAL and verb.lemma_ in _HOLDING and not off
    return held and there and _not_done(verb)


def _is_denied(verb: Token) -> bool:
    """Tell whether a verb has a negation of its own, or no subject: not "not until", "not only", "may not"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if helpers & _OPEN or (helpers & {"would", "'d"} and "have" in helpers):
        return False  # "we would not have walked out"
    if _once(verb) or any(c.lower_ in _LIMITS for c in verb.subtree if c.i > verb.i):
        return False
    if any(c.dep_ == "mark" and c.lower_ in IFS for c in verb.children):
        return False
    if any(c.dep_ == "advmod" and (c.lower_ == "why" or c.lower_.endswith("ly")) for c in verb.children):
        return False  # "did not strike lightly"
    if _has_not(verb):
        return True
    for subject in verb.children:
        none = subject.lower_ in _NONE or any(c.lower_ in {"no", "neither"} for c in subject.children)
        if subject.dep_ in _SUBJECTS and none:
            return not any(t.lower_ in {"but", "except"} for t in subject.subtree)  # "none but the dockers"
    return verb.dep_ == "conj" and verb.head.pos_ in _VERBAL and _shares(verb) and _has_not(verb.head)


def _of_nothing(noun: Token) -> bool:
    """Tell whether a noun is what there is no outlook on: "no date for further talks", "no sign of a deal"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in {"for", "of"}:
        return False
    above = prep.head
    if above.pos_ in _VERBAL:  # "no date has been set for further talks"
        subjects = [c for c in above.children if c.dep_ in _SUBJECTS]
        return any(s.lemma_ in _OUTLOOKS and _is_none(s) for s in subjects)
    return above.lemma_ in _OUTLOOKS and _is_none(above)


def _is_none(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)


def _once(token: Token) -> bool:
    """Tell whether there was one once: "no strike since 1986", "have not walked out since"."""
    return any(t.lower_ == "since" for t in (*token.subtree, *token.head.children) if t.i > token.i)


def _compares(noun: Token) -> bool:
    """Tell whether the clause of a noun compares it with one that is there: "no strike has lasted longer than"."""
    attribute = noun.dep_ == "attr" and not any(c.dep_ == "expl" for c in noun.head.children)
    if attribute and any(c.dep_ == "amod" for c in noun.children):
        return True  # "it was no ordinary strike"
    return any(t.tag_ in {"JJR", "RBR"} for t in noun.head.children if noun.dep_ in _SUBJECTS)


def _shares(verb: Token) -> bool:
    """Tell whether a second verb goes on under the first one's negation: "will not strike or walk out"."""
    joined = any(c.dep_ == "cc" and c.lower_ in {"or", "nor"} for c in verb.head.children)
    return joined and not any(c.dep_ in {*_SUBJECTS, "aux"} for c in verb.children)


def _has_not(verb: Token) -> bool:
    words = [c for c in verb.children if c.lower_ in _NOT and c.dep_ in {"neg", "advmod", "preconj", "cc"}]
    words = [c for c in words if c.dep_ != "cc" or c.i < verb.i]  # "porters struck, nor did nurses turn up"
    return bool(words) and not any(c.lower_ in _ONLY for word in (verb, *words) for c in word.children)
