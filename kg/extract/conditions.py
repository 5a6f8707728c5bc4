"""Clauses that are conditions, or hang on one: "if talks fail", "should they vote for it", "unless they are paid"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.frames import English

IFS = frozenset({"if", "unless"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_KNOWN = frozenset({"the", "this", "that", "these", "those"})
_INVERTED = frozenset({"should", "were", "had"})


def on_condition(verb: Token) -> bool:
    """Tell whether a verb stands in a condition or hangs on one: "will call off the strike if they are paid"."""
    clauses = (verb, *(c for c in verb.children if c.dep_ == "advcl"))
    return any(m.dep_ == "mark" and m.lower_ in IFS for clause in clauses for m in clause.children)


def on_its_own_condition(trigger: Token) -> bool:
    """Tell whether a happening is itself a condition, and none that is known: "unless agreement is reached".

    Args:
        trigger: the head of the words that tell of the happening.
    """
    at = trigger
    if at.dep_ in {"dobj", *_SUBJECTS}:
        if any(c.dep_ == "poss" or c.lower_ in _KNOWN for c in at.children):
            return False
        at = at.head
    return at.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in IFS for c in at.children)


def only_possible(trigger: Token) -> bool:
    """Tell whether a happening is said to be possible: "a strike is possible in April"."""
    verb = trigger.head
    set_ = any(c.dep_ in {"acl", "relcl"} for c in trigger.children)  # "a strike set for 12 March remains possible"
    if trigger.dep_ not in _SUBJECTS or set_ or any(c.dep_ == "neg" for c in verb.children):
        return False
    return verb.lemma_ in {"be", "remain"} and any(
        c.dep_ == "acomp" and c.lower_ in {"possible", "conceivable"} for c in verb.children
    )


def conditional(root: Token, english: English) -> bool:
    """Tell whether a clause is a condition, or hangs on one."""
    if _inverted(root) or any(c.dep_ == "mark" and c.lower_ in english.condition for c in root.children):
        return True
    return any(
        c.dep_ == "advcl" and (_inverted(c) or any(m.dep_ == "mark" and m.lower_ in IFS for m in c.children))
        for c in root.children
    )


def _inverted(verb: Token) -> bool:
    """Tell whether a clause is a condition by the order of its words: "should they vote for it", "were it to fail"."""
    subject = next((c.i for c in verb.children if c.dep_ in _SUBJECTS), None)
    return (
        subject is not None
        and verb.sent[-1].text != "?"
        and any(c.dep_ == "aux" and c.lower_ in _INVERTED and c.i < subject for c in verb.children)
    )
