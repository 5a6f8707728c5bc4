"""Which organisation the words around a name or a title mean: "the union's secretary", "director of the trust"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kg.extract.coreference import Coreference
from kg.extract.entities import Entity
from kg.frames import Language

_LINKS = frozenset({"of", "for", "at", "with", "in", "from", "to"})
_NAMING = frozenset({"of", "for", "at"})  # after which a title's organisation is named
_OWNED = frozenset({"'s", "’s", "'", "’"})
_INSIDE = frozenset({"of", "for", "and", "the", "&", "-", "'s", "’s", "'", "’"})
_ENDS = frozenset({",", ".", ";", ":", '"'})
_BACK = 120  # tokens in which what "its" stands for is looked for
_DEEP = 12  # edges of a tree, from which on a word is as deep as any
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}")


class Affiliations:
    """Finds the organisation that stands by a token.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        coreference: the entities of the same document, and what stands for them.
    """

    def __init__(self, doc: Doc, language: Language, coreference: Coreference) -> None:
        self.doc = doc
        self.language = language
        self.ontology = language.ontology
        self.coreference = coreference
        self.entities = coreference.entities
        top = self.ontology.expand("core:Organization")
        self.organizations = {c for c in self.ontology.classes if self.ontology.is_a(c, top)}
        self.unknown = coreference.term("Organization")
        self._person = coreference.term("Person")
        self._quoted = {i for s in doc._.kg_speech if s.quoted for i in range(s.start, s.end)}

    def is_unit(self, part: Entity, whole: Entity) -> bool:
        """Tell whether one thing can be a unit of the other, by their classes."""
        units = self.language.lexicon.units
        return part.type in units and whole.type not in units and whole.type in self.organizations

    # -- at a token -------------------------------------------------------------------------

    def at(self, i: int) -> Entity | None:
        """Return the organisation that a token names."""
        entity = self.entities.at.get(i)
        if entity is not None and entity.type in self.organizations:
            return entity
        return None

    def place_at(self, i: int) -> Entity | None:
        """Return the place that a token names."""
        entity = self.entities.at.get(i)
        return entity if entity is not None and entity.type in self.language.gazetteer.place_types else None

    def start_of(self, i: int) -> int:
        """Return the first token of the name that token `i` is in."""
        entity = self.entities.at.get(i)
        while i > 0 and entity is not None and self.entities.at.get(i - 1) is entity:
            i -= 1
        return i

    def resolved(self, token: Token) -> Entity | None:
        """Return the organisation that a token names or stands for."""
        entity = self.at(token.i) or self._by_word(token) or self._referred(token)
        if entity is not None and entity.type in self.organizations:
            return entity
        if not token.text[:1].isupper() or token.pos_ != "PROPN":
            return None
        return self.called(entity.label if token.i in self.entities.at and entity else token.text)

    def _referred(self, token: Token) -> Entity | None:
        """Return what a noun stands for, if that is called so: "the trades council" is no other council."""
        entity = self.coreference.refers(token)
        if entity is None or token.i in self.entities.at or token.pos_ == "PRON":
            return entity
        generic = self.language.lexicon.generic
        words = {c.lemma_.lower() for c in token.children if c.dep_ == "compound" and c.lower_ not in generic}
        words |= {
            c.lower_ for c in token.children if c.dep_ == "amod" and c.text[:1].isupper() and c.i > token.sent.start
        }
        known = {w.removesuffix("s") for n in entity.names for w in n.casefold().split()}
        return entity if all(w.removesuffix("s") in known for w in words) else None

    def _by_word(self, token: Token) -> Entity | None:
        """Return the organisation in whose name a definite noun is the chief word: "the alliance", "the Guild"."""
        if token.pos_ not in {"NOUN", "PROPN"} or token.i in self.entities.at:
            return None
        left = self.doc[token.i - 1].lower_ if token.i else ""
        if left not in {"the", "this", "that", "its", "their"}:
            return None
        word = token.lower_
        found = [
            e
            for e in self.entities.all
            if e.named and e.type in self.organizations and e.first < token.i and self.headed(e, word)
        ]
        return self.coreference.nearest(found, token) if found else None

    def headed(self, entity: Entity, word: str) -> bool:
        """Tell whether a word says what an organisation is: "guild" of "Writers' Guild" and of "Guild of Writers"."""
        names = [f" {name.casefold()} " for name in entity.names]
        return any(name.endswith(f" {word} ") or f" {word} of " in name for name in names)

    def called(self, text: str) -> Entity | None:
        """Return the organisation whose name is, or begins with, some words: "Corwin" of "Corwin Lodging Trust"."""
        short = text.casefold()
        if len(short) < 3:
            return None
        for entity in self.entities.all:
            if entity.type in self.organizations and entity.named:
                for name in entity.names:
                    if name.casefold() == short or name.casefold().startswith(short + " "):
                        return entity
        return None

    # -- before a title ---------------------------------------------------------------------

    def before(self, i: int, *, retype: bool = True) -> tuple[Entity | None, bool]:
        """Return the organisation before a title, and whether the text names one at all.

        "PCS general secretary", "the union's secretary", "its president", "its Wales director". With
        `retype`, what was guessed to be a place or a person is an organisation, since it has such an office.
        """
        skipped = False
        for j in range(i - 1, max(self.doc[i].sent.start - 1, i - 6), -1):
            token = self.doc[j]
            if token.is_space:
                break
            if token.lower_ in {"its", "their"}:
                return self.pronoun(j), True
            if token.lower_ in _OWNED and j > 0:
                return self._owner(j - 1, retype=retype), True
            if token.text in {")", "(", "-"} or token.lower_ in _OWNED:
                continue
            org = None if skipped else self.at(j) or (self._name_before(j, i) if j == i - 1 else None)
            if org is not None:
                return org, True
            if token.text.islower() and token.tag_ in {"JJ", "RB", "VBG", "VBN"}:
                skipped = True  # "the union's acting secretary"
                continue
            if token.text[:1].isupper() and (token.pos_ in {"PROPN", "ADJ"} or self.place_at(j) is not None):
                continue  # "the union's North East organiser"
            break
        return None, False

    def _owner(self, j: int, *, retype: bool) -> Entity | None:
        if self.doc[j].text == ")" and j > 2:  # "the Harbour Union (HU)'s secretary"
            return self.at(j - 1) or self.at(j - 3)
        org = self.resolved(self.doc[j])
        entity = self.entities.at.get(j)
        if org is None and retype and entity is not None and self._guessed(entity):
            entity.type = self.unknown  # what has a director is no place and no person
            return entity
        return org

    def _guessed(self, entity: Entity) -> bool:
        """Tell whether a name was taken for a place or a person with nothing to bear it out."""
        if entity.known or entity.identity or entity.titled:
            return False
        single = entity.type == self._person and all(len(n.split()) == 1 for n in entity.names)
        return single or entity.type in self.language.gazetteer.place_types

    def _name_before(self, j: int, title: int) -> Entity | None:
        """Return the organisation of an unknown capitalised word right before a title in lower case."""
        token = self.doc[j]
        entity = self.entities.at.get(j)
        itself = self.language.lexicon.named.get(token.lower_)
        if entity is None and itself in self.organizations:
            named = self.entities.same(itself, token.text, None) or Entity(itself, known=True, first=j)
            return self.entities.put(named, j, j + 1, token.text)
        if not token.text[:1].isupper() or self.doc[title].text[:1].isupper() or token.pos_ in {"DET", "PRON"}:
            return None
        if token.lower_ in self.language.lexicon.generic and entity is None:
            return self.meant_by(token)
        known = self.called(token.text)
        if known is not None or (entity is not None and not token.text.isupper()):
            return known
        start = j
        while start > 0 and self.doc[start - 1].pos_ == "PROPN" and start - 1 not in self.entities.at:
            start -= 1
        if entity is not None or token.pos_ != "PROPN" or (self.doc[start].is_sent_start and not token.text.isupper()):
            return None
        return self.entities.add(self.unknown, start, j + 1, self.doc[start : j + 1].text)

    def pronoun(self, j: int) -> Entity | None:
        """Return what "its" before a title stands for: the organisation that the words before it are about.

        That is the one highest in the tree of its sentence: "the strike was joined by the Front, which left the
        Union. Its leader ..." is about the Front.
        """
        end, start = j, self.doc[j].sent.start
        while end > max(0, j - _BACK):
            best: tuple[int, int, Entity] | None = None
            for token in self.doc[start:end]:
                if token.i in self._quoted and j not in self._quoted:
                    continue
                entity = self.at(token.i) or self._meant_by_the(token)
                if entity is None:
                    continue
                rank = (_depth(token), token.i, entity)
                if best is None or rank[:2] < best[:2]:
                    best = rank
            if best is not None:
                return best[2]
            end, start = start, self.doc[start - 1].sent.start if start else 0
        return None

    def _meant_by_the(self, token: Token) -> Entity | None:
        """Return what a definite common noun stands for: "the company"."""
        if token.pos_ != "NOUN" or not token.i or self.doc[token.i - 1].lower_ != "the":
            return None
        entity = self._by_word(token)
        if entity is None and token.lemma_.lower() in self.language.lexicon.generic:
            entity = self._referred(token)
        return entity if entity is not None and entity.type in self.organizations else None

    # -- after a title ----------------------------------------------------------------------

    def after(self, end: int, type_: str | None = None) -> tuple[Entity | None, bool]:
        """Return the organisation after a title, "of the union", and whether the text names one at all.

        Args:
            end: the token after the title.
            type_: the class of an organisation of that name that is not known yet; None to take known ones only.
        """
        if end + 1 >= len(self.doc) or self.doc[end].lower_ not in _LINKS:
            return None, False
        org = self.first_from(end + 1, 9)
        if org is not None:
            return org, True
        if self.doc[end].lower_ not in _NAMING:
            return None, False
        new = self._new(end + 1, type_) if type_ else None
        means = self.doc[end].lower_ != "at" and self.doc[end + 1].pos_ in {"DET", "PRON"}
        return new, new is not None or means

    def _new(self, start: int, type_: str) -> Entity | None:
        """Take a capitalised phrase after a title for the name of the organisation."""
        while self.doc[start].lower_ in {"the", "a", "an"}:
            start += 1
        k = start
        while k < len(self.doc) and (self.doc[k].text[:1].isupper() or self.doc[k].lower_ in _INSIDE):
            if self.doc[k].is_space or (k > start and self.doc[k].is_sent_start):
                break
            k += 1
        while k > start and self.doc[k - 1].lower_ in _INSIDE:
            k -= 1
        if k == start:
            return None
        taken = {id(e): e for i in range(start, k) if (e := self.entities.at.get(i)) is not None}
        for entity in taken.values():
            if len(taken) == 1 and self._guessed(entity) and _ACRONYM.fullmatch(entity.label):
                entity.type = type_
                return entity
        if taken:
            return None
        return self.entities.add(type_, start, k, self.doc[start:k].text)

    def after_name(self, end: int) -> Entity | None:
        """Return the organisation after a name: "secretary Ann Lee of the union", "Inspector Lee, of the police"."""
        if end + 1 < len(self.doc) and self.doc[end].text == "," and self.doc[end + 1].lower_ == "of":
            end += 1
        return self.first_from(end + 1, 5) if end < len(self.doc) and self.doc[end].lower_ in {"of", "for"} else None

    def first_from(self, start: int, reach: int) -> Entity | None:
        """Return the first organisation within `reach` tokens; of "the union's branch", the branch."""
        best: Entity | None = None
        for token in self.doc[start : start + reach]:
            own = token.i == start and token.lower_ in {"its", "their"}
            if not own and (token.is_space or token.text in _ENDS or token.pos_ in {"VERB", "AUX", "PRON"}):
                break
            org = self.resolved(token)
            if org is not None:
                nxt = self.at(token.i + 1) if token.i + 1 < len(self.doc) else None
                if nxt is not None and nxt is not org and self.is_unit(nxt, org):
                    return nxt
                following = self.doc[token.i + 1].lower_ if token.i + 1 < len(self.doc) else ""
                best = org
                if following not in _OWNED:
                    return org
        return best

    # -- where the text names none ----------------------------------------------------------

    def with_words(self, words: Iterable[str], token: Token, among: Iterable[Entity] | None = None) -> Entity | None:
        """Return the likeliest organisation in whose name one of some words stands."""
        found = self.all_with(words, among)
        return self.coreference.nearest(found, token) if found else None

    def all_with(self, words: Iterable[str], among: Iterable[Entity] | None = None) -> list[Entity]:
        """Return the organisations in whose names one of some words stands, in any number."""
        wanted = [f" {w.removesuffix('s')} " for w in words]

        def has(name: str) -> bool:
            plain = " ".join(w.strip("'’").removesuffix("s") for w in name.casefold().split())
            return any(w in f" {plain} " for w in wanted)

        return [
            e
            for e in (self.entities.all if among is None else among)
            if e.type in self.organizations and any(map(has, e.names))
        ]

    def like(self, type_: str, token: Token) -> Entity | None:
        """Return the likeliest entity of a class or its units; of its side where there is none of the class."""
        side = self.side(type_)
        units = self.language.lexicon.units & side
        rest = {t for t in side if not any(t != o and self.ontology.is_a(t, o) for o in side - {self.unknown})}
        for types in ({type_}, {type_} | units, rest if type_ in rest else set()):
            found = [e for e in self.entities.all if e.named and e.type in types]
            if found:
                return self.coreference.nearest(found, token)
        return None

    def side(self, type_: str) -> frozenset[str]:
        """Return the classes of organisations of the party that a class belongs to."""
        side = next((s for s in self.language.parties.values() if type_ in s), frozenset({type_}))
        return frozenset(side & self.organizations)

    def compound_of(self, token: Token) -> tuple[Entity | None, bool]:
        """Return the organisation that a noun's modifiers mean, "a company spokesman", and whether it has any."""
        modified = False
        for child in token.children:
            if child.dep_ in {"compound", "poss", "amod", "nmod"} and child.i < token.i:
                modified = modified or child.dep_ != "amod"
                org = self.meant_by(child) or self.resolved(child)
                if org:
                    return org, True
        return None, modified

    def meant_by(self, word: Token) -> Entity | None:
        """Return the organisation that a common noun before a title means: the union of "union organiser"."""
        type_ = self.language.lexicon.generic.get(word.lemma_.lower()) or self.language.lexicon.named.get(word.lower_)
        if type_ not in self.organizations or word.i in self.entities.at:
            return None
        named = [e for e in self.entities.all if e.type in self.organizations and self.headed(e, word.lower_)]
        if named:
            return self.coreference.nearest(named, word)
        units = self.language.lexicon.units & self.side(type_)
        found = [e for e in self.entities.all if e.named and e.type in {type_} | units]
        return self.coreference.nearest(found, word) if found else None


def _depth(token: Token) -> int:
    """Return how many edges a token is below the root of its sentence."""
    depth = 0
    while token.head.i != token.i and depth < _DEEP:
        token, depth = token.head, depth + 1
    return depth
