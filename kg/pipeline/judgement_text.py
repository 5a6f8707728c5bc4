"""Judgements as people read them: one line each."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ontology import Ontology
from kg.pipeline.values import value_text
from kg.resolve.records import CLASS, LABEL, Fact, Judgement, Thing, Verdict

_LONGEST = 100  # characters of a sentence


def judgement_text(judgement: Judgement, ontology: Ontology, *, known: Iterable[Judgement] = ()) -> str:
    """Return a judgement as one line, without author and time; of a withdrawal, what it takes back if that is known.

    Examples:
        >>> judgement_text(line, ontology)  # doctest: +SKIP
        'reject: target Home Office of strike in story-ballot: “Staff at the Home Office …”'
    """
    note = f" ({judgement.note})" if judgement.note else ""
    if judgement.withdraws is not None:
        taken = next((line for line in known if line.id == judgement.withdraws), None)
        what = f" ({judgement_text(taken, ontology, known=known)})" if taken else ""
        return f"{judgement.verdict}: {judgement.withdraws}{what}{note}"
    about = " and ".join(_thing(thing, ontology) for thing in judgement.things)
    if judgement.fact is not None:
        about = fact_text(judgement.fact, ontology)
    role = role_text(judgement.role, ontology) if judgement.role else ""
    old, new = (value_text(v, ontology) if v else "" for v in (judgement.value, judgement.new))
    if judgement.verdict == Verdict.CORRECT:
        change = f"{old} → {new}" if old and new else f"+ {new}" if new else f"− {old}"
        return f"{judgement.verdict}: {role} {change} of {about}{note}"
    return f"{judgement.verdict}: {f'{role} {old} of ' if role else ''}{about}{note}"


def fact_text(fact: Fact, ontology: Ontology) -> str:
    """Return a fact as one line: what it is, where it stands, its words."""
    said = fact.sentence if len(fact.sentence) <= _LONGEST else f"{fact.sentence[: _LONGEST - 1].rstrip()}…"
    where = f"in {fact.document}: “{' '.join(said.split())}”"
    if fact.kind == "event":
        return f"{ontology.label(fact.type)} {where}"
    subject, target = (names[0] if names else "" for names in (fact.subject, fact.object))
    if fact.kind == "statement":
        return f"{subject} {ontology.label(fact.type)} {where}"
    return f"{subject} – {fact.title or ontology.label(fact.type)} – {target} {where}"


def role_text(role: str, ontology: Ontology) -> str:
    """Return what a role is called."""
    return {CLASS: "class", LABEL: "label"}.get(role) or ontology.label(role)


def _thing(thing: Thing, ontology: Ontology) -> str:
    number = len(thing.mentions)
    where = thing.mentions[0][0] if number == 1 else f"{number} mentions"
    return f"{thing.names[0]} ({ontology.label(thing.type)}, {where})"
