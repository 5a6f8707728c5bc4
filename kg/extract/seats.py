"""Where an office is held when the text does not say: a judge's court, a minister's ministry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.extract.titles import Title, Titles
from kg.frames import Language

_OWNED = frozenset({"'s", "’s"})
_OPPOSED = "shadow"  # a shadow minister is of no ministry
_LONGEST = 3  # words of what is a country's: "papua new guinean"


class Seats:
    """Finds the likeliest organisation of an office.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's words.
        near: finds the organisation by a token.
        titles: recognises titles.
    """

    def __init__(self, doc: Doc, language: Language, near: Affiliations, titles: Titles) -> None:
        self.doc = doc
        self.language = language
        self.near = near
        self.titles = titles
        self.entities = near.entities
        units = language.lexicon.units
        self._ours = next((s for s in language.parties.values() if s & units), frozenset())
        self._nations = language.english.nations
        self._nouns = {**language.lexicon.named, **language.lexicon.generic}

    def left_open(self, title: Title, at: int, *, direct: bool = False, said: bool) -> Entity | None:
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
        if seat is not None and (headed := self._headed(title, seat)) is not None:
            return headed
        if seat is not None and (type_ is None or bare or self._nation_in(title)):
            return self._seat(title, seat, at, said=said)
        if said:
            return None
        for word in self.doc[title.start : title.head]:
            org = self.near.meant_by(word)
            if org is not None:
                return org
            called = self.language.lexicon.generic.get(word.lower_)
            if called in self.near.organizations and title.office in self.titles.speaks:
                return self.near.like(called, word)  # "union spokesman": of no company
        if title.office in self.titles.speaks:
            ranks = self.language.lexicon.ranks
            of_other = any(w.lower_ not in ranks and w.is_alpha for w in self.doc[title.start : title.head])
            return None if of_other else self.near.pronoun(title.start)  # "a municipal spokesman" is of no union
        if type_ is None or type_ == self.near.unknown:
            return None
        return self.near.like(type_, self.doc[at])

    def _headed(self, title: Title, seat: tuple[str, ...]) -> Entity | None:
        """Return what "of" before a title says that it heads: "the government of President Lee"."""
        if title.start < 2 or self.doc[title.start - 1].lower_ != "of":
            return None
        org = self.near.resolved(self.doc[title.start - 2])
        return org if org is not None and any(self.near.headed(org, w) for w in seat) else None

    def _seat(self, title: Title, seat: tuple[str, ...], at: int, *, said: bool) -> Entity | None:
        """Return where an office is held that only organisations of some names have: a judge's court."""
        if any(t.lower_ == _OPPOSED for t in self.doc[max(0, title.start - 1) : title.head]):
            return None
        token = self.doc[at]
        whole = self.titles.whole(title, limit=len(self.doc))
        place = self._place_by(title)
        fits = [e for e in self.near.all_with(seat) if e.type not in self._ours]
        fits = [e for e in fits if any(self.near.headed(e, w) for w in seat)] or fits
        nation = self._nation_in(title)
        theirs = self._government(nation, seat, title) if nation not in {"", self._chief_nation} else None
        if theirs is not None:
            return theirs
        by_field = self.near.with_words(whole.field, token, fits) if whole.field else None
        if by_field is not None and place is None:
            return by_field
        if place is not None:
            stem = place.label.casefold()[:4]
            of_place = [e for e in fits if any(stem in n.casefold() for n in e.names)]
            return self.near.coreference.nearest(of_place, token) if of_place else self._authority(place, seat)
        if said:
            return None
        for word in seat if whole.field or len(title.office.split()) > 1 else ():
            org = self.near.with_words([word], token, fits)
            if org is not None:
                return org
        if fits:
            return self.near.coreference.nearest(fits, token)
        return self._ministry(whole, seat) or self._government(self._chief_nation, seat, title)

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
        type_ = next((self._nouns[w] for w in seat if self._nouns.get(w) in self.near.organizations), None)
        if type_ is None:
            return None
        known = next((e for e in self.entities.all if e.type == type_ and place.label in e.names), None)
        return known or self._put(type_, [place.label], place.spans[-1])

    # -- countries --------------------------------------------------------------------------

    def _nations_in(self, start: int, end: int) -> Iterator[str]:
        """Yield the countries that words name, or name something of."""
        words = [t.lower_ for t in self.doc[start:end]]
        at = 0
        while at < len(words):
            for length in range(_LONGEST, 0, -1):
                name = self._nations.get(" ".join(words[at : at + length]))
                if name is not None:
                    yield name
                    at += length - 1
                    break
            at += 1

    def _nation_in(self, title: Title) -> str:
        """Return the country of "the Chilean president"; nothing where a title names none."""
        return next(self._nations_in(title.start, title.head), "")

    @cached_property
    def _chief_nation(self) -> str:
        """Return the country of which most is said; nothing where none is."""
        return next((name for name, _ in Counter(self._nations_in(0, len(self.doc))).most_common(1)), "")

    def _government(self, nation: str, seat: tuple[str, ...], title: Title) -> Entity | None:
        """Return the government of a country, which the text does not name but for its head or a minister."""
        type_ = self.language.lexicon.named.get(seat[0])
        adjective = next((w for w, of in self._nations.items() if of == nation and w != nation.lower()), None)
        if adjective is None or type_ not in self.near.organizations:
            return None
        name = f"{adjective.title()} {seat[0]}"
        known = next((e for e in self.entities.all if e.type == type_ and name in e.names), None)
        return known or self._put(type_, [name], (title.start, title.end))

    def _ministry(self, title: Title, seat: tuple[str, ...]) -> Entity | None:
        """Return the department that a minister's title implies: the labour ministry of the labour minister."""
        generic = self.language.lexicon.generic
        words = self.doc[title.start : title.end]
        nations = {t.lower_ for t in words if t.ent_type_ == "NORP" or t.lower_ in self._nations}
        aside = (self.titles.seats, self.language.lexicon.ranks, nations)
        posts = self.language.lexicon.posts
        own = title.field if title.office in posts else title.office.split()[:-1]  # "justice" is an office, too
        own = [w for w in own if w not in self.language.lexicon.ranks and w not in nations]
        field = " ".join(w for w in title.field if w in own or not any(w in words for words in aside))
        heads = [w for w in seat if w in generic]
        if not field or not heads:
            return None
        names = [field if f" {field}".endswith(f" {w}") else f"{field} {w}" for w in heads]
        known = next((e for e in self.entities.all if set(names) & set(e.names)), None)
        return known or self._put(generic[heads[0]], names, (title.start, title.end))

    def _put(self, type_: str, names: list[str], span: tuple[int, int]) -> Entity:
        made = Entity(type_, known=True, first=span[0])
        made.names.update(names)
        made.spans.append(span)
        self.entities.all.append(made)
        return made
