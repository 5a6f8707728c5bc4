"""What a decision can look at beside the sentence: where in the article each entity is spoken of, and how much."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extract.coreference import Coreference
from kg.extract.entities import Entity
from kg.extract.paths import apart
from kg.frames import Language


@dataclass(eq=False, slots=True)
class Presence:
    """Where an entity is spoken of: by name, and by what stands for it; tokens in the order of the text."""

    named: list[int] = field(default_factory=list)
    meant: list[int] = field(default_factory=list)  # "the union", "its", as far as coreference goes
    sentences: set[int] = field(default_factory=set)


class Context:
    """The view of a whole document that its decisions share.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        coreference: the entities of the document, and what stands for them.
        spent: the first tokens of days that are told of what is no event.
    """

    def __init__(
        self, doc: Doc, language: Language, coreference: Coreference, spent: frozenset[int] = frozenset()
    ) -> None:
        self.doc = doc
        self.spent = spent
        self.language = language
        self.entities = coreference.entities
        self.sentence: list[int] = []
        for n, span in enumerate(doc.sents):
            self.sentence.extend([n] * len(span))
        self.count = (self.sentence[-1] + 1) if self.sentence else 0
        self.presence: dict[int, Presence] = {id(e): Presence() for e in self.entities.all}
        for entity in self.entities.all:
            own = self.presence[id(entity)]
            own.named = sorted({end - 1 for _, end in entity.spans})
        for token in doc:
            if token.i in self.entities.at or token.pos_ not in {"PRON", "NOUN", "PROPN"}:
                continue
            if token.pos_ == "PRON" and token.lower_ not in _PERSONAL:
                continue
            meant = coreference.refers(token)
            if meant is not None and id(meant) in self.presence:
                self.presence[id(meant)].meant.append(token.i)
        for own in self.presence.values():
            own.sentences = {self.sentence[i] for i in (*own.named, *own.meant)}
        self.sides = tuple(language.parties.values())
        self._side: dict[str, int] = {}
        self._cases: dict[int, str] = {}
        tokens = list(doc)
        self.heads = [t.head.i for t in tokens]
        self.lowers = [t.lower_ for t in tokens]
        self.lemmas = [t.lemma_.lower() for t in tokens]

    def side(self, entity: Entity) -> int:
        """Return the number of the side that an entity's class belongs to, or -1."""
        side = self._side.get(entity.type)
        if side is None:
            side = self._side[entity.type] = next((n for n, s in enumerate(self.sides) if entity.type in s), -1)
        return side

    def distance(self, a: int, b: int, limit: int) -> int:
        """Return the number of edges between two tokens, or `limit` where they are further apart."""
        return apart(self.heads, a, b, limit)

    def case(self, i: int) -> str:
        """Return how the phrase of a token stands in its clause, as the function `case` does."""
        found = self._cases.get(i)
        if found is None:
            found = self._cases[i] = case(self.doc[i])
        return found

    def weight(self, entity: Entity) -> float:
        """Return how much the article speaks of an entity: its mentions, early ones half as much again."""
        own = self.presence[id(entity)]
        return len(own.named) + 0.5 * sum(1 for i in own.named if i < _EARLY) + 0.3 * len(own.meant)


_PERSONAL = frozenset("he she him her his it its they their them".split())
_EARLY = 80


def case(token: Token) -> str:
    """Return how a phrase stands in its clause: a dependency, with the preposition of a prepositional one."""
    at = token
    while at.dep_ in {"conj", "appos"} and at.head.i != at.i and at.head.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
        at = at.head
    if at.dep_ == "pobj":
        return f"pobj:{at.head.lower_}"
    return at.dep_
