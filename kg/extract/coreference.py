"""What a pronoun or a common noun stands for: "the union", "its", "he", "the minister"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.entities import Entities, Entity
from kg.extract.nouns import NounMentions

_DETERMINERS = frozenset({"the", "this", "that", "its", "their", "his", "her", "our", "these", "those", "both"})
_WINDOW = 90  # tokens before a pronoun in which its antecedent is looked for


class Coreference:
    """Finds the entity that a token stands for.

    Args:
        entities: the document's entities.
        nouns: takes further plural nouns for workforces, where a sentence has them act as such.
    """

    def __init__(self, entities: Entities, nouns: NounMentions) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.language = entities.language
        self.term = entities.term
        self.nouns = nouns

    def refers(self, token: Token) -> Entity | None:
        """Return the entity that a token mentions or stands for, or None."""
        entity = self.entities.at.get(token.i)
        if entity is not None:
            return entity
        if token.pos_ == "PRON":
            return self._pronoun(token)
        return self._apposed(token) or self._holder(token) or self._nominal(token)

    def _apposed(self, token: Token) -> Entity | None:
        """Return the name in apposition to a noun: "its branch secretary, Ann Lee, said"."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.entities.at:
                return self.entities.at[child.i]
        return None

    def _holder(self, token: Token) -> Entity | None:
        """Return the one who was last named with an office: "the minister"."""
        word = token.lower_
        held = [p for p, words in self.entities.titles.items() if word in words and p.first < token.i]
        return max(held, key=lambda p: max(s for s, _ in p.spans if s < token.i)) if held else None

    def _nominal(self, token: Token) -> Entity | None:
        """Return the likeliest entity of a noun's class before it: "the union", "its employer"."""
        lemma = token.lemma_.lower()
        generic = self.language.lexicon.generic
        compound = " ".join([*(c.lemma_.lower() for c in token.children if c.dep_ == "compound"), lemma])
        type_ = generic.get(compound) or generic.get(lemma)
        if type_ is None or type_ == self.term("Group"):
            return None
        determined = any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DETERMINERS) for c in token.children)
        if not determined and token.tag_ not in {"NNS", "NNPS"}:
            return None
        side = next((c for c in self.language.parties.values() if type_ in c), frozenset())
        others = {t for c in self.language.parties.values() for t in c} - side if side else set()
        # "the bank" is no bank clerks' union
        theirs = [e for e in self.entities.all if e.named and e.type not in others]
        by_word = [e for e in theirs if any(lemma in n.casefold().split() for n in e.names)]
        before = [e for e in by_word if e.first < token.i]
        if before:
            return self.nearest(before, token)
        same = [e for e in theirs if e.type == type_ and not self.entities.onlooker(e)]
        chosen = [e for e in same if e.first < token.i] or same
        if not chosen and side and type_ != self.term("Place"):
            chosen = [e for e in self.entities.all if e.named and e.type in side and e.type != self.term("Group")]
            chosen = [e for e in chosen if not self.entities.onlooker(e)]
        return self.nearest(chosen, token) if chosen else None

    def nearest(self, entities: list[Entity], token: Token) -> Entity:
        """Return the entity that is most in mind at a token: often named, and named shortly before."""

        def weight(entity: Entity) -> tuple[float, int]:
            before = [s for s, _ in entity.spans if s < token.i]
            last = max(before) if before else -1000
            return (len(entity.spans) - (token.i - last) / 60.0, -entity.first)

        return max(entities, key=weight)

    def _pronoun(self, token: Token) -> Entity | None:
        word = token.lower_
        if word in {"he", "she", "him", "her", "his"}:
            return self.latest({self.term("Person"), self.term("Spokesperson")}, token)
        if word in {"it", "its"}:
            sides = {t for c in self.language.parties.values() for t in c} - {self.term("Group")}
            return self.latest(sides, token, subject=True)
        if word in {"they", "their"}:
            return self.latest({t for c in self.language.parties.values() for t in c}, token, subject=True)
        return None

    def latest(self, types: set[str], token: Token, *, subject: bool = False) -> Entity | None:
        """Return the entity of these classes that was named last before a token; subjects first."""
        best: tuple[int, Entity] | None = None
        for i in range(token.i - 1, max(-1, token.i - _WINDOW), -1):
            entity = self.entities.at.get(i)
            if entity is None or entity.type not in types:
                continue
            score = i + (25 if subject and _is_subject(self.doc[i]) else 0)
            if best is None or score > best[0]:
                best = (score, entity)
        return best[1] if best else None


def _is_subject(token: Token) -> bool:
    """Tell whether a name is the subject of its clause, or stands in it: "members of the union"."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.tag_ in {"NNS", "NNPS"}:
        token = token.head.head
    return token.dep_ in {"nsubj", "nsubjpass"}
