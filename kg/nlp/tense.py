"""Tells whether the words around a time speak of what is past or what is to come.

"On Monday" is the Monday before the day of writing in "they met on Monday" and the one after it in "they meet on
Monday", "have called a rally on Monday", "a rally called for Monday".
"""

from __future__ import annotations

from spacy.tokens import Token

AHEAD, BACK, OPEN = 1, -1, 0

_MODALS = frozenset(
    {"will", "'ll", "wo", "shall", "would", "'d", "could", "may", "might", "must", "should", "can", "ca"}
)
_HAVE = frozenset({"have", "has", "'ve", "having"})
_IS = frozenset({"is", "are", "'s", "'re", "am", "be"})
# what is done now and happens later
_PLANNING = frozenset(
    (
        "plan schedule set due expect call fix arrange time bill pencil slate announce convene summon order name "
        "propose organise organize intend declare threaten invite book postpone delay defer adjourn"
    ).split()
)
# a participle of these looks ahead without more: "the strike planned on Monday", but not "called on Monday"
_DUE = frozenset("plan schedule set due expect fix arrange time bill pencil slate propose intend".split())
# "refused to work": what follows has the time of the verb
_IMPLICATIVE = frozenset(
    (
        "refuse fail manage force begin start continue have come go help turn appear happen use get choose return "
        "gather decline cease stop allow enable cause make see compel hasten rush"
    ).split()
)
_SAYING = frozenset({"say", "tell", "report", "believe", "think", "understand", "know", "mean", "show", "suggest"})
_FAR = 12  # steps up the tree


def leaning(token: Token) -> int:
    """Return `AHEAD`, `BACK` or `OPEN` for the clause in which a token stands."""
    at, noun = token, False
    for _ in range(_FAR):
        if at.pos_ in {"VERB", "AUX"}:
            verdict = _of_verb(at, noun=noun)
            if verdict:
                return verdict
        elif (at.lower_ == "for" and at.dep_ == "prep" and 0 < token.i - at.i < 4) or (
            at.lower_ in {"due", "scheduled"} and at.pos_ == "ADJ"
        ):
            return AHEAD
        elif at.i != token.i and at.pos_ in {"NOUN", "PROPN"} and at.ent_type_ != "TIME":
            noun = True
        if at.head.i == at.i:
            return OPEN
        at = at.head
    return OPEN


def _of_verb(verb: Token, *, noun: bool) -> int:
    """Return the time of a verb's own clause; `noun`: a noun stands between the verb and the time."""
    lemma = verb.lemma_.lower()
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if helpers & _MODALS:
        return BACK if "have" in helpers and not helpers & {"will", "would", "'ll", "'d"} else AHEAD
    if "to" in helpers:
        return _infinitive(verb, perfect="have" in helpers)
    if (verb.tag_ == "VBN" and helpers & _HAVE) or (lemma in {"be", "have"} and helpers & _HAVE):
        return AHEAD if lemma in _PLANNING else BACK
    if verb.tag_ == "VBN" and not helpers:
        return AHEAD if lemma in _DUE and verb.dep_ != "ROOT" else BACK
    if verb.tag_ in {"VBD", "VBN"}:
        if helpers & _IS:
            return AHEAD
        later = lemma in _PLANNING and noun
        after = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 4]]
        due = lemma == "be" and (after[:1] == ["to"] or any(w in {"due", "set", "scheduled"} for w in after))
        return AHEAD if later or due else BACK
    if verb.tag_ == "VBG":
        return AHEAD if helpers & _IS else BACK if helpers & {"was", "were", "been"} else OPEN
    if verb.tag_ in {"VBZ", "VBP"}:
        return OPEN if lemma in _SAYING else AHEAD
    return AHEAD if verb.tag_ == "VB" and not helpers & {"did"} else BACK


def _infinitive(verb: Token, *, perfect: bool) -> int:
    """Return the time of "to strike": that of "refused to", later than "voted to", "due to", "a plan to"."""
    governor = verb.head
    if verb.dep_ == "ROOT" or governor.pos_ not in {"VERB", "AUX"}:
        return AHEAD
    lemma = governor.lemma_.lower()
    if perfect:
        return AHEAD if lemma == "be" else BACK
    if lemma in _IMPLICATIVE or verb.dep_ == "advcl":
        return _of_verb(governor, noun=False)
    return AHEAD
