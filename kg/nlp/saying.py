"""What the parse tells of a verb of saying: who its subject is, whether it is really said, which clause it governs."""

from __future__ import annotations

from spacy.tokens import Token

VERBAL = frozenset({"VERB", "AUX"})
_SPEAKERS_NAME = 12  # tokens after "said" in which a name with its title ends
_BELOW = frozenset({"relcl", "advcl", "acl", "pcomp", "ccomp", "csubj"})  # clauses that only mention what one wants
_QUOTING = frozenset({"quote", "report", "cite"})
OBJECTS = frozenset({"dobj", "prep", "pobj", "dative", "oprd", "xcomp", "ccomp", "advcl", "prt"})
_GOING_ON = frozenset({"go", "continue"})  # "went on to say"
TENSED = frozenset({"VBD", "VBP", "VBZ", "MD"})


def speaker_of(verb: Token) -> Token | None:
    """Return the subject of a verb of saying: its own, its passive agent, or that of a verb it is joined to."""
    inserted = _inserted(verb)
    if inserted is not None:
        return inserted
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
                return verb.head
            return child
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in _QUOTING:
        report = verb.head.head  # "Ann Lee was quoted as saying", "the paper quoted Ann Lee as saying"
        found = {c.dep_: c for c in report.children if c.dep_ in {"nsubjpass", "dobj"}}
        return found.get("nsubjpass") or found.get("dobj")
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        return None
    if verb.dep_ in {"conj", "xcomp"} and verb.head.pos_ in VERBAL:
        return speaker_of(verb.head)
    if verb.dep_ == "advcl" and verb.tag_ == "VB" and any(c.dep_ == "ccomp" for c in verb.children):
        return next((c for c in verb.head.children if c.dep_ == "nsubj"), None)  # "wrote to say that"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        return next((c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"}), None) or speaker_of(verb.head)
    return None


def _inserted(verb: Token) -> Token | None:
    """Return the speaker of "The stoppage, said Ann Lee, was lawful", in which the parser has the stoppage speak."""
    doc = verb.doc
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if subject is None or subject.pos_ != "NOUN" or doc[verb.i - 1].text != "," or verb.tag_ != "VBD":
        return None
    end = next((t.i for t in doc[verb.i + 2 : verb.i + _SPEAKERS_NAME] if t.text == ","), 0)
    if not end or any(t.is_sent_start or t.pos_ in VERBAL for t in doc[verb.i + 1 : end]):
        return None
    return doc[end - 1] if doc[end - 1].pos_ in {"PROPN", "NOUN"} else None


def named(subject: Token) -> Token:
    """Return the name that belongs to a title: "its secretary, Ann Lee", "union president Ann Lee"."""
    if subject.ent_type_ == "PERSON":
        return subject
    for child in subject.children:
        if child.dep_ == "appos" and child.i > subject.i and (child.ent_type_ == "PERSON" or _is_name(child, subject)):
            return child
    after = subject.i + 1
    if after < len(subject.doc) and subject.pos_ == "NOUN" and subject.doc[after].pos_ == "PROPN":
        return _last_of_name(subject.doc[after])
    return subject


def _is_name(token: Token, subject: Token) -> bool:
    return token.pos_ == "PROPN" and subject.pos_ != "PROPN"


def _last_of_name(token: Token) -> Token:
    while token.i + 1 < len(token.doc) and token.doc[token.i + 1].pos_ == "PROPN":
        token = token.doc[token.i + 1]
    return token


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for; any other token itself."""
    if token.lower_ in {"who", "which", "that"}:
        return next((up.head for up in token.ancestors if up.dep_ == "relcl"), token)
    return token


def beside(verb: Token) -> Token | None:
    """Return the noun next to a verb of saying whose subject the parser lost: '"...," said Ann Lee, 40, a nurse'."""
    if verb.tag_ in {"VB", "VBG", "VBN"} or any(c.dep_ == "nsubjpass" for c in verb.children):
        return None
    doc = verb.doc
    after = next((t for t in doc[verb.i + 1 : verb.i + 5] if t.pos_ != "DET"), None)
    if after is not None and after.pos_ == "PROPN":
        return _last_of_name(after)
    at = verb.i - 2 if verb.i > 1 and doc[verb.i - 1].text == "," else verb.i - 1
    before = doc[at] if at >= 0 else None
    return before if before is not None and before.pos_ == "PROPN" else None


def names_only(verb: Token) -> bool:
    """Tell whether a verb only gives a thing its name: "what the union called a breakthrough"."""
    return any(c.lower_ == "what" and c.i < verb.i for c in verb.children) and verb.dep_ in {
        "pcomp",
        "csubj",
        "ccomp",
        "pobj",
        "dobj",
    }


def that_clause(verb: Token) -> Token | None:
    """Return a clause with "that" which the parser hung on a noun beside the verb: "said at the time that ..."."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"prep", "npadvmod", "dobj"}:
            for token in child.subtree:
                linked = token.dep_ in {"relcl", "acl"} and token.left_edge.lower_ == "that" and finite(token)
                subjects = (c for c in token.children if c.dep_ in {"nsubj", "nsubjpass", "expl"})
                if linked and any(c.lower_ != "that" for c in subjects):
                    return token
    return None


def _beside_next(verb: Token) -> bool:
    """Tell whether a clause is joined to the next by a semicolon, which the parser takes for something said."""
    right = verb.right_edge.i + 1
    return verb.dep_ == "ccomp" and verb.head.i > verb.i and any(t.text == ";" for t in verb.doc[right : verb.head.i])


def is_told(verb: Token) -> bool:
    """Tell whether the article tells of a verb by itself: it stands in no clause of time, condition or the like."""
    at = verb
    while at.dep_ == "conj" and at.head.pos_ in VERBAL:
        at = at.head
    if _beside_next(at):
        return not any(c.dep_ == "neg" for c in verb.children)
    asked = any(c.dep_ == "aux" and c.lower_ in {"should", "may", "might", "could", "would"} for c in at.children)
    return at.dep_ not in _BELOW and not asked and not any(c.dep_ == "neg" for c in verb.children)


def is_unsaid(verb: Token) -> bool:
    """Tell whether it is not said: "did not say", "declined to say", "should they say"."""
    above = verb.head if verb.dep_ == "xcomp" else verb
    if above.lemma_ in _GOING_ON and above.tag_ in TENSED:
        above = verb
    if verb.tag_ == "VB" and verb.dep_ == "xcomp" and above.i != verb.i:
        return True
    return any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ == "should") for c in verb.children)


def is_question(clause: Token) -> bool:
    """Tell whether a clause is a question put in other words: "whether they would"."""
    return any(c.lower_ in {"whether", "if"} and c.dep_ == "mark" for c in clause.children)


def is_occasion(verb: Token) -> bool:
    """Tell whether what stands before a verb of saying tells only when it was: "Asked whether they would, he said"."""
    first = next((c for c in verb.children if c.dep_ == "advcl" and c.i < verb.i), None)
    own = {c.dep_ for c in first.children} if first is not None else set()
    return first is not None and first.tag_ in {"VBN", "VBG"} and not own & {"nsubj", "nsubjpass", "mark"}


def is_so(verb: Token) -> bool:
    """Tell whether a verb says what is so at the time of writing: a present or a perfect."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    if any(c.dep_ == "auxpass" for c in helpers):
        return False
    if verb.tag_ in {"VBZ", "VBP"}:
        return not helpers
    return bool(helpers) and helpers[0].tag_ in {"VBZ", "VBP"} and verb.tag_ in {"VBG", "VBN"}


def counts(verb: Token) -> bool:
    """Tell whether a verb gives a number: "counted 600", "put the figure at 600"; not "put 600 in the bank"."""
    moved = any(c.dep_ == "prep" and c.lower_ in {"into", "in", "to"} and c.i > verb.i for c in verb.children)
    for child in verb.children:
        near = (child, *child.children, *(g for c in child.children for g in c.children))
        if child.i > verb.i and child.dep_ in OBJECTS | {"advmod", "attr"} and any(t.like_num for t in near):
            return child.dep_ != "dobj" or not moved
    return False


def calls(verb: Token) -> bool:
    """Tell whether a verb says what a thing is: "called it an insult", "dismissed it as an insult"."""
    near = (*verb.children, *(g for c in verb.children if c.dep_ == "dobj" for g in c.children if g.dep_ == "prep"))
    return any(c.dep_ in {"oprd", "ccomp"} or (c.dep_ == "prep" and c.lower_ == "as") for c in near)


def finite(clause: Token) -> bool:
    """Tell whether the head of a clause is a finite verb, or has a finite auxiliary."""
    if clause.pos_ not in VERBAL:
        return False
    if clause.left_edge.lower_ == "that" and clause.left_edge.dep_ == "mark":
        return True
    return clause.tag_ in TENSED or any(c.dep_ in {"aux", "auxpass"} and c.tag_ in TENSED for c in clause.children)
