"""Titles of offices in the text: "deputy general secretary", "Minister of Labour", "president and chief executive"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.entities import Entities, Entity
from kg.extract.nouns import singular
from kg.frames import Language

_LONGEST = 6  # words before the last one of a title
_PORTFOLIO = 7  # words of a field of work after it: "of labour and social security"
_PLURAL = frozenset({"NNS", "NNPS"})
_OPEN = frozenset({"NOUN", "ADJ", "PROPN", "VERB", "ADV", "X"})
_INSIDE = frozenset({"and", "&", "-", "the"})


@dataclass(frozen=True, slots=True)
class Title:
    """The title of an office: the tokens `start:end`, of which `head` is what one is, and the rest a field of work.

    `office` is the longest phrase of the lexicon in it. `field` are the words that tell what the office is about.
    """

    start: int
    head: int
    end: int
    office: str
    field: tuple[str, ...] = ()


class Titles:
    """Recognises titles.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        entities: the document's entities.
    """

    def __init__(self, doc: Doc, language: Language, entities: Entities) -> None:
        self.doc = doc
        self.entities = entities
        lexicon = language.lexicon
        self.offices = {_plain(phrase): type_ for phrase, type_ in lexicon.offices.items()}
        self.seats = {_plain(phrase): words for phrase, words in lexicon.seats.items()}
        self.speaks = lexicon.speaks
        self._posts = lexicon.posts
        self.heads = {p.split()[-1] for p in (*self.offices, *self.seats, *self.speaks)}
        self._words = {w for p in self.offices for w in p.split()}
        self._ends = {f"of {p.split(' of ', 1)[1]}" for p in (*self.offices, *self.seats) if " of " in p}
        self._places = language.gazetteer.place_types
        self._person, self._group = entities.term("Person"), entities.term("Group")

    def ending(self, i: int, *, several: bool = False) -> Title | None:
        """Return the title whose last word is token `i`, before any field of work; `several`: a plural."""
        token = self.doc[i]
        word = token.lower_ if token.lower_ in self.heads else token.lemma_.lower()
        plural = token.tag_ in _PLURAL
        if word not in self.heads or plural != several or token.pos_ not in {"NOUN", "PROPN"}:
            return None
        entity = self.entities.at.get(i)
        if entity is not None and entity.named and entity.type != self._group and not self._called_by_office(entity):
            return None
        start = i
        while start > 0 and i - start <= _LONGEST and self._belongs(self.doc[start - 1], start, token):
            start -= 1
        while start < i and self.doc[start].lower_ in _INSIDE:
            start += 1
        office = self._office(start, i)
        if not office:
            return None
        fields = self.doc[start : i if office not in self._posts else start]  # "justice minister" is of no court
        other = next((t.lower_ for t in fields if t.lower_ in self.seats and t.lower_ not in self.offices), "")
        other = "" if other in office.split() else other
        field = self._field(start, i, office)
        turned = (
            f"{self.doc[i + 2].lower_} {office}" if i + 2 < len(self.doc) and self.doc[i + 1].lower_ == "of" else ""
        )
        if turned in self.seats:
            return Title(start, i, i + 1, turned, field)  # "Secretary of Labor": the labor secretary
        return Title(start, i, i + 1, other if office in self.seats and other else office, field)

    def _called_by_office(self, entity: Entity) -> bool:
        """Tell whether a title was taken for the name of somebody: "General Secretary"."""
        if entity.known or entity.identity or entity.label.split()[-1].lower() not in self.heads:
            return False
        first = entity.spans[0][0]
        if len(entity.label.split()) == 1 and all(len(n.split()) == 1 for n in entity.names):
            return True
        return first > 0 and self.doc[first - 1].lower_ in {"the", "its", "their", "'s", "’s"}

    def _belongs(self, word: Token, start: int, head: Token) -> bool:
        """Tell whether a word right before the tokens of a title is its first word."""
        entity = self.entities.at.get(word.i)
        if entity is not None and (entity.type == self._person or (entity.known and entity.named)):
            return self._called_by_office(entity)
        if word.text == "-":
            return True
        if word.lower_ in {"and", "&"}:
            return word.i > 0 and self.doc[word.i - 1].lower_ in self.heads
        phrase = self.doc[word.i : head.i + 1].text.lower()
        if phrase in self._ends:
            return True  # "of State" of "Secretary of State"
        if word.pos_ not in _OPEN:
            return False
        if word.lower_ in self._words and word.pos_ != "ADV":
            return True
        if word.is_sent_start and (phrase in self.offices or phrase in self.seats):
            return True  # "Health secretary Tom Lee"
        if word.text[:1].isupper():
            place = entity is not None and entity.type in self._places
            alike = head.text[:1].isupper() or (head.lower_ in self.seats and not place)
            if word.is_sent_start and word.pos_ == "ADJ" and entity is None and head.text.islower():
                return True  # "Municipal spokesman Al Dun"
            return word.text.istitle() and alike and word.pos_ in {"PROPN", "NOUN", "ADJ"}
        return word.pos_ in {"ADJ", "NOUN"} and entity is None

    def _office(self, start: int, i: int) -> str:
        """Return the longest phrase of the lexicon that ends at token `i`: "member" alone is none."""
        words = [w for t in self.doc[start : i + 1] for w in t.lower_.split("-") if w]
        if words and words[-1] not in self.heads:
            words[-1] = self.doc[i].lemma_.lower()
        for k in range(len(words)):
            phrase = " ".join(words[k:])
            if phrase in self.offices or phrase in self.speaks or phrase in self.seats:
                return phrase
        return ""

    def _field(self, start: int, i: int, office: str) -> tuple[str, ...]:
        words = [t.lower_ for t in self.doc[start : i + 1] if t.is_alpha]
        tells = office in self.seats and " of " not in office  # "health secretary" tells its field itself
        return tuple(words[:-1] if tells else words[: -len(office.split())])

    def longest(self, i: int, limit: int) -> Title | None:
        """Return the longest title in which token `i` ends one: "chief operating officer", not "chief"."""
        best = self.ending(i)
        for k in range(i + 1, min(limit, i + 4)) if best is not None else ():
            title = self.ending(k)
            if title is not None and best is not None and title.start <= best.start:
                best = title
        return best

    def whole(self, title: Title, *, limit: int) -> Title:
        """Return a title with the field of work after it: "director" -> "director of people and culture"."""
        end = title.end
        if end + 1 >= limit or self.doc[end].lower_ not in {"of", "for"}:
            return title
        k = end + 1
        while k < limit and k - end <= _PORTFOLIO:
            word = self.doc[k]
            if word.lower_ not in _INSIDE and (word.pos_ not in {"NOUN", "ADJ", "PROPN"} or word.is_space):
                break
            k += 1
        while k > end + 1 and self.doc[k - 1].lower_ in _INSIDE:
            k -= 1
        owned = k < len(self.doc) and self.doc[k].tag_ == "POS"  # "president of the dockers' union" is of no dockers
        if k == end + 1 or owned:
            return title
        words = tuple(t.lower_ for t in self.doc[end + 1 : k] if t.is_alpha and t.lower_ not in _INSIDE)
        return Title(title.start, title.head, k, title.office, (*title.field, *words))

    def text(self, title: Title) -> str:
        """Return a title as printed, in lower case."""
        words = self.doc[title.start : title.end].text.replace(" - ", "-").replace("\n", " ").lower()
        head = self.doc[title.head]
        if head.tag_ in _PLURAL:
            words = words.replace(head.lower_, singular(head))
        return words.removeprefix("the ").removeprefix("a ").strip()


def _plain(phrase: str) -> str:
    return phrase.replace("-", " ")
