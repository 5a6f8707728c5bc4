"""Going back to work: "will return on Monday", "went back today", "are due back", "resumed duty"."""

from __future__ import annotations

from spacy.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
_BACK = frozenset({"go", "be", "come", "get", "head", "troop"})  # verbs with which "back" means a return
_WORK = frozenset(
    (
        "work job duty post desk classroom class lesson school ship mine pit ward route position bench shift station "
        "production operation service delivery teaching factory mill plant cab machine"
    ).split()
)
_APART = frozenset({"with", "from", "on", "out", "into"})  # "came back with an offer", "are back on strike"
_WHEN = frozenset({"when", "as", "while", "after", "before", "until", "once"})
_TIMES = frozenset({"on", "at", "in", "by", "from", "this", "for"})


def governor(token: Token) -> Token:
    """Return the verb above a token."""
    while token.pos_ not in _VERBAL and token.head.i != token.i:
        token = token.head
    return token


def returns(time: Token) -> bool:
    """Tell whether a time is when somebody goes back to work, by the verb that it hangs on itself."""
    at = time.head if time.dep_ == "pobj" and time.head.lower_ in _TIMES else time
    above = at.head
    while above.pos_ not in _VERBAL and (above.lemma_.lower() in _WORK or above.lower_ in {"back", "due", "to", "at"}):
        if above.head.i == above.i:
            return False
        above = above.head
    timely = at.dep_ in {"npadvmod", "advmod", "prep", "tmod", "compound"} or at is not time
    told = any(c.lower_ in _WHEN and c.dep_ in {"advmod", "mark"} for c in above.children)
    return timely and above.pos_ in _VERBAL and is_return(above) and not told


def is_return(verb: Token) -> bool:
    """Tell whether a verb is one of going back to work: "return", "resume duty", "be due back", "go back to work"."""
    lemma = verb.lemma_.lower()
    if any(c.dep_ == "auxpass" for c in verb.children) and lemma != "resume":
        return False
    if lemma == "resume":
        things = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
        things = things or [c for c in verb.children if c.dep_ == "nsubj"]
        return any(c.lemma_.lower() in _WORK for c in things)
    if lemma in _BACK:
        due = [g for c in verb.children if c.dep_ == "acomp" and c.lower_ == "due" for g in c.children]
        if not any(c.lower_ == "back" for c in (*verb.children, *due)):
            return False
    elif lemma != "return" or any(c.dep_ == "dobj" for c in verb.children):
        return False
    near = [
        g
        for c in verb.children
        if c.lower_ in {"back", "due"}
        for g in (*c.children, *(x for y in c.children for x in y.children))
    ]
    for child in (*verb.children, *near):
        if child.dep_ == "prep" and child.i > verb.i:
            goals = [g for g in child.children if g.dep_ == "pobj"]
            if child.lower_ == "to" and not any(g.lemma_.lower() in _WORK for g in goals):
                return False
            if child.lower_ in _APART and any(g.pos_ in {"NOUN", "PROPN"} and not g.ent_type_ for g in goals):
                return False
        if child.lower_ == "out" or (child.dep_ == "xcomp" and child.i > verb.i):
            return False
    return True
