"""Cases: a thing of one document, with what tells whether it is that of another document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.identity import node_iri
from kg.ontology import Ontology
from kg.outlines import Mention, Outline

_POSSESSIVE = re.compile(r"['’`´]")
_WORDS = re.compile(r"[^a-z0-9]+")
_FURNITURE = frozenset({"the", "a", "an"})


class Kind(StrEnum):
    """The sorts of things that are never one with another."""

    ORGANIZATION = "organization"
    PLACE = "place"
    SITE = "site"
    PERSON = "person"
    GROUP = "group"
    SPOKESPERSON = "spokesperson"


NAMED_ALONE = frozenset({Kind.ORGANIZATION, Kind.PLACE, Kind.SITE})  # their names tell; the rest need those around them


@dataclass(frozen=True, slots=True)
class Case:
    """A mention, and what is known around it.

    `node` is its IRI; `country` where it is, "" where that is not known; `own` are the entities that it belongs to or
    speaks for, `around` those that take part in what its document tells, `beside` the full names of all things in it.
    `twin` names the article of which its document is a copy, or the document itself.
    """

    node: str
    document: str
    mention: Mention
    kind: Kind
    national: bool
    country: str
    twin: str
    own: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()

    @property
    def known(self) -> str:
        """What a gazetteer calls it, "" where none knows it."""
        identity = self.mention.identity
        return identity if identity and "/" not in identity else ""


class Cases:
    """Makes cases of mentions.

    Args:
        ontology: the domain.
        countries: the country of each thing that a gazetteer knows, by identity.
    """

    def __init__(self, ontology: Ontology, countries: Mapping[str, str]) -> None:
        self._ontology = ontology
        self._countries = countries
        self._kinds: dict[str, Kind] = {}
        self._national: dict[str, bool] = {}

    def kind(self, type_: str) -> Kind:
        """Return the sort of things to which a class belongs."""
        if type_ not in self._kinds:
            self._kinds[type_] = self._kind(type_)
        return self._kinds[type_]

    def _kind(self, type_: str) -> Kind:
        for name, kind in (
            ("Person", Kind.PERSON),
            ("Spokesperson", Kind.SPOKESPERSON),
            ("Group", Kind.GROUP),
            ("Site", Kind.SITE),
            ("Place", Kind.PLACE),
        ):
            if self._ontology.is_a(type_, self._ontology.term(name)):
                return kind
        return Kind.ORGANIZATION

    def national(self, type_: str) -> bool:
        """Tell whether things of a class with one name in two countries are two."""
        if type_ not in self._national:
            self._national[type_] = any(self._ontology.is_a(type_, above) for above in self._ontology.national)
        return self._national[type_]

    def home(self, mention: Mention, country: str) -> str:
        """Return the country of a thing in a document that is set in `country`."""
        known = mention.identity if mention.identity and "/" not in mention.identity else ""
        return self._countries.get(known, "") or country

    def case(
        self,
        document: str,
        mention: Mention,
        *,
        country: str = "",
        twin: str = "",
        own: Iterable[str] = (),
        around: Iterable[str] = (),
        beside: frozenset[str] = frozenset(),
    ) -> Case:
        """Return the case of a mention in a document, by its IRI."""
        kind = self.kind(mention.type)
        full, short = names_of(mention, kind)
        return Case(
            node=node_iri(document, "entity", mention.key),
            document=document,
            mention=mention,
            kind=kind,
            national=self.national(mention.type),
            country=self.home(mention, country),
            twin=twin or document,
            own=frozenset(own),
            around=frozenset(around),
            beside=beside,
            full=full,
            short=short,
        )


def full_names(outline: Outline) -> frozenset[str]:
    """Return the full names, as they are compared, of all things of a document."""
    return frozenset(
        " ".join(words)
        for mention in outline.mentions
        for name in mention.names
        if not name.islower() and len(words := folded(name)) > 1
    )


def names_of(mention: Mention, kind: Kind) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of a thing that tell by themselves, and the short ones that tell only beside others.

    A name without a capital ("the council") is none. Of a person a full name tells, a surname does not; of other things
    a name of several words tells, a single word only where it is the only name.
    """
    words = [folded(name) for name in mention.names if not name.islower()]
    full = {" ".join(parts) for parts in words if len(parts) > 1}
    short = {parts[0] for parts in words if len(parts) == 1}
    if kind is Kind.PERSON:
        return frozenset(full), frozenset({name.rsplit(" ", 1)[-1] for name in full} | short)
    return frozenset(full), frozenset(short)


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: without case, accents, articles and apostrophes."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name).replace("&", " and ").lower())
    ascii_ = plain.encode("ascii", "ignore").decode("ascii")
    words = [word for word in _WORDS.split(ascii_) if word and word not in _FURNITURE]
    return tuple(words) or ((plain.strip(),) if plain.strip() else ())
