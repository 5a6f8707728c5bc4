"""What the templates show: frozen records of text and addresses. Nothing in them is HTML but what was marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Reference:
    """A sentence with its marks, and the article in which it stands. `href` leads to it there."""

    quote: Markup
    title: str
    href: str
    document: str
    day: date | None
    source: str | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Named:
    """Something by its name, with its page where it has one; `note` says what it is, `count` how often."""

    text: str
    href: str | None = None
    note: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """What a statement says, how far it is to be believed, by how many, and from which words.

    `more` is how many references are not given.
    """

    named: Named
    belief: float | None = None
    documents: int = 0
    sources: int = 0
    references: tuple[Reference, ...] = ()
    more: int = 0
    who: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values, of which `more` are not given; `href` leads to those, `term` to what it means."""

    label: str
    values: tuple[Value, ...]
    anchor: str = ""
    comment: str = ""
    more: int = 0
    href: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours over one kind of edge: how many they are, and the first of them."""

    label: str
    members: tuple[Named, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not given."""
        return self.total - len(self.members)


@dataclass(frozen=True, slots=True)
class Identity:
    """Why mentions are taken for a thing, or not: those of one name, judgement and reason together."""

    name: str
    judgement: str
    other: Named | None
    score: str
    why: str
    author: str
    articles: tuple[Named, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: what it is, and what else its columns say."""

    named: Named
    cells: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is shown. `first` counts from 1."""

    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """How a page is cited: as text, as BibTeX, and by a link that stays."""

    text: str
    bibtex: str
    link: str


@dataclass(frozen=True, slots=True)
class Form:
    """Another form of a page."""

    name: str
    media_type: str
    href: str
