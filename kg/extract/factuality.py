"""Whether a happening is said to have occurred, to be planned, possible, cancelled, or not so.

Looks at the words over a trigger (the verbs and nouns it depends on), beside it (its modifiers) and at the
auxiliaries of its clause, from the nearest outwards; the first that says anything decides, except that what was
planned or threatened and then called off is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.frames import English
from kg.extract.paths import clause_root

_NEGATION = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_UP = frozenset({"dobj", "pobj", "prep", "xcomp", "ccomp", "acl", "nsubj", "nsubjpass", "pcomp", "compound", "advcl", "conj", "attr", "relcl", "appos", "agent", "poss", "amod", "dative", "oprd", "nmod", "dep"})
_FAR = 5  # edges above the trigger that are looked at


def status_of(trigger: Token, english: English) -> tuple[str, bool]:
    """Return a status (a core concept's name) and whether words of the text say so.

    Without any such word the happening is taken to have occurred, and the second value is False.
    """
    beside = _beside(trigger, english)
    if beside == "cancelled":
        return beside, True
    found = beside
    negated = _negated(trigger)
    verb = trigger.pos_ in {"VERB", "AUX"}
    if verb:
        own = _auxiliary(trigger, english)
        if negated:
            return "denied", True
        found = found or own
    for below, above in _climb(trigger):
        said = _over(below, above, english)
        if said in {"cancelled", "denied"}:
            if _negated(above) and said == "denied":
                return found or "occurred", True
            if _unreal(above, english):
                return found or "possible", True
            return said, True
        if found is None:
            found = said
        if above.pos_ in {"VERB", "AUX"} and found in {None, "occurred"}:
            if _negated(above) and below.dep_ in {"dobj", "pobj", "xcomp", "nsubjpass", "prep", "attr"}:
                return "denied", True
            found = _auxiliary(above, english) or found
    root = clause_root(trigger)
    if found in {None, "occurred"} and _conditional(root, english):
        return "possible", True
    if found is None and negated:
        return "denied", True
    if found is None and verb and trigger.tag_ == "VB" and trigger.dep_ in {"xcomp", "acl", "advcl", "relcl"}:
        return "planned", True
    return (found or "occurred"), found is not None


def _beside(token: Token, english: English) -> str | None:
    for child in token.children:
        if child.dep_ in {"amod", "compound", "det", "advmod", "nmod"}:
            said = english.beside.get(child.lower_)
            if said:
                return said
    return None


def _negated(token: Token) -> bool:
    return any(c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ == "no") or c.lower_ == "never" for c in token.children)


def _auxiliary(verb: Token, english: English) -> str | None:
    words = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    for word in sorted(words):
        said = english.modal.get(word)
        if said:
            return said
    if "to" in words and verb.dep_ in {"ROOT", "relcl"}:
        return "planned"  # "is to strike", and headlines: "Nurses to strike"
    if any(c.lower_ in {"due", "set"} and c.dep_ in {"acomp", "advmod"} for c in verb.children):
        return "planned"
    if {"is", "are", "'re", "be"} & words and "to" in words:
        return "planned"
    return None


def _climb(token: Token) -> Iterator[tuple[Token, Token]]:
    """Yield (below, above) from a token upwards, as long as the edge lets meaning through."""
    at = token
    for _ in range(_FAR):
        if at.head.i == at.i or at.dep_ not in _UP:
            return
        if at.dep_ in {"advcl", "relcl"} and at is not token and at.pos_ in {"VERB", "AUX"} and _finite(at):
            return
        if at.dep_ == "relcl" or (at.dep_ == "advcl" and _finite(at)):
            return
        if at.dep_ == "conj" and at.pos_ in {"VERB", "AUX"} and _finite(at):
            at = at.head
            continue
        yield at, at.head
        at = at.head


def _finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO" for c in verb.children)


def _over(below: Token, above: Token, english: English) -> str | None:
    if below.dep_ == "nsubj" and above.pos_ in {"VERB", "AUX"} and above.lemma_ not in {"begin", "start"}:
        lemma = above.lemma_.lower()
        return english.over.get((lemma,)) if english.over.get((lemma,)) in {"occurred"} else None
    if below.dep_ in {"advcl", "conj"}:
        return None
    lemma = above.lemma_.lower()
    for child in above.children:
        if child.dep_ in {"prt", "prep", "advmod"} and (lemma, child.lower_) in english.over:
            return english.over[(lemma, child.lower_)]
    if above.pos_ in {"VERB", "NOUN", "ADJ", "AUX", "PROPN"}:
        return english.over.get((lemma,))
    return None


def _unreal(verb: Token, english: English) -> bool:
    """Tell whether "call off" is itself only asked for or possible ("could call off the strike", "urged them to call off")."""
    words = {c.lower_ for c in verb.children if c.dep_ in {"aux"}}
    if words & {"could", "may", "might", "would", "should", "can", "will"}:
        return True
    if _negated(verb) or verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "acl"}:
        lemma = verb.head.lemma_.lower()
        return lemma not in {"agree", "decide", "vote", "choose", "opt", "announce", "have", "resolve"} or _negated(verb)
    return False


def _conditional(root: Token, english: English) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in root.children)
