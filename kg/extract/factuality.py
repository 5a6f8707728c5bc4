"""Whether a happening is said to have occurred, to be planned, possible, cancelled, or not so.

Looks, from the trigger outwards, at its own modifiers, at the auxiliaries of its clause and at the words that
govern it, as far as meaning passes. The nearest that says anything decides; what is called off or denied counts
over what was planned; a plan under "may" or "if" is only possible.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.paths import clause_root
from kg.frames import English

_VERBAL = frozenset({"VERB", "AUX"})
_THROUGH = frozenset(
    (
        "dobj pobj prep xcomp ccomp acl nsubj nsubjpass pcomp compound conj attr appos agent poss amod dative "
        "oprd nmod advcl dep acomp"
    ).split()
)
_FAR = 6  # edges above the trigger that are looked at
_WOULD = "would"
_PARTICLES = frozenset({"prt", "prep", "advmod", "dobj"})


def status_of(trigger: Token, english: English) -> tuple[str, bool]:
    """Return a status (a core concept's name) and whether words of the text say so.

    Without any such word the happening is taken to have occurred, and the second value is False.
    """
    found, final = _own(trigger, english)
    for below, above in _climb(trigger):
        if final:
            break
        found, final = _governed(found, below, above, english)
    if final and found is not None:
        return found, True
    if found in {None, "occurred", "planned"} and _conditional(clause_root(trigger), english):
        return "possible", True
    if found is None and trigger.tag_ == "VB" and trigger.dep_ in {"xcomp", "acl", "relcl"}:
        return "planned", True
    return (found or "occurred"), found is not None


def _own(trigger: Token, english: English) -> tuple[str | None, bool]:
    """Return what a trigger's modifiers and auxiliaries say, and whether that is the last word."""
    found = _beside(trigger, english)
    if found == "cancelled":
        return found, True
    if trigger.pos_ in _VERBAL:
        return ("denied", True) if _negated(trigger) else (found or _modality(trigger, english), False)
    if any(c.dep_ == "det" and c.lower_ == "no" for c in trigger.children):
        return "denied", True
    return found, False


def _governed(found: str | None, below: Token, above: Token, english: English) -> tuple[str | None, bool]:
    """Return what is known once a governing word has been looked at, and whether that is the last word."""
    said = _over(below, above, english)
    if said == "denied":
        return ("denied", True) if not _negated(above) else (found or "occurred", True)
    if said == "cancelled":
        return ("cancelled", True) if _real(above) else (found or "possible", True)
    if found is None and said is not None:
        return ("denied", True) if _negated(above) and said == "planned" else (_under(said, above, english), False)
    if found == "planned" and said == "possible" and below.dep_ != "nsubj":
        return "possible", False
    if found is None and above.pos_ in _VERBAL and below.dep_ not in {"ccomp", "advcl"}:
        if _negated(above) and below.dep_ in {"dobj", "nsubjpass", "xcomp", "attr", "pobj", "prep"}:
            return "denied", True
        return _modality(above, english), False
    return found, False


def _beside(token: Token, english: English) -> str | None:
    for child in token.children:
        if child.dep_ in {"amod", "compound", "advmod", "nmod"} and child.lower_ in english.beside:
            return english.beside[child.lower_]
    return None


def _negated(token: Token) -> bool:
    return any(
        c.dep_ == "neg"
        or c.lower_ == "never"
        or (c.lower_ == "longer" and any(g.dep_ == "neg" or g.lower_ == "no" for g in c.children))
        for c in token.children
    )


def _modality(verb: Token, english: English) -> str | None:
    """Return what a verb's auxiliaries say: "will", "may"; "is to" and the infinitive of headlines are plans."""
    words = [c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if _WOULD in words:
        return "planned" if _reported_in_past(verb) and not _conditional(verb, english) else "possible"
    for word in words:
        if word in english.modal:
            return english.modal[word]
    if "to" in words and (
        verb.dep_ in {"ROOT", "relcl", "ccomp"} or (verb.dep_ == "xcomp" and verb.head.lemma_ == "be")
    ):
        return "planned"
    return None


def _reported_in_past(verb: Token) -> bool:
    """Tell whether "would" is a "will" told in the past ("said they would resume on Thursday")."""
    at = verb
    for _ in range(4):
        if at.dep_ == "ccomp" and at.head.tag_ in {"VBD", "VBN", "VBP", "VBZ"}:
            return True
        if at.dep_ not in {"conj", "xcomp", "ccomp", "acl"}:
            return False
        at = at.head
    return False


def _climb(token: Token) -> Iterator[tuple[Token, Token]]:
    """Yield (below, above) from a token upwards, as long as the edge lets meaning through."""
    at = token
    for _ in range(_FAR):
        if at.head.i == at.i or at.dep_ not in _THROUGH:
            return
        if at.dep_ in {"advcl", "conj"} and at.pos_ in _VERBAL and _finite(at):
            return
        if at.dep_ == "nsubj" and at.head.dep_ in {"ccomp", "relcl", "advcl"} and at.i != token.i:
            return
        yield at, at.head
        at = at.head


def _finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO" for c in verb.children
    )


def _over(below: Token, above: Token, english: English) -> str | None:
    """What a governing word says of what it governs."""
    if below.dep_ in {"conj", "advcl", "appos"}:
        return None
    lemma = above.lemma_.lower()
    for child in above.children:
        if child.dep_ == "prep" and child.i != below.i:
            continue
        if child.dep_ in _PARTICLES and (lemma, child.lower_) in english.over:
            return english.over[(lemma, child.lower_)]
    said = english.over.get((lemma,))
    if below.dep_ == "nsubj":
        return said if above.pos_ == "ADJ" or said == "occurred" else None
    if said == "occurred" and above.pos_ not in _VERBAL:
        return None
    if lemma in {
        "call",
        "set",
        "back",
        "name",
        "order",
        "support",
        "notice",
        "date",
        "stop",
        "drop",
        "block",
        "ban",
        "talk",
        "question",
        "face",
    } and below.dep_ in {"compound", "poss", "nmod"}:
        return None
    return said


def _under(said: str, cue: Token, english: English) -> str:
    """Weaken what a cue says by the cue's own modality: "may call a strike", "will vote on a strike"."""
    if said != "planned" or cue.pos_ not in _VERBAL:
        return said
    own = _modality(cue, english)
    if own == "possible" or (
        own == "planned" and cue.lemma_.lower() in {"vote", "decide", "approve", "back", "authorise", "authorize"}
    ):
        return "possible"
    return said


def _real(verb: Token) -> bool:
    """Tell whether a calling-off is itself real, and not only asked for, possible or refused."""
    words = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if words & {"could", "may", "might", "would", "should", "can"} or _negated(verb):
        return False
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "ccomp", "acl", "advcl"} and verb.head.pos_ in {*_VERBAL, "NOUN"}:
        return verb.head.lemma_.lower() in {
            "agree",
            "decide",
            "vote",
            "choose",
            "opt",
            "announce",
            "resolve",
            "decision",
        } and not _negated(verb.head)
    return True


def _conditional(root: Token, english: English) -> bool:
    """Tell whether a clause is a condition, or hangs on one."""
    if any(c.dep_ == "mark" and c.lower_ in english.condition for c in root.children):
        return True
    return any(
        c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in {"if", "unless"} for m in c.children)
        for c in root.children
    )
