"""Tells which time belongs to which event of a sentence."""

from __future__ import annotations

from collections.abc import Set

from spacy.tokens import Doc, Token

from kg.annotations import TimeExpression
from kg.extract.calling_off import calls_off
from kg.extract.nouns import names_people
from kg.extract.paths import clause_root
from kg.frames import English
from kg.frames.returning import is_return, returns

_VERBAL = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset({"acl", "relcl", "advcl"})
_DECIDING = frozenset(
    (
        "decide agree resolve announce approve confirm authorise authorize endorse pledge promise vow vote ratify rule"
    ).split()
)
_ORDINALS = frozenset("first second third fourth fifth sixth".split())
_MOST = frozenset({"most", "least"})  # "most nurses have been out since Monday"
_BEFORE_SINCE = 8  # words between "first" and "since"
_STAFF = frozenset("worker striker member staff crew employee man woman hand colleague union".split())
_ANAPHORS = frozenset("it this these one ones both first second third other another".split())


def same_clause(time: Token, trigger: Token) -> bool:
    """Tell whether a time belongs to a trigger's clause, or to one joined to it."""
    a, b = clause_root(time), clause_root(trigger)
    if a.i == b.i or a.dep_ == "conj" or b.dep_ in {"relcl", "conj", "advcl"}:
        return not _elsewhere(time, trigger)
    return any(x.i == b.i for x in a.ancestors) and not _elsewhere(time, trigger)


def _elsewhere(time: Token, trigger: Token) -> bool:
    """Tell whether a time stands in a clause on something else: "the first stoppage since it was founded in 1993"."""
    if compared(time):
        return True
    above = {trigger.i, *(t.i for t in trigger.ancestors)}
    at = time
    while at.i not in above:
        if at.dep_ in _CLAUSES and at.pos_ in {"VERB", "AUX"} and at.head.i != trigger.i:
            return True
        if at.head.i == at.i:
            return False
        at = at.head
    return False


def compared(time: Token) -> bool:
    """Tell whether something is the first or the most since a time: "its first national stoppage since 1986"."""
    since = time if time.lower_ == "since" else time.head
    if since.lower_ != "since":
        return False
    for word in reversed(since.doc[max(since.sent.start, since.i - _BEFORE_SINCE) : since.i]):
        if word.pos_ in {"VERB", "AUX"}:
            return False
        if (word.tag_ == "JJS" and word.lower_ not in _MOST) or word.lower_ in _ORDINALS:
            return True
    return False


def of_return(when: TimeExpression, doc: Doc) -> bool:
    """Tell whether a day is only that on which work is taken up again: no day of a strike, nor of an agreement."""
    if when.kind != "days":
        return False
    root = doc[when.start : when.end].root
    if not returns(root):
        return False
    subject = next((c for c in clause_root(root).children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    named = subject is not None and (subject.pos_ == "PRON" or names_people(subject) or subject.ent_type_ != "")
    resumed = any(t.lemma_ == "resume" for t in root.ancestors)
    return resumed or subject is None or named or subject.lemma_.lower() in _STAFF


def gone_back(trigger: Token) -> bool:
    """Tell whether a happening is what one comes back from: "will return to work after a strike".

    Args:
        trigger: the head of the words that tell of the happening.
    """
    at = trigger
    while at.pos_ not in _VERBAL and at.head.i != at.i and at.dep_ in {"pobj", "prep", "advmod", "acomp", "compound"}:
        at = at.head
    if at.pos_ not in _VERBAL or not is_return(at):
        return False
    if at.i == trigger.i or trigger.pos_ not in {"NOUN", "PROPN"}:
        return True
    return trigger.dep_ != "pobj" or trigger.head.lower_ in {"after", "following"}


def of_calling_off(when: TimeExpression, trigger: Token, english: English) -> bool:
    """Tell whether a day is that on which something was called off, and not its own: "suspended its strike on Monday".

    Args:
        when: a time.
        trigger: the head of the words that tell of a happening.
        english: the words by which a status is told.
    """
    doc, published = trigger.doc, trigger.doc._.kg_published
    at = trigger.head if trigger.dep_ == "compound" else trigger
    verb = at.head
    if at.dep_ not in {"dobj", "nsubjpass"} or verb.tag_ not in {"VBD", "VBN"} or not calls_off(verb, english):
        return False
    time = doc[when.start : when.end].root
    over = time.head if time.dep_ == "pobj" else time
    if over.head.i != verb.i or published is None or len(when.values) != 1:
        return False
    return len(when.values[0]) == len("2023-02-01") and when.values[0] <= published.isoformat()


def of_saying(time: Token, heads: Set[int], english: English) -> bool:
    """Tell whether a date is that of an announcement or decision, "said on Tuesday that ...", not of its content."""
    at = time
    if time.dep_ == "pobj" and time.head.lower_ in {"for", "from", "until", "between"}:
        return False
    for _ in range(4):
        at = at.head
        if at.i in heads:
            return False
        if at.pos_ in {"VERB", "AUX"}:
            return (at.lemma_.lower(),) in english.stance or at.lemma_ in _DECIDING
    return False


def goes_on(time: Token) -> bool:
    """Tell whether a time's clause speaks of what was told before: "It will begin on 4 May"."""
    root = clause_root(time)
    subjects = [c for c in root.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}]
    return any(s.lower_ in _ANAPHORS for s in subjects)
