"""Who and what a document speaks of: the entities, and which token mentions which.

Names are gathered into one entity by equal words, by surname, and by a shorter form of a longer name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc

from kg.frames import Language, bare_name

_MORE = 3  # words that a longer form of a name may have more than the shorter one
_SHORTEST = 4  # letters of a shorter form; an abbreviation in capitals may have fewer
_SMALL = frozenset({"of", "for", "and", "the", "in", "&"})
_NUMBERED = re.compile(r"^[a-z]+ (?:no\.? ?)?[\d-]+$")


@dataclass(eq=False, slots=True)
class Entity:
    """An entity while the document is being read. `spans` are the tokens of its mentions."""

    type: str
    names: Counter[str] = field(default_factory=Counter)
    identity: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    named: bool = True  # it has a proper name, or is a trade
    known: bool = False  # its class is certain
    labels: Counter[str] = field(default_factory=Counter)  # what the recogniser took its mentions for
    titled: bool = False  # a title or an office stands before the name
    of: Entity | None = None  # a spokesperson's organisation
    first: int = 0

    @property
    def label(self) -> str:
        """The longest of its names, the most used of equals."""
        return max(self.names, key=lambda n: (len(n), self.names[n]))


class Entities:
    """The entities of one document in the order in which they were found, and which token mentions which.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
    """

    def __init__(self, doc: Doc, language: Language) -> None:
        self.doc = doc
        self.language = language
        self.all: list[Entity] = []
        self.at: dict[int, Entity] = {}  # token -> entity, for every token of a mention
        self.titles: dict[Entity, set[str]] = {}  # the last words of the offices that people hold
        self.term = language.ontology.term
        self._sides = tuple(language.parties.values())
        self._kinds = {self.term(kind): kind for kind in ("Person", "Site", "Group", "Spokesperson")}

    def add(
        self, type_: str, start: int, end: int, text: str, *, identity: str | None = None, known: bool = False
    ) -> Entity:
        """Add a mention of a named thing: to the entity that it names, or to a new one."""
        clean = bare_name(text)
        entity = self.same(type_, clean, identity, known=known)
        if entity is None:
            entity = Entity(type_, identity=identity, known=known, first=start)
            self.all.append(entity)
        entity.names[clean] += 1
        entity.identity = entity.identity or identity
        self.cover(entity, start, end)
        return entity

    def put(self, entity: Entity, start: int, end: int, text: str) -> Entity:
        """Add a mention by a common noun, whose last token stands for the entity."""
        if entity not in self.all:
            self.all.append(entity)
        entity.names[text] += 1
        entity.spans.append((start, end))
        self.at[end - 1] = entity
        return entity

    def cover(self, entity: Entity, start: int, end: int) -> None:
        """Take note that an entity is mentioned by the tokens `start:end`."""
        entity.spans.append((start, end))
        for i in range(start, end):
            self.at.setdefault(i, entity)

    def release(self, start: int) -> None:
        """Take back the mention that begins at a token: it is part of another name."""
        entity = self.at[start]
        span = next(s for s in entity.spans if s[0] == start)
        entity.spans.remove(span)
        for i in range(*span):
            del self.at[i]
        if not entity.spans:
            self.all.remove(entity)

    def same(self, type_: str, text: str, identity: str | None, *, known: bool = False) -> Entity | None:
        """Return the entity that a name names, or None.

        Args:
            type_: the class of what is named.
            text: the name.
            identity: what the gazetteer knows it as.
            known: whether the name tells its class: then it is no short form of one of the other side.
        """
        folded = _folded(text)
        words = folded.split()
        if not words:
            return None
        kind = self._kind(type_)
        best: Entity | None = None
        for entity in self.all:
            if identity and entity.identity:
                if entity.identity == identity:
                    return entity
                continue
            if any(folded == _folded(n) for n in entity.names):
                return entity
            if self._kind(entity.type) != kind or (known and entity.known and self._opposed(type_, entity.type)):
                continue
            for name in entity.names:
                other = _folded(name).split()
                if kind == "Person":
                    if words[-1] == other[-1] and (len(words) == 1 or len(other) == 1 or words[0] == other[0]):
                        best = entity  # the latest of that surname
                elif self._shorter(words, other, text, name) or (
                    kind in {"", "unit"} and self._abbreviates(text, name)
                ):
                    best = best or entity
        return best

    def _opposed(self, a: str, b: str) -> bool:
        """Tell whether two classes are of different sides: "Belmore Steel" and the "Belmore Steel Workers' Union"."""
        sides = [next((n for n, side in enumerate(self._sides) if t in side), None) for t in (a, b)]
        return None not in sides and sides[0] != sides[1]

    def _kind(self, type_: str) -> str:
        """Names of people, sites, places and the rest are never short forms of each other."""
        if type_ in self.language.lexicon.units:
            return "unit"
        place = "Place" if type_ in self.language.gazetteer.place_types else ""
        return self._kinds.get(type_, place)

    def _abbreviates(self, a: str, b: str) -> bool:
        """Tell whether one name is made of the other's initials ("PSU" of "Passenger Staffs' Union")."""
        short, long = sorted((a, b), key=len)
        if " " in short or len(short) < 3 or " " not in long or not short[1:].isalpha():
            return False
        return short.casefold() in initials(long) and (short.isupper() or len(short) > 3)

    def _shorter(self, a: list[str], b: list[str], text: str, name: str) -> bool:
        """Tell whether one name is the other without its last words ("Saltee" of "Saltee Line"), or a numbered unit."""
        (short, printed), (long, _) = sorted(((a, text), (b, name)), key=lambda pair: len(pair[0]))
        if not short or len(short) == len(long):
            return False
        if _NUMBERED.match(
            " ".join(short)
        ):  # "Local 7" of "Pilots' Union Local 7" and of "Local 7 of the Pilots' Union"
            return long[-len(short) :] == short or long[: len(short)] == short
        if len(printed) < _SHORTEST and not (printed.isupper() and len(printed) > 1):
            return False
        if len(long) - len(short) > _MORE:
            return False
        return long[: len(short)] == short and not {"of", "for", "local"} & set(short)

    def onlooker(self, entity: Entity) -> bool:
        """Tell whether a body has to do with the disputes of others: "police", "Labour Court", the Daily Courier.

        Not where the workforce spoken of is its own: "police officers".
        """
        known = self.language.lexicon.onlookers
        words = {n.split()[-1].casefold() for n in entity.names} & known if entity.named else set()
        if not words:
            return False
        group = self.term("Group")
        own = {w.casefold() for e in self.all if e.type == group for n in e.names for w in n.split()}
        return not words & own

    def speaks_for(self, speaker: Entity, organization: Entity) -> None:
        """Name an unnamed speaker by the organisation: "Harbour Line spokesman", "spokesman for Harbour Line"."""
        speaker.of = organization
        word = speaker.label.split()[-1]
        if " " not in speaker.label:
            speaker.names.clear()
        for name in sorted(organization.names, key=lambda n: (-len(n), n)):
            speaker.names[f"{name} {word}"] += 1
            speaker.names[f"{word} for {name}"] += 1

    def speaking(self, organization: Entity, speaker: Entity) -> Entity | None:
        """Return the unnamed speaker who is the same as another: of one organisation, called by one word.

        "The spokesman" may be the company spokesman; "union sources" and "government sources" are two.
        """
        word = speaker.label.split()[-1]
        for other in self.all:
            if other.type == speaker.type and other.of is organization and other is not speaker:
                bare = " " not in speaker.label and any(word in n.split() for n in other.names)
                if bare or speaker.label in other.names:
                    return other
        return None

    def replace(self, entity: Entity, by: Entity) -> None:
        """Make one entity's mentions another's: they turned out to be the same."""
        by.spans.extend(entity.spans)
        by.labels.update(entity.labels)
        by.names.update(entity.names if entity.named else {n: c for n, c in entity.names.items() if " " in n})
        self.all.remove(entity)
        for i, at in self.at.items():
            if at is entity:
                self.at[i] = by


@lru_cache(maxsize=1 << 14)
def _folded(name: str) -> str:
    """Return a name without what its printers differ in: capitals, and the apostrophe of "Workers' Union"."""
    return name.casefold().replace("'", "").replace("’", "")


def initials(name: str) -> set[str]:
    """Return what a name's initials can make: with and without its small words, capitals taken whole."""
    words = re.findall(r"[^\W_]+", re.sub(r"['’]s?\b", "", name))
    whole = [w.casefold() if w.isupper() and len(w) > 1 else w[0].casefold() for w in words]
    main = [x for x, w in zip(whole, words, strict=True) if w.casefold() not in _SMALL]
    return {"".join(whole), "".join(main)}
