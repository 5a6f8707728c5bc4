"""Who and what a document speaks of: mentions gathered into entities, and what stands for them found.

Names are gathered by equal words, by an abbreviation given in brackets, by surname, and by a shorter form of
a longer name. Common nouns ("the union"), pronouns and workforces follow; they need the parse.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kg.frames import Language

_TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor cllr councillor rev ms. mr. mrs. dr. sen. rep. gov. judge justice".split()
)
_LEADING = re.compile(r"^(?:the|a|an|The|A|An)\s+")
_NER_TYPES = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Site"}
_AGENT = re.compile(r"(?:er|or|man|ist|ian|eer|hand|ant|woman)$")
_NO_TRADE = frozenset(
    "member leader minister customer passenger number paper offer order other matter power manager commuter supporter shareholder "
    "investor lender dealer user buyer consumer sister brother mother father daughter partner neighbour visitor lawmaker senator "
    "governor director negotiator mediator letter quarter factor sector corner border summer winter winner councillor".split()
)
_DETERMINERS = frozenset({"the", "this", "that", "its", "their", "his", "her", "our", "these", "those", "both", "'s"})


def names_people(token: Token) -> bool:
    """Tell whether a plural noun is one of agents ("handlers", "officers", "machinists")."""
    lemma = token.lemma_.lower()
    return token.tag_ in {"NNS", "NNPS"} and lemma not in _NO_TRADE and bool(_AGENT.search(lemma))


@dataclass(eq=False, slots=True)
class Entity:
    """An entity while the document is being read. `tokens` are the heads of its mentions, in order."""

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
        """The longest of its names, the earliest of equals."""
        return max(self.names, key=lambda n: (len(n), self.names[n]))


class Entities:
    """The entities of one document, and which token mentions which.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
    """

    def __init__(self, doc: Doc, language: Language) -> None:
        self.doc = doc
        self.language = language
        self.ontology = language.ontology
        self.all: list[Entity] = []
        self.at: dict[int, Entity] = {}  # token -> entity, for every token of a mention
        self.titles: dict[Entity, set[str]] = {}  # the last words of the offices that people hold
        self._term = self.ontology.term
        group = self._term("Group")
        tables = (language.lexicon.generic, language.lexicon.named)
        self._people = frozenset(n for table in tables for n, t in table.items() if t == group)
        self._trade_table: dict[str, list[str]] = {}
        for noun, type_ in language.lexicon.named.items():
            if type_ == group:
                self._trade_table.setdefault(noun.split()[-1], []).append(noun)
        self._names()
        self._recognised()
        self._retype()
        self._speaking()
        self._workplaces()
        self._called()
        self._groups()
        self._spokespeople()

    # -- names ------------------------------------------------------------------------------

    def add(
        self, type_: str, start: int, end: int, text: str, *, identity: str | None = None, known: bool = False
    ) -> Entity:
        """Add a mention of a named thing: to the entity that it names, or to a new one."""
        clean = _LEADING.sub("", text.replace("\n", " ").strip(" ,.;:'\"-"))
        clean = re.sub(r"['’]s$", "", clean)
        entity = self._same(type_, clean, identity)
        if entity is None:
            entity = Entity(type_, identity=identity, known=known, first=start)
            self.all.append(entity)
        entity.names[clean] += 1
        entity.identity = entity.identity or identity
        self._cover(entity, start, end)
        return entity

    def _cover(self, entity: Entity, start: int, end: int) -> None:
        entity.spans.append((start, end))
        for i in range(start, end):
            self.at.setdefault(i, entity)

    def _same(self, type_: str, text: str, identity: str | None) -> Entity | None:
        person = self._term("Person")
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
        """Tell whether one name is the other without its last or first words ("Saltee" of "Saltee Line")."""
        short, long = sorted((a, b), key=len)
        if not short or len(short) == len(long) or len(" ".join(short)) < 4:
            return False
        if self._place(self._term("Place")) and len(long) - len(short) > 3:
            return False
        return long[: len(short)] == short and not {"of", "for", "local"} & set(short)

    def _names(self) -> None:
        previous: tuple[int, Entity] | None = None
        for name in self.doc._.kg_names:
            if previous and name.start == previous[0] + 1 and self.doc[previous[0]].text == "(":
                entity = previous[1]
                entity.names[name.text] += 1
                self._cover(entity, name.start, name.end)
            else:
                entity = self.add(name.type, name.start, name.end, name.text, identity=name.identity, known=True)
                self._alias(entity, name.end)
            previous = (name.end, entity)

    def _alias(self, entity: Entity, end: int) -> None:
        """Take up an abbreviation in brackets after a name: "Saltee Line (SL)"."""
        doc = self.doc
        if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")" and doc[end + 1].text[:1].isupper():
            entity.names[doc[end + 1].text] += 1
            self._cover(entity, end + 1, end + 2)

    def _recognised(self) -> None:
        for span in self.doc.ents:
            core = _NER_TYPES.get(span.label_)
            if core is None or any(i in self.at for i in range(span.start, span.end)):
                continue
            span = self._clean(span)
            if len(span) == 1 and self._is_noun(span[0]):
                continue
            if not len(span) or not any(t.text[:1].isupper() for t in span):
                continue
            text = span.text
            if core == "Person":
                text = self._person(span)
                if not text or not text[0].isupper() or (len(span) == 1 and span.text.isupper() and len(text) > 2):
                    core, text = "Organization", span.text
            if core == "Organization" and not re.search(r"[A-Z]", text):
                continue
            entity = self.add(self._term(core), span.start, span.end, text)
            self._alias(entity, span.end)

    def _is_noun(self, token: Token) -> bool:
        """A capitalised common noun of the field is no name."""
        lexicon, lemma = self.language.lexicon, token.lower_
        stems = {lemma, lemma.removesuffix("s")}
        return bool(stems & (lexicon.workplaces | lexicon.generic.keys() | lexicon.named.keys()))

    def _clean(self, span: Span) -> Span:
        start, end = span.start, span.end
        breaks = [t.i for t in span if t.is_space or t.text in {"(", ")", '"', "/"}]
        if breaks:
            end = breaks[0] if breaks[0] > start else start
        while start < end and (self.doc[start].lower_ in {"the", "a", "an", "'s", "and"} or self.doc[start].is_punct):
            start += 1
        while start < end and (self.doc[end - 1].lower_ in {"'s", "and", "'"} or self.doc[end - 1].is_punct):
            end -= 1
        return self.doc[start:end]

    def _person(self, span: Span) -> str:
        words = [t.text for t in span]
        while words and words[0].lower() in _TITLES:
            words.pop(0)
        return " ".join(words).replace(" - ", "-").replace(" '", "'")

    # -- classes of unknown names -----------------------------------------------------------

    def _retype(self) -> None:
        """Give unknown organisations the class that their names, or the words beside their mentions, speak for."""
        unknown, person = self._term("Organization"), self._term("Person")
        for entity in self.all:
            if entity.type == unknown:
                entity.type = self._by_name(entity) or self._by_cues(entity, 1) or unknown
            elif entity.type == person and not any(" " in n for n in entity.names):
                entity.type = self._by_cues(entity, 3) or person
        self._by_noun(unknown)

    def _by_name(self, entity: Entity) -> str | None:
        """An organisation whose name holds a trade is one of those who work ("... Nurses' League")."""
        group = self._term("Group")
        side = next((s for s in self.language.parties.values() if group in s), frozenset())
        ours = next((t for t in self.language.gazetteer.cues if t in side), None)
        table = self.language.lexicon
        for name in entity.names:
            for word in re.findall(r"[a-z]+", name.lower()):
                for stem in (word, word.removesuffix("s"), re.sub("men$", "man", word)):
                    if table.named.get(stem) == group or stem in {"worker", "employee", "staff", "labour", "workmen"}:
                        return ours
        return None

    def _by_cues(self, entity: Entity, least: int) -> str | None:
        votes: Counter[str] = Counter()
        for start, end in entity.spans:
            after = {t.lower_ for t in self.doc[end : end + 3]}
            before = {t.lower_ for t in self.doc[max(0, start - 3) : start]}
            head = self.doc[end - 1]
            for type_, cues in self.language.gazetteer.cues.items():
                votes[type_] += 2 * len(after & cues.after) + len(before & cues.before)
                if head.dep_ == "nsubj" and head.head.lemma_.lower() in cues.verbs:
                    votes[type_] += 2
        best = max(sorted(votes), key=lambda t: votes[t], default=None)
        return best if best is not None and votes[best] >= least else None

    def _by_noun(self, unknown: str) -> None:
        """ "the union" in an article that names none: the unknown organisation that is named most."""
        nouns = {t.lemma_.lower() for t in self.doc if t.pos_ == "NOUN"}
        for type_ in self.language.gazetteer.cues:
            if any(e.type == type_ for e in self.all):
                continue
            called = {n for n, t in self.language.lexicon.generic.items() if t == type_}
            open_ = [e for e in self.all if e.type == unknown and not e.known]
            if called & nouns and open_:
                max(open_, key=lambda e: (len(e.spans), -e.first)).type = type_

    def _speaking(self) -> None:
        """A capitalised word that says something, and is no organisation, is somebody's name."""
        for speech in self.doc._.kg_speech:
            token = self.doc[speech.speaker] if speech.speaker >= 0 else None
            if (
                token is None
                or token.i in self.at
                or token.pos_ != "PROPN"
                or not token.text.istitle()
                or self._is_noun(token)
            ):
                continue
            start = token.i
            while (
                start > 0
                and self.doc[start - 1].dep_ == "compound"
                and self.doc[start - 1].pos_ == "PROPN"
                and start - 1 not in self.at
            ):
                start -= 1
            words = [t.text for t in self.doc[start : token.i + 1] if t.lower_ not in _TITLES]
            if words:
                self.add(self._term("Person"), start, token.i + 1, " ".join(words))

    def _called(self) -> None:
        """Things that a common noun names by itself: "the government", "police"."""
        group = self._term("Group")
        for token in self.doc:
            type_ = self.language.lexicon.named.get(token.lemma_.lower())
            if type_ is None or type_ == group or token.i in self.at or token.dep_ == "compound":
                continue
            before = [c for c in token.children if c.dep_ in {"amod", "compound", "poss"} and c.text[:1].isupper()]
            words = [*(c.text for c in before if c.i < token.i), token.text]
            entity = self._same(type_, " ".join(words), None) or Entity(type_, known=True, first=token.i)
            if entity not in self.all:
                self.all.append(entity)
            entity.names[" ".join(words)] += 1
            entity.spans.append((token.i, token.i + 1))
            self.at[token.i] = entity

    # -- workplaces, workforces, spokespeople -----------------------------------------------

    def _workplaces(self) -> None:
        """ "Heathhall depot": a name and a common noun that makes it a site."""
        site = self._term("Site")
        for token in self.doc:
            if token.lemma_.lower() in self.language.lexicon.workplaces and token.i not in self.at:
                start = token.i
                while start > 0 and self._belongs(self.doc[start - 1], token):
                    start -= 1
                while start < token.i and not self.doc[start].text[:1].isupper():
                    start += 1
                if start < token.i and any(t.text[:1].isupper() for t in self.doc[start : token.i]):
                    text = self.doc[start : token.i + 1].text
                    entity = self._same(site, text, None) or Entity(site, known=True, first=start)
                    if entity not in self.all:
                        self.all.append(entity)
                    entity.names[text] += 1
                    entity.spans.append((start, token.i + 1))
                    self.at[token.i] = entity

    def _belongs(self, word: Token, site: Token) -> bool:
        """Tell whether a word stands in the name of a site: "Christchurch cold" of "Christchurch cold store"."""
        if word.is_sent_start and word.is_stop:
            return False
        return word.pos_ in {"PROPN", "NOUN", "ADJ"} and (
            word.text[:1].isupper() or word.head.i == site.i or word.head.head.i == site.i
        )

    def _groups(self) -> None:
        """Workforces: a trade with the words that belong to its name ("bus drivers", "Border Force officers")."""
        group = self._term("Group")
        lexicon = self.language.lexicon
        for token in self.doc:
            if (
                token.i in self.at
                or token.pos_ not in {"NOUN", "PROPN"}
                or token.tag_ == "NN"
                and token.dep_ == "compound"
            ):
                continue
            lemma = token.lemma_.lower()
            if not (
                token.tag_ in {"NNS", "NNPS"}
                or lemma in {"staff", "crew", "personnel", "police"}
                or token.text.endswith("men")
            ):
                continue
            left = self._left_words(token)
            trade = " ".join([*(t.lemma_.lower() for t in left), lemma])
            named = any(trade == n or trade.endswith(" " + n) for n in self._trades(lemma))
            if lemma not in self._people and not named:
                continue
            if not named and not left:
                continue
            self._add_group(group, token, left)

    def _trades(self, lemma: str) -> list[str]:
        return self._trade_table.get(lemma, [])

    def _left_words(self, token: Token) -> list[Token]:
        """The words before a workforce's noun that belong to its name."""
        words: list[Token] = []
        i = token.i - 1
        while i >= 0 and self.doc[i].sent == token.sent:
            t = self.doc[i]
            if t.lower_ in self.language.lexicon.modifiers or t.lemma_.lower() in self.language.lexicon.modifiers:
                break
            if t.dep_ in {"compound", "nmod"} and t.head.i <= token.i and t.pos_ in {"NOUN", "PROPN", "ADJ"}:
                words.insert(0, t)
            elif t.dep_ == "amod" and t.pos_ == "ADJ" and t.head.i == token.i and t.tag_ == "JJ":
                words.insert(0, t)
            elif t.text == "-" and words:
                break
            else:
                break
            i -= 1
        return words

    def _add_group(self, group: str, token: Token, left: list[Token]) -> None:
        text = " ".join(t.text for t in [*left, token])
        for entity in self.all:
            if entity.type == group and any(
                n.casefold() == text.casefold()
                or n.casefold().split()[-1] == token.lower_
                and (len(n.split()) == 1 or not left)
                for n in entity.names
            ):
                entity.names[text] += 1
                entity.spans.append((token.i - len(left), token.i + 1))
                self.at[token.i] = entity
                return
        entity = Entity(group, known=True, first=token.i - len(left))
        entity.names[text] += 1
        entity.spans.append((token.i - len(left), token.i + 1))
        self.all.append(entity)
        self.at[token.i] = entity

    def _spokespeople(self) -> None:
        """Unnamed speakers: "a company spokesman", "a spokeswoman for the trust", "a DWP spokesperson"."""
        type_ = self._term("Spokesperson")
        nouns = {n for n, t in self.language.lexicon.generic.items() if t == type_}
        person = self._term("Person")
        for token in self.doc:
            if token.lemma_.lower() not in nouns or token.i in self.at or token.pos_ not in {"NOUN", "PROPN"}:
                continue
            if any((e := self.at.get(t.i)) and e.type == person for t in self.doc[token.i + 1 : token.i + 3]):
                continue
            if any((e := self.at.get(c.i)) and e.type == person for c in token.children if c.dep_ == "appos"):
                continue
            if token.dep_ == "appos" and (e := self.at.get(token.head.i)) and e.type == person:
                continue
            entity = Entity(type_, known=True, first=token.i, named=False)
            entity.names[token.text] += 1
            entity.spans.append((token.i, token.i + 1))
            self.all.append(entity)
            self.at[token.i] = entity

    def replace(self, entity: Entity, by: Entity) -> None:
        """Make one entity's mentions another's: they turned out to be the same."""
        by.spans.extend(entity.spans)
        by.names.update(entity.names if entity.named else ())
        self.all.remove(entity)
        for i, at in self.at.items():
            if at is entity:
                self.at[i] = by

    def group_at(self, token: Token) -> Entity | None:
        """Take a plural noun for people who work, where a sentence has them act as such ("grain handlers")."""
        lemma = token.lemma_.lower()
        if token.i in self.at:
            return self.at[token.i]
        if lemma in self.language.lexicon.generic or not names_people(token):
            return None
        self._add_group(self._term("Group"), token, self._left_words(token))
        return self.at[token.i]

    # -- what stands for an entity ----------------------------------------------------------

    def refers(self, token: Token) -> Entity | None:
        """Return the entity that a token mentions or stands for, or None."""
        entity = self.at.get(token.i)
        if entity is not None:
            return entity
        if token.pos_ == "PRON":
            return self._pronoun(token)
        return self._apposed(token) or self._holder(token) or self._nominal(token)

    def _apposed(self, token: Token) -> Entity | None:
        """ "its branch secretary, Ann Lee, said": the name in apposition to a noun."""
        for child in token.children:
            if child.dep_ == "appos" and child.i in self.at:
                return self.at[child.i]
        return None

    def _holder(self, token: Token) -> Entity | None:
        """ "the minister": the one who was last named with that office."""
        word = token.lower_
        held = [p for p, words in self.titles.items() if word in words and p.first < token.i]
        return max(held, key=lambda p: max(s for s, _ in p.spans if s < token.i)) if held else None

    def _nominal(self, token: Token) -> Entity | None:
        """ "the union", "the department", "its employer": the likeliest entity of the noun's class before it."""
        lemma = token.lemma_.lower()
        generic = self.language.lexicon.generic
        compound = " ".join([*(c.lemma_.lower() for c in token.children if c.dep_ == "compound"), lemma])
        type_ = generic.get(compound) or generic.get(lemma)
        if type_ is None or type_ == self._term("Group"):
            return None
        determined = any(c.lower_ in _DETERMINERS for c in token.children if c.dep_ in {"det", "poss"})
        if not determined and token.tag_ not in {"NNS", "NNPS"}:
            return None
        by_word = [e for e in self.all if e.named and any(lemma in n.casefold().split() for n in e.names)]
        before = [e for e in by_word if e.first < token.i]
        if before:
            return self.nearest(before, token)
        same = [e for e in self.all if e.named and e.type == type_]
        side = next((c for c in self.language.parties.values() if type_ in c), frozenset())
        chosen = [e for e in same if e.first < token.i] or same
        if not chosen and side and type_ != self._term("Place"):
            chosen = [e for e in self.all if e.named and e.type in side and e.type != self._term("Group")]
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
            return self.latest({self._term("Person"), self._term("Spokesperson")}, token)
        if word in {"it", "its"}:
            sides = {t for c in self.language.parties.values() for t in c} - {self._term("Group")}
            return self.latest(sides, token, subject=True)
        if word in {"they", "their"}:
            return self.latest({t for c in self.language.parties.values() for t in c}, token, subject=True)
        return None

    def latest(self, types: set[str], token: Token, *, subject: bool = False) -> Entity | None:
        """Return the entity of these classes that was named last before a token; subjects first."""
        best: tuple[int, Entity] | None = None
        for i in range(token.i - 1, max(-1, token.i - 90), -1):
            entity = self.at.get(i)
            if entity is None or entity.type not in types:
                continue
            score = i + (25 if subject and self.doc[i].dep_ in {"nsubj", "nsubjpass"} else 0)
            if best is None or score > best[0]:
                best = (score, entity)
        return best[1] if best else None
