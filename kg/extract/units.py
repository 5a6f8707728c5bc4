"""What is a unit of what: a union's branch, a numbered local, a department's agency, a company's division."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.frames import Language

_NUMBERED = re.compile(r"(?:^|[, ])+[A-Z][a-z]+ (?:No\.? ?)?\d+(?:-\d+)?(?P<of> of (?:the )?)?")
_NEXT = frozenset({",", "'s", "’s", "'", "’", "("})


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
        placed: set[int] = set()
        for token in self.doc:
            entity = self.near.at(token.i)
            if entity is not None:
                for whole, start, end in self._wholes(token, entity):
                    placed.add(id(entity))
                    yield entity, whole, start, end
            if token.lemma_.lower() in self.language.lexicon.parts:
                part = self._part(token)
                if part is not None:
                    placed.add(id(part[0]))
                    yield part
        yield from self._left_open(placed)

    def _wholes(self, token: Token, entity: Entity) -> Iterator[tuple[Entity, int, int]]:
        inner = self._inside(entity) or self._just_before(token, entity)
        if inner is not None:
            yield inner, token.i, token.i + 1
        for child in token.children:
            whole: Entity | None = None
            if child.dep_ == "poss":
                whole = self.near.resolved(child)
            elif child.dep_ == "prep" and child.lower_ == "of":
                whole = next((o for g in child.children if g.dep_ == "pobj" and (o := self.near.resolved(g))), None)
            if whole is not None and whole is not entity and self.near.is_unit(entity, whole):
                yield whole, min(token.i, child.i), max(token.i, child.i) + 1

    def _just_before(self, token: Token, entity: Entity) -> Entity | None:
        """Return the whole whose name stands right before a branch's: "Transport Union Leeds branch"."""
        start = self.near.start_of(token.i)
        while start > 1 and self.doc[start - 1].text in _NEXT:
            start -= 1
        whole = self.near.at(start - 1) if start else None
        return whole if whole is not None and whole is not entity and self.near.is_unit(entity, whole) else None

    def _part(self, token: Token) -> tuple[Entity, Entity, int, int] | None:
        """Read "X, a division of Y" and "X is part of Y"."""
        of = token.i + 1
        if of + 1 >= len(self.doc) or self.doc[of].lower_ != "of" or self.near.at(token.i) is not None:
            return None
        start = token.i
        while start > 0 and start > token.i - 4 and self._tells_part(self.doc[start - 1]):
            start -= 1
        if start < 2 or self.near.at(start) is not None:
            return None
        link = self.doc[start - 1]
        if link.text not in {",", "("} and link.lemma_.lower() != "be":
            return None
        at = start - 2
        while at > 0 and self.doc[at].text in {")", ","} | _NEXT:
            at -= 1
        part = self.near.resolved(self.doc[at])
        whole = self.near.first_from(self._past_seat(of + 1), 8)
        if part is None or whole is None or part is whole or self.near.is_unit(whole, part):
            return None
        return part, whole, at, of + 2

    def _tells_part(self, word: Token) -> bool:
        """Tell whether a word may stand before a part's noun: "a wholly owned subsidiary"."""
        return word.pos_ in {"DET", "ADJ", "ADV", "NOUN"} or (word.tag_ == "VBN" and word.dep_ == "amod")

    def _past_seat(self, i: int) -> int:
        """Go on past where a whole has its seat: "part of the Leeds-based Lomax Group"."""
        for at in range(i, min(i + 4, len(self.doc) - 1)):
            if self.doc[at].lower_ in {"based", "owned"} and self.doc[at - 1].text == "-":
                return at + 1
        return i

    def _left_open(self, placed: set[int]) -> Iterator[tuple[Entity, Entity, int, int]]:
        """Place the branches of which the text does not say whose they are: they are the chief union's."""
        if self._whole_class is None:
            return
        units = self.language.lexicon.units
        names = [n.casefold() for e in self.entities.all if id(e) in placed for n in e.names]
        for part in [e for e in self.entities.all if e.type in units and id(e) not in placed and e.spans]:
            if any(n.endswith(f" {part.label.casefold()}") for n in names):
                continue  # "Local 7" is a placed "Transport Union Local 7"
            wholes = [e for e in self.entities.all if e.known and e.type == self._whole_class]
            if wholes:
                start, end = part.spans[0]
                yield part, self.near.coreference.nearest(wholes, self.doc[start]), start, end

    def _up_to_head(self, label: str) -> str:
        """Return the part of a name that ends like a whole's: "Pilots' Union" of "Pilots' Union Leeds branch"."""
        words = label.split()
        heads = self.language.gazetteer.heads.get(self._whole_class or "", ())
        ends = [k for k, word in enumerate(words[:-1], start=1) if word in heads]
        return " ".join(words[: ends[-1]]) if ends else ""

    def _after_of(self, label: str) -> str:
        """Return the whole of "Leeds branch of the Pilots' League"; "" for any other name."""
        before, _, after = label.partition(" of ")
        heads = {h for unit in self.language.lexicon.units for h in self.language.gazetteer.heads.get(unit, ())}
        after = after.removeprefix("the ")
        return after if before.split()[-1:] and before.split()[-1] in heads and after[:1].isupper() else ""

    def _inside(self, entity: Entity) -> Entity | None:
        """The whole whose name stands inside a branch's name: a known one, or what is left without "Local 7 of the"."""
        if entity.type not in self.language.lexicon.units:
            return None
        words = f" {entity.label.casefold()} "
        words = f"{words}{words.replace("'s ", ' ').replace('’s ', ' ')}"
        fits = [
            (len(n), e.label, e)
            for e in self.entities.all
            if e is not entity and e.type in self.near.organizations and e.type not in self.language.lexicon.units
            for n in e.names
            if len(n) > 2 and f" {n.casefold()} " in words
        ]
        if fits:
            return max(fits, key=lambda f: f[:2])[2]
        whole = self._rest(entity.label)
        if len(whole.split()) < 2 and whole not in self.language.gazetteer.called.get(self._whole_class or "", ()):
            return None
        known = next((e for e in self.entities.all if any(n.casefold() == whole.casefold() for n in e.names)), None)
        if known is None and self._whole_class:
            known = Entity(self._whole_class, known=True, first=entity.first)
            known.names[whole] += 1
            self.entities.all.append(known)
        return known

    def _before_head(self, before: str, numbered: str) -> str:
        """Leave out what else belongs to the head of a branch's name: "District" of "District Council 88"."""
        heads = [h.removesuffix(" #") for u in self.language.lexicon.units for h in self.language.gazetteer.heads[u]]
        for first, _, last in (h.rpartition(" ") for h in heads):
            if first and numbered.strip(" ,").startswith(f"{last} ") and f" {before}".endswith(f" {first}"):
                return before.removesuffix(first)
        return before

    def _rest(self, label: str) -> str:
        """Return what is left of a branch's name without its number: the union of "Local 7 of the union"."""
        number = _NUMBERED.search(label)
        if number is None:
            return self._after_of(label) or self._up_to_head(label)
        rest = label[number.end() :] if number["of"] else self._before_head(label[: number.start()], number[0])
        rest = re.sub(r"['’]s?$", "", rest.strip(" ,"))
        return "" if rest.endswith(" and") else rest
