"""Whom unnamed speakers speak for: "a spokesman for the trust", "union officials"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity


@dataclass(frozen=True, slots=True)
class Office:
    """A person holds an office in an organisation (`title` is as printed), or only speaks for it (no title)."""

    person: Entity
    organization: Entity
    title: str | None
    start: int
    end: int


class Spokespeople:
    """Finds the organisation of an unnamed speaker, and names the speaker by it.

    Args:
        doc: a document that went through the whole pipeline.
        near: finds the organisation by a token.
    """

    def __init__(self, doc: Doc, near: Affiliations) -> None:
        self.doc = doc
        self.near = near
        self.entities = near.entities

    def read(self) -> Iterator[Office]:
        """Yield for whom each unnamed speaker speaks."""
        spokesperson = self.entities.term("Spokesperson")
        for entity in [e for e in self.entities.all if e.type == spokesperson]:
            yield from self._of(entity)

    def _of(self, entity: Entity) -> Iterator[Office]:
        start, end = entity.spans[0]
        token = self.doc[start]
        before = self._spoken_of(entity, start)
        if before is not None:
            self.entities.replace(entity, before)
            return
        org, said = self.near.after(end)
        if org is None and not said:
            org, said = self.near.before(start)
        if org is None and not said:
            org, said = self.near.compound_of(token)
        if org is None and not said and token.tag_ not in {"NNS", "NNPS"}:
            org = self.near.pronoun(start)
        if org is None:
            return
        twin = self.entities.speaking(org, entity)
        if twin is not None:
            self.entities.replace(entity, twin)
            self._call(twin, org, start)
            yield Office(twin, org, None, start, end)
            return
        self.entities.speaks_for(entity, org)
        self._call(entity, org, start)
        yield Office(entity, org, None, start, end)

    def _spoken_of(self, entity: Entity, start: int) -> Entity | None:
        """Return the last one called so before "the official", where nothing else tells whose official it is."""
        word = self.doc[start].lower_
        bare = start > 0 and self.doc[start - 1].lower_ == "the" and " " not in entity.label
        follows = start + 1 < len(self.doc) and self.doc[start + 1].lower_ in {"for", "of", "at", "from"}
        if not bare or follows:
            return None
        earlier = [
            (a, e)
            for e in self.entities.all
            if e.type == entity.type and e is not entity
            for a, b in e.spans
            if a < start and word in {t.lower_ for t in self.doc[a:b]}
        ]
        return max(earlier, key=lambda x: x[0])[1] if earlier else None

    def _call(self, entity: Entity, org: Entity, i: int) -> None:
        """Add what an unnamed speaker is called as printed: "union officials", "spokesman for the department"."""
        start = i
        while start > 0 and self.doc[start - 1].dep_ in {"compound", "amod"} and self.doc[start - 1].head.i == i:
            start -= 1
        if start < i:
            entity.names[self.doc[start : i + 1].text] += 1
        whole = next((c for c in self.doc[i].children if c.dep_ == "prep" and c.lower_ in {"for", "of"}), None)
        noun = next((g for g in whole.children if g.dep_ == "pobj"), None) if whole is not None else None
        if noun is not None and noun.i not in self.entities.at and self.near.resolved(noun) is org:
            entity.names[self.doc[i : noun.i + 1].text] += 1
