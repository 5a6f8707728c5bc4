"""What people judge, as records: two things, a fact, a correction; each found again after a new reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from rdflib import RDF, RDFS

CLASS, LABEL = str(RDF.type), str(RDFS.label)  # what is corrected of an event or a thing beside its roles
FactKind = Literal["event", "relation", "office", "statement"]
FACT_KINDS: tuple[FactKind, ...] = ("event", "relation", "office", "statement")


class Verdict(StrEnum):
    """What somebody holds of two things (the first two), of a fact (the next three), or of a judgement (the last)."""

    SAME = "same"
    DIFFERENT = "different"
    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNSURE = "unsure"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity: its mentions, as (document, key) each, and what it was called when it was judged.

    With an `iri` it was all that an entity of all documents was then.
    """

    names: tuple[str, ...]
    type: str
    mentions: tuple[tuple[str, str], ...]
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence, the words in it that name an event, and where they begin in the text."""

    sentence: str
    words: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What one document says, told by its words, so that it is found again whatever key it has by then.

    Args:
        document: the identifier.
        kind: what it is.
        type: the class of an event, the predicate of a relation or office, the stance of a statement.
        sentence: the words from which it was read; of a statement, what was said.
        words: those that name the event; of others "".
        start: where `words`, or else the sentence, begin; only where the words stand twice does it count.
        subject: what the subject of a relation, or the speaker, is called.
        object: what the object of a relation is called.
        title: of an office.
        also: other words that name the event; they count where the first are not read any more.
    """

    document: str
    kind: FactKind
    type: str
    sentence: str
    words: str = ""
    start: int | None = None
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    title: str | None = None
    also: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A value that is a thing: what it is called, and what it is made of where the document knows none so called."""

    names: tuple[str, ...]
    type: str | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A value that is a concept or a class of the ontology."""

    iri: str


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that is a number, a day or a text; `qualifier` says how exact a number is."""

    lexical: str
    datatype: str
    qualifier: str | None = None


Given = Named | Term | Plain


@dataclass(frozen=True, slots=True)
class Filling:
    """A role of an event and one thing, concept or literal that fills it."""

    role: str
    value: Given


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the file. `author` and `time` (UTC, ISO 8601, whole seconds) say who judged and when.

    Args:
        verdict: what is held of
        things: two of them, or one whose class or label is corrected; or
        fact: an event, relation, office or statement; with `role` and `value` one filler of an event.
        role: of the filler that is judged or corrected; or `CLASS`, `LABEL`, the status property.
        value: the filler that is judged, or the one that a correction takes away.
        new: what a correction puts there.
        beside: the fillers that were accepted together with their event.
        withdraws: the judgement that is taken back.
        note: anything that the author wants to say.
    """

    author: str
    time: str
    verdict: Verdict
    things: tuple[Thing, ...] = ()
    fact: Fact | None = None
    role: str | None = None
    value: Given | None = None
    new: Given | None = None
    beside: tuple[Filling, ...] = ()
    withdraws: str | None = None
    note: str | None = None
    id: str = ""

    @property
    def order(self) -> tuple[str, str]:
        """Of two judgements on the same thing, that with the greater order wins."""
        return self.time, self.id
