"""Who fills no role of an event that the article tells of: parties of another one, and those who stay out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from spacy.tokens import Token

from kg.extract.decisions.context import Context
from kg.extract.entities import Entity
from kg.extract.events import Found
from kg.extract.merge import Happening

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_REFUSING = frozenset({"refuse", "decline"})

Slot = tuple[str, Found, str]  # role, filler, what proposed it


class Outsiders:
    """Those of one document whom its own words keep out of an event.

    Args:
        context: where each entity is spoken of.
        told: for each happening, by its `id`, what the rules propose for its roles.
    """

    def __init__(self, context: Context, told: Mapping[int, Sequence[Slot]]) -> None:
        self.context = context
        self.doc = context.doc
        term = context.language.ontology.term
        self.group, self.actor = term("Group"), term("actor")
        self._parties: dict[tuple[int, str, int, bool], set[int]] = {}  # of an event, for a role, by side and kind
        self._proposed: dict[tuple[str, int], set[int]] = {}  # for which events somebody is proposed for a role
        for key, slots in told.items():
            for role, filler, _ in slots:
                if isinstance(filler, Entity):
                    self._parties.setdefault((key, role, *self._kind(filler)), set()).add(id(filler))
                    self._proposed.setdefault((role, id(filler)), set()).add(key)
        self._out = {id(e): self._staying_out(e) for e in context.entities.all}

    def has(self, happening: Happening, role: str, entity: Entity) -> bool:
        """Tell whether an entity is kept out of a role of an event."""
        stranger = role == self.actor and self._is_stranger(entity)
        return stranger or self._stays_out(happening, role, entity) or self._of_another(happening, role, entity)

    # -- parties of another event ---------------------------------------------------------------

    def _of_another(self, happening: Happening, role: str, entity: Entity) -> bool:
        """Tell whether a party is that of another event, where this one has one of its own.

        "The Dyers' Union called off its strike at X. The Weavers' Union will strike at Y": neither is in the other's.
        """
        events = self._proposed.get((role, id(entity)), ())
        own = self._parties.get((id(happening), role, *self._kind(entity)))
        if not events or not own or id(entity) in own:
            return False
        if self._sentences(happening) & self.context.presence[id(entity)].sentences:
            return False
        return not any(own & self._parties[key, role, *self._kind(entity)] for key in events)

    def _kind(self, entity: Entity) -> tuple[int, bool]:
        """Return the side of an entity, and whether it is a workforce and no body."""
        return self.context.side(entity), entity.type == self.group

    def _is_stranger(self, entity: Entity) -> bool:
        """Tell whether a workforce is only called by words for those hired in others' place: "replacement drivers"."""
        strangers = self.context.language.lexicon.strangers
        return entity.type == self.group and all(n.casefold().split()[0] in strangers for n in entity.names)

    # -- those who stay out ---------------------------------------------------------------------

    def _stays_out(self, happening: Happening, role: str, entity: Entity) -> bool:
        """Tell whether somebody is said somewhere not to join in, and is the actor of an event's mention nowhere else.

        "Doctors began a strike. Nurses have not joined it."
        """
        out = self._out[id(entity)]
        if role != self.actor or not out:
            return False
        acting = {
            self.context.sentence[m.trigger.head.i]
            for m in happening.mentions
            if any(r == role and f is entity for r, f, _ in m.slots)
        }
        return acting <= out

    def _staying_out(self, entity: Entity) -> set[int]:
        """Return the sentences that say that an entity does not join in."""
        own = self.context.presence[id(entity)]
        return {self.context.sentence[i] for i in (*own.named, *own.meant) if self._keeps_out(self.doc[i])}

    def _keeps_out(self, name: Token) -> bool:
        """Tell whether a name is the subject of a joining in that is denied, or of what is done to others' action.

        "Nurses were not involved", "nurses refused to join", "guards broke up the picket".
        """
        at = name
        while at.dep_ in {"compound", "conj", "appos"} and at.head.i != at.i:
            at = at.head
        if at.dep_ not in _SUBJECTS:
            return False
        verb = at.head
        denied = any(c.dep_ == "neg" for c in verb.children)
        lexicon = self.context.language.lexicon
        if not denied and at.dep_ == "nsubj" and self._breaks(verb):
            return True
        if verb.lemma_ in _REFUSING:
            below = next((c for c in verb.children if c.dep_ == "xcomp"), None)
            return below is not None and not denied and self._is_one(below, lexicon.joining)
        return denied and self._is_one(verb, lexicon.joining)

    def _breaks(self, verb: Token) -> bool:
        """Tell whether a verb does something to others' action: "broke up the picket", "tried to disperse strikers"."""
        if verb.lemma_ in _REFUSING:
            return False
        breaking = self.context.language.lexicon.breaking
        doing = (verb, *(c for c in verb.children if c.dep_ == "xcomp"))
        return any(self._is_one(v, breaking) and any(c.dep_ == "dobj" for c in v.children) for v in doing)

    def _is_one(self, verb: Token, verbs: Set[str]) -> bool:
        """Tell whether a verb, alone or with what goes with it, is listed: "join", "take part", "break up"."""
        return verb.lemma_ in verbs or any(f"{verb.lemma_} {c.lemma_}" in verbs for c in verb.children)

    def _sentences(self, happening: Happening) -> set[int]:
        return {self.context.sentence[m.trigger.head.i] for m in happening.mentions}
