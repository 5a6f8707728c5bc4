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
        "propose organise organize intend declare threaten invite book postpone delay defer reschedule"
    ).split()
)
# what is told of under these is to come: "notice of a strike on Sunday"
_COMING = frozenset("notice plan call threat invitation proposal warning prospect possibility".split())
# a sentence without a verb under these tells when: "Ratification vote Thursday in the school hall"
_CALLED_TO = frozenset("vote ballot hearing rally".split())
# a participle of these looks ahead without more: "the strike planned on Monday", but not "called on Monday"
_DUE = frozenset("plan schedule set due expect fix arrange time bill pencil slate propose intend".split())
# "refused to work": what follows has the time of the verb
_IMPLICATIVE = frozenset(
    (
        "refuse fail manage force begin start continue have come go help turn appear happen use get choose return "
        "gather decline cease stop allow enable cause make see compel hasten rush try attempt"
    ).split()
)
_PUT_OFF = frozenset({"adjourn", "defer", "postpone", "delay", "move", "extend", "reschedule", "stand", "put"})
_NOT_YET = frozenset({"adjourn", "defer", "postpone", "delay", "reschedule", "put", "extend", "prolong"})  # until a day
_OFF = frozenset({"avert", "cancel", "scrap", "suspend", "abandon"})
_SAYING = frozenset({"say", "tell", "report", "believe", "think", "understand", "know", "mean", "show", "suggest"})
# "called a stoppage from Monday", "voted for a ban starting Monday": a beginning that was set lies ahead
_BEGINNING = frozenset({"from", "starting", "beginning", "commencing", "effective"})
_SETTING = _PLANNING | {"vote", "agree", "decide"}
_FAR = 12  # steps up the tree


def put_off(token: Token) -> bool:
    """Tell whether a time is the new one that something was given: "postponed until Thursday"."""
    before = token.nbor(-1) if token.i else token
    verb = before.head.lemma_.lower()
    return (before.lower_ == "to" and verb in _PUT_OFF) or (before.lower_ in {"until", "till"} and verb in _NOT_YET)


def leaning(token: Token) -> int:
    """Return `AHEAD`, `BACK` or `OPEN` for the clause in which a token stands."""
    at, noun = token, False
    if put_off(token):
        return AHEAD
    for _ in range(_FAR):
        if at.pos_ in {"VERB", "AUX"}:
            verdict = (
                AHEAD
                if _averts(at, token) or _gives_notice(at, token) or _sets_beginning(at, token)
                else _of_verb(at, noun=noun)
            )
            if verdict:
                return verdict
        elif _is_ahead(at, token, noun=noun):
            return AHEAD
        elif at.i != token.i and at.pos_ in {"NOUN", "PROPN"} and at.ent_type_ != "TIME":
            noun = True
        if at.head.i == at.i:
            return AHEAD if at.pos_ in {"NOUN", "PROPN"} and _is_call(token) else OPEN
        at = at.head
    return OPEN


def _is_ahead(at: Token, token: Token, *, noun: bool) -> bool:
    """Tell whether a word over a time looks ahead: "a strike due on Monday", "notice of a strike on Sunday"."""
    return (
        (at.lower_ == "for" and at.dep_ == "prep" and 0 < token.i - at.i < 4)
        or (at.lower_ in {"due", "scheduled"} and at.pos_ == "ADJ")
        or (noun and at.pos_ == "NOUN" and at.lemma_.lower() in _COMING)
    )


def _averts(verb: Token, token: Token) -> bool:
    """Tell whether a time is of what a verb keeps from happening: "refused to call off Friday's strike"."""
    noun = token.head if token.dep_ == "poss" else token.head.head if token.dep_ == "pobj" else token
    off = verb.lemma_.lower() in _OFF or (
        verb.lemma_ == "call" and any(c.dep_ == "prt" and c.lower_ == "off" for c in verb.children)
    )
    return off and noun.pos_ == "NOUN" and noun.head.i == verb.i and noun.dep_ in {"dobj", "nsubjpass"}


def _is_call(token: Token) -> bool:
    """Tell whether a sentence has no verb, and tells when something is: "Ratification vote Thursday at the hall"."""
    before = token.doc[token.sent.start : token.i]
    verbless = not any(t.pos_ in {"VERB", "AUX"} for t in token.sent)
    return verbless and any(t.lemma_.lower() in _CALLED_TO for t in before)


def _gives_notice(verb: Token, token: Token) -> bool:
    """Tell whether a verb has for its object what looks ahead: "have given notice of a strike on Sunday"."""
    for noun in verb.children:
        if noun.dep_ == "dobj" and noun.lemma_.lower() in _COMING:
            return any(c.dep_ == "prep" and c.lower_ in {"of", "for"} and c.i < token.i for c in noun.children)
    return False


def _sets_beginning(verb: Token, token: Token) -> bool:
    """Tell whether a verb set the beginning of something: "called a stoppage from Monday"."""
    begins = next((t for t in token.doc[max(verb.i, token.i - 2) : token.i] if t.lower_ in _BEGINNING), None)
    if begins is None or verb.lemma_.lower() not in _SETTING:
        return False
    return any(t.dep_ in {"dobj", "pobj"} and t.pos_ == "NOUN" for t in token.doc[verb.i + 1 : begins.i])


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
        back = any(c.lower_ == "back" for c in verb.children)  # "ordered them back to work on Monday"
        later = lemma in _PLANNING and noun and not back
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
