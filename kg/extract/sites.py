"""Sites that are employers: a hospital that dismisses, is struck, or has a chief executive."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.extract.beside import acts
from kg.extract.entities import Entities, Entity

_OFFICE = 4  # words behind a site's name in which an office begins


class Sites:
    """Tells which sites are employers, by what they do and who holds an office there.

    Args:
        entities: the registry, with the names found and their classes settled.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.lexicon = entities.language.lexicon
        language, term = entities.language, entities.term
        self._site, self._unknown, self._group = term("Site"), term("Organization"), term("Group")
        self._side = next((s for s in language.parties.values() if self._group in s), frozenset())
        self._employers = {t for s in language.parties.values() for t in s} - self._side - {self._unknown}
        self._theirs = {o for o, t in self.lexicon.offices.items() if t not in self._side and " " in o}
        self._deeds = {v for t, c in language.gazetteer.cues.items() if t not in self._side for v in c.verbs}
        self._saying = {words[0] for words in language.english.stance}
        roles = {f: {r.role: r for r in f.roles} for f in language.frames}
        against = [f for f, own in roles.items() if (t := own.get(term("target"))) is not None and t.both]
        ours = [f for f in against if (a := roles[f].get(term("actor"))) is not None and a.fill <= self._side]
        self._against = {p[0] for f in ours for p in f.verbs if len(p) == 1}  # "struck Ridgeview Hospital"

    def settle(self) -> None:
        """Make employers of the sites that act as such."""
        for entity in self.entities.all:
            if entity.type == self._site and entity.known and entity.identity is None and self._is_employer(entity):
                entity.type = self._unknown

    def _is_employer(self, entity: Entity) -> bool:
        """Tell whether a site does what only who runs it does ("Ridgeview Hospital locked out") or has its officers.

        Where another employer is named, one that only speaks may be the place of that one's workers.
        """
        others = any(e.named and e.type in self._employers for e in self.entities.all)
        deeds = self._deeds if others else self._deeds | self._saying
        for start, end in (*entity.spans, *self._called(entity)):
            head = self.doc[end - 1]
            if head.dep_ == "nsubj" and deeds & acts(head.head):
                return True
            if head.dep_ == "dobj" and head.head.lemma_.lower() in self._against and self._by_staff(head.head):
                return True
            if self._officer_after(end) or self._headed_by(start):
                return True
        return False

    def _by_staff(self, verb: Token) -> bool:
        """Tell whether those who do something are of our side: a truck that strikes a hospital is not."""
        for subject in verb.children:
            if subject.dep_ != "nsubj":
                continue
            entity, lemma = self.entities.at.get(subject.i), subject.lemma_.lower()
            group = self._group in {self.lexicon.named.get(lemma), self.lexicon.generic.get(lemma)}
            return group if entity is None else entity.type in self._side
        return False

    def _officer_after(self, end: int) -> bool:
        """Tell whether an office stands behind a name: "Northgate Hospital chief executive Ann Lee"."""
        owned = end < len(self.doc) and self.doc[end].lower_ in {"'s", "’s"}
        words = [t.lower_ for t in self.doc[end + owned : end + owned + _OFFICE]]
        if any(self.lexicon.generic.get(word) in self._side - {self._group} for word in words):
            return False  # "the hospital's union branch secretary"
        phrases = {" ".join(words[:n]) for n in range(1, _OFFICE)}
        common = self.doc[end - 1].text.islower()
        if owned and common:  # "the hospital's human resources manager"
            phrases |= {word for n, word in enumerate(words) if not any(w in {",", ".", "and"} for w in words[:n])}
        alone = self.doc[end - 1].is_sent_start or common
        return not phrases.isdisjoint(self.lexicon.offices if alone else self._theirs)

    def _called(self, entity: Entity) -> Iterator[tuple[int, int]]:
        """Yield where a site is called by the last word of its name: "the hospital", "Hospital president Ann Lee"."""
        word = entity.label.split()[-1].casefold()
        sites = [e for e in self.entities.all if e.type in {self._site, self._unknown}]
        same = [(a, e) for e in sites if e.label.casefold().endswith(f" {word}") for a, _ in e.spans]
        for token in self.doc[entity.first :]:
            the = token.i > 0 and self.doc[token.i - 1].lower_ == "the"
            if token.lower_ == word and token.i not in self.entities.at and (the or token.is_sent_start):
                _, last = max(((a, e) for a, e in same if a < token.i), key=lambda m: m[0], default=(0, None))
                if last is entity:
                    yield token.i, token.i + 1

    def _headed_by(self, start: int) -> bool:
        """Tell whether an employer's office stands before a name: "chief executive of Northgate Hospital"."""
        return (
            start > 1
            and self.doc[start - 1].lower_ == "of"
            and any(self.doc[max(0, start - 1 - n) : start - 1].text.lower() in self._theirs for n in range(1, 4))
        )
