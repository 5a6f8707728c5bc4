"""Which organisation the words around a name or a title mean: "the union's secretary", "director of the trust"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.extract.coreference import Coreference
from kg.extract.entities import Entity
from kg.frames import Language

_LINKS = frozenset({"of", "for", "at", "with", "in", "from", "to"})


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
        self.heads = {phrase.split()[-1] for phrase in language.lexicon.offices} | language.lexicon.speaks

    def is_unit(self, part: Entity, whole: Entity) -> bool:
        """Tell whether one thing can be a unit of the other, by their classes."""
        units = self.language.lexicon.units
        return part.type in units and whole.type not in units and whole.type in self.organizations

    def at(self, i: int) -> Entity | None:
        """Return the organisation that a token names."""
        entity = self.entities.at.get(i)
        if entity is not None and entity.type in self.organizations:
            return entity
        return None

    def start_of(self, i: int) -> int:
        """Return the first token of the name that token `i` is in."""
        entity = self.entities.at.get(i)
        while i > 0 and entity is not None and self.entities.at.get(i - 1) is entity:
            i -= 1
        return i

    def resolved(self, token: Token) -> Entity | None:
        """Return the organisation that a token names or stands for."""
        entity = self.coreference.refers(token)
        return entity if entity is not None and entity.type in self.organizations else None

    def before(self, i: int) -> Entity | None:
        """Return the organisation before a title: "PCS general secretary", "the union's secretary", "its president"."""
        j = i - 1
        while j >= 0 and (self.doc[j].lower_ in {"'s", "'", "’s", "’", ")", "("} or self.doc[j].text == "-"):
            j -= 1
        for _ in range(3):  # "its Wales director", "the union's North East organiser"
            place = self.entities.at.get(j) if j > 0 else None
            if (place is not None and place.type in self.language.gazetteer.place_types) or (
                j > 0 and self.doc[j].pos_ in {"PROPN", "ADJ"} and j not in self.entities.at
            ):
                j -= 1
        while j >= 0 and self.doc[j].lower_ in {"'s", "'"}:
            j -= 1
        if j < 0:
            return None
        if self.doc[j].lower_ in {"its", "their"} or self.doc[j].pos_ in {"NOUN", "PROPN"}:
            return self.resolved(self.doc[j])
        for token in self.doc[i : i + 3]:  # the first word of the title names the organisation
            if token.lemma_.lower() in self.language.lexicon.generic and token.lower_ not in self.heads:
                return self.like(self.language.lexicon.generic[token.lemma_.lower()], token)
        return None

    def after(self, end: int) -> Entity | None:
        """Return the organisation after a title: "of the union"."""
        if end < len(self.doc) and self.doc[end].lower_ in _LINKS:
            return self.first_from(end + 1, 7)
        return None

    def after_name(self, end: int) -> Entity | None:
        """Return the organisation after a name: "general secretary Ann Lee of the union"."""
        return self.first_from(end + 1, 4) if end < len(self.doc) and self.doc[end].lower_ in {"of", "for"} else None

    def first_from(self, start: int, reach: int) -> Entity | None:
        """Return the first organisation within `reach` tokens; of "the union's branch", the branch."""
        best: Entity | None = None
        for token in self.doc[start : start + reach]:
            if token.text in {",", ".", ";", '"'} or token.pos_ == "VERB" or token.is_space:
                break
            org = self.resolved(token)
            if org is not None:
                nxt = self.at(token.i + 1) if token.i + 1 < len(self.doc) else None
                if nxt is not None and nxt is not org and self.is_unit(nxt, org):
                    return nxt
                following = self.doc[token.i + 1].lower_ if token.i + 1 < len(self.doc) else ""
                best = org
                if following not in {"'s", "’s", "'"}:
                    return org
        return best

    def default(self, title: tuple[int, int], at: int) -> Entity | None:
        """The organisation in which such an office is held, when the text leaves it open."""
        words = [t.lower_ for t in self.doc[title[0] : title[1]]]
        offices = self.language.lexicon.offices
        type_ = next((offices[" ".join(words[k:])] for k in range(len(words)) if " ".join(words[k:]) in offices), None)
        if type_ is None:
            return (
                self.coreference.latest(self.organizations, self.doc[at])
                if words[-1] in self.language.lexicon.speaks
                else None
            )
        for word in words[:-1]:
            generic = self.language.lexicon.generic.get(word)
            if generic:
                type_ = generic
        return self.like(type_, self.doc[at])

    def like(self, type_: str, token: Token) -> Entity | None:
        """Return the likeliest entity of a class; of its kind or its side where there is none of the class."""
        title = {t.lower_ for t in self.doc[max(0, token.i - 6) : token.i]}
        mine = [e for e in self.entities.all if e.type == type_]
        by_word = [e for e in mine if title & set(e.label.lower().split()) - {"of", "the", "for", "and"}]
        called = [e for e in self.entities.all if e.label.islower() and e.type in self.ontology.supers(type_)]
        exact = [e for e in mine if e.named]
        for found in (by_word, called if self._public(type_) else [], exact):
            if found:
                return self.coreference.nearest(found, token)
        side = next((s for s in self.language.parties.values() if type_ in s), frozenset())
        near = [e for e in self.entities.all if e.named and e.type in side & self.organizations]
        if self._public(type_):
            near = [e for e in near if self.ontology.is_a(type_, e.type)]
        return self.coreference.nearest(near, token) if near else None

    def _public(self, type_: str) -> bool:
        """Tell whether a class is below one that a side names too: a department is a public body, and no company."""
        return any(type_ != t and self.ontology.is_a(type_, t) for s in self.language.parties.values() for t in s)

    def compound_of(self, token: Token) -> Entity | None:
        """Return the organisation that a noun's modifiers mean: "a company spokesman"."""
        for child in token.children:
            if child.dep_ in {"compound", "poss", "amod", "nmod"}:
                lemma = child.lemma_.lower()
                if lemma in self.language.lexicon.generic and child.i not in self.entities.at:
                    return self.like(self.language.lexicon.generic[lemma], token)
                org = self.resolved(child)
                if org:
                    return org
        return None
