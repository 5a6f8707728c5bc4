"""What the language components write on a spaCy `Doc`, for the extractor to read.

Each is a frozen record with token offsets; the components put tuples of them on `doc._.kg_names`,
`doc._.kg_figures`, `doc._.kg_dates`, `doc._.kg_speech`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: tokens `start:end`, the class it has (an IRI) and, from a gazetteer, its identity."""

    start: int
    end: int
    text: str
    type: str
    identity: str | None = None
    aliases: tuple[str, ...] = ()  # other names of the same thing that stand in the article
    source: str = "pattern"  # "gazetteer", "pattern" or "ner"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, with its bound and what it counts.

    `unit` is "percent", "share" (per cent of the votes in favour), "money", "votes", "duration" or ""
    (a bare number); `head` is the token of the noun that is counted, or -1.
    """

    start: int
    end: int
    value: float
    bound: str  # a core concept's name: "exactly", "about-value", "atLeast", "atMost"
    unit: str
    head: int = -1


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression and the days it names, as ISO dates or their parts (`--02-01`, `2005-03`, `1984`).

    `kind` is "days" (a list of single days), "span" (first and last day), "start" or "end".
    """

    start: int
    end: int
    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """Quoted or reported words, with the tokens of who says them (-1: not found) and of the verb.

    `form` is how they are told: "quoted", "loose" (a quotation without a verb), "clause", "infinitive", "around" (the
    sentence that "he said" is put into), "object" and "wants" (a verb that is speech by itself), "hearsay".
    """

    start: int
    end: int
    speaker: int
    verb: int
    quoted: bool
    stance: str  # a core concept's name: "claims"
    form: str = ""
