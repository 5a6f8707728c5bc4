"""Who holds which office, who speaks for whom, and what is a unit of what.

Constructions: "general secretary Ann Lee", "the union's secretary, Ann Lee", "Ann Lee, secretary of the union",
"Ann Lee, who chairs the branch", "Ann Lee of the union", "a spokesman for the trust", "the trust's Leeds branch".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.coreference import Coreference
from kg.extract.entities import Entity
from kg.frames import Language

_LINKS = frozenset({"of", "for", "at", "with", "in", "from", "to"})
_STOP = frozenset({"said", "says", "told", "added", ".", ";", ":", '"', "!", "?"})
_NUMBERED = re.compile(r"(?:^|[, ])+[A-Z][a-z]+ (?:No\.? ?)?\d+(?: of (?:the )?)?")
_REACH = 14  # tokens after a name in which its office may stand
_CHAIRS = {
    "chair": "chair",
    "co-chair": "co-chair",
    "lead": "leader",
    "head": "head",
    "represent": "",
    "run": "head",
    "manage": "manager",
}


@dataclass(frozen=True, slots=True)
class Office:
    """A person holds an office in an organisation (`title` is as printed), or only speaks for it (no title)."""

    person: Entity
    organization: Entity
    title: str | None
    start: int
    end: int


class OfficeReader:
    """Reads offices from the words around people's names.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        coreference: the entities of the same document, and what stands for them.
    """

    def __init__(self, doc: Doc, language: Language, coreference: Coreference) -> None:
        self.doc = doc
        self.language = language
        self.coreference = coreference
        self.entities = coreference.entities
        self.term = language.ontology.term
        self.organizations = {
            c
            for c in language.ontology.classes
            if language.ontology.is_a(c, language.ontology.expand("core:Organization"))
        }
        sides = [s for s in language.parties.values() if s & language.lexicon.units]
        self._whole_class = next((t for t in language.gazetteer.cues if sides and t in sides[0]), None)
        self._title_words = frozenset(w for p in language.lexicon.offices for w in p.split())
        self._heads = {phrase.split()[-1] for phrase in language.lexicon.offices} | language.lexicon.speaks

    def read(self) -> list[Office]:
        """Return every office and speaking role, in the order of the text."""
        found: list[Office] = []
        person = self.term("Person")
        for entity in list(self.entities.all):
            if entity.type == person:
                for start, end in entity.spans:
                    found.extend(self._of(entity, start, end))
        spokesperson = self.term("Spokesperson")
        for entity in [e for e in self.entities.all if e.type == spokesperson]:
            found.extend(self._spokesperson(entity))
        for office in found:
            if office.title:
                self.entities.titles.setdefault(office.person, set()).add(office.title.split()[-1])
        return found

    # -- people -----------------------------------------------------------------------------

    def _of(self, person: Entity, start: int, end: int) -> Iterator[Office]:
        before = self._before(person, start, end)
        if before:
            yield before
        yield from self._after(person, start, end)

    def _title_ending(self, i: int) -> tuple[int, int] | None:
        """Return the tokens of the office phrase whose last word is token `i`."""
        token = self.doc[i]
        word = token.lower_ if token.lower_ in self._heads else token.lemma_.lower()
        if word not in self._heads or (token.i in self.entities.at and self._org_at(token.i)):
            return None
        start = i
        while start > 0 and i - start <= 5:
            t = self.doc[start - 1]
            known = (e := self.entities.at.get(t.i)) is not None and (e.known or e.type == self.term("Person"))
            capital = token.text.istitle() and t.text.istitle() and t.pos_ in {"PROPN", "NOUN", "ADJ"} and not known
            if (
                capital
                or t.text == "-"
                or (t.pos_ in {"ADJ", "NOUN"} and t.i not in self.entities.at)
                or (t.lower_ in self._title_words and not known)
            ):
                start -= 1
            else:
                break
        return (start, i + 1) if self._is_office(start, i + 1) else None

    def _is_office(self, start: int, end: int) -> bool:
        """Tell whether the last words of a title are an office ("member" alone is none, "cabinet member" is)."""
        words = [t.lower_ for t in self.doc[start:end] if t.text != "-"]
        last = self.doc[end - 1].lemma_.lower()
        offices = self.language.lexicon.offices
        if last in self.language.lexicon.speaks:
            return True
        return any(" ".join(w) in offices for k in range(len(words)) for w in (words[k:], [*words[k:-1], last]))

    def _before(self, person: Entity, start: int, end: int) -> Office | None:
        i = start - 1
        while i >= 0 and self.doc[i].lower_ in {"mr", "mrs", "ms", "dr", "sir", "dame", "mr.", "ms.", "dr."}:
            i -= 1
        comma = i >= 0 and self.doc[i].text == ","
        if comma:
            i -= 1
        if i < 0 or self.doc[i].sent != self.doc[start].sent:
            return None
        title = self._title_ending(i)
        if title is not None:
            org = self._org_before(title[0]) or (self._org_after_name(end) if not comma else None)
            explicit = org is not None
            if comma and not explicit:
                return None
            org = org or self._default(title, start)
            return Office(person, org, self._text(*title), title[0], end) if org else None
        if comma:  # "the secretary of the union, Ann Lee,"
            org = self._org_at(i)
            if org is not None:
                j = self._org_start(i) - 1
                while j >= 0 and self.doc[j].lower_ in {"the", "of", "for", "at"}:
                    j -= 1
                title = self._title_ending(j) if j >= 0 and j < i - 1 else None
                if title:
                    return Office(person, org, self._text(*title), title[0], end)
        return None

    def _after(self, person: Entity, start: int, end: int) -> Iterator[Office]:
        i = end
        if i < len(self.doc) and self.doc[i].lower_ in {"of", "from"}:
            org = self._org_from(i + 1, 4)
            if org:
                yield Office(person, org, None, start, i + 3)
            return
        if i >= len(self.doc) or self.doc[i].text not in {",", "(", "-", "–", "—"}:
            return
        limit = min(len(self.doc), i + _REACH)
        j = i + 1
        if j < limit and self.doc[j].lower_ == "who":
            yield from self._who(person, j + 1, limit)
            return
        if j < limit and self.doc[j].lower_ in {"for", "of"}:
            org = self._org_from(j + 1, 4)
            if org:
                yield Office(person, org, None, start, j + 3)
            return
        while j < limit and self.doc[j].lower_ not in _STOP and not self.doc[j].is_space:
            title = self._title_ending(j)
            nxt = self.doc[j + 1] if j + 1 < len(self.doc) else None
            if title is not None and not (nxt is not None and self._title_ending(j + 1) is not None):
                yield from self._office_at(person, title, start)
                return
            if self.doc[j].text == "," and j > i + 3:
                return
            if (e := self.entities.at.get(j)) and e.type == self.term("Person"):
                return
            j += 1

    def _office_at(self, person: Entity, title: tuple[int, int], start: int) -> Iterator[Office]:
        org = self._org_after(title[1]) or self._org_before(title[0]) or self._default(title, start)
        if org:
            end = title[1]
            yield Office(person, org, self._text(title[0], self._title_end(title[1])), start, end)

    def _title_end(self, end: int) -> int:
        """Let "director of operations" and "head of people" be whole titles."""
        if (
            end + 1 < len(self.doc)
            and self.doc[end].lower_ in {"of", "for"}
            and self.doc[end + 1].text.islower()
            and (self.doc[end + 1].pos_ == "NOUN" and self.coreference.refers(self.doc[end + 1]) is None)
        ):
            return end + 2
        return end

    def _who(self, person: Entity, at: int, limit: int) -> Iterator[Office]:
        for j in range(at, min(limit, at + 12)):
            lemma = self.doc[j].lemma_.lower()
            if lemma in _CHAIRS and j < at + 4:
                org = self._org_from(j + 1, 8)
                if org:
                    yield Office(person, org, _CHAIRS[lemma] or None, at, j + 1)
                return
            title = self._title_ending(j)
            if title:
                yield from self._office_at(person, title, at)
                return

    # -- organisations ----------------------------------------------------------------------

    def _org_at(self, i: int) -> Entity | None:
        entity = self.entities.at.get(i)
        if entity is not None and entity.type in self.organizations:
            return entity
        return None

    def _org_start(self, i: int) -> int:
        entity = self.entities.at.get(i)
        while i > 0 and entity is not None and self.entities.at.get(i - 1) is entity:
            i -= 1
        return i

    def _resolved(self, token: Token) -> Entity | None:
        entity = self.coreference.refers(token)
        return entity if entity is not None and entity.type in self.organizations else None

    def _org_before(self, i: int) -> Entity | None:
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
            return self._resolved(self.doc[j])
        for token in self.doc[i : i + 3]:  # the first word of the title names the organisation
            if token.lemma_.lower() in self.language.lexicon.generic and token.lower_ not in self._heads:
                return self._class_like(self.language.lexicon.generic[token.lemma_.lower()], token)
        return None

    def _org_after(self, end: int) -> Entity | None:
        if end < len(self.doc) and self.doc[end].lower_ in _LINKS:
            return self._org_from(end + 1, 7)
        return None

    def _org_after_name(self, end: int) -> Entity | None:
        """Return the organisation after a name: "general secretary Ann Lee of the union"."""
        return self._org_from(end + 1, 4) if end < len(self.doc) and self.doc[end].lower_ in {"of", "for"} else None

    def _org_from(self, start: int, reach: int) -> Entity | None:
        best: Entity | None = None
        for token in self.doc[start : start + reach]:
            if token.text in {",", ".", ";", '"'} or token.pos_ == "VERB" or token.is_space:
                break
            org = self._resolved(token)
            if org is not None:
                nxt = self._org_at(token.i + 1) if token.i + 1 < len(self.doc) else None
                if nxt is not None and nxt is not org and self._is_unit(nxt, org):
                    return nxt
                following = self.doc[token.i + 1].lower_ if token.i + 1 < len(self.doc) else ""
                best = org
                if following not in {"'s", "’s", "'"}:
                    return org
        return best

    def _default(self, title: tuple[int, int], at: int) -> Entity | None:
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
        return self._class_like(type_, self.doc[at])

    def _class_like(self, type_: str, token: Token) -> Entity | None:
        """Return the likeliest entity of a class; of its side where there is none of the class."""
        title = {t.lower_ for t in self.doc[max(0, token.i - 6) : token.i]}
        by_word = [
            e
            for e in self.entities.all
            if e.type == type_ and title & set(e.label.lower().split()) - {"of", "the", "for", "and"}
        ]
        if by_word:
            return self.coreference.nearest(by_word, token)
        whole = [
            e
            for e in self.entities.all
            if e.type in self.organizations
            and e.label.islower()
            and type_ in self.language.ontology.supers(type_)
            and e.type in self.language.ontology.supers(type_)
        ]
        if whole:
            return self.coreference.nearest(whole, token)
        exact = [e for e in self.entities.all if e.named and e.type == type_]
        if exact:
            return self.coreference.nearest(exact, token)
        side = next((s for s in self.language.parties.values() if type_ in s), frozenset())
        near = [e for e in self.entities.all if e.named and e.type in side and e.type in self.organizations]
        return self.coreference.nearest(near, token) if near else None

    # -- spokespeople, units ------------------------------------------------------------------

    def _spokesperson(self, entity: Entity) -> Iterator[Office]:
        start, end = entity.spans[0]
        org = self._org_after(end) or self._org_before(start) or self._compound(self.doc[start])
        if org is None:
            org = self.coreference.latest(self.organizations, self.doc[start])
        if org is None:
            return
        word = self.doc[start].lower_
        twin = next((e for e in self.entities.all if e.type == entity.type and e.of is org), None)
        if twin is not None and twin is not entity:
            self.entities.replace(entity, twin)
            yield Office(twin, org, None, start, end)
            return
        entity.of = org
        entity.names.clear()
        for name in sorted(org.names, key=lambda n: (-len(n), n)):
            entity.names[f"{name} {word}"] += 1
            entity.names[f"{word} for {name}"] += 1
        yield Office(entity, org, None, start, end)

    def _compound(self, token: Token) -> Entity | None:
        for child in token.children:
            if child.dep_ in {"compound", "poss", "amod", "nmod"}:
                lemma = child.lemma_.lower()
                if lemma in self.language.lexicon.generic and child.i not in self.entities.at:
                    return self._class_like(self.language.lexicon.generic[lemma], token)
                org = self._resolved(child)
                if org:
                    return org
        return None

    def units(self) -> Iterator[tuple[Entity, Entity, int, int]]:
        """Yield (branch, whole, start, end): "the union's Leeds branch", "Local 7 of the union"."""
        for token in self.doc:
            entity = self._org_at(token.i)
            if entity is None:
                continue
            inner = self._inside(entity) or self._just_before(token, entity)
            if inner is not None:
                yield entity, inner, token.i, token.i + 1
            for child in token.children:
                whole: Entity | None = None
                if child.dep_ == "poss":
                    whole = self._resolved(child)
                elif child.dep_ == "prep" and child.lower_ == "of":
                    whole = next((o for g in child.children if g.dep_ == "pobj" and (o := self._resolved(g))), None)
                if whole is not None and whole is not entity and self._is_unit(entity, whole):
                    yield entity, whole, min(token.i, child.i), max(token.i, child.i) + 1

    def _just_before(self, token: Token, entity: Entity) -> Entity | None:
        """Return the whole whose name stands right before a branch's: "Transport Union Leeds branch"."""
        whole = self._org_at(token.i - 1) if token.i else None
        return whole if whole is not None and whole is not entity and self._is_unit(entity, whole) else None

    def _is_unit(self, part: Entity, whole: Entity) -> bool:
        branch = {t for t in self.language.gazetteer.heads if t in self.language.lexicon.units}
        return part.type in branch and whole.type not in branch and whole.type in self.organizations

    def _inside(self, entity: Entity) -> Entity | None:
        """The whole whose name stands inside a branch's name: a known one, or what is left without "Local 7 of the"."""
        if entity.type not in self.language.lexicon.units:
            return None
        words = entity.label.casefold()
        fits = [
            (len(n), e.label, e)
            for e in self.entities.all
            if e is not entity and e.type in self.organizations and e.type not in self.language.lexicon.units
            for n in e.names
            if len(n) > 2 and f" {n.casefold()} " in f" {words} "
        ]
        if fits:
            return max(fits, key=lambda f: f[:2])[2]
        numbered = _NUMBERED.sub("", entity.label).strip(" ,")
        if numbered == entity.label or len(numbered.split()) < 2:
            return None
        known = next((e for e in self.entities.all if any(n.casefold() == numbered.casefold() for n in e.names)), None)
        if known is None and self._whole_class:
            known = Entity(self._whole_class, known=True, first=entity.first)
            known.names[numbered] += 1
            self.entities.all.append(known)
        return known

    def _text(self, start: int, end: int) -> str:
        return self.doc[start:end].text.replace(" - ", "-").replace("\n", " ").lower().strip()
