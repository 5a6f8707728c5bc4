"""Bodies that common nouns name: "the government", "the health ministry", "Haringey council", "the drivers' union"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.entities import Entities, Entity

_BEFORE = frozenset({"amod", "compound", "poss", "nmod"})
_MARKS = frozenset({"'", "’", "'s", "’s"})


class BodyMentions:
    """Finds bodies that are called by common nouns, with the words that tell which. Names must have been found before.

    Args:
        entities: the registry to fill.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.lexicon = entities.language.lexicon
        self.ontology = entities.language.ontology
        group = entities.term("Group")
        self._group = group
        self._named = {n: t for n, t in self.lexicon.named.items() if t != group}
        public = set(self._named.values())
        heads = entities.language.gazetteer.heads
        self._institutions = {
            head.lower(): type_
            for type_, words in heads.items()
            if any(self.ontology.is_a(type_, t) for t in public)
            for head in words
            if self.lexicon.generic.get(head.lower()) == type_
        }
        side = next((s for s in entities.language.parties.values() if group in s), frozenset())
        self._unions = {n: t for n, t in self.lexicon.generic.items() if t in side and t != group}
        self._side = side - {group}
        self._employers = {t for s in entities.language.parties.values() for t in s} - side
        units = {n: t for n, t in self.lexicon.generic.items() if t in self.lexicon.units}
        self._units = {**dict.fromkeys(self.lexicon.parts, next(iter(units.values()), "")), **units} if units else {}

    def find(self) -> None:
        """Fill the registry."""
        for token in self.doc:
            if token.pos_ not in {"NOUN", "PROPN"} or token.i in self.entities.at or token.dep_ == "compound":
                continue
            lemma = token.lemma_.lower()
            if lemma in self._named:
                self._called(token, self._named[lemma])
            elif lemma in self._institutions and token.text.islower():
                self._institution(token, self._institutions[lemma])
            elif lemma in self._units and token.text.islower() and self._unit(token, self._units[lemma]):
                continue
            elif lemma in self._unions and token.text.islower():
                self._members(token, self._unions[lemma])

    def _words(self, token: Token) -> list[Token]:
        """Return the words right before a noun that tell which body it is."""
        words: list[Token] = []
        i = token.i - 1
        while i >= token.sent.start:
            word = self.doc[i]
            if word.lower_ in self.lexicon.modifiers or word.dep_ not in _BEFORE or word.pos_ == "PRON":
                break
            if word.head.i > token.i or not (word.text[:1].isupper() or word.pos_ in {"NOUN", "ADJ"}):
                break
            words.insert(0, word)
            i -= 1
        return words

    def _put(self, entity: Entity, words: list[Token], token: Token) -> None:
        text = " ".join([*(w.text for w in words), token.text])
        self.entities.put(entity, words[0].i if words else token.i, token.i + 1, text)

    def _called(self, token: Token, type_: str) -> None:
        """Take up a noun that names a body by itself; with no word before it, the body that was so called last."""
        words = self._words(token)
        mine = [e for e in self.entities.all if e.type == type_]
        text = " ".join([*(w.lower_ for w in words), token.lower_])
        exact = next((e for e in mine if any(n.casefold() == text for n in e.names)), None)
        bare = [e for e in mine if any(token.lower_ in n.casefold().split() for n in e.names)]
        if words:
            entity = exact or next((e for e in bare if not any(" " in n for n in e.names)), None)
        else:
            entity = max(bare, key=lambda e: e.spans[-1][0] if e.spans else -1, default=None)
        self._put(entity or Entity(type_, known=True, first=token.i), words, token)

    def _institution(self, token: Token, type_: str) -> None:
        """Take up "Haringey council" and "the health ministry"; a name with these words in it is the same."""
        words = self._words(token)
        if token.tag_ == "NNS" and words and words[0].is_sent_start:
            return  # "Emergency departments will be staffed"
        while words and self._is_agent(words[0]):
            words.pop(0)
        if not words or any(w.dep_ == "amod" and w.text.islower() for w in words):
            return
        told = {w.lower_ for w in words}
        mine = [e for e in self.entities.all if self.ontology.is_a(e.type, type_) or self.ontology.is_a(type_, e.type)]
        known = next((e for e in mine if any(told <= set(n.casefold().split()) for n in e.names)), None)
        generic = all(w.lower_ in self.lexicon.generic for w in words)
        if known is None and mine and generic:
            return
        self._put(known or Entity(type_, known=True, first=token.i), words, token)

    def _unit(self, token: Token, type_: str) -> bool:
        """Take up "the nursing section of Comhar", "the union's Lahore region": a part of one of our side's bodies."""
        whole, owner = self._whole(token)
        if not whole and owner is None:
            return False
        words = self._words(token)
        if owner is not None and words and words[0].i <= owner.i:
            words = [w for w in words if w.i > owner.i]
        if token.lemma_.lower() not in self.lexicon.generic and not any(w.pos_ != "ADJ" for w in words):
            return False  # "a small part of the union"
        if not words and not whole:
            return False  # "the union's branch"
        own = " ".join([*(w.text for w in words), token.text])
        text = f"{own} of {whole}" if owner is None else f"{whole}'s {own}" if whole else own
        entity = self.entities.same(type_, text, None) or Entity(type_, known=True, first=token.i)
        if words:
            entity.names[own] += 1
        if whole:
            entity.names[f"{whole} {own}"] += 1
        self.entities.put(entity, words[0].i if words else token.i, token.i + 1, text)
        return True

    def _whole(self, token: Token) -> tuple[str, Token | None]:
        """Return the body of our side that a noun's phrase says it is a part of, and the owner's token."""
        for child in token.children:
            if child.dep_ == "poss":
                entity = self.entities.at.get(child.i)
                if entity is not None and entity.type in self._side:
                    return entity.label, child
                if entity is None and child.lemma_.lower() in self._unions:
                    return "", child
            if child.dep_ == "prep" and child.lower_ == "of" and child.i == token.i + 1:
                for noun in child.children:
                    entity = self.entities.at.get(noun.i)
                    if noun.dep_ == "pobj" and entity is not None and entity.type in self._side:
                        return entity.label, None
        return "", None

    def _is_agent(self, word: Token) -> bool:
        entity = self.entities.at.get(word.i)
        return entity is not None and entity.type not in self.entities.language.gazetteer.place_types

    def _members(self, token: Token, type_: str) -> None:
        """Take up "the letter carriers' union", where it is none of the named ones."""
        start = token.i
        while start > token.sent.start and self._tells_members(self.doc[start - 1], token):
            start -= 1
        words = [t for t in self.doc[start : token.i] if t.i not in self.entities.at] or self._firm(token)
        trades = self._trades(words, token)
        if not trades:
            return
        mine = [e for e in self.entities.all if e.type == type_ and e.named]
        definite = any(c.lower_ == "the" for t in (*words, token) for c in t.children)
        known = next((e for e in mine if any(_tells(n.casefold(), trades) for n in e.names)), None)
        if known is None and (definite or token.tag_ == "NN") and len(mine) == 1 and not mine[0].label.islower():
            return
        text = self.doc[words[0].i : token.i + 1].text
        entity = known or Entity(type_, known=True, first=words[0].i)
        self.entities.put(entity, words[0].i, token.i + 1, text)
        for word in words:
            self.entities.at.setdefault(word.i, entity)  # the trade is told as theirs, not by itself

    def _trades(self, words: list[Token], token: Token) -> set[str]:
        """Return what tells whose body it is: the trade of "the glass workers' union", "power", "Dorwin Motors"."""
        stems = [t.lemma_.lower() for t in words if t.text not in _MARKS]
        phrases = [" ".join(stems[k:n]) for n in range(len(stems) + 1) for k in range(n)]
        trades = {p.split()[-1] for p in phrases if self.lexicon.named.get(p) == self._group}
        if len(stems) > 1 and self.lexicon.generic.get(stems[-1]) == self._group:
            trades.add(stems[-2])
        industry = len(stems) == 1 and words[0].dep_ == "compound" and words[0].tag_ == "NN"
        known = self.lexicon.generic.keys() | self.lexicon.workplaces
        if industry and not {stems[0], f"{stems[0]} {token.lemma_.lower()}"} & known:
            trades.add(stems[0])
        elif words and words[0].i in self.entities.at:
            trades.add(self.entities.at[words[0].i].label.casefold())
        return trades

    def _firm(self, token: Token) -> list[Token]:
        """Return the words of the employer's name right before a noun: "the Dorwin Motors union"."""
        firm = self.entities.at.get(token.i - 1)
        if firm is None or not firm.named or firm.type not in self._employers or token.tag_ != "NN":
            return []
        return next((list(self.doc[s:e]) for s, e in firm.spans if e == token.i), [])

    def _tells_members(self, word: Token, token: Token) -> bool:
        if word.i in self.entities.at or word.lower_ in self.lexicon.modifiers:
            return False
        return word.text in _MARKS or (word.pos_ in {"NOUN", "ADJ"} and word.head.i <= token.i and word.dep_ in _BEFORE)


def _tells(name: str, trades: set[str]) -> bool:
    """Tell whether a name holds one of some words, or one that begins with it: "driver" in "drivers' union"."""
    return any(f" {trade}" in f" {name}" for trade in trades)
