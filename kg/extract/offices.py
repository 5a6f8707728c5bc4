"""Who holds which office, and who speaks for whom.

Constructions: "general secretary Ann Lee", "the union's secretary, Ann Lee", "Ann Lee, secretary of the union",
"Ann Lee is the secretary of the union", "Ann Lee, who chairs the branch", "the union, led by Ann Lee", "Ann Lee of
the union", "the union's Ann Lee", "a spokesman for the trust".
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.extract.honorifics import LETTERS
from kg.extract.people import PeopleByTitle
from kg.extract.seats import Seats
from kg.extract.spokespeople import Office, Spokespeople
from kg.extract.titles import Title, Titles
from kg.frames import Language

_STOP = frozenset({"said", "says", "told", "added", ".", ";", ":", '"', "!", "?"})
_REACH = 16  # tokens after a name in which its office may stand
_ITS = frozenset({"its", "their"})
_OWNED = frozenset({"'s", "’s"})
_HOLDERS = frozenset({"'s", "’s", "'", "’", "his", "her", "its", "their"})
_DASHES = frozenset({"-", "–", "—"})
_CALLED = frozenset({"called", "named"})
_PARTING = frozenset({",", "(", "–", "—", "--"})  # what stands between a title and its holder's name
_BEING = frozenset({"be", "become", "remain"})
_CHAIRS = {
    "chair": "chair",
    "co-chair": "co-chair",
    "lead": "leader",
    "head": "head",
    "represent": "",
    "speak": "",
    "run": "",
    "manage": "",
}


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
        self.titles = Titles(doc, language, near.entities)
        self.seats = Seats(doc, language, near, self.titles)
        self._person = self.term("Person")
        self._held: dict[Entity, Entity] = {}  # whom somebody holds an office in, by what was read so far

    def read(self) -> list[Office]:
        """Return every office and speaking role, in the order of the text."""
        found: list[Office] = []
        PeopleByTitle(self.doc, self.entities, self.titles).find()
        people = [(s, e, p) for p in self.entities.all if p.type == self._person for s, e in p.spans]
        for start, end, person in sorted(people, key=lambda m: m[:2]):
            for office in self._of(person, start, end):
                found.append(office)
                self._held.setdefault(person, office.organization)
        found.extend(Spokespeople(self.doc, self.near).read())
        for office in found:
            if office.title:
                self.entities.titles.setdefault(office.person, set()).add(office.title.split()[-1])
        return found

    def _of(self, person: Entity, start: int, end: int) -> Iterator[Office]:
        start = self._rank(start)
        office = self._before(person, start, end) or self._owned(person, start)
        if office:
            yield office
        yield from self._after(person, start, end)
        yield from self._being(person, end)
        yield from self._led(person, start)

    def _rank(self, start: int) -> int:
        """Return where a name begins with what stands before it: "Captain Ann Lee", "Dr. (Mrs.) Ann Lee"."""
        at = start
        while at > 0 and start - at < 5:
            word = self.doc[at - 1]
            opened = word.text == "(" and any(t.text == ")" for t in self.doc[at:start])
            inside = opened or word.text in {")", "."} or (word.text[:1].isupper() and word.pos_ == "PROPN")
            if not inside or word.is_space or at - 1 in self.entities.at or self.titles.ending(at - 1) is not None:
                break
            if at > 2 and self.doc[at - 2].lower_ in {"of", "for"} and self.titles.ending(at - 3) is not None:
                break  # "Secretary of Labor Ann Lee"
            at -= 1
        while at < start and self.doc[at].text in {")", "."}:
            at += 1
        return at if at == start or not self.doc[at].is_sent_start or self.doc[at].text[:1].isupper() else start

    def _title_before(self, start: int) -> Title | None:
        """Return the title right before a name, or before the comma, bracket or dash before it."""
        i = start - 1
        if i > 0 and (self.doc[i].lower_ in _CALLED or (self.doc[i].lower_ == "a" and self.doc[i - 1].text == ",")):
            i -= 1  # "a shop steward called Ann Lee", "the union's secretary, a Mr Lee"
        if i < 0 or self.doc[i].is_space:
            return None
        if self.doc[i].text not in _PARTING:
            title = self.titles.ending(i)
            if title is None:
                return self._of_several(start) or self._with_field(i)
            rank = title.start > 0 and self.doc[title.start - 1].text == "," and title.end - title.start == 1
            earlier = self._before_comma(title.start - 1) if rank else None
            return earlier or title
        return self._of_several(start) or self._before_comma(i)

    def _of_several(self, start: int) -> Title | None:
        """Return the title that names share: "general secretaries Ann Lee of the Weavers' Union and Jim Dole"."""
        at = start
        while at > 1 and self.doc[at - 1].lower_ in {"and", "&", ","}:
            oxford = self.doc[at - 1].text != "," and self.doc[at - 2].text == ","
            last = self._begin(at - 3 if oxford and at > 2 else at - 2)
            if last > 1 and self.doc[last].pos_ != "DET" and self.doc[last - 1].pos_ == "DET":
                last -= 1
            if last > 1 and self.doc[last - 1].lower_ in {"of", "from"}:
                last = self._begin(last - 2)
            entity = self.entities.at.get(last)
            if entity is None or entity.type != self._person:
                return None
            at = last
        return self.titles.ending(at - 1, several=True) if at > 0 else None

    def _list_end(self, end: int) -> int:
        """Return where the names end that are joined to one: "Ann Lee and Jim Dole" of the union."""
        at = end
        while at + 1 < len(self.doc) and self.doc[at].lower_ in {"and", "&", ","}:
            entity = self.entities.at.get(at + 1)
            if entity is None or entity.type != self._person:
                break
            at = next((e for s, e in entity.spans if s == at + 1), len(self.doc))
        return at

    def _begin(self, i: int) -> int:
        """Return where the name begins that token `i` is of."""
        entity = self.entities.at.get(i)
        return next((s for s, e in entity.spans if s <= i < e), i) if entity is not None else i

    def _with_field(self, i: int) -> Title | None:
        """Return a title before words right before a name: "head of news Ann Lee", "leader of the X Al Lee"."""
        for k in range(i - 1, max(-1, i - 10), -1):
            if self.doc[k].is_punct or self.doc[k].pos_ in {"VERB", "AUX"}:
                return None
            title = self.titles.ending(k)
            if title is not None:
                named = self.doc[k + 1].lower_ in {"of", "for"} and self.near.at(i) is not None
                own = all(self.near.at(n) is self.near.at(i) or self.doc[n].pos_ == "DET" for n in range(k + 2, i))
                whole = self.titles.whole(title, limit=i + 1)
                return title if named and own else whole if whole.end == i + 1 else None
        return None

    def _before_comma(self, comma: int) -> Title | None:
        """Return the title of "the general secretary of the union, Ann Lee"."""
        for k in range(comma - 1, max(-1, comma - 14), -1):
            token = self.doc[k]
            if token.is_space or token.text in {",", ";", ":", '"', "“", "”"} or token.pos_ in {"VERB", "AUX"}:
                return None
            entity = self.entities.at.get(k)
            if entity is not None and entity.type == self._person:
                return None
            title = self.titles.ending(k)
            if title is None:
                continue
            if k + 1 < comma and self.doc[k + 1].pos_ not in {"ADP", "ADV"}:
                return None
            return None if self._of_other(title) else title
        return None

    def _of_other(self, title: Title) -> bool:
        """Tell whether a title is in apposition to the name before it: "Bo Ray, the chairman, Ann Lee, ..."."""
        for k in range(title.start - 1, max(-1, title.start - 8), -1):
            if self.doc[k].text == ",":
                entity = self.entities.at.get(k - 1)
                return entity is not None and self._is_full(entity)
            if self.doc[k].pos_ in {"VERB", "AUX", "CCONJ"}:
                return False
        return False

    def _is_full(self, entity: Entity) -> bool:
        """Tell whether somebody is called by a full name or with a title, and is no last place of a list."""
        return entity.type == self._person and (entity.titled or any(" " in name for name in entity.names))

    def _of_next(self, title: Title) -> bool:
        """Tell whether a title belongs to the name after it: "and Selby, the secretary of the union, Ann Lee"."""
        for k in range(title.end, min(len(self.doc) - 1, title.end + 10)):
            if self.doc[k].text == ",":
                entity = self.entities.at.get(k + 1)
                return entity is not None and self._is_full(entity)
            if self.doc[k].pos_ in {"VERB", "AUX"} or self.doc[k].is_space:
                return False
        return False

    def _before(self, person: Entity, start: int, end: int) -> Office | None:
        title = self._title_before(start)
        if title is None or self.doc[title.start].sent.start != self.doc[start].sent.start:
            return None
        several = self.doc[title.head].tag_ in {"NNS", "NNPS"}
        direct = title.end == start or several
        org, said = self._by(title, limit=start)
        if several:
            org = self.near.after_name(self._list_end(end)) or org
        elif not said and direct:
            org = self.near.after_name(end)
        org = org or self.seats.left_open(title, start, direct=direct, said=said)
        text = self._text(title, self.titles.whole(title, limit=start), org)
        return Office(person, org, self._post(title, text), title.start, end) if org else None

    def _text(self, title: Title, whole: Title, org: Entity | None) -> str:
        """Return a title with its field of work, but without the organisation that it is held in."""
        words = self.doc[title.end : whole.end]
        named = any((self.near.resolved(t) if t.text.islower() else self.near.at(t.i)) is org for t in words if org)
        return self.titles.text(title if named else whole)

    def _post(self, title: Title, text: str) -> str | None:
        """Return the text of a title; counsel speak for their clients without a post there."""
        return None if title.office.split()[-1] in self.language.lexicon.counsel else text

    def _by(self, title: Title, *, limit: int) -> tuple[Entity | None, bool]:
        """Return the organisation that is named by a title, before it or after it, and whether one is named."""
        if title.start > 0 and self.doc[title.start - 1].lower_ in _HOLDERS:
            return self._holder(title)
        office_class = self.titles.offices.get(title.office)
        new = office_class if office_class and " " in title.office else self.near.unknown
        org, said = self.near.after(title.end, None if title.office in self.titles.seats else new)
        if said:
            return org, True
        whole = self.titles.whole(title, limit=limit)
        if whole.end > title.end and whole.end < limit:
            org, said = self.near.after(whole.end, None)
            if said:
                return org, True
        return self.near.before(title.start, retype=title.office not in self.titles.seats)

    def _is_party(self, entity: Entity) -> bool:
        return any(entity.type in side for side in self.language.parties.values())

    def _holder(self, title: Title) -> tuple[Entity | None, bool]:
        """Return the organisation of "the union's secretary", "her deputy" or "the miners' leader"."""
        owner = self.doc[title.start - 1]
        if owner.lower_ in {"his", "her"}:
            boss = self.coreference.refers(owner)
            return (self._held.get(boss) if boss else None), True
        org, said = self.near.before(title.start, retype=title.office not in self.titles.seats)
        type_ = self.titles.offices.get(title.office)
        if org is not None and type_ and " " in title.office and owner.lower_ in _ITS and self._is_party(org):
            side = self.near.side(type_)
            org = org if org.type in side else self.near.like(type_, owner)  # "its managing director": no union's
        group = self.entities.at.get(title.start - 2) if title.start > 1 else None
        if org is None and group is not None and group.type == self.term("Group"):
            side = next((s for s in self.language.parties.values() if group.type in s), frozenset())
            ours = next((t for t in self.language.gazetteer.cues if t in side), None)
            org = self.near.like(ours, owner) if ours else None
        return org, said

    def _owned(self, person: Entity, start: int) -> Office | None:
        """Read "the union's Ann Lee"."""
        if start < 2 or self.doc[start - 1].lower_ not in _OWNED:
            return None
        org = self.near.resolved(self.doc[start - 2])
        return Office(person, org, None, start - 2, start + 1) if org else None

    def _after(self, person: Entity, start: int, end: int) -> Iterator[Office]:
        i = end
        while i < len(self.doc) and self.doc[i].text.isupper() and 2 <= len(self.doc[i]) <= 3 and self.doc[i].is_alpha:
            i += 1  # "Ann Lee QC, for the union"
        if i < len(self.doc) and self.doc[i].lower_ in {"of", "from", "for"}:
            org = self.near.first_from(i + 1, 5)
            if org:
                yield Office(person, org, None, start, i + 3)
            return
        if i >= len(self.doc) or self.doc[i].text not in {",", "(", *_DASHES}:
            return
        limit = min(len(self.doc), i + _REACH)
        j = i + 1
        if self.doc[i].text == "(" and (org := self._in_brackets(i)) is not None:
            yield Office(person, org, None, start, i + 2)
            return
        aside = j + 1 < limit and self.doc[j + 1].text == ","
        if aside and (self.doc[j].like_num or LETTERS.fullmatch(self.doc[j].text)):
            j += 2  # "Ann Lee, 41, ...", "Ann Lee, M.L.A., ..."
        if j < limit and self.doc[j].lower_ == "who":
            yield from self._who(person, j + 1, limit)
        elif j < limit and self.doc[j].lower_ in {"for", "of"}:
            org = self.near.first_from(j + 1, 5)
            if org:
                yield Office(person, org, None, start, j + 3)
        else:
            yield from self._apposed(person, start, j, limit)

    def _in_brackets(self, at: int) -> Entity | None:
        """Return the organisation that stands alone in brackets: "Ann Lee (Harbour Union)"."""
        end = at + 1
        while end < len(self.doc) and end < at + 6 and self.doc[end].text != ")":
            end += 1
        org = self.near.at(at + 1) if end < len(self.doc) and self.doc[end].text == ")" else None
        return org if org is not None and all(self.near.at(k) is org for k in range(at + 1, end)) else None

    def _apposed(self, person: Entity, start: int, j: int, limit: int) -> Iterator[Office]:
        """Read the title after a name and a comma."""
        first = j
        while (
            j < limit
            and self.doc[first].lower_ != "and"
            and self.doc[j].lower_ not in _STOP
            and not self.doc[j].is_space
        ):
            title = self.titles.longest(j, limit)
            if title is not None:
                if self._is_full(person) or not self._of_next(title):
                    yield from self._office_at(person, title, start)
                return
            entity = self.entities.at.get(j)
            if entity is not None and entity.type == self._person:
                return
            if (self.doc[j].text == "," and j > first + 2) or self._tells(j, first):
                return
            j += 1

    def _tells(self, j: int, first: int) -> bool:
        """Tell whether a word after a name and a comma begins what is said of the person."""
        word = self.doc[j]
        return word.pos_ in {"VERB", "AUX"} and word.dep_ != "amod" and not (j == first and word.tag_ == "VBG")

    def _office_at(self, person: Entity, title: Title, start: int) -> Iterator[Office]:
        limit = min(len(self.doc), title.end + 8)
        org, said = self._by(title, limit=limit)
        whole = self.titles.whole(title, limit=limit)
        org = org or (None if said else self._signed(whole.end)) or self.seats.left_open(title, start, said=said)
        if org:
            yield Office(person, org, self._post(title, self._text(title, whole, org)), start, title.end)

    def _signed(self, end: int) -> Entity | None:
        """Return the organisation of "Ann Lee, secretary, Harbour Union" where nothing follows it."""
        if end + 1 >= len(self.doc) or self.doc[end].text != ",":
            return None
        org = self.near.at(end + 1)
        k = end + 1
        while k < len(self.doc) and org is not None and self.near.at(k) is org:
            k += 1
        ends = k >= len(self.doc) or self.doc[k].is_space or self.doc[k].is_punct or self.doc[k].lower_ in _STOP
        return org if ends else None

    def _who(self, person: Entity, at: int, limit: int) -> Iterator[Office]:
        for j in range(at, min(limit, at + 12)):
            if self.doc[j].is_sent_start or self.doc[j].is_space:
                return
            lemma = self.doc[j].lemma_.lower()
            if lemma in _CHAIRS and j < at + 4:
                org = self.near.first_from(j + 1, 8)
                if org:
                    yield Office(person, org, _CHAIRS[lemma] or None, at, j + 1)
                return
            title = self.titles.longest(j, limit)
            if title:
                yield from self._office_at(person, title, at)
                return

    def _being(self, person: Entity, end: int) -> Iterator[Office]:
        """Read "Ann Lee is the secretary of the union"."""
        if end >= len(self.doc) or self.doc[end].lemma_.lower() not in _BEING:
            return
        for j in range(end + 1, min(len(self.doc), end + 8)):
            token = self.doc[j]
            if token.is_punct or token.is_space or token.pos_ in {"VERB", "ADP"} or token.lower_ == "not":
                return
            title = self.titles.longest(j, len(self.doc))
            if title is not None:
                yield from self._office_at(person, title, end)
                return

    def _led(self, person: Entity, start: int) -> Iterator[Office]:
        """Read "the council, chaired by Ann Lee"."""
        title = self._title_before(start)
        by = (title.start if title is not None else start) - 1
        while by > 0 and self.doc[by].lower_ in {"the", "a", "its"}:
            by -= 1
        if by < 2 or self.doc[by].lower_ != "by":
            return
        verb = self.doc[by - 1]
        name = _CHAIRS.get(verb.lemma_.lower())
        if not name or verb.dep_ != "acl":
            return
        org = self.near.resolved(verb.head)
        if org is not None:
            yield Office(person, org, name, by - 1, start + 1)
