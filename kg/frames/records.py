"""What is known of how language tells of a domain: frozen records, without input or output.

Classes, roles and concepts are full IRIs, words are lemmas, and phrases are tuples of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from spacy.lang.en.lex_attrs import like_num

from kg.ontology import Ontology

PSEUDO_SLOTS = frozenset({"clause", "sentence", "article"})
NUMBER = "#"  # stands for any number in a phrase
UNITS: Mapping[str, frozenset[str]] = {  # what a role may count in, and the units of the figures that tell it
    "people": frozenset({""}),
    "percent": frozenset({"percent", "share"}),  # a share: of votes for what is voted on
    "poll": frozenset({"percent", "poll"}),  # of those entitled, who voted
    "votes": frozenset({"votes"}),
    "money": frozenset({"money"}),
}
_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W\d_])")  # not in "post-1990"

Pattern = tuple[frozenset[str], ...]  # for each part of a phrase, the lemmas that may stand there


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: up or down an edge with this label, to a token with one of these words."""

    up: bool
    label: str
    words: frozenset[str]


Path_ = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class RoleRule:
    """How a frame fills one role.

    `slots` are tried in order. `fill` are the classes an entity must have. For numbers, `unit` is what is
    counted, `near` the words of which one must stand close by and `far` those that must stand no closer.
    """

    role: str
    slots: tuple[str, ...]
    fill: frozenset[str]
    unit: str = ""
    near: frozenset[str] = frozenset()
    far: frozenset[str] = frozenset()
    both: bool = False  # take the fillers of every slot, not only of the first that has any


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a frame must read (with what it gives) or must not read."""

    text: str
    gives: tuple[tuple[str, str], ...]
    read: bool
    line: int


@dataclass(frozen=True, slots=True)
class Loose:
    """Triggers that often name an event, but not surely: something that knows more has to decide."""

    verbs: tuple[Pattern, ...] = ()
    nouns: tuple[Pattern, ...] = ()
    clauses: tuple[Pattern, ...] = ()  # a subject, then a verb with its words


# ways in which an event may be spoken of where there is none: what a law says of it, what is wanted, what one side
# does by itself
UNTOLD = ("forbidden", "wanted", "alone")


@dataclass(frozen=True, slots=True)
class Frame:
    """How language tells of one class of event."""

    name: str
    event: str
    verbs: tuple[tuple[str, ...], ...]
    nouns: tuple[tuple[str, ...], ...]
    blocked: tuple[tuple[str, ...], ...]
    roles: tuple[RoleRule, ...]
    needs: frozenset[str]  # roles without which a trigger is not believed
    weak: frozenset[tuple[str, ...]]  # triggers believed only beside a stronger one in the article
    loose: Loose = field(default_factory=Loose)
    status: str | None = None  # the status that the frame itself gives
    outcome: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # role, concept, words
    examples: tuple[Example, ...] = ()
    untold: frozenset[str] = frozenset()  # of `UNTOLD`


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a gazetteer."""

    identity: str
    name: str
    aliases: tuple[str, ...]
    cautious: frozenset[str]
    type: str
    country: str


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that tell the class of an unknown name beside them."""

    after: frozenset[str]
    before: frozenset[str]
    verbs: frozenset[str]


@dataclass(frozen=True)
class Gazetteer:
    """The known names of a domain, and the words that end unknown ones."""

    entries: Mapping[str, Entry]
    heads: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, Cues]
    place_types: frozenset[str]

    def aliases(self) -> Iterator[tuple[str, str, bool]]:
        """Yield every name with its identity and whether it needs context."""
        for entry in self.entries.values():
            for alias in (entry.name, *entry.aliases):
                yield alias, entry.identity, alias in entry.cautious
            for alias in sorted(entry.cautious - {entry.name, *entry.aliases}):
                yield alias, entry.identity, True

    @cached_property
    def called(self) -> Mapping[str, frozenset[str]]:
        """What the entries of each class are called."""
        names: dict[str, set[str]] = {}
        for alias, identity, _ in self.aliases():
            names.setdefault(self.entries[identity].type, set()).add(alias)
        return {type_: frozenset(own) for type_, own in names.items()}


@dataclass(frozen=True, slots=True)
class Matter:
    """Words by which a noun is what an article is about: "demand for N", "demand N", "a N dispute"."""

    under: frozenset[str]  # the words before "for"
    object: frozenset[str]  # verbs whose object it is
    beside: frozenset[str]  # nouns that it stands before
    idioms: frozenset[tuple[str, ...]] = frozenset()  # phrases with a word for a matter in them that name none


@dataclass(frozen=True)
class Lexicon:
    """The domain's words, as lemmas: what calls a thing of which class, and which offices there are."""

    generic: Mapping[str, str]  # "union" -> class
    named: Mapping[str, str]  # "docker" -> class: names somebody by itself
    modifiers: frozenset[str]
    openings: Mapping[str, str]  # words of other languages with which names begin: "Sindicato" -> class
    employing: Mapping[str, str]  # words before a trade in the names of those who employ it: "Master" -> class
    closing: frozenset[str]  # words with which a name ends before "and", whatever follows
    firms: frozenset[str]  # classes whose names seldom have "and" within them
    institutions: frozenset[str]  # words that end names whose other words do not tell of whom it is: "Labour Party"
    workplaces: frozenset[str]
    units: frozenset[str]  # classes whose entities are part of a greater one
    counted: frozenset[str]  # nouns that stand for as many people: "jobs"
    offices: Mapping[str, str]  # "branch secretary" -> class of the organisation
    seats: Mapping[str, tuple[str, ...]]  # "judge" -> words of the names of what such an office is held in
    posts: frozenset[str]  # offices with a field before them that is no name: "Transport Minister"
    ranks: frozenset[str]  # words of titles that are no field of work: the "junior" of a "junior health minister"
    speaks: frozenset[str]
    hearers: frozenset[str]  # trades of those who are told the news: "told reporters"
    joining: frozenset[str]  # verbs of which who does not do them stays out of what others do: "join"
    breaking: frozenset[str]  # verbs of which who does them has no part in what they are done to: "break up"
    strangers: frozenset[str]  # words before a trade for those hired in the place of others: "replacement"
    onlookers: frozenset[str]  # last words of the names of those who have to do with others' disputes: "court"
    counsel: frozenset[str]  # who speaks for those who hired them: "lawyer"
    parts: frozenset[str]  # what calls a part of an organisation: "division"
    matter: Matter
    reasons: Mapping[tuple[str, ...], str]

    @cached_property
    def reasons_by_form(self) -> Mapping[tuple[str, ...], str]:
        """Return the phrases for reasons with `NUMBER` for every number: a "35-hour week" is a "40-hour week"."""
        return {tuple(NUMBER if like_num(w) else w for w in words): c for words, c in self.reasons.items()}  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class English:
    """What every domain needs of the language (`english.yaml`). Phrases are tuples of lemmas."""

    stance: Mapping[tuple[str, ...], str]
    hearsay: tuple[tuple[str, ...], ...]
    takes: Mapping[str, frozenset[tuple[str, ...]]]  # how verbs of speech take what is said
    content: Mapping[str, frozenset[str]]  # stance -> words that tell it by themselves
    documents: frozenset[str]  # nouns for what is written, which says what its writer says
    rejecting: frozenset[str]  # verbs that deny with a claim as their object
    settlements: frozenset[str]  # nouns for places where people live or work: "the towns of X and Y"
    states: frozenset[str]  # abbreviations of parts of countries: "Ill.", "N.S.W."
    feasts: frozenset[str]  # days and seasons that have names and are no places: "over Easter"
    nations: Mapping[str, str]  # what countries are called, and what is theirs: "chile", "chilean" -> Chile
    over: Mapping[tuple[str, ...], str]
    beside: Mapping[str, str]
    modal: Mapping[str, str]
    condition: frozenset[str]
    predicate: Mapping[tuple[str, ...], str]  # what a happening, or a report of one, is said to be
    unless: frozenset[tuple[str, ...]]  # verbs that with a negation call off what is their subject
    rumours: frozenset[str]  # nouns for what somebody has it that has happened
    moving: frozenset[tuple[str, ...]]  # verbs that give what is planned another day
    bounds: Mapping[tuple[str, ...], str]


@dataclass(frozen=True)
class Language:
    """Everything a domain's reading needs besides the spaCy model."""

    ontology: Ontology
    slots: Mapping[str, tuple[Path_, ...]]
    frames: tuple[Frame, ...]
    gazetteer: Gazetteer
    lexicon: Lexicon
    english: English
    parties: Mapping[str, frozenset[str]] = field(default_factory=dict)


def phrase(text: str) -> tuple[str, ...]:
    """Split a phrase of lemmas as the tokenizer splits a text: "walk out" -> walk, out; "sell-off" -> sell, -, off."""
    return tuple(_HYPHEN.sub(" - ", text.lower()).split())
