"""Where an office is held when the text does not say: a judge's court, a minister's ministry."""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract.affiliations import Affiliations
from kg.extract.entities import Entity
from kg.extract.titles import Title, Titles
from kg.frames import Language

_OWNED = frozenset({"'s", "’s"})


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
        if seat is not None and (type_ is None or bare):
            return self._seat(title, seat, at, said=said)
        if said:
            return None
        for i in range(title.start, title.head):
            org = self.near.meant_by(self.doc[i])
            if org is not None:
                return org
        if title.office in self.titles.speaks:
            return self.near.pronoun(title.start)
        if type_ is None or type_ == self.near.unknown:
            return None
        return self.near.like(type_, self.doc[at])

    def _seat(self, title: Title, seat: tuple[str, ...], at: int, *, said: bool) -> Entity | None:
        """Return where an office is held that only organisations of some names have: a judge's court."""
        token = self.doc[at]
        whole = self.titles.whole(title, limit=len(self.doc))
        place = self._place_by(title)
        fits = [e for e in self.near.all_with(seat) if e.type not in self._ours]
        fits = [e for e in fits if any(self.near.headed(e, w) for w in seat)] or fits
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
        return self.near.coreference.nearest(fits, token) if fits else self._ministry(whole, seat)

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
        nations = {t.lower_ for t in self.doc[title.start : title.end] if t.ent_type_ == "NORP"}
        aside = (self.titles.seats, self.titles.ranks, nations)
        field = " ".join(w for w in title.field if not any(w in words for words in aside))
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
