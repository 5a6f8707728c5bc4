"""Finds people whom the name recogniser missed by their titles: "provost Ann Lee", "Ann Lee, chair of"."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract.entities import Entities
from kg.extract.honorifics import TITLES
from kg.extract.titles import Titles

_FROM = frozenset({"to", "by", "from"})  # prepositions after which people are named


class PeopleByTitle:
    """Takes capitalised words beside a title for a person's name.

    Args:
        doc: a document that went through the whole pipeline.
        entities: the registry to fill.
        titles: recognises titles.
    """

    def __init__(self, doc: Doc, entities: Entities, titles: Titles) -> None:
        self.doc = doc
        self.entities = entities
        self.titles = titles
        self._person = entities.term("Person")

    def find(self) -> None:
        """Take capitalised words beside a title for a person's name, where they were taken for nothing or guessed."""
        i = 0
        while i < len(self.doc):
            title = self.titles.longest(i, len(self.doc))
            if title is not None:
                i = max(i, title.head)
                whole = self.titles.whole(title, limit=len(self.doc))
                self._name_after(self._after_organization(title.end) or whole.end)
                self._name_before(title.start)
            i += 1

    def _after_organization(self, at: int) -> int:
        """Return the token after "of the union" behind a title; 0 where no known name stands there."""
        if at + 2 >= len(self.doc) or self.doc[at].lower_ not in {"of", "for"}:
            return 0
        start = end = at + 2 if self.doc[at + 1].pos_ == "DET" else at + 1
        entity = self.entities.at.get(start)
        while end < len(self.doc) and entity is not None and self.entities.at.get(end) is entity:
            end += 1
        return end if end > start else 0

    def _name_after(self, at: int) -> None:
        if at < len(self.doc) and self.doc[at].text == ",":
            at += 1
        end = at
        while end < len(self.doc) and self._in_name(end):
            end += 1
        if end < len(self.doc) and (self.doc[end].text == "," or self.doc[end].pos_ in {"VERB", "AUX"}):
            self._name(at, end)

    def _name_before(self, start: int) -> None:
        for k in range(start - 1, max(-1, start - 7), -1):
            if self.doc[k].text == ",":
                begin = k
                while begin > 0 and self._in_name(begin - 1):
                    begin -= 1
                if begin == 0 or self.doc[begin - 1].pos_ != "ADP" or self.doc[begin - 1].lower_ in _FROM:
                    self._name(begin, k)
                return
            if self.doc[k].pos_ in {"VERB", "AUX", "ADP", "CCONJ"} or self.doc[k].is_space:
                return

    def _in_name(self, i: int) -> bool:
        word = self.doc[i]
        return (word.pos_ == "PROPN" and (word.text.istitle() or len(word) == 2)) or word.text == "-"

    def _name(self, start: int, end: int) -> None:
        """Take some words for the name of a person, where nothing says otherwise."""
        while end - start > 2 and self.doc[start].lower_.rstrip(".") in TITLES:
            start += 1
        words = [t for t in self.doc[start:end] if t.text != "-"]
        if not 2 <= len(words) <= 4 or any(self.titles.ending(t.i) for t in words):
            return
        name = self.doc[start:end].text.replace(" - ", "-")
        here = list({id(e): e for i in range(start, end) if (e := self.entities.at.get(i)) is not None}.values())
        if not here:
            self.entities.add(self._person, start, end, name)
            return
        entity = here[0]
        if len(here) > 1 or entity.known or entity.identity:
            return
        if any(a <= start and end <= b for a, b in entity.spans):
            entity.type = self._person
        elif any(start <= a and b == end for a, b in entity.spans):  # the recogniser left out the first name
            entity.type = self._person
            entity.names[name] += 1
            self.entities.cover(entity, start, end)
