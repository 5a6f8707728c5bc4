"""Mentions by common nouns that name somebody or something: workplaces, workforces, spokespeople, "the government"."""

from __future__ import annotations

import re

from spacy.tokens import Token

from kg.extract.entities import Entities, Entity

_OF_A_FIELD = ("al", "ic", "ary", "ian")  # adjectives that name a field of work: municipal, domestic
_COLLECTIVE = frozenset({"staff", "crew", "personnel", "police"})  # plural without an s
_AGENT = re.compile(r"(?:er|or|man|ist|ian|eer|hand|ant|woman)$")
_NO_TRADE = frozenset(
    (
        "member leader minister customer passenger number paper offer order other matter power manager "
        "commuter supporter shareholder investor lender dealer user buyer consumer sister brother mother "
        "father daughter partner neighbour visitor lawmaker senator governor director negotiator mediator "
        "letter quarter factor sector corner border summer winter winner councillor"
    ).split()
)


def names_people(token: Token) -> bool:
    """Tell whether a plural noun is one of agents ("handlers", "officers", "machinists")."""
    lemma = token.lemma_.lower()
    return token.tag_ in {"NNS", "NNPS"} and lemma not in _NO_TRADE and bool(_AGENT.search(lemma))


class NounMentions:
    """Finds what a document mentions by common nouns. Names must have been found before.

    Args:
        entities: the registry to fill.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.lexicon = entities.language.lexicon
        self.term = entities.term
        self.group = entities.term("Group")
        self._sides = tuple(entities.language.parties.values())
        tables = (self.lexicon.generic, self.lexicon.named)
        self._people = frozenset(n for table in tables for n, t in table.items() if t == self.group)
        self._trades: dict[str, list[str]] = {}
        for noun, type_ in self.lexicon.named.items():
            if type_ == self.group:
                self._trades.setdefault(noun.split()[-1], []).append(noun)

    def find(self) -> None:
        """Fill the registry."""
        self._workplaces()
        self._called()
        self._groups()
        self._spokespeople()

    def _workplaces(self) -> None:
        """Find names that a common noun makes a site: "Heathhall depot"."""
        site = self.term("Site")
        for token in self.doc:
            if token.lemma_.lower() in self.lexicon.workplaces and token.i not in self.entities.at:
                start = token.i
                while start > 0 and self._belongs(self.doc[start - 1], token):
                    start -= 1
                while start < token.i and not self.doc[start].text[:1].isupper():
                    start += 1
                if start < token.i and any(t.text[:1].isupper() for t in self.doc[start : token.i]):
                    text = self.doc[start : token.i + 1].text
                    entity = self.entities.same(site, text, None) or Entity(site, known=True, first=start)
                    self.entities.put(entity, start, token.i + 1, text)

    def _belongs(self, word: Token, site: Token) -> bool:
        """Tell whether a word stands in the name of a site: "Christchurch cold" of "Christchurch cold store"."""
        if word.is_sent_start and word.is_stop:
            return False
        return word.pos_ in {"PROPN", "NOUN", "ADJ"} and (
            word.text[:1].isupper() or word.head.i == site.i or word.head.head.i == site.i
        )

    def _called(self) -> None:
        """Things that a common noun names by itself: "the government", "police"."""
        group = self.term("Group")
        for token in self.doc:
            type_ = self.lexicon.named.get(token.lemma_.lower())
            if type_ is None or type_ == group or token.i in self.entities.at or token.dep_ == "compound":
                continue
            before = [c for c in token.children if c.dep_ in {"amod", "compound", "poss"} and c.text[:1].isupper()]
            words = [*(c.text for c in before if c.i < token.i), token.text]
            entity = self.entities.same(type_, " ".join(words), None) or Entity(type_, known=True, first=token.i)
            self.entities.put(entity, token.i, token.i + 1, " ".join(words))

    def _groups(self) -> None:
        """Workforces: a trade with the words that belong to its name ("bus drivers", "Border Force officers")."""
        group = self.term("Group")
        for token in self.doc:
            if (
                token.i in self.entities.at
                or token.pos_ not in {"NOUN", "PROPN"}
                or (token.tag_ == "NN" and token.dep_ == "compound")
            ):
                continue
            lemma = token.lemma_.lower()
            if not (token.tag_ in {"NNS", "NNPS"} or lemma in _COLLECTIVE or token.text.endswith("men")):
                continue
            left = self._left_words(token)
            if lemma in self._people:
                left = self._trade_words(left)
            trade = " ".join([*(t.lemma_.lower() for t in left), lemma])
            named = any(trade == n or trade.endswith(" " + n) for n in self._trades.get(lemma, []))
            if lemma not in self._people and not named:
                continue
            if not named and not left:
                continue
            self._add_group(group, token, left)

    def _trade_words(self, left: list[Token]) -> list[Token]:
        """Keep the words before "workers" that tell a trade or an employer, not a union or a quality."""
        for k, word in enumerate(left):
            entity = self.entities.at.get(word.i)
            ours = entity is not None and any(self.group in s and entity.type in s for s in self._sides)
            if ours or (word.dep_ == "amod" and not word.text.endswith(_OF_A_FIELD)):
                return self._trade_words(left[k + 1 :])
        return left

    def _left_words(self, token: Token) -> list[Token]:
        """The words before a workforce's noun that belong to its name."""
        words: list[Token] = []
        i = token.i - 1
        while i >= 0 and self.doc[i].sent == token.sent:
            t = self.doc[i]
            if t.lower_ in self.lexicon.modifiers or t.lemma_.lower() in self.lexicon.modifiers:
                break
            if (t.dep_ in {"compound", "nmod"} and t.head.i <= token.i and t.pos_ in {"NOUN", "PROPN", "ADJ"}) or (
                t.dep_ == "amod" and t.pos_ == "ADJ" and t.head.i == token.i and t.tag_ == "JJ"
            ):
                words.insert(0, t)
            else:
                break
            i -= 1
        return words

    def _add_group(self, group: str, token: Token, left: list[Token]) -> None:
        text = " ".join(t.text for t in [*left, token])
        start = token.i - len(left)

        def is_it(name: str) -> bool:
            words = name.casefold().split()
            return name.casefold() == text.casefold() or (words[-1] == token.lower_ and (len(words) == 1 or not left))

        known = (e for e in self.entities.all if e.type == group and any(map(is_it, e.names)))
        entity = next(known, None) or Entity(group, known=True, first=start)
        self.entities.put(entity, start, token.i + 1, text)

    def _spokespeople(self) -> None:
        """Unnamed speakers: "a company spokesman", "a spokeswoman for the trust", "a DWP spokesperson"."""
        type_ = self.term("Spokesperson")
        nouns = {n for n, t in self.lexicon.generic.items() if t == type_}
        person = self.term("Person")
        for token in self.doc:
            if token.lemma_.lower() not in nouns or token.i in self.entities.at or token.pos_ not in {"NOUN", "PROPN"}:
                continue
            if any((e := self.entities.at.get(t.i)) and e.type == person for t in self.doc[token.i + 1 : token.i + 3]):
                continue
            if any((e := self.entities.at.get(c.i)) and e.type == person for c in token.children if c.dep_ == "appos"):
                continue
            if token.dep_ == "appos" and (e := self.entities.at.get(token.head.i)) and e.type == person:
                continue
            spokesperson = Entity(type_, known=True, first=token.i, named=False)
            self.entities.put(spokesperson, token.i, token.i + 1, token.text)

    def group_at(self, token: Token) -> Entity | None:
        """Take a plural noun for people who work, where a sentence has them act as such ("grain handlers")."""
        lemma = token.lemma_.lower()
        if token.i in self.entities.at:
            return self.entities.at[token.i]
        if lemma in self.lexicon.generic or not names_people(token):
            return None
        self._add_group(self.term("Group"), token, self._left_words(token))
        return self.entities.at[token.i]
