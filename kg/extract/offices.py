"""Who holds which office, and who speaks for whom.

Constructions: "general secretary Ann Lee", "the union's secretary, Ann Lee", "Ann Lee, secretary of the union",
"Ann Lee, who chairs the branch", "Ann Lee of the union", "a spokesman for the trust".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.frames import Language

_STOP = frozenset({"said", "says", "told", "added", ".", ";", ":", '"', "!", "?"})
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
        near: finds the organisation by a token.
    """

    def __init__(self, doc: Doc, language: Language, near: Affiliations) -> None:
        self.doc = doc
        self.language = language
        self.near = near
        self.entities = near.entities
        self.coreference = near.coreference
        self.term = language.ontology.term
        self._title_words = frozenset(w for p in language.lexicon.offices for w in p.split())

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
        word = token.lower_ if token.lower_ in self.near.heads else token.lemma_.lower()
        if word not in self.near.heads or (token.i in self.entities.at and self.near.at(token.i)):
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
            org = self.near.before(title[0]) or (self.near.after_name(end) if not comma else None)
            explicit = org is not None
            if comma and not explicit:
                return None
            org = org or self.near.default(title, start)
            return Office(person, org, self._text(*title), title[0], end) if org else None
        if comma:  # "the secretary of the union, Ann Lee,"
            org = self.near.at(i)
            if org is not None:
                j = self.near.start_of(i) - 1
                while j >= 0 and self.doc[j].lower_ in {"the", "of", "for", "at"}:
                    j -= 1
                title = self._title_ending(j) if j >= 0 and j < i - 1 else None
                if title:
                    return Office(person, org, self._text(*title), title[0], end)
        return None

    def _after(self, person: Entity, start: int, end: int) -> Iterator[Office]:
        i = end
        if i < len(self.doc) and self.doc[i].lower_ in {"of", "from"}:
            org = self.near.first_from(i + 1, 4)
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
            org = self.near.first_from(j + 1, 4)
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
        org = self.near.after(title[1]) or self.near.before(title[0]) or self.near.default(title, start)
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
                org = self.near.first_from(j + 1, 8)
                if org:
                    yield Office(person, org, _CHAIRS[lemma] or None, at, j + 1)
                return
            title = self._title_ending(j)
            if title:
                yield from self._office_at(person, title, at)
                return

    # -- spokespeople ------------------------------------------------------------------

    def _spokesperson(self, entity: Entity) -> Iterator[Office]:
        start, end = entity.spans[0]
        org = self.near.after(end) or self.near.before(start) or self.near.compound_of(self.doc[start])
        if org is None:
            org = self.coreference.latest(self.near.organizations, self.doc[start])
        if org is None:
            return
        twin = self.entities.speaking(org, entity)
        if twin is not None:
            self.entities.replace(entity, twin)
            yield Office(twin, org, None, start, end)
            return
        self.entities.speaks_for(entity, org)
        yield Office(entity, org, None, start, end)

    def _text(self, start: int, end: int) -> str:
        words = self.doc[start:end].text.replace(" - ", "-").replace("\n", " ").lower()
        return words.removeprefix("the ").removeprefix("a ").strip()
