"""Who holds which office, and who speaks for whom.

Constructions: "general secretary Ann Lee", "the union's secretary, Ann Lee", "Ann Lee, secretary of the union",
"Ann Lee is the secretary of the union", "Ann Lee, who chairs the branch", "the union, led by Ann Lee", "Ann Lee of
the union", "the union's Ann Lee", "a spokesman for the trust".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.extract.titles import Title, Titles
from kg.frames import Language

_STOP = frozenset({"said", "says", "told", "added", ".", ";", ":", '"', "!", "?"})
_REACH = 16  # tokens after a name in which its office may stand
_OWNED = frozenset({"'s", "’s"})
_HOLDERS = frozenset({"'s", "’s", "'", "’", "his", "her", "its", "their"})
_DASHES = frozenset({"-", "–", "—"})
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
        self.titles = Titles(doc, language, near.entities)
        self._person = self.term("Person")
        self._held: dict[Entity, Entity] = {}  # whom somebody holds an office in, by what was read so far

    def read(self) -> list[Office]:
        """Return every office and speaking role, in the order of the text."""
        found: list[Office] = []
        self._find_people()
        people = [(s, e, p) for p in self.entities.all if p.type == self._person for s, e in p.spans]
        for start, end, person in sorted(people, key=lambda m: m[:2]):
            for office in self._of(person, start, end):
                found.append(office)
                self._held.setdefault(person, office.organization)
        spokesperson = self.term("Spokesperson")
        for entity in [e for e in self.entities.all if e.type == spokesperson]:
            found.extend(self._spokesperson(entity))
        for office in found:
            if office.title:
                self.entities.titles.setdefault(office.person, set()).add(office.title.split()[-1])
        return found

    # -- people -----------------------------------------------------------------------------

    def _find_people(self) -> None:
        """Take capitalised words beside a title for a person's name, where they were taken for nothing or guessed."""
        i = 0
        while i < len(self.doc):
            title = self.titles.longest(i, len(self.doc))
            if title is not None:
                i = max(i, title.head)
                whole = self.titles.whole(title, limit=len(self.doc))
                self._name_after(whole.end)
                self._name_before(title.start)
            i += 1

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
                if begin == 0 or self.doc[begin - 1].pos_ != "ADP" or self.doc[begin - 1].lower_ in {"to", "by", "from"}:
                    self._name(begin, k)
                return
            if self.doc[k].pos_ in {"VERB", "AUX", "ADP", "CCONJ"} or self.doc[k].is_space:
                return

    def _in_name(self, i: int) -> bool:
        word = self.doc[i]
        return (word.pos_ == "PROPN" and (word.text.istitle() or len(word) == 2)) or word.text == "-"

    def _name(self, start: int, end: int) -> None:
        """Take some words for the name of a person, where nothing says otherwise."""
        words = [t for t in self.doc[start:end] if t.text != "-"]
        if not 2 <= len(words) <= 4 or any(self.titles.ending(t.i) for t in words):
            return
        here = {id(e): e for i in range(start, end) if (e := self.entities.at.get(i)) is not None}
        if not here:
            self.entities.add(self._person, start, end, self.doc[start:end].text.replace(" - ", "-"))
        for entity in here.values():
            covered = any(a <= start and end <= b for a, b in entity.spans)
            if entity.type != self._person and not entity.known and not entity.identity and covered:
                entity.type = self._person

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
            inside = word.text in {"(", ")", "."} or (word.text[:1].isupper() and word.pos_ == "PROPN")
            if not inside or word.is_space or at - 1 in self.entities.at or self.titles.ending(at - 1) is not None:
                break
            at -= 1
        while at < start and self.doc[at].text in {")", "."}:
            at += 1
        return at if at == start or not self.doc[at].is_sent_start or self.doc[at].text[:1].isupper() else start

    def _title_before(self, start: int) -> Title | None:
        """Return the title right before a name, or before the comma before it."""
        i = start - 1
        if i < 0 or self.doc[i].is_space:
            return None
        if self.doc[i].text != ",":
            title = self.titles.ending(i)
            if title is None:
                return self._with_field(i)
            rank = title.start > 0 and self.doc[title.start - 1].text == "," and title.end - title.start == 1
            earlier = self._before_comma(title.start - 1) if rank else None
            return earlier or title
        return self._before_comma(i)

    def _with_field(self, i: int) -> Title | None:
        """Return a title before words that end right before a name: "head of news Ann Lee", "leader of the X Ann Lee"."""
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
                return entity is not None and entity.type == self._person
            if self.doc[k].pos_ in {"VERB", "AUX", "CCONJ"}:
                return False
        return False

    def _before(self, person: Entity, start: int, end: int) -> Office | None:
        title = self._title_before(start)
        if title is None or self.doc[title.start].sent.start != self.doc[start].sent.start:
            return None
        direct = title.end == start
        org, said = self._by(title, limit=start)
        if not said and direct:
            org = self.near.after_name(end)
        org = org or self._left_open(title, start, direct=direct, said=said)
        text = self.titles.text(self.titles.whole(title, limit=start))
        return Office(person, org, text, title.start, end) if org else None

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
        return self.near.before(title.start, self._fits(title), retype=title.office not in self.titles.seats)

    def _holder(self, title: Title) -> tuple[Entity | None, bool]:
        """Return the organisation of "the union's secretary", "her deputy" or "the miners' leader"."""
        owner = self.doc[title.start - 1]
        if owner.lower_ in {"his", "her"}:
            boss = self.coreference.refers(owner)
            return (self._held.get(boss) if boss else None), True
        org, said = self.near.before(title.start, self._fits(title), retype=title.office not in self.titles.seats)
        group = self.entities.at.get(title.start - 2) if title.start > 1 else None
        if org is None and group is not None and group.type == self.term("Group"):
            side = next((s for s in self.language.parties.values() if group.type in s), frozenset())
            ours = next((t for t in self.language.gazetteer.cues if t in side), None)
            org = self.near.like(ours, owner) if ours else None
        return org, said

    def _fits(self, title: Title) -> frozenset[str]:
        """Return the classes of organisations in which an office can be held."""
        type_ = self.titles.offices.get(title.office)
        if type_ is None or " " not in title.office:
            return frozenset(self.near.organizations)
        return self.near.side(type_) | {self.near.unknown}

    def _left_open(self, title: Title, at: int, *, direct: bool = False, said: bool) -> Entity | None:
        """Return the organisation in which an office is held that the text does not name with it.

        Args:
            title: the office.
            at: the token from which to look back.
            direct: whether a name follows the title at once.
            said: whether words by the title do mean an organisation, which was not found.
        """
        seat = self.titles.seats.get(title.office)
        type_ = self.titles.offices.get(title.office)
        bare = direct and title.head == title.start and self.doc[title.head].text[:1].isupper()
        if seat is not None and (type_ is None or bare):
            return self._seat(title, seat, at, said=said)
        if said:
            return None
        for i in range(title.start, title.head):
            org = self.near.meant_by(self.doc[i])
            if org is not None:
                return org
        if title.office in self.titles.speaks:
            return self.near.pronoun(title.start, frozenset(self.near.organizations))
        if type_ is None or type_ == self.near.unknown:
            return None
        return self.near.like(type_, self.doc[at])

    def _seat(self, title: Title, seat: tuple[str, ...], at: int, *, said: bool) -> Entity | None:
        """Return where an office is held that only organisations of some names have: a judge's court."""
        token = self.doc[at]
        whole = self.titles.whole(title, limit=len(self.doc))
        place = self._place_by(title)
        ours = next((s for s in self.language.parties.values() if s & self.language.lexicon.units), frozenset())
        fits = [e for e in self.near.all_with(seat) if e.type not in ours]
        by_field = self.near.with_words(whole.field, token, fits) if whole.field else None
        if by_field is not None and place is None:
            return by_field
        if place is not None:
            stem = place.label.casefold()[:5]
            of_place = [e for e in fits if any(stem in n.casefold() for n in e.names)]
            return self.coreference.nearest(of_place, token) if of_place else self._authority(place, seat)
        if said:
            return None
        for word in seat if whole.field or len(title.office.split()) > 1 else ():
            org = self.near.with_words([word], token, fits)
            if org is not None:
                return org
        return self.coreference.nearest(fits, token) if fits else self._ministry(whole, seat)

    def _place_by(self, title: Title) -> Entity | None:
        """Return the place of "Wales's first minister", "Leeds mayor" or "mayor of Leeds"."""
        before = title.start - 1
        if before > 0 and self.doc[before].lower_ in _OWNED:
            before -= 1
        after = title.end + 1 if title.end < len(self.doc) and self.doc[title.end].lower_ in {"of", "for"} else 0
        return (self.near.place_at(before) if before >= 0 else None) or (
            self.near.place_at(after) if 0 < after < len(self.doc) else None
        )

    def _authority(self, place: Entity, seat: tuple[str, ...]) -> Entity | None:
        """Return what governs a place, called by its name."""
        nouns = {**self.language.lexicon.named, **self.language.lexicon.generic}
        type_ = next((nouns[w] for w in seat if nouns.get(w) in self.near.organizations), None)
        if type_ is None:
            return None
        known = next((e for e in self.entities.all if e.type == type_ and place.label in e.names), None)
        return known or self._put(type_, [place.label], place.spans[-1])

    def _ministry(self, title: Title, seat: tuple[str, ...]) -> Entity | None:
        """Return the department that a minister's title implies: the labour ministry of the labour minister."""
        generic = self.language.lexicon.generic
        field = " ".join(w for w in title.field if w not in self.titles.seats and w not in self.titles.ranks)
        words = [w for w in seat if w in generic]
        if not field or not words:
            return None
        names = [f"{field} {w}" for w in words]
        known = next((e for e in self.entities.all if set(names) & set(e.names)), None)
        return known or self._put(generic[words[0]], names, (title.start, title.end))

    def _put(self, type_: str, names: list[str], span: tuple[int, int]) -> Entity:
        made = Entity(type_, known=True, first=span[0])
        made.names.update(names)
        made.spans.append(span)
        self.entities.all.append(made)
        return made

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
        if j + 1 < limit and self.doc[j].like_num and self.doc[j + 1].text == ",":  # "Ann Lee, 41, ..."
            j += 2
        if j < limit and self.doc[j].lower_ == "who":
            yield from self._who(person, j + 1, limit)
        elif j < limit and self.doc[j].lower_ in {"for", "of"}:
            org = self.near.first_from(j + 1, 5)
            if org:
                yield Office(person, org, None, start, j + 3)
        else:
            yield from self._apposed(person, start, j, limit)

    def _apposed(self, person: Entity, start: int, j: int, limit: int) -> Iterator[Office]:
        """Read the title after a name and a comma."""
        first = j
        while self.doc[first].lower_ != "and" and j < limit and self.doc[j].lower_ not in _STOP and not self.doc[j].is_space:
            title = self.titles.longest(j, limit)
            if title is not None:
                yield from self._office_at(person, title, start)
                return
            entity = self.entities.at.get(j)
            if entity is not None and entity.type == self._person:
                return
            if (self.doc[j].text == "," and j > first + 2) or (self.doc[j].pos_ in {"VERB", "AUX"} and j > first):
                return
            j += 1

    def _office_at(self, person: Entity, title: Title, start: int) -> Iterator[Office]:
        limit = min(len(self.doc), title.end + 8)
        org, said = self._by(title, limit=limit)
        whole = self.titles.whole(title, limit=limit)
        org = org or (None if said else self._signed(whole.end)) or self._left_open(title, start, said=said)
        if org:
            in_org = any(self.near.at(k) is org for k in range(title.end, whole.end))
            yield Office(person, org, self.titles.text(title if in_org else whole), start, title.end)

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

    # -- spokespeople ------------------------------------------------------------------

    def _spokesperson(self, entity: Entity) -> Iterator[Office]:
        start, end = entity.spans[0]
        token = self.doc[start]
        org, said = self.near.after(end)
        if org is None:
            org, said = self.near.before(start, frozenset(self.near.organizations))
        if org is None:
            org, said = self.near.compound_of(token)
        if org is None and not said and token.tag_ not in {"NNS", "NNPS"}:
            org = self.near.pronoun(start, frozenset(self.near.organizations))
        if org is None:
            return
        word = token.lower_
        twin = next((e for e in self.entities.all if e.type == entity.type and e.of is org), None)
        if twin is not None and twin is not entity:
            self.entities.replace(entity, twin)
            self._call(twin, org, start)
            yield Office(twin, org, None, start, end)
            return
        entity.of = org
        entity.names.clear()
        self._call(entity, org, start)
        for name in sorted(org.names, key=lambda n: (-len(n), n)):
            entity.names[f"{name} {word}"] += 1
            entity.names[f"{word} for {name}"] += 1
        yield Office(entity, org, None, start, end)

    def _call(self, entity: Entity, org: Entity, i: int) -> None:
        """Add what an unnamed speaker is called as printed: "union officials"."""
        start = i
        while start > 0 and self.doc[start - 1].dep_ == "compound" and self.doc[start - 1].head.i == i:
            start -= 1
        if start < i:
            entity.names[self.doc[start : i + 1].text] += 1
