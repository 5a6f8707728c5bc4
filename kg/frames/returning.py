"""Going back to what was left: "will return on Monday", "went back today", "are due back"."""

from __future__ import annotations

from spacy.tokens import Token

_VERBAL = frozenset({"VERB", "AUX"})
_BACK = frozenset({"go", "be", "come", "get", "head", "troop"})  # verbs with which "back" means a return


def returns(time: Token) -> bool:
    """Tell whether a time is when somebody goes back to what was left: "will return on Monday", "went back today"."""
    return is_return(governor(time))


def is_return(verb: Token) -> bool:
    """Tell whether a verb, alone or with "back", is one of going back: "return", "resume", "be due back"."""
    lemma = verb.lemma_.lower()
    if lemma in _BACK:
        due = (g for c in verb.children if c.dep_ == "acomp" for g in c.children)
        return any(c.lower_ == "back" for c in (*verb.children, *due))
    return lemma in {"return", "resume"}


def governor(token: Token) -> Token:
    """Return the verb above a token."""
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    return token
