"""Of which class a named thing is: what its name, and the words beside its mentions, tell.

English news introduces people by their full names or a title; a single word that never had either is seldom
a person, whatever the entity recogniser takes it for.
"""

from __future__ import annotations

import re
from collections import Counter

from kg.extract.beside import Beside, acts
from kg.extract.entities import Entities, Entity
from kg.extract.nouns import is_agent
from kg.extract.sites import Sites

_IN = frozenset({"in", "near", "outside", "around", "across", "through"})
_OFFICE = 8  # tokens that an office and its organisation may take before a comma and a name
_LISTED = 4  # tokens from one name of a list to the next, at most
_SHORT = 3  # letters of a word that is too short to be taken for part of a name
_COUNCIL = re.compile(r"\b(?P<who>\w+(?:s|men|women))['’]? (?:District )?Council(?P<number>(?: No\.?)? \d+)?$")
_SINGLE, _FULL = 2, 4  # votes that outweigh the recogniser's "person", by the words of the name


class Classes:
    """Settles the classes of a document's named things, and gathers what turns out to be one.

    Args:
        entities: the registry, with the names found.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.doc = entities.doc
        self.language = entities.language
        self.term = entities.term
        self.person, self.place, self.unknown = (self.term(n) for n in ("Person", "Place", "Organization"))
        self._heads = {p.split()[-1] for p in self.language.lexicon.offices} | self.language.lexicon.speaks
        group = self.term("Group")
        side = next((s for s in self.language.parties.values() if group in s), frozenset())
        self._side = side  # whose names often begin with a town's, which is no short form of them
        self._ours = next((t for t in self.language.gazetteer.cues if t in side), None)
        actor = self.term("actor")
        own = [f for f in self.language.frames if any(r.role == actor and r.fill <= side for r in f.roles)]
        self._own_acts = {p[0] for f in own for p in (*f.verbs, *f.nouns) if len(p) == 1}
        agents = {t for s in self.language.parties.values() for t in s} - {group}
        organizations = {n: t for n, t in self.language.lexicon.generic.items() if t in agents and not n.endswith("s")}
        self._beside = Beside(entities, organizations, side, self.unknown)
        self._sites = self.language.lexicon.workplaces  # a "Selby depot" may be at Selby, or Selby's
        self._associations = {
            noun: type_
            for noun, type_ in self.language.lexicon.generic.items()
            if noun.endswith("s") and type_ != group and type_ not in side
        }

    def settle(self) -> None:
        """Give every unknown name the class that most speaks for."""
        for entity in self.entities.all:
            if entity.identity is None:
                entity.type = self._by_members(entity) or entity.type
        self._gather()
        for entity in self.entities.all:
            if not entity.known or (entity.type == self.unknown and entity.identity is None):
                entity.type = self._by_context(entity)
        Sites(self.entities).settle()
        self._gather()  # those who turned out to be people, too
        self._by_noun()

    # -- the name itself -------------------------------------------------------------------

    def _by_members(self, entity: Entity) -> str | None:
        """Return the class of an association by its members: "Owners' Forum", "Nurses' League"."""
        if entity.type in {self.person, self.place} or entity.type in self.language.lexicon.units:
            return None
        if self._is_institution(entity):
            return self.unknown if entity.type in self._side else None
        council = self._of_workers(entity)
        if council is not None:
            return council
        for name in entity.names:
            if f" {name} ".find(" of ") > 0 and self._are_unions(name.split()[-1]):
                return self._ours
            for word, mark in re.findall(r"(\w+)(['’]?)", name):
                if word[:1].islower() or " " not in name or (mark and not word.endswith(("s", "men", "women"))):
                    continue  # "Carter's Bakers" has one owner
                sure = bool(mark) or (" of " in name and name.endswith(f" {word}"))
                theirs = self._associations.get(word.lower())
                if theirs and any(self._is_trade(w, sure=False) for w in name.partition(word)[2].split()):
                    continue  # "Builders' Labourers Federation"
                before = name.split(f" {word}")[0].split()[-1:]
                masters = self.language.lexicon.employing.get(before[0]) if before and " " in name else None
                masters = masters if word.lower().endswith(("s", "men")) else None
                plain = theirs if name.split()[-2:-1] == [word] else None
                employers = plain or masters
                ours = not masters and self._beside.has_officer(entity, self._side)
                if employers and entity.type == self.unknown and not (ours or self._does_as_ours(entity)):
                    return employers  # "Master Bakers' Federation", "Builders Association"
                if theirs and sure and entity.type not in self._side:
                    return self._ours if self._beside.has_officer(entity, self._side) else theirs
                if (entity.type == self.unknown or self._gathers(entity, name, word)) and self._is_trade(word, sure):
                    return self._ours
        return None

    def _of_workers(self, entity: Entity) -> str | None:
        """Return the class of a council of those who work, or a numbered one: "Municipal Employees Council 33"."""
        if entity.identity is not None or entity.type in self._side:
            return None
        for name in entity.names:
            match = _COUNCIL.search(name)
            stem = match["who"].lower().removesuffix("s") if match is not None else ""
            staff = self.language.lexicon.generic.get(stem) == self.term("Group")
            if match is not None and (staff or (match["number"] and self._is_trade(match["who"], sure=False))):
                unit = next(iter(self.language.lexicon.units & self._side), self._ours)
                return unit if match["number"] else self._ours
        return None

    def _does_as_ours(self, entity: Entity) -> bool:
        """Tell whether a body does what only those of our side do: "the Taxi Operators Association went on strike"."""
        heads = [self.doc[end - 1] for _, end in entity.spans]
        return self._beside.has_officer(entity, self._side) or any(
            h.dep_ == "nsubj" and self._own_acts & acts(h.head) for h in heads
        )

    def _gathers(self, entity: Entity, name: str, word: str) -> bool:
        """Tell whether a body that is no firm is called by those it is made of: "Council of Tram Inspectors"."""
        closed = self._side | self.language.lexicon.firms | set(self._associations.values())
        told = " of " in name and name.endswith(f" {word}")
        return told and entity.identity is None and entity.type not in closed

    def _is_institution(self, entity: Entity) -> bool:
        """Tell whether a name's head says that its other words do not tell whose body it is: "Workers' Party"."""
        lexicon = self.language.lexicon
        words = [name.split() for name in entity.names]
        return any(
            w[-1] in lexicon.institutions
            or ("of" in w[1:] and not lexicon.institutions.isdisjoint({w[0], w[w.index("of", 1) - 1]}))
            or w[-1].casefold() in lexicon.onlookers
            for w in words
        )

    def _are_unions(self, word: str) -> bool:
        """Tell whether a word is the plural of what our side's bodies are called: "Council of Bank Unions"."""
        told = self.language.lexicon.generic.get(word.lower().removesuffix("s"))
        return word.endswith("s") and told is not None and told == self._ours

    def _is_trade(self, word: str, sure: bool) -> bool:
        lower = word.lower()
        group, table = self.term("Group"), self.language.lexicon
        stems = (lower, lower.removesuffix("s"), re.sub("men$", "man", lower))
        if any(group in {table.named.get(s), table.generic.get(s)} for s in stems):
            return True
        return sure and lower.endswith("s") and is_agent(stems[1])

    # -- the words beside it ---------------------------------------------------------------

    def _by_context(self, entity: Entity) -> str:
        """Return the class for which most is said beside the mentions of a name."""
        votes = self._beside.votes(entity)
        if self._is_institution(entity):
            votes = Counter({t: n for t, n in votes.items() if t not in self._side})
        best = max(sorted(votes), key=lambda t: votes[t], default=self.unknown)
        count = votes[best]
        person = sum(self._like_person(start, end) for start, end in entity.spans)
        place = sum(self._like_place(start, end) for start, end in entity.spans)
        if entity.type == self.unknown:
            if person > max(count, place):
                return self.person
            if not count and not place:
                return self._by_initial(entity)
            return best if count >= place else self.place
        if entity.type == self.person:
            if person or entity.titled:
                return self.person
            full = any(" " in n for n in entity.names)
            acts = any(self.doc[end - 1].dep_ == "nsubj" for _, end in entity.spans)
            if count >= max(_FULL if full else _SINGLE, place):
                return best
            if place and not (full and acts):
                return self.place
            modifies = sum(self._modifies(start, end) for start, end in entity.spans)
            modifies += sum(start > 0 and self.doc[start - 1].lower_ == "at" for start, _ in entity.spans)
            doubtful = entity.labels[self.unknown] >= max(1, entity.labels[self.person])
            return self.unknown if not full and (doubtful or modifies >= _SINGLE) else self.person
        if entity.type == self.place and not place and person > _SINGLE:
            return self.person
        if entity.type == self.place and not place and count > _SINGLE:
            return best
        return entity.type

    def _by_initial(self, entity: Entity) -> str:
        """Take an abbreviation of which nothing tells the class by its last letter: "FWSU" for a union."""
        heads = self.language.gazetteer.heads.get(self._ours or "", ())
        if heads and self._ours and entity.label.isupper() and entity.label.endswith(heads[0][0]):
            return self._ours
        return entity.type

    def _modifies(self, start: int, end: int) -> bool:
        """Tell whether a name stands before a common noun, or after "at", as people's names seldom do."""
        nxt = self.doc[end] if end < len(self.doc) else None
        before = self.doc[start - 1].lower_ if start else ""
        return before == "at" or (
            nxt is not None and nxt.pos_ == "NOUN" and nxt.text.islower() and self.doc[end - 1].dep_ == "compound"
        )

    def _like_person(self, start: int, end: int) -> int:
        """Count what is said beside a name as it is of people: an age, "who", an office."""
        after = self.doc[end : end + 6]
        if len(after) > 1 and after[0].text == "," and (after[1].text.isdigit() and len(after[1]) == 2):
            return 3
        of = start and self.doc[start - 1].lower_ in {"of", "the"}  # "members of the GMW who work for"
        if len(after) > 1 and "who" in {after[0].lower_, after[1].lower_} and not of:
            return 2
        return 3 if self._speaks_for_owner(start, end) or self._has_office(start, end) else 0

    def _has_office(self, start: int, end: int) -> bool:
        """Tell whether an office stands right beside a name, or in apposition to it."""
        if start and self.doc[start - 1].text.islower() and self.doc[start - 1].lower_ in self._heads:
            return True
        if start > 1 and self.doc[start - 1].text == ",":
            for i in range(start - 2, max(-1, start - _OFFICE), -1):  # "The chair of the trust, Ann Lee,"
                if self.doc[i].is_punct or self.doc[i].pos_ == "VERB":
                    break
                if self.doc[i].lower_ in self._heads:
                    return True
        after = self.doc[end : end + 6]
        if len(after) > 2 and after[0].text == ",":
            for token in after[1:]:
                if token.text in {",", "."}:
                    break
                if token.lower_ in self._heads:
                    return True
        return False

    def _speaks_for_owner(self, start: int, end: int) -> bool:
        """Tell whether two words with an owner say something, and neither is for an organisation: "SIPTA's Ann Lee"."""
        verb = self.doc[end - 1].head.lemma_.lower()
        if end - start != 2 or not start or self.doc[start - 1].lower_ not in {"'s", "’s"}:
            return False
        if self.doc[end - 1].dep_ != "nsubj" or (verb,) not in self.language.english.stance:
            return False
        heads = {h for words in self.language.gazetteer.heads.values() for h in words}
        lexicon = self.language.lexicon
        return not any(
            t.text in heads or t.lower_ in lexicon.generic or t.lower_ in self._sites for t in self.doc[start:end]
        )

    def _like_place(self, start: int, end: int) -> int:
        """Tell whether a mention stands as places do: "in Selby", or beside a known one, "Duluth and Cloquet"."""
        last = self.doc[end - 1]
        beside = [last.head] if last.dep_ == "conj" else [c for c in last.children if c.dep_ == "conj"]
        if any((e := self.entities.at.get(t.i)) is not None and e.type == self.place and e.known for t in beside):
            return 2
        first = last.head
        if last.dep_ == "conj" and first.dep_ == "pobj" and first.head.lower_ in _IN and last.i - first.i <= _LISTED:
            return 0 if self._goes_on(end) else 2  # "in Selby and Goole"
        if self._opens_with_at(start, end):
            return 2
        if not start or self.doc[start - 1].lower_ not in _IN:
            return 0
        return 0 if self._goes_on(end) else 2

    def _opens_with_at(self, start: int, end: int) -> bool:
        """Tell whether a sentence begins with where it happened: "At Selby 400 lightermen came out"."""
        if not start or self.doc[start - 1].text != "At" or end - start > 1 or end >= len(self.doc):
            return False
        return self.doc[end].like_num or self.doc[end].lower_ in {",", "the", "some", "about", "more"}

    def _goes_on(self, end: int) -> bool:
        """Tell whether a name is only the beginning of what is named: "in Selby's depot"."""
        nxt = self.doc[end] if end < len(self.doc) else None
        return nxt is not None and (nxt.lower_ in {"'s", "’s"} or nxt.pos_ in {"NOUN", "PROPN"})

    # -- one thing under two names -----------------------------------------------------------

    def _gather(self) -> None:
        """Gather short forms: a person's surname or first name, an organisation's first or last words."""
        surnames, first_names = self._people()
        heads, tails = self._parts()
        for entity in list(self.entities.all):
            if entity.known or entity.titled or entity.identity:
                continue
            word = entity.label.casefold()
            found = surnames.get(word) or (first_names.get(word) if entity.type == self.person else None)
            if found and len(set(map(id, found))) == 1:
                self._take(entity, found[0])
                continue
            person = any(self._like_person(start, end) for start, end in entity.spans)
            if len(word) <= _SHORT or person or any(self._like_place(start, end) for start, end in entity.spans):
                continue
            whole = [e for e in heads.get(word, []) if entity.type != self.place or e.type not in self._side]
            if entity.type != self.place and self._after_the(entity):
                whole += tails.get(word, [])
            whole = [e for e in whole if e is not entity]
            if whole:
                self._take(entity, max(whole, key=lambda e: (len(e.spans), -e.first)))

    def _take(self, entity: Entity, whole: Entity) -> None:
        if whole is not entity and whole in self.entities.all:
            self.entities.replace(entity, whole)

    def _people(self) -> tuple[dict[str, list[Entity]], dict[str, list[Entity]]]:
        """Return the people with full names by their surnames, and by their first names."""
        last: dict[str, list[Entity]] = {}
        first: dict[str, list[Entity]] = {}
        for person in self.entities.all:
            for name in person.names if person.type == self.person else ():
                words = name.casefold().split()
                if len(words) > 1:
                    last.setdefault(words[-1], []).append(person)
                    first.setdefault(words[0], []).append(person)
        return last, first

    def _parts(self) -> tuple[dict[str, list[Entity]], dict[str, list[Entity]]]:
        """Return the organisations by the first words, and by the last words, of their names."""
        heads: dict[str, list[Entity]] = {}
        tails: dict[str, list[Entity]] = {}
        for entity in self.entities.all:
            if entity.type in {self.person, self.place}:
                continue
            for name in entity.names:
                words = name.casefold().split()
                for k in range(1, len(words)):
                    heads.setdefault(" ".join(words[:k]), []).append(entity)
                    tails.setdefault(" ".join(words[k:]), []).append(entity)
        return heads, tails

    def _after_the(self, entity: Entity) -> bool:
        """Tell whether an article stands before a name, or an office after it: "the Syndicate", "League chair"."""
        return any(
            (start and self.doc[start - 1].lower_ == "the")
            or (end < len(self.doc) and self.doc[end].text.islower() and self.doc[end].lower_ in self._heads)
            for start, end in entity.spans
        )

    # -- the rest of the article -------------------------------------------------------------

    def _by_noun(self) -> None:
        """Find what "the union" is in an article that names none: the unknown organisation named most."""
        nouns = {t.lemma_.lower() for t in self.doc if t.pos_ == "NOUN"}
        for type_ in self.language.gazetteer.cues:
            if any(e.type == type_ for e in self.entities.all):
                continue
            called = {n for n, t in self.language.lexicon.generic.items() if t == type_}
            open_ = [e for e in self.entities.all if e.type == self.unknown and not e.known]
            open_ = [e for e in open_ if not self._is_institution(e)]
            if called & nouns and open_:
                max(open_, key=lambda e: (len(e.spans), -e.first)).type = type_
