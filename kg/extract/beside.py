"""What the words beside an unknown name say of its class: "Unify members", "a strike called by Unify"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from spacy.tokens import Token

from kg.extract.entities import Entities, Entity

_LIGHT = frozenset({"stage", "hold", "call", "launch", "begin", "organise", "organize", "mount"})
_TELLS_MOST = 3  # votes of a noun that stands right beside a name: "the transport union ZVM"


class Beside:
    """Counts what speaks for each class beside the mentions of names.

    Args:
        entities: the registry, with the names found.
        organizations: nouns for organisations with the classes of what they call.
        side: the classes of the party that workforces are of.
        unknown: the class of organisations of which nothing is known.
    """

    def __init__(
        self, entities: Entities, organizations: Mapping[str, str], side: frozenset[str], unknown: str
    ) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.language = entities.language
        self._organizations = organizations
        self._side = side
        self._unknown = unknown
        self._sites = self.language.lexicon.workplaces  # a "Selby depot" may be at Selby, or Selby's

    def votes(self, entity: Entity) -> Counter[str]:
        """Return how much speaks for each class."""
        votes: Counter[str] = Counter()
        for start, end in entity.spans:
            words = [t.lower_ for t in self.doc[end : end + 3]]
            after = {*words, *map(" ".join, pairwise(words))}  # "branch secretary"
            before = {t.lower_ for t in self.doc[max(0, start - 3) : start]}
            left = start - 1 if start and self.doc[start - 1].lower_ == "the" else start
            before.add(self.doc[max(0, left - 2) : left].text.lower())  # "members of"
            head = self.doc[end - 1]
            while head.dep_ == "conj" and head.head.pos_ == "PROPN":
                head = head.head  # "CGL and UIT will strike"
            for type_, cues in self.language.gazetteer.cues.items():
                votes[type_] += 2 * len(after & cues.after - self._sites) + len(before & cues.before)
                if head.dep_ in {"nsubj", "nsubjpass"} and cues.verbs & acts(head.head):
                    votes[type_] += 2
                elif any(c.dep_ == "relcl" and cues.verbs & acts(c) and _of_itself(c) for c in head.children):
                    votes[type_] += 2  # "Locofed, which represents guards"
                elif self._does(end) and cues.verbs & acts(head.head.head):
                    votes[type_] += 2  # "a strike called by X"
            head = self.doc[end - 1]
            for other in (head.head,) if head.dep_ == "conj" else (c for c in head.children if c.dep_ == "conj"):
                beside = self.entities.at.get(other.i)  # "the Bakers' Union and CFDO"
                acting = self._does(end) or self._does(other.i + 1)
                alike = entity.label.isupper() or (acting and self._is_association(entity))
                if beside is not None and beside.known and beside.type in self._side and alike:
                    votes[beside.type] += 2
            office = self._office_by(start, end)
            if office is not None:
                votes[office] += _TELLS_MOST
            for noun in self._beside(start, end):
                if noun in self._organizations:
                    votes[self._organizations[noun]] += _TELLS_MOST
        return votes

    def _is_association(self, entity: Entity) -> bool:
        """Tell whether a body of which nothing is known is called an association or the like."""
        ends = {w.lower() for name in entity.names for w in (name.split()[-1], name.split()[0])}
        generic = self.language.lexicon.generic
        return entity.type == self._unknown and any(generic.get(w) == self._unknown for w in ends)

    def has_officer(self, entity: Entity, side: frozenset[str]) -> bool:
        """Tell whether an office of one side alone stands beside a name: "convener of the Builders' Society"."""
        found = (self._office_by(start, end) or self._officer(start) for start, end in entity.spans)
        return any(type_ in side for type_ in found)

    def _officer(self, start: int) -> str | None:
        """Return the class of the body whose officer of one word stands before a name: "convener of the"."""
        left = start - 1 if start and self.doc[start - 1].lower_ == "the" else start
        if left < 2 or self.doc[left - 1].lower_ not in {"of", "for"}:
            return None
        word = self.doc[left - 2].lower_
        sure = any(word in cues.after for cues in self.language.gazetteer.cues.values())
        return self.language.lexicon.offices.get(word) if sure else None

    def _office_by(self, start: int, end: int) -> str | None:
        """Return the class of organisation in which an office beside a name is held: "national officer of Unify"."""
        offices = self.language.lexicon.offices
        left = start - 1 if start and self.doc[start - 1].lower_ == "the" else start
        for many in range(3, 1, -1):
            behind = self.doc[end : end + many].text.lower()
            before = ""
            if left > many and self.doc[left - 1].lower_ in {"of", "for"}:
                before = self.doc[left - 1 - many : left - 1].text.lower()
            for phrase in (behind, before):
                if phrase in offices and offices[phrase] != self._unknown:
                    return offices[phrase]
        return None

    def _does(self, end: int) -> bool:
        """Tell whether a name is of who does something, in the passive; not "called by X irresponsible"."""
        head = self.doc[end - 1]
        if head.dep_ != "pobj" or head.head.dep_ != "agent":
            return False
        judged = any(c.dep_ in {"oprd", "acomp"} for c in head.head.head.children)
        return not judged and not (end < len(self.doc) and (self.doc[end].is_quote or self.doc[end].pos_ == "ADJ"))

    def _beside(self, start: int, end: int) -> Iterator[str]:
        """Yield the common nouns that say what a name is: "airline X", "the X labour federation", "X, the owner,"."""
        if start and (self.doc[start - 1].text.islower() or self.doc[start - 1].is_sent_start):
            yield self.doc[start - 1].lower_
        elif start > 1 and self.doc[start - 1].text == "," and self.doc[start - 2].dep_ != "pobj":
            yield self.doc[start - 2].text  # "the train drivers' union, Locofed,"
        after = [t.text for t in self.doc[end : end + 6]]
        yield from after[:1] if self.doc[end : end + 1].text and self.doc[end].pos_ in {"VERB", "AUX"} else after[:2]
        if len(after) > 3 and after[0] == "," and after[1] in {"the", "a", "an"}:
            for k, word in enumerate(after[2:5], start=2):
                if k + 1 < len(after) and after[k + 1] in {",", "that", "which", "in", "at", "of", "for"}:
                    yield word


def acts(verb: Token) -> set[str]:
    """Return what a verb's subject does, as lemmas: "goes on strike" is go and strike."""
    on = (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "on")
    done = [g.lemma_.lower() for c in on for g in c.children if g.dep_ == "pobj"]
    if verb.lemma_ in _LIGHT:
        done += [c.lemma_.lower() for c in verb.children if c.dep_ == "dobj"]
    return {verb.lemma_.lower(), *done}


def _of_itself(clause: Token) -> bool:
    """Tell whether a relative clause says what its noun does: "which represents guards"."""
    return any(c.dep_ == "nsubj" and c.tag_ == "WDT" for c in clause.children)
