"""Who and what a document speaks of: the entities, and which token mentions which.

Names are gathered into one entity by equal words, by surname, and by a shorter form of a longer name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.frames import Language

_MORE = 3  # words that a longer form of a name may have more than the shorter one
_LEADING = re.compile(r"^(?:the|a|an|The|A|An)\s+")


@dataclass(eq=False, slots=True)
class Entity:
    """An entity while the document is being read. `spans` are the tokens of its mentions."""

    type: str
    names: Counter[str] = field(default_factory=Counter)
    identity: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    named: bool = True  # it has a proper name, or is a trade
    known: bool = False  # its class is certain
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

    def add(
        self, type_: str, start: int, end: int, text: str, *, identity: str | None = None, known: bool = False
    ) -> Entity:
        """Add a mention of a named thing: to the entity that it names, or to a new one."""
        clean = _LEADING.sub("", text.replace("\n", " ").strip(" ,.;:'\"-"))
        clean = re.sub(r"['’]s$", "", clean)
        entity = self.same(type_, clean, identity)
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

    def same(self, type_: str, text: str, identity: str | None) -> Entity | None:
        """Return the entity that a name names, or None."""
        person = self.term("Person")
        words = text.casefold().split()
        if not words:
            return None
        best: Entity | None = None
        for entity in self.all:
            if identity and entity.identity == identity:
                return entity
            if identity and entity.identity and identity != entity.identity:
                continue
            if any(text.casefold() == n.casefold() for n in entity.names):
                return entity
            if (entity.type == person) != (type_ == person):
                continue
            for name in entity.names:
                other = name.casefold().split()
                if type_ == person:
                    if words[-1] == other[-1] and (len(words) == 1 or len(other) == 1 or words[0] == other[0]):
                        best = entity  # the latest of that surname
                elif self._place(type_) == self._place(entity.type) and self._shorter(words, other):
                    best = best or entity
        return best

    def _place(self, type_: str) -> bool:
        return type_ in self.language.gazetteer.place_types

    def _shorter(self, a: list[str], b: list[str]) -> bool:
        """Tell whether one name is the other without its last words ("Saltee" of "Saltee Line")."""
        short, long = sorted((a, b), key=len)
        if not short or len(short) == len(long) or len(" ".join(short)) < 4:
            return False
        if len(long) - len(short) > _MORE:
            return False
        return long[: len(short)] == short and not {"of", "for", "local"} & set(short)

    def replace(self, entity: Entity, by: Entity) -> None:
        """Make one entity's mentions another's: they turned out to be the same."""
        by.spans.extend(entity.spans)
        by.names.update(entity.names if entity.named else ())
        self.all.remove(entity)
        for i, at in self.at.items():
            if at is entity:
                self.at[i] = by
