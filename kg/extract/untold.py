"""Words for an event where none is told of: what a law forbids, what somebody only wants, what one side does alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from kg.extract.triggers import Trigger

_VERBAL = frozenset({"VERB", "AUX"})
_LAWS = frozenset("law act statute constitution code legislation ordinance decree regulation clause".split())
_FORBIDDING = frozenset("prohibit ban bar outlaw forbid prevent preclude".split())
_PLURAL = frozenset({"NNS", "NNPS"})
_LAWFUL = frozenset({"illegal", "unlawful", "legal", "lawful", "banned", "prohibited", "forbidden", "outlawed"})
_PRESENT = frozenset({"VBZ", "VBP"})
_WANTING = frozenset("want seek demand need deserve desire".split())
_HOPING = frozenset("press push call hope look wait hold campaign fight long".split())  # for it
_PHRASES = frozenset({("of", "hope"), ("of", "prospect"), ("for", "hope"), ("on", "insist")})
_KNOWN = frozenset({"the", "this", "that", "these", "those"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_WITH = frozenset({"with", "between", "alongside", "under"})
_BOTH = frozenset(
    (
        "side party team negotiator they we both two pair representative mediator all head official panel commission "
        "tribunal board lawyer"
    ).split()
)
_JOINT = frozenset({"joint", "tripartite", "bipartite", "wages", "conciliation"})
_UP_TO = 4  # words between a subject and the law that it is under


def forbidden(trigger: Trigger) -> bool:
    """Tell whether it is what a law says of such things: "law prohibits strikes", "barred by law from striking"."""
    head = trigger.head
    if any(head.sent.start <= when.start < head.sent.end for when in head.doc._.kg_dates):
        return False  # "strikes are banned from 1 April"
    at = head.head if head.dep_ == "pobj" and head.head.lower_ == "on" and head.head.head.pos_ in _VERBAL else head
    verb = at.head
    if head.pos_ not in _VERBAL:
        bare = head.tag_ in _PLURAL and not any(c.dep_ in {"det", "poss", "nummod"} for c in head.children)
        bare = bare and not any(t.pos_ == "PROPN" or t.like_num or t.dep_ == "relcl" for t in head.subtree)
        if head.dep_ == "dobj" and verb.lemma_ in _FORBIDDING and bare:
            return any(c.dep_ in _SUBJECTS and c.lemma_.lower() in _LAWS for c in verb.children)
        if head.dep_ in _SUBJECTS and bare and (verb.tag_ in _PRESENT or verb.tag_ == "VBN"):
            told = {verb.lower_, *(c.lower_ for c in verb.children if c.dep_ in {"acomp", "attr"})}
            present = verb.tag_ in _PRESENT or any(c.lower_ in {"is", "are"} for c in verb.children)
            return present and bool(told & _LAWFUL)
        return False
    above = next((t for t in (head, *head.ancestors) if t.lemma_ in _FORBIDDING), None)
    if above is not None and above is not head and any(c.lower_ == "from" for c in above.children):
        return any(t.lemma_.lower() in _LAWS for t in above.subtree if t.i < head.i)
    opens = head.sent[0].lower_ == "under" and any(t.lower_ in _LAWS for t in head.sent[: _UP_TO + 1])
    return opens and any(c.dep_ == "aux" and c.lower_ in {"can", "may", "must", "ca"} for c in head.children)


def wanted(trigger: Trigger) -> bool:
    """Tell whether it is only wanted, and none that is known: "wants a better offer", "hopes of a deal"."""
    noun = trigger.head
    known = any(c.lower_ in _KNOWN or c.dep_ in {"poss", "relcl", "acl"} for c in noun.children)
    got = any(t.lower_ in {"it", "one"} and t.dep_ == "dobj" for t in noun.doc[noun.i : noun.sent.end])
    return not trigger.verbal and not known and not got and is_wanted(noun)


def is_wanted(noun: Token) -> bool:
    """Tell whether a noun is what somebody wants, demands, or presses or hopes for."""
    if noun.dep_ == "dobj":
        return noun.head.lemma_ in _WANTING
    if noun.dep_ != "pobj":
        return False
    under, above = noun.head.lower_, noun.head.head.lemma_.lower()
    return (under == "for" and above in _HOPING) or (under, above) in _PHRASES


def alone(trigger: Trigger) -> bool:
    """Tell whether a meeting is one of one side with itself: "the strikers will meet again on Friday"."""
    verb = trigger.head
    if trigger.head.lemma_ == "meeting" and trigger.head.dep_ == "dobj":
        verb = trigger.head.head  # "held a meeting in the park"
        own = list(trigger.head.children)
    elif trigger.verbal and verb.lemma_ == "meet":
        own = [c for c in verb.children if c.dep_ in {"dobj", "prt"}]
    else:
        return False
    if any(c.dep_ == "dobj" and c.i != trigger.head.i for c in verb.children):
        return False
    if any(c.lower_ in _WITH for c in (*verb.children, *own)):
        return False
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if subject is None or subject.lemma_.lower() in _BOTH or subject.lower_ in {"who", "which", "that"}:
        return False
    if any(w in _JOINT for t in subject.subtree for w in t.lower_.split()) or any(c.dep_ == "relcl" for c in own):
        return False  # "the joint council met", "held a meeting to which both were invited"
    return not any(c.dep_ in {"conj", "preconj"} for c in _phrase(subject))


def _phrase(subject: Token) -> Iterator[Token]:
    yield from subject.children
    for child in subject.children:
        yield from child.children
        for inner in child.children if child.dep_ == "prep" else ():
            yield from inner.children


WAYS: dict[str, Callable[[Trigger], bool]] = {"forbidden": forbidden, "wanted": wanted, "alone": alone}


def is_told(trigger: Trigger) -> bool:
    """Tell whether a trigger tells of an event, by all the ways in which one of its class may be spoken of only."""
    return not any(WAYS[way](trigger) for way in trigger.frame.untold)
