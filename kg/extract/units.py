"""What is a unit of what: a union's branch, a numbered local, a department's agency."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.frames import Language

_NUMBERED = re.compile(r"(?:^|[, ])+[A-Z][a-z]+ (?:No\.? ?)?\d+(?: of (?:the )?)?")


class UnitReader:
    """Reads which organisation is a unit of which.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        near: finds the organisation by a token.
    """

    def __init__(self, doc: Doc, language: Language, near: Affiliations) -> None:
        self.doc = doc
        self.language = language
        self.near = near
        self.entities = near.entities
        sides = [s for s in language.parties.values() if s & language.lexicon.units]
        self._whole_class = next((t for t in language.gazetteer.cues if sides and t in sides[0]), None)

    def read(self) -> Iterator[tuple[Entity, Entity, int, int]]:
        """Yield (branch, whole, start, end): "the union's Leeds branch", "Local 7 of the union"."""
        for token in self.doc:
            entity = self.near.at(token.i)
            if entity is None:
                continue
            inner = self._inside(entity) or self._just_before(token, entity)
            if inner is not None:
                yield entity, inner, token.i, token.i + 1
            for child in token.children:
                whole: Entity | None = None
                if child.dep_ == "poss":
                    whole = self.near.resolved(child)
                elif child.dep_ == "prep" and child.lower_ == "of":
                    whole = next((o for g in child.children if g.dep_ == "pobj" and (o := self.near.resolved(g))), None)
                if whole is not None and whole is not entity and self.near.is_unit(entity, whole):
                    yield entity, whole, min(token.i, child.i), max(token.i, child.i) + 1

    def _just_before(self, token: Token, entity: Entity) -> Entity | None:
        """Return the whole whose name stands right before a branch's: "Transport Union Leeds branch"."""
        whole = self.near.at(token.i - 1) if token.i else None
        return whole if whole is not None and whole is not entity and self.near.is_unit(entity, whole) else None

    def _up_to_head(self, label: str) -> str:
        """Return the part of a name that ends like a whole's: "Pilots' Union" of "Pilots' Union Leeds branch"."""
        words = label.split()
        heads = self.language.gazetteer.heads.get(self._whole_class or "", ())
        ends = [k for k, word in enumerate(words[:-1], start=1) if word in heads]
        return " ".join(words[: ends[-1]]) if ends else ""

    def _inside(self, entity: Entity) -> Entity | None:
        """The whole whose name stands inside a branch's name: a known one, or what is left without "Local 7 of the"."""
        if entity.type not in self.language.lexicon.units:
            return None
        words = entity.label.casefold()
        fits = [
            (len(n), e.label, e)
            for e in self.entities.all
            if e is not entity and e.type in self.near.organizations and e.type not in self.language.lexicon.units
            for n in e.names
            if len(n) > 2 and f" {n.casefold()} " in f" {words} "
        ]
        if fits:
            return max(fits, key=lambda f: f[:2])[2]
        numbered = _NUMBERED.sub("", entity.label).strip(" ,")
        if numbered == entity.label:
            numbered = self._up_to_head(entity.label)
        if len(numbered.split()) < 2:
            return None
        known = next((e for e in self.entities.all if any(n.casefold() == numbered.casefold() for n in e.names)), None)
        if known is None and self._whole_class:
            known = Entity(self._whole_class, known=True, first=entity.first)
            known.names[numbered] += 1
            self.entities.all.append(known)
        return known
