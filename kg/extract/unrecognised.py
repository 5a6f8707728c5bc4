"""Names that the recogniser misses: unknown places by the word before them, bodies in capitals, "here"."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Span, Token

from kg.extract.entities import Entities

_TOWN = re.compile(r"[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3}(?=\s*[,(:–—-])")  # at the head of a dateline
_IN = frozenset({"in", "near", "outside", "around"})


class Unrecognised:
    """Finds names that neither the gazetteer nor the recogniser knows. Names must have been found before.

    Args:
        entities: the registry to fill.
        is_noun: tells whether a word is a common noun of the field.
        is_event: tells whether words name an event.
    """

    def __init__(self, entities: Entities, is_noun: Callable[[Token], bool], is_event: Callable[[Span], bool]) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.language = entities.language
        self.term = entities.term
        self._is_noun = is_noun
        self._is_event = is_event

    def find(self) -> None:
        """Fill the registry."""
        self._placed()
        self._here()

    def _placed(self) -> None:
        """Find unknown places by the word before them ("in Wheeling"), and names in capitals."""
        for token in self.doc:
            nxt = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else token
            named = token.pos_ == "PROPN" or self._has_members(token, nxt)
            if token.i in self.entities.at or not named or token.ent_type_ or self._is_noun(token):
                continue
            before = self.doc[token.i - 1].lower_ if token.i else ""
            if token.text.istitle() and before in _IN and token.dep_ == "pobj" and nxt.pos_ not in {"PROPN", "NOUN"}:
                self.entities.add(self.term("Place"), token.i, token.i + 1, token.text)
            elif (
                token.text.isupper()
                and token.text.isalpha()
                and len(token) > 2
                and not self._is_event(self.doc[token.i : token.i + 1])
            ):
                self.entities.add(self.term("Organization"), token.i, token.i + 1, token.text)

    def _has_members(self, token: Token, after: Token) -> bool:
        """Tell whether a word in capitals stands before a word for those who belong to a body: "FUSE members"."""
        cues = self.language.gazetteer.cues.values()
        capitals = token.text.isupper() and after.text.islower()
        return capitals and token.head.i == after.i and any(after.lower_ in c.after for c in cues)

    def _here(self) -> None:
        """Find the place that "here" means in a report with a dateline: "LEEDS, March 13 - ... walked out here"."""
        line = _TOWN.match(self.doc._.kg_dateline)
        if line is None:
            return
        town = line.group().title() if line.group().isupper() else line.group()
        said = {i for s in self.doc._.kg_speech if s.quoted for i in range(s.start, s.end)}
        for token in self.doc:
            if token.lower_ == "here" and token.tag_ == "RB" and token.i not in said:
                known = self._known_place(town)
                self.entities.add(
                    self.term("Place"), token.i, token.i + 1, town, identity=known, known=known is not None
                )

    def _known_place(self, name: str) -> str | None:
        """Return the identity of the place that a name is known to be of."""
        gazetteer, folded = self.language.gazetteer, name.casefold()
        found = (i for alias, i, _ in gazetteer.aliases() if alias.casefold() == folded)
        return next((i for i in found if gazetteer.entries[i].type in gazetteer.place_types), None)
