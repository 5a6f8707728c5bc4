"""Mentions by common nouns that name somebody or something: workplaces, workforces, spokespeople, "the government"."""

from __future__ import annotations

import calendar
import re

from spacy.tokens import Token

from kg.extract.bodies import BodyMentions
from kg.extract.entities import Entities, Entity

_OF_A_FIELD = ("al", "ic", "ary", "ian")  # adjectives that name a field of work: municipal, domestic
_COLLECTIVE = frozenset({"staff", "crew", "personnel", "police"})  # plural without an s
_HANDS = frozenset({"man", "woman", "hand", "girl"})  # who are at a firm or a site because they work there
_AND = frozenset({"and", "&"})
_APART = 7  # tokens that two trades of one list may stand apart
_AT_WORK = frozenset({"at", "of", "in", "from"})
_BEFORE = frozenset({"compound", "nmod", "amod"})
_UNTOLD = frozenset({"senior", "top", "other", "another", "several", "many", "unnamed", "same", "first", "second"})
_AGENT = re.compile(r"(?:er|or|man|ist|ian|eer|hand|ant|woman)$")
_DAYS = frozenset((*calendar.day_name, *calendar.month_name))
_TELLING = frozenset({"tell", "inform", "brief", "say", "speak", "talk", "complain", "explain", "announce"})
_NO_TRADE = frozenset(
    (
        "member leader minister customer passenger number paper offer order other matter power manager "
        "commuter supporter shareholder investor lender dealer user buyer consumer sister brother mother "
        "father daughter partner neighbour visitor lawmaker senator governor director negotiator mediator "
        "letter quarter factor sector corner border summer winter winner councillor "
        "resident pensioner ratepayer taxpayer trader veteran traveller"
    ).split()
)


def singular(token: Token) -> str:
    """Return a noun's lemma, of a capitalised noun too, which the lemmatizer takes for a name and leaves alone."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma == token.lower_:
        if lemma.endswith("men"):
            return f"{lemma[:-3]}man"
        if lemma.endswith("s") and not lemma.endswith("ss"):
            return f"{lemma[:-3]}y" if lemma.endswith("ies") else lemma[:-1]
    return lemma


def is_plural(token: Token) -> bool:
    """Tell whether a noun stands for several people ("guards", "staff", "firemen")."""
    if token.tag_ in {"NNS", "NNPS"} or token.lower_ in _COLLECTIVE or token.lower_.endswith("men"):
        return True
    return token.tag_ == "NNP" and bool(token.is_sent_start) and singular(token) != token.lower_


def names_people(token: Token) -> bool:
    """Tell whether a plural noun is one of agents ("handlers", "officers", "machinists")."""
    return token.tag_ in {"NNS", "NNPS"} and is_agent(singular(token))


def is_agent(lemma: str) -> bool:
    """Tell whether a noun is one of agents by its ending, and no common one that names no trade."""
    return lemma not in _NO_TRADE and bool(_AGENT.search(lemma))


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
        self._employers = frozenset(t for s in self._sides if self.group not in s for t in s) | frozenset(
            {self.term("Site")}
        )
        self._people = frozenset(n for table in tables for n, t in table.items() if t == self.group)
        self._no_name: set[int] = set()  # tokens of figures and days
        self._trades: dict[str, list[str]] = {}
        for noun, type_ in self.lexicon.named.items():
            if type_ == self.group:
                self._trades.setdefault(noun.split()[-1], []).append(noun)

    def find(self) -> None:
        """Fill the registry."""
        told = {i for f in self.doc._.kg_figures for i in range(f.start, f.end)}
        self._no_name = told | {t.i for t in self.doc if t.text in _DAYS}  # "2 mln teachers", "said on Tuesday nurses"
        self._workplaces()
        BodyMentions(self.entities).find()
        self._groups()
        self._spokespeople()

    def _workplaces(self) -> None:
        """Find names that a common noun makes a site: "Heathhall depot"."""
        site = self.term("Site")
        for token in self.doc:
            if token.lemma_.lower() in self.lexicon.workplaces and token.i not in self.entities.at:
                if self._numbered(token) or self._of_office(token) or self._of_body(token):
                    continue
                start = token.i
                while start > 0 and self._belongs(self.doc[start - 1], token):
                    start -= 1
                while start < token.i and not self.doc[start].text[:1].isupper():
                    start += 1
                if start < token.i and any(self._is_name(t) for t in self.doc[start : token.i]):
                    text = self.doc[start : token.i + 1].text
                    entity = self.entities.same(site, text, None) or Entity(site, known=True, first=start)
                    self.entities.put(entity, start, token.i + 1, text)
                    if token.tag_ == "NNS":
                        entity.names[f"{self.doc[start : token.i].text} {token.lemma_}"] += 1

    def _is_name(self, word: Token) -> bool:
        """Tell whether a word has a capital of its own, and not the sentence's: no "Airport ground staff"."""
        return word.text[:1].isupper() and (not word.is_sent_start or word.pos_ == "PROPN")

    def _numbered(self, token: Token) -> bool:
        """Take "Shaft 4", "Pier 9": a site with a number for a name."""
        if not token.text[:1].isupper() or token.i + 1 >= len(self.doc) or not self.doc[token.i + 1].text.isdigit():
            return False
        text = self.doc[token.i : token.i + 2].text
        site = self.term("Site")
        entity = self.entities.same(site, text, None) or Entity(site, known=True, first=token.i)
        self.entities.put(entity, token.i, token.i + 2, text)
        return True

    def _of_office(self, token: Token) -> bool:
        """Tell whether a site's noun is the first word of an office that no employer gives: "a UTW shop steward"."""
        following = self.doc[token.i + 1].lemma_.lower() if token.i + 1 < len(self.doc) else ""
        type_ = self.lexicon.offices.get(f"{token.lower_} {following}")
        return type_ is not None and any(
            type_ in s and s & self.lexicon.units for s in self.entities.language.parties.values()
        )

    def _of_body(self, token: Token) -> bool:
        """Tell whether a site's noun is the first word of what runs it: "the Wexlow school district"."""
        return token.i + 1 < len(self.doc) and self.doc[token.i : token.i + 2].text.lower() in self.lexicon.generic

    def _belongs(self, word: Token, site: Token) -> bool:
        """Tell whether a word stands in the name of a site: "Christchurch cold" of "Christchurch cold store"."""
        if word.is_sent_start and word.is_stop:
            return False
        if word.text == "-":
            return not word.whitespace_
        return word.pos_ in {"PROPN", "NOUN", "ADJ"} and (
            word.text[:1].isupper() or word.head.i == site.i or word.head.head.i == site.i
        )

    def _groups(self) -> None:
        """Workforces: a trade with the words that belong to its name ("bus drivers", "Border Force officers")."""
        found: list[Token] = []
        for token in self.doc:
            if (
                token.i in self.entities.at
                or token.pos_ not in {"NOUN", "PROPN"}
                or (token.tag_ == "NN" and token.dep_ == "compound")
                or not is_plural(token)
                or self._hears(token)
            ):
                continue
            lemma = singular(token)
            left = self._left_words(token)
            if lemma in self._people:
                kept = self._phrase(left, lemma)
                left = [*self._trade_words(left[: len(left) - kept]), *left[len(left) - kept :]]
            trade = " ".join([*(t.lemma_.lower() for t in left), lemma])
            named = any(trade == n or trade.endswith(" " + n) for n in self._trades.get(lemma, []))
            if named or (left and lemma in self._people):
                self._add_group(token, left)
                found.append(token)
            elif lemma in self._people and self._works(token, lemma):
                self._employed(token)
        self._joined(found)

    def _hears(self, token: Token) -> bool:
        """Tell whether those are meant whose trade it is to be told: "told reporters", "said to journalists"."""
        if singular(token) not in self.lexicon.hearers:
            return False
        verb = token.head.head if token.head.lower_ == "to" else token.head
        return token.dep_ in {"dobj", "dative", "pobj"} and verb.lemma_.lower() in _TELLING

    def _works(self, token: Token, lemma: str) -> bool:
        """Tell whether a common noun is one for those who work: "workers", "staff", not "members"."""
        if token.lower_ in _COLLECTIVE or lemma in _HANDS:
            return True
        return lemma not in _NO_TRADE and lemma.endswith(("er", "ee", "force"))

    def _employed(self, token: Token) -> None:
        """Find "workers at X": named by the employer or the site."""
        for child in token.children:
            if child.dep_ != "prep" or child.i != token.i + 1 or child.lower_ not in _AT_WORK:
                continue
            for noun in child.children:
                where = self.entities.at.get(noun.i)
                if noun.dep_ == "pobj" and where is not None and where.type in self._employers:
                    entity = self.entities.same(self.group, f"{where.label} {token.lower_}", None)
                    entity = entity or Entity(self.group, known=True, first=token.i)
                    for name in sorted(where.names):
                        entity.names[f"{name} {token.lower_}"] += 1
                    self.entities.put(entity, token.i, token.i + 1, f"{token.lower_} {child.lower_} {where.label}")

    def _joined(self, tokens: list[Token]) -> None:
        """Make one workforce of trades that stand side by side: "welders and platers", "cooks, guards and porters"."""
        k = 0
        while k < len(tokens):
            row = [tokens[k]]
            while k + len(row) < len(tokens) and self._goes_on(row, tokens[k + len(row)]):
                row.append(tokens[k + len(row)])
            k += len(row)
            while len(row) > 1 and not any(t.lower_ in _AND for t in self.doc[row[-2].i : row[-1].i]):
                row.pop()  # "cooks, guards": no list
            if len(row) > 1:
                self._join(row)

    def _goes_on(self, row: list[Token], nxt: Token) -> bool:
        """Tell whether a trade is the next of a list: only "and", a comma and words of its own name between."""
        last = row[-1]
        if nxt.i - last.i > _APART or nxt.sent.start != last.sent.start:
            return False
        start = next((s for s, e in self.entities.at[nxt.i].spans if s <= nxt.i < e), nxt.i)
        between = [t.lower_ for t in self.doc[last.i + 1 : start]]
        return bool(between) and len(between) <= 2 and all(w in _AND or w == "," for w in between)

    def _join(self, row: list[Token]) -> None:
        entities = list(dict.fromkeys(self.entities.at[t.i] for t in row))
        if len(entities) < 2:
            return
        first = entities[0]
        start = next(s for s, e in first.spans if s <= row[0].i < e)
        text = self.doc[start : row[-1].i + 1].text
        for other in entities[1:]:
            self.entities.replace(other, first)
        first.names[text] += 1

    def _phrase(self, left: list[Token], lemma: str) -> int:
        """Return how many words before a noun make a trade of more than one word with it: "junior doctor"."""
        words = [t.lemma_.lower() for t in left]
        known = [n.split()[:-1] for n in self._trades.get(lemma, ())]
        return max((len(n) for n in known if n and words[-len(n) :] == n), default=0)

    def _trade_words(self, left: list[Token]) -> list[Token]:
        """Keep the words before "workers" that tell a trade or an employer, not a union or a quality."""
        for k, word in enumerate(left):
            entity = self.entities.at.get(word.i)
            ours = entity is not None and any(self.group in s and entity.type in s for s in self._sides)
            quality = word.dep_ == "amod" and word.head not in left  # "angry", not the "public" of "public sector"
            if ours or (quality and not word.text.endswith(_OF_A_FIELD) and word.text.islower()):
                return self._trade_words(left[k + 1 :])
        return left

    def _left_words(self, token: Token) -> list[Token]:
        """The words before a workforce's noun that belong to its name: "grain", "rail and gas", "Border Force"."""
        words: list[Token] = []
        i = token.i - 1
        first = token.sent.start
        while i >= first:
            t = self.doc[i]
            if t.lower_ in self.lexicon.modifiers or t.lemma_.lower() in self.lexicon.modifiers or i in self._no_name:
                break
            if (t.dep_ in {"compound", "nmod"} and t.head.i <= token.i and t.pos_ in {"NOUN", "PROPN", "ADJ"}) or (
                t.dep_ == "amod" and t.tag_ == "JJ" and (t.head.i == token.i or t.head in words)
            ):
                words.insert(0, t)
            elif t.text == "-" and words and not t.whitespace_:
                words.insert(0, t)  # "check-in staff"
                if i > first:
                    words.insert(0, self.doc[i - 1])
                    i -= 1
            elif self._is_conjoined(t, token):
                words[:0] = [*self.doc[t.head.i : t.i], t]
                i = t.head.i
            else:
                break
            i -= 1
        return max(words, self._written_before(token), key=len)

    def _written_before(self, token: Token) -> list[Token]:
        """Return the other words of a trade of several, whatever the parser takes them for: "Refuse collectors"."""
        known = {n.rpartition(" ")[0] for n in self._trades.get(singular(token), ())}
        for length in range(max((len(n.split()) for n in known), default=0), 0, -1):
            words = list(self.doc[max(token.sent.start, token.i - length) : token.i])
            if " ".join(t.lower_ for t in words) in known and not any(t.i in self.entities.at for t in words):
                return words
        return []

    def _is_conjoined(self, word: Token, noun: Token) -> bool:
        """Tell whether a word is the second of two before a noun: "gas" of "rail and gas workers"."""
        head = word.head
        return word.dep_ == "conj" and word.i - head.i == 2 and head.head.i == noun.i and head.dep_ in _BEFORE

    def _add_group(self, token: Token, left: list[Token]) -> None:
        start = left[0].i if left else token.i
        text = self.doc[start : token.i + 1].text if left and token.i - start == len(left) else token.text
        if left and text == token.text:
            text = " ".join(t.text for t in [*left, token])

        def is_it(name: str) -> bool:
            one, other = name.casefold(), text.casefold()
            if (one.split()[0] in self.lexicon.strangers) != (other.split()[0] in self.lexicon.strangers):
                return False  # "replacement drivers" are not the drivers
            if one == other or (left and (one.endswith(f" {other}") or other.endswith(f" {one}"))):
                return True  # "bus drivers" and "Taunton bus drivers"
            return not left and one.split()[-1] == token.lower_

        known = (e for e in self.entities.all if e.type == self.group and any(map(is_it, e.names)))
        entity = next(known, None) or Entity(self.group, known=True, first=start)
        self.entities.put(entity, start, token.i + 1, text)

    def _spokespeople(self) -> None:
        """Unnamed speakers: "a company spokesman", "a spokeswoman for the trust", "a DWP spokesperson"."""
        type_ = self.term("Spokesperson")
        nouns = {n for n, t in self.lexicon.generic.items() if t == type_}
        plurals = {n for n in nouns if n.endswith("s")}  # "leaders" speak unnamed, "the leader" mostly has a name
        person = self.term("Person")
        for token in self.doc:
            if (
                (token.lemma_.lower() not in nouns and token.lower_ not in plurals)
                or token.i in self.entities.at
                or token.pos_ not in {"NOUN", "PROPN"}
            ):
                continue
            if any((e := self.entities.at.get(t.i)) and e.type == person for t in self.doc[token.i + 1 : token.i + 3]):
                continue
            if any((e := self.entities.at.get(c.i)) and e.type == person for c in token.children if c.dep_ == "appos"):
                continue
            if token.dep_ == "appos" and (e := self.entities.at.get(token.head.i)) and e.type == person:
                continue
            spokesperson = Entity(type_, known=True, first=token.i, named=False)
            start = token.i
            while start > 0 and self._qualifies(self.doc[start - 1], token):
                start -= 1
            text = " ".join(t.lower_ if t.is_sent_start else t.text for t in self.doc[start : token.i + 1])
            self.entities.put(spokesperson, token.i, token.i + 1, text.replace(" - ", "-"))

    def _qualifies(self, word: Token, noun: Token) -> bool:
        """Tell whether a word says of which kind or body an unnamed speaker is: "union", "port", "local"."""
        if word.i in self.entities.at or word.sent.start != noun.sent.start or word.lower_ in _UNTOLD:
            return False
        return word.dep_ in _BEFORE and word.head.i == noun.i and word.pos_ in {"NOUN", "ADJ", "PROPN"}

    def group_at(self, token: Token) -> Entity | None:
        """Take a plural noun for people who work, where a sentence has them act as such ("grain handlers")."""
        if token.i in self.entities.at:
            return self.entities.at[token.i]
        if {singular(token), token.lower_} & self.lexicon.generic.keys() or not names_people(token):
            return None
        self._add_group(token, self._left_words(token))
        return self.entities.at[token.i]
