"""Whether a happening is said to have occurred, to be planned, possible, cancelled, or not so.

Looks, from the trigger outwards, at its own modifiers, at the auxiliaries of its clause and at the words that
govern it, as far as meaning passes. The nearest that says anything decides; what is called off or denied counts
over what was planned; a plan under "may" or "if" is only possible. What a clause says of its subject counts for the
happening ("the strike did not go ahead") and for a report of one ("rumours of a strike are untrue"), and so does what
the rest of the sentence says of it by a pronoun ("set a date for a strike, only to call it off").

Source: R. Saurí and J. Pustejovsky, FactBank: a corpus annotated with event factuality (Language Resources and
Evaluation 43, 2009): the polarity and modality of an event come from the predicates that select it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.calling_off import called_off_later, calls_off, only_asked, real
from kg.extract.conditions import IFS, conditional, on_condition
from kg.extract.negation import negated, none_of_it
from kg.extract.nouns import names_people
from kg.extract.paths import clause_root
from kg.frames import English

_VERBAL = frozenset({"VERB", "AUX"})
_THROUGH = frozenset(
    (
        "dobj pobj prep xcomp ccomp acl nsubj nsubjpass pcomp compound conj attr appos agent poss amod dative "
        "oprd nmod advcl dep acomp csubj csubjpass"
    ).split()
)
_FAR = 6  # edges above the trigger that are looked at
_WOULD = "would"
_BEFORE_NOUNS = frozenset(  # with a happening before them these are nouns that say nothing of it: "strike call"
    "call set back name order support date stop drop block ban talk question face".split()
)
_PARTICLES = frozenset({"prt", "prep", "advmod", "dobj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_APART = frozenset(  # what these join to a verb is why, when or how, and not what is called off or denied
    "because due owing thanks after before during amid amidst following over despite since with in at as by".split()
)
_GOING_ON = frozenset(  # what is there already, if it is spoken of as known
    (
        "end finish continue extend prolong settle resolve consider discuss debate weigh mull break crush smash "
        "defeat undermine weaken sabotage"
    ).split()
)
_JOINING = frozenset({"join", "observe"})  # what others have begun
_COMING = frozenset({"loom", "threaten"})  # what a happening itself does that has not come yet
_SPEAKING = frozenset({"comment", "discuss", "elaborate", "speculate", "answer", "respond", "pay", "negotiate", "meet"})
_FOR = frozenset({"favour", "favor"})
_SAID_OF = frozenset({"acomp", "attr", "advmod", "prep", "prt", "oprd"})
_COPULAS = frozenset({"be", "seem", "look", "remain", "become", "prove", "appear"})
_KINDS = frozenset({"warning"})  # parsed as verbs with the noun behind them as object: "warning strikes"
_OPEN = frozenset({None, "planned", "possible"})


def status_of(trigger: Token, english: English) -> tuple[str, bool]:
    """Return a status (a core concept's name) and whether words of the text say so.

    Without any such word the happening is taken to have occurred, and the second value is False.
    """
    trigger = trigger.head if trigger.dep_ == "auxpass" else trigger  # "be locked out"
    found, final = _own(trigger, english)
    if not final and (none_of_it(trigger) or _rejected(trigger, english)):
        return "denied", True
    people = trigger.dep_ == "amod" or names_people(trigger)  # whatever is done to "striking pilots" or "strikers"
    for below, above in () if people else _climb(trigger, english):
        if final:
            break
        found, final = _governed(found, below, above, english, trigger)
    if final and found is not None:
        return found, True
    if found in _OPEN and called_off_later(trigger, english):
        return "cancelled", True
    if found in {None, "occurred", "planned"} and conditional(clause_root(trigger), english):
        return "possible", True
    if found is None and trigger.tag_ == "VB" and trigger.dep_ in {"xcomp", "acl", "relcl"}:
        return "planned", True
    return (found or "occurred"), found is not None


def _rejected(trigger: Token, english: English) -> bool:
    """Tell whether a claim that is rejected is of a happening: "rejected suggestions that it had sacked them"."""
    at = trigger
    if at.dep_ == "nsubjpass" and english.over.get((at.head.lemma_.lower(),)) == "planned":
        at = at.head
    while at.dep_ in {"dobj", "xcomp", "pobj", "prep"} and at.head.lemma_.lower() not in english.rumours:
        at = at.head
        if calls_off(at, english):
            return False
    claim = at.head
    return (
        claim.i != at.i
        and at.dep_ in {"acl", "ccomp", "prep"}
        and claim.lemma_.lower() in english.rumours
        and claim.dep_ in {"dobj", "nsubjpass"}
        and claim.head.lemma_.lower() in english.rejecting
        and not negated(claim.head)
    )


def _own(trigger: Token, english: English) -> tuple[str | None, bool]:
    """Return what a trigger's modifiers and auxiliaries say, and whether that is the last word."""
    found = _beside(trigger, english)
    if found == "cancelled":
        return found, True
    if trigger.pos_ in _VERBAL:
        none = any(c.dep_ in _SUBJECTS and any(g.lower_ == "no" for g in c.children) for c in trigger.children)
        return ("denied", True) if none or negated(trigger) else (found or _modality(trigger, english), False)
    if any(c.dep_ == "det" and c.lower_ == "no" for c in trigger.children):
        root = clause_root(trigger)
        iffy = any(c.dep_ == "mark" and c.lower_ in IFS for c in root.children)
        return ("possible" if iffy else "denied"), True  # "if no agreement is reached"
    return found, False


def _governed(
    found: str | None, below: Token, above: Token, english: English, trigger: Token
) -> tuple[str | None, bool]:
    """Return what is known once a governing word has been looked at, and whether that is the last word."""
    said = _over(below, above, english, trigger)
    last = _decided(said, found, below, above, english, definite=below.i == trigger.i and _definite(below))
    if last is not None:
        return last, True
    if found is None and said is not None:
        if negated(above) and said in {"planned", "occurred"}:
            return "denied", True
        return (_done(above, english) if said == "occurred" else _under(said, above, english)), False
    if found == "planned" and said == "possible":
        return "possible", False
    if found is None and above.pos_ in _VERBAL and below.dep_ not in {"ccomp", "advcl"}:
        if negated(above) and below.dep_ in {"dobj", "nsubjpass", "xcomp", "attr", "pobj", "prep"}:
            there = below.i == trigger.i and below.pos_ not in _VERBAL and _definite(below)
            return (None, True) if there else ("denied", True)  # "did not cross the picket line"
        return _modality(above, english), False
    return found, False


def _decided(
    said: str | None, found: str | None, below: Token, above: Token, english: English, *, definite: bool
) -> str | None:
    """Return the status after which no word further up makes a difference."""
    if any(c.lower_ == "whether" for c in below.children):
        return "possible"
    if above.lemma_ == "fail" and below.dep_ == "xcomp":  # "failed to agree"
        return "denied"
    if (
        found is None
        and above.lemma_ in _GOING_ON
        and below.dep_ in {"dobj", "nsubj", "nsubjpass"}
        and _definite(below)
    ):
        return "occurred"
    if definite and said == "occurred" and above.lemma_ in _JOINING and _kept_from(above):
        return "occurred"  # "refused to join the strike"
    if said == "denied" and negated(above):  # "have not ruled out"; "did not deny that they had walked out"
        return "possible" if below.dep_ in {"dobj", "nsubjpass"} else found or "occurred"
    if said == "denied":
        return said
    if said == "cancelled":
        failed = above.dep_ == "xcomp" and above.head.lemma_ == "fail"  # "failed to stop the strike"
        failed |= above.dep_ == "pcomp" and above.head.lower_ == "without"  # "met all night without averting it"
        if real(above):
            return said
        asked = definite and not on_condition(above) and only_asked(above, english)
        there = failed or asked  # "urged them to call off the strike"
        return found or ("occurred" if there else "possible")
    if above.pos_ == "NOUN" and negated(above) and english.predicate.get((above.lemma_.lower(),)) == "occurred":
        return "denied"  # "no truth in"
    if below.dep_ in _SUBJECTS | {"ccomp"} and said is None:
        of_it = _of_subject(above, english)
        return of_it if of_it in {"cancelled", "denied"} or found is None else None
    return None


def _kept_from(verb: Token) -> bool:
    """Tell whether somebody does not do it, or refuses to."""
    return negated(verb) or (verb.dep_ == "xcomp" and verb.head.lemma_ in {"refuse", "decline"})


def _done(above: Token, english: English) -> str | None:
    """Return what a word says under which a thing is done: as an infinitive it leaves that to the words above it."""
    if above.pos_ not in _VERBAL:
        return "occurred"
    left = above.tag_ in {"VB", "VBG"} and above.dep_ in {"xcomp", "pcomp", "acl"}
    return _modality(above, english) or (None if left else "occurred")


def _beside(token: Token, english: English) -> str | None:
    for child in token.children:
        if child.dep_ in {"amod", "compound", "advmod", "nmod"} and child.lower_ in english.beside:
            return english.beside[child.lower_]
    return None


def _modality(verb: Token, english: English) -> str | None:
    """Return what a verb's auxiliaries say: "will", "may"; "is to" and the infinitive of headlines are plans."""
    words = [c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if _WOULD in words:
        return "planned" if _reported_in_past(verb) and not conditional(verb, english) else "possible"
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


def _climb(token: Token, english: English) -> Iterator[tuple[Token, Token]]:
    """Yield (below, above) from a token upwards, as long as the edge lets meaning through."""
    at = token
    for _ in range(_FAR):
        if at.head.i == at.i:
            return
        if at.dep_ not in _THROUGH and not (at.dep_ == "relcl" and _rumour(at, english) is not None):
            return
        if at.dep_ in {"advcl", "conj"} and at.pos_ in _VERBAL and _finite(at):
            return
        if at.dep_ == "relcl":  # "reports in a newspaper that a strike was planned": of the reports
            report = _rumour(at, english) or at.head
            yield at, report
            at = report
            continue
        if (
            at.dep_ == "nsubj"
            and at.head.dep_ in {"ccomp", "relcl", "advcl"}
            and at.i != token.i
            and at.lemma_.lower() not in english.rumours
        ):
            return
        yield at, at.head
        at = at.head


def _rumour(clause: Token, english: English) -> Token | None:
    """Return the noun for a report that a clause with "that" tells the content of, though it be parsed as relative."""
    if not any(c.lower_ == "that" and c.dep_ in {"mark", "nsubj", "dobj", "advmod"} for c in clause.children):
        return None
    at = clause.head
    for _ in range(3):
        if at.lemma_.lower() in english.rumours:
            return at
        if at.dep_ not in {"pobj", "prep"}:
            return None
        at = at.head
    return None


def _finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ not in {"TO", "VB"} for c in verb.children
    )


def _over(below: Token, above: Token, english: English, trigger: Token) -> str | None:
    """What a governing word says of what it governs."""
    if below.dep_ in {"conj", "advcl", "appos"} or (above.lower_ in _KINDS and above.i == below.i - 1):
        return None
    said = _word_over(below, above, english)
    if said in {"cancelled", "denied"}:
        of_it = below.i == trigger.head.i and (above.lemma_.lower(), below.lower_) in english.over  # "voted against"
        if below.dep_ == "agent" or (below.dep_ == "prep" and below.lower_ in _APART):
            return None
        if below.lemma_ in _SPEAKING and below.i != trigger.i:
            return None
        if said == "denied" and below.dep_ == "prep" and not of_it:
            return None  # "dismissed for striking", "declined comment on the strike"
    return said


def _word_over(below: Token, above: Token, english: English) -> str | None:
    lemma = above.lemma_.lower()
    if lemma == "call" and any(c.dep_ in {"oprd", "acomp"} and c.i > above.i for c in above.children):
        return None  # "called the strike unlawful"
    if lemma in _FOR and above.dep_ == "pobj" and english.over.get((above.head.head.lemma_.lower(),)) == "planned":
        return None  # "voted in favour of a strike": as the vote has it
    if lemma == "support" and (above.pos_ == "NOUN" or below.dep_ == "nsubjpass"):
        return None  # "support for the strike"
    for child in above.children:
        if child.dep_ == "prep" and child.i != below.i:
            continue
        if child.dep_ in _PARTICLES and (lemma, child.lower_) in english.over:
            return english.over[(lemma, child.lower_)]
    said = english.over.get((lemma,))
    if below.dep_ == "nsubj":
        alone = not any(c.dep_ == "dobj" for c in above.children)
        passive = said == "planned" or (said == "cancelled" and lemma not in {"stop", "halt", "drop", "lift"})
        if above.tag_ in {"VBD", "VBN"} and passive and alone:
            return said  # "a strike called for Friday", parsed as if the strike had called; "strike averted"
        return said if above.pos_ == "ADJ" or said == "occurred" or lemma in _COMING else None
    if said == "occurred" and above.pos_ not in _VERBAL:
        return None
    if lemma in _BEFORE_NOUNS and below.dep_ in {"compound", "poss", "nmod"}:
        return None
    return said


def _of_subject(verb: Token, english: English) -> str | None:
    """Return what a clause says of its subject: that it "is off", "did not take place", "is untrue"."""
    none = negated(verb)
    words = [c for c in verb.children if c.dep_ in _SAID_OF or (c.dep_ == "dobj" and c.i == verb.i + 1)]
    if none and (
        (verb.lemma_,) in english.unless or any((verb.lemma_, c.lemma_.lower()) in english.unless for c in words)
    ):
        return "cancelled"
    if verb.lemma_ not in _COPULAS:
        return None
    for word in words:
        inside = [t.lemma_.lower() for t in word.subtree][:4]
        said = next((english.predicate.get(tuple(inside[:n])) for n in range(len(inside), 1, -1)), None)
        said = said or english.predicate.get((word.lemma_.lower(),))
        if said == "occurred" and (none or negated(word)):
            return "denied"
        if said is not None and not none:
            return said
    return None


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


def _definite(noun: Token) -> bool:
    """Tell whether a happening is spoken of as one that is there: "the strike", "their strike", "Friday's strike"."""
    return any(c.dep_ == "poss" or c.lower_ in {"the", "this", "that", "these", "those"} for c in noun.children)
